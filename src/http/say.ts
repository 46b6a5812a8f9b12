/** What an API said, made fit for a problem: on one line, at most 300 characters, without the credential. */
export type Sanitize = (text: string) => string;

const LONGEST = 300;

/**
 * A function that quotes text from outside for one client. Hiding comes before cutting, so that no half of a credential
 * is left.
 *
 * @param masked replaces the credential of the client
 */
export function sanitizerFor(masked: (text: string) => string): Sanitize {
  return (text) => {
    const line = masked(text)
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim();
    return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
  };
}
