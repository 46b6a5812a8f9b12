import { expect, test } from 'vitest';
import { apply, deployed, live, onAction, one, outcomeOn, plan, quiet, desired } from './merging.ts';

/** The shortest journey; the `.slow` tests next to this file cover each variation. */

test('the reviewed plan is applied on merge, and the outcome is commented on the pull request', async () => {
  await onAction(quiet, async (harness) => {
    deployed(harness);
    harness.open(7, desired(one, { monthlyCostCap: 29_000 }));
    expect((await plan(harness, 7)).exit).toBe(2);
    harness.merge(7, 'squash');
    const job = await apply(harness);
    expect(job.exit, job.out).toBe(0);
    expect(live(harness, one)).toMatchObject({ monthlyCostCap: 29_000 });
    expect(outcomeOn(harness, 7)).toContain('Done: 1 change in 1 layer.');
  });
});
