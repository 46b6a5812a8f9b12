/** Makes text of an API safe for a problem: one line, at most 300 characters, without the credential. */
export type Sanitize = (text: string) => string;

const LONGEST = 300;

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
    return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
  };
}
