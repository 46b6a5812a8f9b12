import { createHash } from 'node:crypto';

/** A hash that distinguishes credentials without revealing them; safe as a key in memory. */
export function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 16);
}
