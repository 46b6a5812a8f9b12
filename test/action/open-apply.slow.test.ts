import { expect, test } from 'vitest';
import { refusal } from '../support/fake-github/index.ts';
import { apply, deployed, desired, onAction, one, policies, quiet, reviewed, settings, verdicts } from './merging.ts';

/** The config is a person's step, because the documented transport does not write it. */
const manual = { ...quiet, files: { ...quiet.files, 'reconcile.yaml': settings({ policies }) } };

test('an apply that waits is not the last one: the next run covers it again', async () => {
  await onAction(manual, async (harness) => {
    deployed(harness);
    await reviewed(harness, 7, desired(one, { objectives: ['reach'] }));
    expect((await apply(harness)).exit).toBe(3);
    expect(verdicts(harness)).toEqual(['reconcile: open: #7']);
    harness.commit('main', { 'README.md': 'Ads, and more\n' });
    const next = await apply(harness);
    expect(next.exit, next.out).toBe(3);
    expect(next.out).toContain('the last applied commit: #7.');
    expect(verdicts(harness)).toEqual(['reconcile: open: #7']);
  });
});

test('a status that cannot be written fails the job, because GitHub would count it as applied', async () => {
  const github = {
    intervene: ({ method, path }: { readonly method: string; readonly path: string }) =>
      method === 'POST' && path.endsWith('/statuses')
        ? refusal(403, 'Resource not accessible by integration')
        : undefined,
  };
  await onAction({ ...manual, github }, async (harness) => {
    deployed(harness);
    await reviewed(harness, 7, desired(one, { objectives: ['reach'] }));
    const job = await apply(harness);
    expect(job.exit, job.out).toBe(1);
    expect(job.out).toContain('Give the job the permission deployments: write.');
    expect(
      harness.github.world
        .deployments()
        .at(-1)
        ?.statuses.map(({ state }) => state),
    ).toEqual(['in_progress', 'failure']);
  });
});

test('an apply without anything open writes no status of its own', async () => {
  await onAction(quiet, async (harness) => {
    deployed(harness);
    await reviewed(harness, 7, desired(one, { monthlyCostCap: 29_000 }));
    expect((await apply(harness)).exit).toBe(0);
    expect(verdicts(harness)).toEqual([]);
  });
});
