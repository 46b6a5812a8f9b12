import { describe, expect, test } from 'vitest';
import { apply, deployed, documentOf, fileOf, live, onAction, one, outcomeOn, plan, quiet } from './merging.ts';

/** Documents that a pull request renames or removes. */

const OTHER = 'layers/acme-iphone.yaml';

describe('a renamed document', () => {
  const renamed = documentOf(one, { name: 'acme-iphone' });

  test('is a rename on the pull request, and its merge writes nothing', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      harness.open(7, { [fileOf(one)]: null, [OTHER]: renamed });
      const planned = await plan(harness, 7);
      expect(planned.exit, planned.out).toBe(0);
      const page = harness.github.comments()[0]?.body ?? '';
      expect(page).toContain('No changes. Renamed: 1 document.');
      expect(page).toContain('acme-ios → acme-iphone (layers/acme-ios.yaml → layers/acme-iphone.yaml)');
      expect(page).toContain('**Merging changes nothing.**');
      expect(page).not.toMatch(/Removed|Released/);
      harness.merge(7);
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(0);
      expect(harness.writes()).toEqual([]);
    });
  });

  test('with a raise is one change of the layer under its new name', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      const raised = documentOf(one, { name: 'acme-iphone', monthlyCostCap: 29_000 });
      harness.open(7, { [fileOf(one)]: null, [OTHER]: raised });
      const planned = await plan(harness, 7);
      expect(planned.exit, planned.out).toBe(2);
      const page = harness.github.comments()[0]?.body ?? '';
      expect(page).toContain('**Merging applies 1 change in 1 layer (1 by reconcile).**');
      expect(page).toContain('acme-ios → acme-iphone');
      expect(page).toContain('`29,000.00 USD` (+3.6 %)');
      harness.merge(7);
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(0);
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: 29_000 });
      expect(outcomeOn(harness, 7)).toContain('acme-iphone');
    });
  });
});

test('a removed document: the comment says what keeps spending, and the merge writes nothing', async () => {
  await onAction(quiet, async (harness) => {
    deployed(harness);
    harness.open(7, { [fileOf(one)]: null });
    const planned = await plan(harness, 7);
    expect(planned.exit, planned.out).toBe(0);
    const page = harness.github.comments()[0]?.body ?? '';
    expect(page).toContain('No changes. Removed: 1 document.');
    expect(page).toContain(
      `cap 28000 stays live (as reviewed; its currency or unit is unknown), ad account ${one.account} keeps spending`,
    );
    expect(page).toContain('Not in these sums: 1 cap of removed documents');
    expect(page).toContain('**Merging changes nothing.**');
    harness.merge(7);
    const job = await apply(harness);
    expect(job.exit, job.out).toBe(0);
    expect(harness.writes()).toEqual([]);
    expect(live(harness, one)).toMatchObject({ monthlyCostCap: 28_000 });
  });
});
