import { createHash } from 'node:crypto';
import { canonicalJson, type Value } from './value.ts';

/** `sha256:` and 64 hex digits of the meaning of a value, independent of layout and order of keys. Not a signature. */
export function checksumOf(value: Value): string {
  return `sha256:${createHash('sha256').update(canonicalJson(value)).digest('hex')}`;
}
