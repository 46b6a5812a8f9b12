/** The first `maxChars` UTF-16 units of a text, with `…` if it was longer. Never splits a surrogate pair. */
export function clip(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : `${text.slice(0, maxChars).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** A sentence only counts names beyond this number. */
export const MAX_NAMES = 10;

/** `acme-ios, beta-ios and 3 more`: the first names, by default ten, and how many follow. */
export function nameList(names: readonly string[], max = MAX_NAMES): string {
  const rest = names.length - max;
  return rest <= 0 ? names.join(', ') : `${names.slice(0, max).join(', ')} and ${rest} more`;
}
