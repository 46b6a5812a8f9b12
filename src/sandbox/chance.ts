import { createHash } from 'node:crypto';

/**
 * A pseudo-random number in [0, 1). It depends only on the seed and the name, not on the order of the calls.
 *
 * @param what name of the decision: `people/3/1`
 */
export function chance(seed: number, what: string): number {
  return createHash('sha256').update(`${seed}/${what}`).digest().readUInt32BE(0) / 2 ** 32;
}
