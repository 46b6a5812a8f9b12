import { describe, expect, test } from 'vitest';
import { APPLY, CONFIRM, type Half, onPair, refused } from './pairs.ts';

/** The request at which the second of a pair waits for the end of the first; absent: none. */
const TURNS = [Number.POSITIVE_INFINITY, 0, 8, 16, 20, 24];

async function pairs(count: number, first: Half, second: Half, step: number): Promise<readonly string[]> {
  return onPair(count, async ({ together, requests, settle, restart, gate }) => {
    const length = await requests(first);
    const wanted = await settle([...new Set([first, second])]);
    const asked = gate();
    const broken: string[] = [];
    for (let at = 0; at < length; at += step) {
      for (const other of TURNS) {
        restart();
        const ends = await together(first, second, at, other);
        const exits = ends.map(({ exit }) => exit).join(' ');
        if (exits === '4 4') broken.push(`at ${at}, ${other}: both were refused`);
        if ((await settle(refused([first, second], ends))) !== wanted)
          broken.push(`at ${at}, ${other}: ${exits}, and the ledger or the campaigns are not as after one by one`);
        if (gate().join() !== asked.join()) broken.push(`at ${at}, ${other}: ${exits}, asked for ${gate().join()}`);
      }
    }
    return broken;
  });
}

describe('two interleaved commands have the same result as one after the other', () => {
  test('apply and confirm', { timeout: 300_000 }, async () => {
    expect(await pairs(1, APPLY, CONFIRM, 1)).toEqual([]);
  });

  test('confirm and apply', { timeout: 300_000 }, async () => {
    expect(await pairs(1, CONFIRM, APPLY, 1)).toEqual([]);
  });

  test('apply and apply, over three projects', { timeout: 600_000 }, async () => {
    expect(await pairs(3, APPLY, APPLY, 7)).toEqual([]);
  });
});

test('for any lost write of a ledger: it is reported, and active resumes the paused campaigns', {
  timeout: 300_000,
}, async () => {
  await onPair(2, async ({ lose, settle, restart, activate }) => {
    await settle([APPLY]);
    await activate(true);
    const wanted = await settle([APPLY, CONFIRM, APPLY]);
    // The claim, an intent for each of two campaigns, the record.
    for (const turn of [0, 1, 2, 3]) {
      restart();
      await activate(false);
      const lost = await lose(APPLY, turn, 0);
      expect(lost.exit, `${turn}: ${lost.err}`).toBe(1);
      const { notRecorded } = JSON.parse(lost.out) as { notRecorded: readonly { until: string | null }[] };
      // Without a claim nothing was done.
      expect(notRecorded.length, String(turn)).toBe(turn === 0 ? 0 : 1);
      if (turn > 0) expect(notRecorded[0]?.until).toMatch(/^\d{4}-/);
      await activate(true);
      expect(await settle([APPLY, CONFIRM, APPLY]), String(turn)).toBe(wanted);
    }
  });
});
