import { createHash } from 'node:crypto';

/**
 * A number in [0, 1) that looks like chance and is none: the same seed and the same thing give the same number, in
 * whatever order things are asked for.
 *
 * @param what names what is decided: `people/3/1`
 */
export function chance(seed: number, what: string): number {
  return createHash('sha256').update(`${seed}/${what}`).digest().readUInt32BE(0) / 2 ** 32;
}
