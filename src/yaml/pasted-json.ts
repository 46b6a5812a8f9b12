/**
 * Splits YAML followed by a pasted JSON object into two texts. In each, spaces replace the other one, so that locations
 * stay the same. `undefined` if the file has any other form.
 *
 *     template: tiktok-ads
 *     name: acme-ios
 *     {
 *       "mode": "byo"
 *     }
 *
 * This is not valid YAML, but a config copied from the dashboard is a whole object.
 */
export function splitPastedJson(text: string): readonly [head: string, pasted: string] | undefined {
  const start = /(?<=\n)\{/.exec(text)?.index;
  if (start === undefined) return undefined;
  const head = text.slice(0, start);
  const lines = head.split('\n').filter((line) => !/^\s*(#.*)?$/.test(line));
  // Only unindented keys with complete values: otherwise the brace belongs to the text above it.
  const plain = lines.length > 0 && lines.every((line) => /^[\w$.-]+:\s+[^\s{[|>&*!][^{[]*$/.test(line));
  if (!plain) return undefined;
  return [head + spaces(text.slice(start)), spaces(head) + text.slice(start)];
}

function spaces(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
