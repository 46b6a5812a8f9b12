/**
 * Splits YAML followed by a pasted JSON object into two texts. Both are as long as the whole, with the other half
 * blank, so that locations stay the same. `undefined` if the file has any other form.
 *
 *     template: tiktok-ads
 *     name: acme-ios
 *     {
 *       "mode": "byo"
 *     }
 *
 * This is not valid YAML. But a config copied from the dashboard is a whole object, and removing its braces manually is
 * error-prone.
 */
export function splitPastedJson(text: string): readonly [head: string, pasted: string] | undefined {
  const start = /(?<=\n)\{/.exec(text)?.index;
  if (start === undefined) return undefined;
  const head = text.slice(0, start);
  const lines = head.split('\n').filter((line) => !/^\s*(#.*)?$/.test(line));
  // Only unindented keys with complete values: otherwise the brace belongs to the text above it.
  const plain = lines.length > 0 && lines.every((line) => /^[\w$.-]+:\s+[^\s{[|>&*!][^{[]*$/.test(line));
  if (!plain) return undefined;
  return [head + blank(text.slice(start)), blank(head) + text.slice(start)];
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
