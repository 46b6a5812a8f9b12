import { describe, expect, test } from 'vitest';
import { CHANGE_KINDS } from '../../src/model/index.ts';
import { withFaultHarness } from './harness.ts';
import { transientFaults, persistentFaults } from './injected-faults.ts';
import { HUMAN_ONLY } from './change-kinds.ts';
import { scenarios } from './scenarios.ts';

/** A part of what `npm run test:faults` does: each write of every twelfth scenario, with one of the injectedFaults. */
describe.each(scenarios.filter((_, index) => index % 12 === 0))('$name', (scenario) => {
  test('the laws hold for any fault of one of its writes', async () => {
    await withFaultHarness(scenario, async ({ asked, runWithFault }) => {
      // Claim and record are the same in all of them.
      const first = scenario === scenarios[0];
      const writes = asked.filter(({ kind }) => kind !== 'read' && (first || !['claim', 'record'].includes(kind)));
      expect(writes.length).toBeGreaterThan(0);
      for (const [turn, { index, kind }] of writes.entries()) {
        // Rotates for each write: over all writes and scenarios, each fault is used.
        const all = [...transientFaults, ...persistentFaults];
        const injected = all[(turn * 5 + scenarios.indexOf(scenario) * 3) % all.length];
        if (injected !== undefined) {
          const successor = turn % 2 === 0 ? 'the same run' : 'another machine';
          expect(await runWithFault(index, injected, successor), `${kind}, request ${index}, ${injected.name}`).toEqual(
            [],
          );
        }
      }
    });
  });
});

describe('scenarios', () => {
  test('every kind of change that an API can carry out has a scenario', () => {
    const covered = new Set(scenarios.flatMap(({ kinds }) => kinds));
    const writable = CHANGE_KINDS.filter((kind) => !HUMAN_ONLY.includes(kind));
    expect(writable.filter((kind) => !covered.has(kind))).toEqual([]);
    expect(HUMAN_ONLY.filter((kind) => covered.has(kind))).toEqual([]);
  });

  test('names are unique, because a scenario is selected by its name', () => {
    const names = scenarios.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
