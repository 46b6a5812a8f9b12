/**
 * Characters that documents do not need: C0 and C1 controls except tab and line ends, because a terminal would obey
 * them, and bidirectional marks (CVE-2021-42574), because they would mislead a reviewer.
 */
// oxlint-disable-next-line no-control-regex -- finding them is what it is for
const REFUSED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** The offset and name (`U+0000`) of the first refused character. */
export function refusedCharacter(text: string): { readonly offset: number; readonly name: string } | undefined {
  const offset = text.search(REFUSED);
  if (offset === -1) return undefined;
  const code = text.charCodeAt(offset).toString(16).toUpperCase().padStart(4, '0');
  return { offset, name: `U+${code}` };
}

/** Makes every refused character visible. The length of the text stays the same. */
export function withoutRefused(text: string): string {
  return text.replace(new RegExp(REFUSED, 'g'), '\ufffd');
}
