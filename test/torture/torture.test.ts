import { describe, expect, test } from 'vitest';
import { hiccups, walls } from './faults.ts';
import { scenarios } from './scenarios.ts';
import { onBed } from './torture.ts';

/** A part of what `npm run torture` does: each write of each scenario, with a few of the afflictions. */
describe.each(scenarios)('$name', (scenario) => {
  test('whatever befalls one of its writes, the laws hold', async () => {
    await onBed(scenario, async ({ asked, torture }) => {
      const writes = asked.filter(({ kind }) => kind !== 'read');
      expect(writes.length).toBeGreaterThan(0);
      for (const [turn, { index, kind }] of writes.entries()) {
        // Another two for each write: over all writes and scenarios, every affliction has its turn.
        for (const affliction of [hiccups[(turn * 2 + 1) % hiccups.length], walls[(turn * 3 + 1) % walls.length]]) {
          if (affliction === undefined) continue;
          expect(await torture(index, affliction), `${kind}, request ${index}, ${affliction.name}`).toEqual([]);
        }
      }
    });
  });
});
