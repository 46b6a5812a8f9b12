import { describe, expect, test } from 'vitest';
import { CHANGE_KINDS } from '../../src/model/index.ts';
import { onBed } from './bed.ts';
import { hiccups, walls } from './faults.ts';
import { HUMAN_ONLY } from './kinds.ts';
import { scenarios } from './scenarios.ts';

/** A part of what `npm run torture` does: each write of every sixth scenario, with one of the afflictions. */
describe.each(scenarios.filter((_, index) => index % 6 === 0))('$name', (scenario) => {
  test('whatever befalls one of its writes, the laws hold', async () => {
    await onBed(scenario, async ({ asked, torture }) => {
      // Claim and record are the same in all of them.
      const first = scenario === scenarios[0];
      const writes = asked.filter(({ kind }) => kind !== 'read' && (first || !['claim', 'record'].includes(kind)));
      expect(writes.length).toBeGreaterThan(0);
      for (const [turn, { index, kind }] of writes.entries()) {
        // Another one for each write: over all writes and scenarios, every affliction has its turn.
        const all = [...hiccups, ...walls];
        const affliction = all[(turn * 5 + scenarios.indexOf(scenario) * 3) % all.length];
        if (affliction !== undefined) {
          const successor = turn % 2 === 0 ? 'the same run' : 'another machine';
          expect(await torture(index, affliction, successor), `${kind}, request ${index}, ${affliction.name}`).toEqual(
            [],
          );
        }
      }
    });
  });
});

describe('scenarios', () => {
  test('every kind of change that an API can carry out is tortured', () => {
    const tortured = new Set(scenarios.flatMap(({ kinds }) => kinds));
    const writable = CHANGE_KINDS.filter((kind) => !HUMAN_ONLY.includes(kind));
    expect(writable.filter((kind) => !tortured.has(kind))).toEqual([]);
    expect(HUMAN_ONLY.filter((kind) => tortured.has(kind))).toEqual([]);
  });

  test('names tell them apart, as they are what a torture is asked for by', () => {
    const names = scenarios.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
