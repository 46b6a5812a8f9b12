/**
 * Characters that no document needs: C0 and C1 controls but tab and line ends, which a terminal would obey, and the
 * marks that make text read in another order than it is (CVE-2021-42574), which a reviewer would believe.
 */
// oxlint-disable-next-line no-control-regex -- finding them is what it is for
const REFUSED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** Where the first refused character stands, and its name: `U+0000`. */
export function refusedCharacter(text: string): { readonly offset: number; readonly name: string } | undefined {
  const offset = text.search(REFUSED);
  if (offset === -1) return undefined;
  const code = text.charCodeAt(offset).toString(16).toUpperCase().padStart(4, '0');
  return { offset, name: `U+${code}` };
}

/** The text with every refused character made visible; as long as it was. */
export function withoutRefused(text: string): string {
  return text.replace(new RegExp(REFUSED, 'g'), '\ufffd');
}
