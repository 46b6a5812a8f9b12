import { createHash } from 'node:crypto';

/**
 * An idempotency key in UUIDv4 format, derived from the write: the same write of the same revision has the same key on
 * every machine, and the next apply has a different one.
 *
 * Source: developers.layers.com docs/api/getting-started/common-patterns (documented: UUIDv4 or ULID, kept for 24
 * hours).
 */
export function idempotencyKey(...parts: readonly (string | number)[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
