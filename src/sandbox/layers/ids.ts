import { createHash } from 'node:crypto';
import { firstFree } from '../core/first-free.ts';
import type { LayersKey } from './world.ts';

/**
 * An unused id in the form of a ULID. Ids count up, so two runs produce the same ones.
 *
 * @param prefix `job_`, `pa_` and so on
 */
export function freshId(prefix: string, taken: readonly string[]): string {
  return nextFree(taken, (n) => ulid(prefix, n));
}

/** `job_01J00000000000000000000001` for 1. */
export function ulid(prefix: string, n: number): string {
  return `${prefix}01J${String(n).padStart(23, '0')}`;
}

/** An unused UUID. They count up as well. */
export function freshUuid(taken: readonly string[]): string {
  return nextFree(taken, uuid);
}

/** `00000000-0000-4000-8000-000000000001` for 1. */
export function uuid(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

/** Begins at the number of ids, which is nearly always free because ids count up. */
export function nextFree(taken: readonly string[], make: (n: number) => string): string {
  return firstFree(taken, make, new Set(taken).size + 1);
}

/** The UUID of a key. Safe to log, because it does not reveal the key. */
export function keyIdOf({ key }: Pick<LayersKey, 'key'>): string {
  const hex = createHash('sha256').update(key).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
