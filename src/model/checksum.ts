import { createHash } from 'node:crypto';
import { canonicalJson, type Value } from './value.ts';

/** `sha256:` and 64 hex digits over the meaning of a value: layout and the order of keys do not alter it. It proves no author. */
export function checksumOf(value: Value): string {
  return `sha256:${createHash('sha256').update(canonicalJson(value)).digest('hex')}`;
}
