import { createHash } from 'node:crypto';

/** Makes text of an API safe for a problem: one line, at most 300 characters, without the credential. */
export type Sanitize = (text: string) => string;

const MAX_QUOTED_CHARS = 300;

/**
 * Creates the function that quotes external text for one client. It masks before it cuts, so that no part of a
 * credential remains.
 *
 * @param masked masks the credential of the client
 */
export function sanitizerFor(masked: (text: string) => string): Sanitize {
  return (text) => {
    const line = masked(text)
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim();
    return line.length > MAX_QUOTED_CHARS ? `${line.slice(0, MAX_QUOTED_CHARS)}…` : line;
  };
}

/** A hash that distinguishes credentials without revealing them; safe as a key in memory. */
export function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 16);
}
