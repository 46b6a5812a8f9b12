import { expect, test } from 'vitest';
import { APPLY, CONFIRM, onPair, refused } from './pairs.ts';

/** A part of `pairs.slow.test.ts`: a statement between an apply's reads and its claim, and the reverse. */
test.each([
  { name: 'a confirm after an apply has read', first: APPLY, second: CONFIRM },
  { name: 'an apply after a confirm has read', first: CONFIRM, second: APPLY },
])('$name: no record of either is lost', async ({ first, second }) => {
  await onPair(1, async ({ together, requests, settle, restart }) => {
    const at = Math.floor((await requests(CONFIRM)) / 2);
    const wanted = await settle([APPLY, CONFIRM]);
    restart();
    const ends = await together(first, second, at, Number.POSITIVE_INFINITY);
    expect(await settle(refused([first, second], ends))).toBe(wanted);
  });
});
