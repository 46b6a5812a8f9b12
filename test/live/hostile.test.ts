import { expect, test } from 'vitest';
import { BAD, expectIsolation, GOOD, HOSTILE, PLACES, readWith } from './hostile.ts';

const { 'odd text': oddText = {}, 'HTML said to be JSON': html = {} } = HOSTILE;

test('an answer with text that no URL can hold stops its own layer at most; every kind is in the long suite', async () => {
  await expectIsolation(oddText, 'endpoint');
});

test('the cases cover each request: if a response breaks, its layer is not read', async () => {
  const broken: string[] = [];
  for (const place of PLACES) {
    const reads = [await readWith(place, html, 'documented'), await readWith(place, html, 'endpoint')];
    if (reads.some(({ unread }) => unread.includes(BAD.project))) broken.push(place);
  }
  expect(broken).toEqual(PLACES);
});

test('without a hostile answer both layers are read', async () => {
  for (const transport of ['documented', 'endpoint'] as const) {
    const { live, problems } = await readWith('/nowhere', {}, transport);
    expect([live.map(({ name }) => name), problems]).toEqual([[GOOD.project, BAD.project], []]);
  }
});
