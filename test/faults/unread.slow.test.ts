import { expect, test } from 'vitest';
import type { Ran } from '../support/harness.ts';
import { withFaultHarness } from './harness.ts';
import { breakageOf } from './breakages.ts';
import { transientFaults } from './injected-faults.ts';
import { runOn, THIS_RUN } from './run.ts';
import { APPLY } from './scenario.ts';
import { scenarios } from './scenarios.ts';

/** A write that took effect with an unreadable response is read back: it is done, not failed. */
test.each(scenarios)('$name: each write that is answered with a page of HTML is done', async (scenario) => {
  const page = transientFaults.find(({ name }) => name === 'done, and a page of HTML');
  if (page === undefined) throw new Error('there is no such injected');
  await withFaultHarness(scenario, async ({ harness, asked, clean, lawful }) => {
    for (const { index, method, kind } of asked.filter((one) => one.kind !== 'read')) {
      // Requests of two projects interleave differently in each run, so writes are counted without the reads.
      const after = asked.filter((one) => one.index < index && one.method === method).length;
      let exit: number | undefined;
      const first = async (): Promise<Ran> => {
        harness.sandbox.faults([{ method, path: '*', after, times: 1, fault: page.fault }]);
        const env = { ...THIS_RUN, ...scenario.env };
        const ran = await runOn(harness, scenario.command ?? APPLY, { env, breakage: breakageOf({}) });
        exit = ran.exit;
        return ran;
      };
      expect(await lawful(first, 'the same run'), `${kind}, request ${index}`).toEqual([]);
      expect(exit, `${kind}, request ${index}`).toBe(clean.exit);
    }
  });
});
