/** Most rules find nothing in most layers. These share one list, because a plan keeps thousands. */
export const NONE: readonly never[] = [];

/** Like `flatMap`, without its overhead. */
export function findAll<T, Found>(items: readonly T[], find: (item: T) => readonly Found[]): readonly Found[] {
  let all: Found[] | undefined;
  for (const item of items) {
    const found = find(item);
    if (found.length === 0) continue;
    if (all === undefined) all = [...found];
    else all.push(...found);
  }
  return all ?? NONE;
}

/** Like `findAll`, with at most one result for each item. */
export function findEach<T, Found>(items: readonly T[], find: (item: T) => Found | undefined): readonly Found[] {
  let all: Found[] | undefined;
  for (const item of items) {
    const found = find(item);
    if (found === undefined) continue;
    // Not a push to an empty list: that keeps room for 17 items.
    if (all === undefined) all = [found];
    else all.push(found);
  }
  return all ?? NONE;
}

/** Like `filter`. */
export function findWhere<T>(items: readonly T[], isFound: (item: T) => boolean): readonly T[] {
  return findEach(items, (item) => (isFound(item) ? item : undefined));
}
