/**
 * A head of YAML with a JSON object pasted under it, as two texts of the same length as the whole: in each the other half
 * is blank, so that places stay what they are. `undefined` where the file is anything else.
 *
 *     template: tiktok-ads
 *     name: acme-ios
 *     {
 *       "mode": "byo"
 *     }
 *
 * YAML itself has no such thing; but a config that was copied out of the dashboard is a whole object, and taking its
 * braces off by hand is what people get wrong.
 */
export function splitPastedJson(text: string): readonly [head: string, pasted: string] | undefined {
  const start = /(?<=\n)\{/.exec(text)?.index;
  if (start === undefined) return undefined;
  const head = text.slice(0, start);
  const lines = head.split('\n').filter((line) => !/^\s*(#.*)?$/.test(line));
  // Keys at the margin and nothing that is still open: otherwise the brace belongs to what stands before it.
  const plain = lines.length > 0 && lines.every((line) => /^[\w$.-]+:\s+[^\s{[|>&*!][^{[]*$/.test(line));
  if (!plain) return undefined;
  return [head + blank(text.slice(start)), blank(head) + text.slice(start)];
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
