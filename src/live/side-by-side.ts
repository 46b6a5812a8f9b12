/** Runs `work` for all items, at most `most` at a time. Results are in the order of the items. */
export async function mapConcurrently<A, B>(
  items: readonly A[],
  most: number,
  work: (item: A) => Promise<B>,
): Promise<readonly B[]> {
  const results = new Array<B>(items.length);
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length) {
      const index = next;
      next += 1;
      // `index` is below the length, so there is an item.
      results[index] = await work(items[index] as A);
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, lane));
  return results;
}
