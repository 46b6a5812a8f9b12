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
  wish,
} from './merging.ts';
import { example, inRepository } from './payloads.ts';
import type { ActionStage } from './stage.ts';

/** What `main` may come to hold, and how people get out of it: a check that is required must not lock them in. */

const BROKEN = 'layers/broken.yaml';

/** Two pull requests that are valid each, and not together: nothing stops them without a merge queue. */
function breakMain(stage: ActionStage): void {
  stage.commit('main', { [BROKEN]: documentOf(one) });
}

describe('documents of main that are not valid', () => {
  test('are mended by a pull request, which is planned in full and applied by its digest', async () => {
    await onAction(quiet, async (stage) => {
      deployed(stage);
      breakMain(stage);
      stage.open(7, { ...wish(one, { monthlyCostCap: 29_000 }), [BROKEN]: null });
      const planned = await plan(stage, 7);
      expect(planned.exit, planned.out).toBe(2);
      expect(stage.github.comments()[0]?.body).toContain('every difference is a change here');
      stage.merge(7);
      const job = await apply(stage);
      expect(job.exit, job.out).toBe(4);
      expect(job.out).toContain('planned while the documents below it were not valid');
      expect(stage.writes()).toEqual([]);
      const done = await apply(stage, { event: 'workflow_dispatch', digest: digestIn(job) });
      expect(done.exit, done.out).toBe(0);
      expect(live(stage, one)).toMatchObject({ monthlyCostCap: 29_000 });
    });
  });

  test('keep nobody out of the merge queue who mends them', async () => {
    await onAction(quiet, async (stage) => {
      breakMain(stage);
      const pull = stage.open(7, { [BROKEN]: null });
      await plan(stage, 7);
      const [head, base] = [stage.git('rev-parse', 'refs/pull/7/merge'), stage.git('rev-parse', 'main')];
      stage.github.world.setQueue('main', [{ pull: pull.number, head, base }]);
      const group = { ...(example('merge_group').merge_group as object), head_sha: head, base_sha: base };
      const payload = inRepository(
        { ...example('merge_group'), merge_group: { ...group, base_ref: 'refs/heads/main' } },
        stage.repository,
        { login: 'maya' },
      );
      const job = await stage.onMain('merge_group', { command: 'recheck' }, { payload, commit: head, depth: 0 });
      expect(job.exit, job.out).toBe(0);
      expect(job.out).toContain('#7: it is applied by hand');
    });
  });

  test('loosen no rule: settings are those of main, also for who mends', async () => {
    await onAction(quiet, async (stage) => {
      breakMain(stage);
      const loose = settings({ transport: endpoint(), policies: { 'cap-increase': { percent: 900 } } });
      stage.open(7, { ...wish(one, { monthlyCostCap: 90_000 }), [BROKEN]: null, 'reconcile.yaml': loose });
      const planned = await plan(stage, 7);
      expect(planned.exit, planned.out).toBe(4);
      expect(planned.out).toContain('cap-increase.percent: the base says 25, and 900 is ignored.');
    });
  });

  test('stay red for everybody who does not', async () => {
    await onAction(quiet, async (stage) => {
      breakMain(stage);
      stage.open(7, { 'README.md': 'Other words\n' });
      expect((await plan(stage, 7)).exit).toBe(1);
    });
  });
});

describe('links on main', () => {
  const text = documentOf(three);

  test.each([
    ['beside it', '../shared/three.yaml'],
    ['through a folder that is one', '../linked/three.yaml'],
    ['out of the repository and back', '../../ads/shared/three.yaml'],
  ])('a document that is a link %s is read where it leads, as in a checkout', async (_, to) => {
    await onAction(quiet, async (stage) => {
      deployed(stage);
      stage.commit('main', { 'shared/three.yaml': text });
      stage.link('linked', 'shared');
      stage.git('rm', '--quiet', fileOf(three));
      stage.link(fileOf(three), to);
      stage.open(7, {
        ...wish(one, { monthlyCostCap: 29_000 }),
        'shared/three.yaml': documentOf(three, { monthlyCostCap: 27_500 }),
      });
      const planned = await plan(stage, 7);
      expect(planned.exit, planned.out).toBe(2);
      expect(planned.out).toContain('Plan: 2 changes in 2 layers');
    });
  });

  test('a folder that is one, and leads elsewhere afterwards, is applied as it was reviewed', async () => {
    await onAction(quiet, async (stage) => {
      stage.git('rm', '--quiet', fileOf(three));
      stage.commit('main', { 'a/three.yaml': text, 'b/three.yaml': documentOf(three, { monthlyCostCap: 27_500 }) });
      stage.link('layers/three', '../a');
      deployed(stage);
      relink(stage, 7, 'layers/three', '../b');
      const planned = await plan(stage, 7);
      expect(planned.exit, planned.out).toBe(2);
      stage.merge(7);
      const job = await apply(stage);
      expect(job.exit, job.out).toBe(0);
      expect(live(stage, three)).toMatchObject({ monthlyCostCap: 27_500 });
    });
  });

  test('settings that are one are refused on main: who may edit them goes by their address', async () => {
    await onAction(quiet, async (stage) => {
      stage.git('mv', 'reconcile.yaml', 'real.yaml');
      stage.link('reconcile.yaml', 'real.yaml');
      stage.open(7, wish(one, { monthlyCostCap: 29_000 }));
      const job = await plan(stage, 7);
      expect(job.exit, job.out).toBe(1);
      expect(job.out).toContain('reconcile.yaml is a link');
    });
  });

  test('settings that become one are refused before they get there', async () => {
    await onAction(quiet, async (stage) => {
      stage.commit('main', { 'real.yaml': quiet.files['reconcile.yaml'] ?? '' });
      relink(stage, 7, 'reconcile.yaml', 'real.yaml');
      const job = await plan(stage, 7);
      expect(job.exit, job.out).toBe(1);
      expect(job.out).toContain('reconcile.yaml is a link');
    });
  });
});

/** Opens a pull request that puts a link in the place of what is there. */
function relink(stage: ActionStage, number: number, path: string, to: string): void {
  const { headBranch } = stage.open(number, {});
  stage.git('checkout', '--quiet', headBranch);
  stage.git('rm', '--quiet', path);
  stage.link(path, to);
  stage.github.world.setPull({ number, head: stage.git('rev-parse', headBranch) });
  stage.git('checkout', '--quiet', 'main');
  stage.remerge(number);
}
