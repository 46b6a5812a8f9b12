import { expect, test } from 'vitest';
import { apply, deployed, live, onAction, one, outcomeOn, plan, quiet, wish } from './merging.ts';

/** The road in short; every turn of it stands in the `.full` tests beside this one. */

test('what was reviewed is applied on merge, and the outcome is told on the pull request', async () => {
  await onAction(quiet, async (stage) => {
    deployed(stage);
    stage.open(7, wish(one, { monthlyCostCap: 29_000 }));
    expect((await plan(stage, 7)).exit).toBe(2);
    stage.merge(7, 'squash');
    const job = await apply(stage);
    expect(job.exit, job.out).toBe(0);
    expect(live(stage, one)).toMatchObject({ monthlyCostCap: 29_000 });
    expect(outcomeOn(stage, 7)).toContain('Done: 1 change in 1 layer.');
  });
});
