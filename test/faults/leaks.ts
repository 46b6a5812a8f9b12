/**
 * Finds secrets in a text, also where they were escaped for a page, spread over lines, or cut short.
 *
 * @param secrets by name
 * @returns names of the secrets that can be read out of it
 */
export function leaksIn<Name extends string>(text: string, secrets: Readonly<Record<Name, string>>): readonly Name[] {
  const forms = formsOf(text);
  // The keys of a record are of its key type, which `Object.entries` forgets.
  return (Object.entries(secrets) as [Name, string][]).flatMap(([name, secret]) => {
    const pieces = piecesOf(secret);
    return forms.some((form) => pieces.some((piece) => form.includes(piece))) ? [name] : [];
  });
}

/** Of a secret that is cut short, so much is as good as all. */
const TELLING = 16;

/** The secret, and each part of it that is long enough to identify it. */
function piecesOf(secret: string): readonly string[] {
  if (secret.length <= TELLING) return [secret];
  const starts = Array.from({ length: Math.ceil((secret.length - TELLING) / 4) + 1 }, (_, index) =>
    Math.min(index * 4, secret.length - TELLING),
  );
  return starts.map((start) => secret.slice(start, start + TELLING));
}

/** The text itself, and the text that a reader, a browser or a parser makes of it. */
function formsOf(text: string): readonly string[] {
  const read = text
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    // Terminal colours, invisible characters, and characters that keep Markdown and JSON from parsing the next one.
    .replace(/\u001b\[[\d;]*m/g, '')
    .replace(/[\u200b\u2060\ufeff]/g, '')
    .replace(/\\u([\da-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\/g, '');
  const open = read.replace(/(?:%[\da-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
  return [...new Set([text, read, open, open.replace(/[\s│|]+/g, '')])];
}
