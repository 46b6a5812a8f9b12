/** The first `maxChars` UTF-16 units of a text, with `…` if it was longer. Never splits a surrogate pair. */
export function clip(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : `${text.slice(0, maxChars).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
