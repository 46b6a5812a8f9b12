/** The first `maxChars` UTF-16 units of a text, with `…` if it was longer. Never splits a surrogate pair. */
export function clip(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : `${text.slice(0, maxChars).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** A sentence only counts names beyond this number. */
export const MAX_NAMES = 10;

/** `acme-ios, beta-ios and 3 more`: the first ten names and how many follow. */
export function nameList(names: readonly string[]): string {
  const rest = names.length - MAX_NAMES;
  return rest <= 0 ? names.join(', ') : `${names.slice(0, MAX_NAMES).join(', ')} and ${rest} more`;
}
