/** At most `limit` at a time. Results are in the order of the items. */
export async function mapConcurrently<A, B>(
  items: readonly A[],
  limit: number,
  work: (item: A) => Promise<B>,
): Promise<readonly B[]> {
  const results = new Array<B>(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next;
      next += 1;
      // `index` is below the length.
      results[index] = await work(items[index] as A);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}

/** Shares one request per client and arguments, also if it fails. */
export function memoize<Client extends object, T>(
  request: (client: Client, ...ids: readonly string[]) => Promise<T>,
): (client: Client, ...ids: readonly string[]) => Promise<T> {
  const byClient = new Map<Client, Map<string, Promise<T>>>();
  return (client, ...ids) => {
    const known = byClient.get(client) ?? new Map<string, Promise<T>>();
    byClient.set(client, known);
    const key = JSON.stringify(ids);
    const result = known.get(key) ?? request(client, ...ids);
    known.set(key, result);
    return result;
  };
}
