import { describe, expect, test } from 'vitest';
import { withFaultHarness } from './harness.ts';
import { BREAKAGES } from './breakages.ts';
import { transientFaults, persistentFaults } from './injected-faults.ts';
import { scenarios } from './scenarios.ts';

/** The invariants that an apply broken in each way violates: an invariant that cannot fail proves nothing. */
const VIOLATIONS = {
  'calls failed done': /it calls \S+ done, which is not live/,
  'another amount the second time': /monthlyCostCap was 99999, which is neither before nor after/,
  'another project the second time': /it writes PATCH \S+, which a clean run does not/,
} as const satisfies Readonly<Record<keyof typeof BREAKAGES, RegExp>>;

const injectedFaults = [...transientFaults, ...persistentFaults].filter(({ name }) => name.startsWith('reset before'));

describe('an apply that is broken on purpose', () => {
  test.each(Object.entries(BREAKAGES))('%s: it is seen', async (name, breakage) => {
    const scenario = scenarios.find(({ kinds }) => kinds.length === 2 && kinds.includes('cost-cap'));
    if (scenario === undefined) throw new Error('no scenario has a cap and another change');
    const violations = await withFaultHarness(
      scenario,
      async ({ asked, runWithFault }) => {
        const broken: string[] = [];
        // The last one, so that a cap is in it.
        const index = asked.findLast(({ kind }) => kind.startsWith('config'))?.index ?? -1;
        for (const injected of injectedFaults) broken.push(...(await runWithFault(index, injected)));
        return broken;
      },
      breakage,
    );
    // The type requires a row for each breakage.
    expect(violations).toContainEqual(expect.stringMatching(VIOLATIONS[name as keyof typeof VIOLATIONS]));
  });
});
