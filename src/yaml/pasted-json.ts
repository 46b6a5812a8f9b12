/**
 * Splits YAML followed by a pasted JSON object (`name: acme-ios`, then lines `{ … }`), such as a config copied from the
 * dashboard. Spaces replace the other part, so locations stay the same. `undefined` for any other form.
 */
export function splitPastedJson(text: string): readonly [head: string, pasted: string] | undefined {
  const start = /(?<=\n)\{/.exec(text)?.index;
  if (start === undefined) return undefined;
  const head = text.slice(0, start);
  const lines = head.split('\n').filter((line) => !/^\s*(#.*)?$/.test(line));
  // Only unindented keys with complete values; otherwise the brace belongs to them.
  const plain = lines.length > 0 && lines.every((line) => /^[\w$.-]+:\s+[^\s{[|>&*!][^{[]*$/.test(line));
  if (!plain) return undefined;
  return [head + spaces(text.slice(start)), spaces(head) + text.slice(start)];
}

function spaces(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
