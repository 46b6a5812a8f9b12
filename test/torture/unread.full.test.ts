import { expect, test } from 'vitest';
import type { Ran } from '../support/stage.ts';
import { onBed } from './bed.ts';
import { breakageOf } from './breakages.ts';
import { hiccups } from './faults.ts';
import { runOn, THIS_RUN } from './run.ts';
import { APPLY } from './scenario.ts';
import { scenarios } from './scenarios.ts';

/** A write that took effect and was answered with an unreadable body is looked up: it is done, not failed. */
test.each(scenarios)('$name: each write that is answered with a page of HTML is done', async (scenario) => {
  const page = hiccups.find(({ name }) => name === 'done, and a page of HTML');
  if (page === undefined) throw new Error('there is no such affliction');
  await onBed(scenario, async ({ stage, asked, clean, lawful }) => {
    for (const { index, kind } of asked.filter((one) => one.kind !== 'read')) {
      let exit: number | undefined;
      const first = async (): Promise<Ran> => {
        stage.sandbox.faults([{ path: '*', after: index, times: 1, fault: page.fault }]);
        const env = { ...THIS_RUN, ...scenario.env };
        const ran = await runOn(stage, scenario.command ?? APPLY, { env, breakage: breakageOf({}) });
        exit = ran.exit;
        return ran;
      };
      expect(await lawful(first, 'the same run'), `${kind}, request ${index}`).toEqual([]);
      expect(exit, `${kind}, request ${index}`).toBe(clean.exit);
    }
  });
});
