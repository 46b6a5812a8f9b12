import { expect, test } from 'vitest';
import { apply, deployed, desired, fileOf, live, onAction, one, plan, quiet, reviewed, three } from './merging.ts';

const BROKEN = 'name: [\n';

test('one broken document of several: the others are shown, the check is red, and the merge raises no cap', async () => {
  await onAction(quiet, async (harness) => {
    deployed(harness);
    harness.open(7, { ...desired(one, { monthlyCostCap: 29_000 }), [fileOf(three)]: BROKEN });
    const planned = await plan(harness, 7);
    expect(planned.exit, planned.out).toBe(1);
    const [comment] = harness.github.comments();
    expect(comment?.body).toContain('Incomplete: 1 of 2 layers could not be read. Plan: 1 change in 1 layer');
    expect(comment?.body).toContain('document/syntax');
    expect(comment?.body).toContain('29,000');
    expect(planned.out).toMatch(/^::error file=layers\/client-3.yaml,line=2,/m);
    harness.merge(7);
    const job = await apply(harness);
    expect(job.exit, job.out).toBe(4);
    expect(harness.writes()).toEqual([]);
  });
});

test('an unreviewed commit that breaks a document stops only its layer, and the run is red', async () => {
  await onAction(quiet, async (harness) => {
    deployed(harness);
    await reviewed(harness, 7, desired(one, { monthlyCostCap: 29_000 }));
    harness.commit('main', { [fileOf(three)]: BROKEN });
    const job = await apply(harness);
    expect(job.exit, job.out).toBe(4);
    expect(job.out).toContain('client-3: The commit was pushed without a pull request');
    expect(live(harness, one)).toMatchObject({ monthlyCostCap: 29_000 });
  });
});
