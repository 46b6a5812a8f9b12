import { describe, expect, test } from 'vitest';
import {
  apply,
  deployed,
  digestIn,
  documentOf,
  endpoint,
  fileOf,
  live,
  onAction,
  one,
  plan,
  quiet,
  settings,
  three,
  desired,
} from './merging.ts';
import { example, inRepository } from './payloads.ts';
import type { ActionHarness } from './harness.ts';

/** Invalid states of `main`, and how to get out of them: a required check must not block the fix. */

const BROKEN = 'layers/broken.yaml';

/** Two pull requests that are valid each, and not together: nothing stops them without a merge queue. */
function breakMain(harness: ActionHarness): void {
  harness.commit('main', { [BROKEN]: documentOf(one) });
}

describe('documents of main that are not valid', () => {
  test('are fixed by a pull request, which is planned in full and applied by its digest', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      breakMain(harness);
      harness.open(7, { ...desired(one, { monthlyCostCap: 29_000 }), [BROKEN]: null });
      const planned = await plan(harness, 7);
      expect(planned.exit, planned.out).toBe(2);
      expect(harness.github.comments()[0]?.body).toContain('every difference is a change');
      harness.merge(7);
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(4);
      expect(job.out).toContain('Its base had invalid documents when it was planned');
      expect(harness.writes()).toEqual([]);
      const done = await apply(harness, { event: 'workflow_dispatch', digest: digestIn(job) });
      expect(done.exit, done.out).toBe(0);
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: 29_000 });
    });
  });

  test.each([
    { name: 'a fix of it', fix: desired(three, { monthlyCostCap: 29_000 }), exit: 0, cap: 29_000 },
    {
      name: 'a fix of it in a different file',
      fix: { [fileOf(three)]: null, 'layers/third.yaml': documentOf(three, { monthlyCostCap: 29_000 }) },
      exit: 0,
      cap: 29_000,
    },
    { name: 'a fix that a policy refuses', fix: desired(three, { monthlyCostCap: 56_000 }), exit: 4, cap: 28_000 },
  ])('in the last settled deployment: $name can be applied by its digest', async ({ fix, exit, cap }) => {
    await onAction(quiet, async (harness) => {
      harness.commit('main', { [fileOf(three)]: 'name: [\n' });
      // A new document that was never valid leaves nothing open.
      deployed(harness);
      harness.open(7, fix);
      await plan(harness, 7);
      harness.merge(7);
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(4);
      expect(harness.writes()).toEqual([]);
      const done = await apply(harness, { event: 'workflow_dispatch', digest: digestIn(job) });
      expect(done.exit, done.out).toBe(exit);
      expect(live(harness, three)).toMatchObject({ monthlyCostCap: cap });
    });
  });

  test('do not block the fix in the merge queue', async () => {
    await onAction(quiet, async (harness) => {
      breakMain(harness);
      const pull = harness.open(7, { [BROKEN]: null });
      await plan(harness, 7);
      const [head, base] = [harness.git('rev-parse', 'refs/pull/7/merge'), harness.git('rev-parse', 'main')];
      harness.github.world.setQueue('main', [{ pull: pull.number, head, base }]);
      const group = { ...(example('merge_group').merge_group as object), head_sha: head, base_sha: base };
      const payload = inRepository(
        { ...example('merge_group'), merge_group: { ...group, base_ref: 'refs/heads/main' } },
        harness.repository,
        { login: 'maya' },
      );
      const job = await harness.onMain('merge_group', { command: 'recheck' }, { payload, commit: head, depth: 0 });
      expect(job.exit, job.out).toBe(0);
      expect(job.out).toContain('#7: it can only be applied manually');
    });
  });

  test('loosen no rule: settings are those of main, also for the fix', async () => {
    await onAction(quiet, async (harness) => {
      breakMain(harness);
      const loose = settings({ transport: endpoint(), policies: { 'cap-increase': { percent: 900 } } });
      harness.open(7, { ...desired(one, { monthlyCostCap: 90_000 }), [BROKEN]: null, 'reconcile.yaml': loose });
      const planned = await plan(harness, 7);
      expect(planned.exit, planned.out).toBe(4);
      expect(planned.out).toContain('cap-increase.percent: 900 is ignored, because the base has 25.');
    });
  });

  test('stay red for pull requests without a fix', async () => {
    await onAction(quiet, async (harness) => {
      breakMain(harness);
      harness.open(7, { 'README.md': 'Other words\n' });
      expect((await plan(harness, 7)).exit).toBe(1);
    });
  });
});

describe('links on main', () => {
  const text = documentOf(three);

  test.each([
    ['beside it', '../shared/three.yaml'],
    ['through a folder that is one', '../linked/three.yaml'],
    ['out of the repository and back', '../../ads/shared/three.yaml'],
  ])('a document that is a link %s is read at its target, as in a checkout', async (_, to) => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      harness.commit('main', { 'shared/three.yaml': text });
      harness.link('linked', 'shared');
      harness.git('rm', '--quiet', fileOf(three));
      harness.link(fileOf(three), to);
      harness.open(7, {
        ...desired(one, { monthlyCostCap: 29_000 }),
        'shared/three.yaml': documentOf(three, { monthlyCostCap: 27_500 }),
      });
      const planned = await plan(harness, 7);
      expect(planned.exit, planned.out).toBe(2);
      expect(planned.out).toContain('Plan: 2 changes in 2 layers');
    });
  });

  test('a folder that is one, and leads elsewhere afterwards, is applied as it was reviewed', async () => {
    await onAction(quiet, async (harness) => {
      harness.git('rm', '--quiet', fileOf(three));
      harness.commit('main', { 'a/three.yaml': text, 'b/three.yaml': documentOf(three, { monthlyCostCap: 27_500 }) });
      harness.link('layers/three', '../a');
      deployed(harness);
      relink(harness, 7, 'layers/three', '../b');
      const planned = await plan(harness, 7);
      expect(planned.exit, planned.out).toBe(2);
      harness.merge(7);
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(0);
      expect(live(harness, three)).toMatchObject({ monthlyCostCap: 27_500 });
    });
  });

  test('settings that are a link are refused on main: code owners go by path', async () => {
    await onAction(quiet, async (harness) => {
      harness.git('mv', 'reconcile.yaml', 'real.yaml');
      harness.link('reconcile.yaml', 'real.yaml');
      harness.open(7, desired(one, { monthlyCostCap: 29_000 }));
      const job = await plan(harness, 7);
      expect(job.exit, job.out).toBe(1);
      expect(job.out).toContain('reconcile.yaml is a link');
    });
  });

  test('settings that become a link are refused before the merge', async () => {
    await onAction(quiet, async (harness) => {
      harness.commit('main', { 'real.yaml': quiet.files['reconcile.yaml'] ?? '' });
      relink(harness, 7, 'reconcile.yaml', 'real.yaml');
      const job = await plan(harness, 7);
      expect(job.exit, job.out).toBe(1);
      expect(job.out).toContain('reconcile.yaml is a link');
    });
  });
});

/** Opens a pull request that replaces a file with a link. */
function relink(harness: ActionHarness, number: number, path: string, to: string): void {
  const { headBranch } = harness.open(number, {});
  harness.git('checkout', '--quiet', headBranch);
  harness.git('rm', '--quiet', path);
  harness.link(path, to);
  harness.github.world.setPull({ number, head: harness.git('rev-parse', headBranch) });
  harness.git('checkout', '--quiet', 'main');
  harness.remerge(number);
}
