/** What an API said, made fit for a problem: on one line, at most 300 characters, without the credential. */
export type Say = (text: string) => string;

const LONGEST = 300;

/** How text from outside is quoted by one client. Hiding comes before cutting, so that no half of a credential is left. */
export function sayWithout(secret: string): Say {
  return (text) => {
    const line = hide(text, secret)
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim();
    return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
  };
}

/** The text with every occurrence of the secret, as it is or percent-encoded, replaced. */
export function hide(text: string, secret: string): string {
  if (secret === '') return text;
  return text.replaceAll(secret, '•••').replaceAll(encodeURIComponent(secret), '•••');
}
