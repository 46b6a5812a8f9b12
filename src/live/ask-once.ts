/** Caches requests, so that several layers share one. The key is the reader and the arguments. */
export function memoize<Who extends object, T>(
  ask: (who: Who, ...words: readonly string[]) => Promise<T>,
): (who: Who, ...words: readonly string[]) => Promise<T> {
  const known = new Map<Who, Map<string, Promise<T>>>();
  return (who, ...words) => {
    const mine = known.get(who) ?? new Map<string, Promise<T>>();
    known.set(who, mine);
    const key = JSON.stringify(words);
    const asked = mine.get(key) ?? ask(who, ...words);
    mine.set(key, asked);
    return asked;
  };
}
