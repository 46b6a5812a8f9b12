import { createHash } from 'node:crypto';
import type { LayersKey } from './world.ts';

/** The id of a key, a UUID. Safe to log, because it does not reveal the key. */
export function keyIdOf({ key }: Pick<LayersKey, 'key'>): string {
  const hex = createHash('sha256').update(key).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
