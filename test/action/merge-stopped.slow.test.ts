import { expect, test } from 'vitest';
import { apply, clicks, deployed, onAction, one, plan, quiet, desired, WORKFLOW } from './merging.ts';

test('a live value that changed after the review is named, and nothing is written', async () => {
  await onAction(quiet, async (harness) => {
    deployed(harness);
    harness.open(7, desired(one, { monthlyCostCap: 29_000 }));
    await plan(harness, 7);
    harness.merge(7);
    await clicks(harness, one, { monthlyCostCap: 12_000 });
    const job = await apply(harness);
    expect(job.exit).toBe(4);
    expect(job.out).toMatch(/monthlyCostCap changed live: 28,000.00 USD when reviewed, 12,000.00 USD now/);
    expect(harness.writes()).toEqual([]);
  });
});

test('a pull request that edits its plan workflow is not applied automatically', async () => {
  await onAction(quiet, async (harness) => {
    deployed(harness);
    harness.open(7, { ...desired(one, { monthlyCostCap: 29_000 }), [WORKFLOW]: 'on: [pull_request, push]\n' });
    await plan(harness, 7);
    harness.merge(7);
    const job = await apply(harness);
    expect(job.exit).toBe(4);
    expect(job.out).toContain(`The pull request changes files that control its own review: ${WORKFLOW}.`);
    expect(harness.writes()).toEqual([]);
  });
});
