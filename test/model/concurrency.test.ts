import { expect, test } from 'vitest';
import { mapConcurrently, memoize } from '../../src/model/index.ts';

test('mapConcurrently keeps the order of the items and the limit', async () => {
  let [running, most] = [0, 0];
  const work = async (n: number): Promise<number> => {
    running += 1;
    most = Math.max(most, running);
    // The later ones are quicker.
    for (let turn = n; turn < 10; turn += 1) await Promise.resolve();
    running -= 1;
    return n * 2;
  };
  expect(await mapConcurrently([0, 1, 2, 3, 4, 5, 6], 3, work)).toEqual([0, 2, 4, 6, 8, 10, 12]);
  expect(most).toBe(3);
});

test('mapConcurrently does nothing without items', async () => {
  expect(await mapConcurrently([], 3, async () => 1)).toEqual([]);
});

test('memoize sends one request per client and ids', async () => {
  const requests: string[] = [];
  const [one, two] = [{ name: 'one' }, { name: 'two' }];
  const read = memoize(async (client: { readonly name: string }, id = '') => {
    requests.push(`${client.name} ${id}`);
  });
  await Promise.all([read(one, 'a'), read(one, 'a'), read(one, 'b'), read(two, 'a')]);
  expect(requests).toEqual(['one a', 'one b', 'two a']);
});
