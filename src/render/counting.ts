/** A line only counts names beyond this number. JSON lists all. */
const MOST_NAMES = 20;

/** `1 change`, `3 changes`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** The counts that are not zero, with their words and separated by commas. */
export function countedParts(parts: readonly (readonly [number: number, word: string])[]): string {
  return parts
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${number} ${word}`)
    .join(', ');
}

/** Names separated by commas; only their number from the twenty-first on. */
export function named(names: readonly string[]): string {
  const rest = names.length - MOST_NAMES;
  if (rest <= 0) return names.join(', ');
  return `${names.slice(0, MOST_NAMES).join(', ')} and ${rest} more`;
}

/** Groups in the order in which their keys first occur. */
export function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
