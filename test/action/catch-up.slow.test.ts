import { describe, expect, test } from 'vitest';
import {
  apply,
  clicks,
  deployed,
  digestIn,
  live,
  onAction,
  one,
  outcomeOn,
  plan,
  quiet,
  reviewed,
  two,
  desired,
} from './merging.ts';

describe('two pull requests merged in a row', () => {
  test('each is applied by its own run', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      const first = await reviewed(harness, 7, desired(one, { monthlyCostCap: 29_000 }));
      await reviewed(harness, 8, desired(two, { monthlyCostCap: 27_000 }));
      const seventh = await apply(harness, { commit: first });
      expect(seventh.exit, seventh.out).toBe(0);
      expect(seventh.out).toContain('Updates of layers on main since');
      expect(live(harness, two)).toMatchObject({ monthlyCostCap: 28_000 });
      const eighth = await apply(harness);
      expect(eighth.exit, eighth.out).toBe(0);
      expect(eighth.out).toContain('the last applied commit: #8.');
      expect([live(harness, one).monthlyCostCap, live(harness, two).monthlyCostCap]).toEqual([29_000, 27_000]);
    });
  });

  test.concurrent('if the first run was dropped, the second applies both, and comments on both', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      const from = harness.git('rev-parse', '--short=7', 'main');
      await reviewed(harness, 7, desired(one, { monthlyCostCap: 29_000 }));
      await reviewed(harness, 8, desired(two, { monthlyCostCap: 27_000 }));
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(0);
      expect(job.out).toContain(`Updates of layers on main since ${from}, the last applied commit: #7, #8.`);
      expect([live(harness, one).monthlyCostCap, live(harness, two).monthlyCostCap]).toEqual([29_000, 27_000]);
      expect(outcomeOn(harness, 7)).toContain('Done: 1 change in 1 layer.');
      expect(outcomeOn(harness, 8)).toContain('Done: 1 change in 1 layer.');
    });
  });

  test.concurrent('the pull request of a failed run is applied by the next', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      await reviewed(harness, 7, desired(one, { monthlyCostCap: 29_000 }));
      harness.sandbox.faults([
        { method: 'PATCH', path: `/v1/projects/${one.project}`, fault: { kind: 'status', status: 400 } },
      ]);
      expect((await apply(harness)).exit).toBe(1);
      await reviewed(harness, 8, desired(two, { monthlyCostCap: 27_000 }));
      const job = await apply(harness);
      expect(job.out).toContain(': #7, #8.');
      expect([live(harness, one).monthlyCostCap, live(harness, two).monthlyCostCap]).toEqual([29_000, 27_000]);
    });
  });

  test.concurrent('about the same layer: the reviewed changes of both are applied together', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      await reviewed(harness, 7, desired(one, { monthlyCostCap: 29_000 }));
      await reviewed(harness, 8, desired(one, { monthlyCostCap: 29_000, objectives: ['reach'] }));
      const job = await apply(harness);
      // The second plan was made on top of the first, whose run was dropped: the cap is no change of its.
      expect(job.exit, job.out).toBe(0);
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: 29_000, objectives: ['reach'] });
      expect(outcomeOn(harness, 7)).toContain('Done: 2 changes in 1 layer.');
      expect(job.out).toContain('#8: Its changes are in the outcome of #7.');
    });
  });

  test.concurrent('about the same layer, with a direct push between them: only the newest is applied', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      await reviewed(harness, 7, desired(one, { monthlyCostCap: 29_000 }));
      harness.commit('main', desired(one, { monthlyCostCap: 29_500 }));
      await reviewed(harness, 8, desired(one, { monthlyCostCap: 29_500, objectives: ['reach'] }));
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(4);
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: 28_000, objectives: ['reach'] });
      expect(job.out).toContain('acme-ios: superseded by #8, which changes it again.');
      expect(job.out).toMatch(
        /monthlyCostCap changed after the last applied commit \w{7} and before the base of the reviewed plan of #8/,
      );
      const byHand = await apply(harness, { event: 'workflow_dispatch', digest: job.outputs.digest ?? '' });
      expect(byHand.exit, byHand.out).toBe(0);
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: 29_500, objectives: ['reach'] });
    });
  });

  test.concurrent('that a newer one removes: the missing document is no problem', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      await reviewed(harness, 7, {
        ...desired(one, { monthlyCostCap: 29_000 }),
        ...desired(two, { monthlyCostCap: 29_000 }),
      });
      await reviewed(harness, 8, { 'layers/acme-ios.yaml': null });
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(0);
      expect([live(harness, one).monthlyCostCap, live(harness, two).monthlyCostCap]).toEqual([28_000, 29_000]);
    });
  });
});

test('a merge queue merges several together: each is applied by its own plan', async () => {
  await onAction(quiet, async (harness) => {
    deployed(harness);
    harness.open(7, desired(one, { monthlyCostCap: 29_000 }));
    harness.open(8, desired(two, { monthlyCostCap: 27_000 }));
    await plan(harness, 7);
    await plan(harness, 8);
    // The queue builds a merge commit on main, then fast-forwards main to it in one push.
    const before = harness.git('rev-parse', 'main');
    harness.merge(7, 'merge');
    harness.merge(8, 'merge');
    const job = await apply(harness, { before });
    expect(job.exit, job.out).toBe(0);
    expect(job.out).toContain(': #7, #8.');
    expect([live(harness, one).monthlyCostCap, live(harness, two).monthlyCostCap]).toEqual([29_000, 27_000]);
  });
});

describe('commits without a pull request', () => {
  test('are no loss if a reviewed plan contains the same change', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      harness.commit('main', desired(one, { monthlyCostCap: 29_000 }));
      // A person made the change of the commit manually, so the next plan has nothing left of it.
      await clicks(harness, one, { monthlyCostCap: 29_000 });
      await reviewed(harness, 8, desired(one, { monthlyCostCap: 29_000, objectives: ['reach'] }));
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(0);
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: 29_000, objectives: ['reach'] });
    });
  });

  test('stay unapplied, and the reviewed layers of other pull requests are applied', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      await reviewed(harness, 7, {
        ...desired(one, { monthlyCostCap: 29_000 }),
        ...desired(two, { monthlyCostCap: 27_000 }),
      });
      const pushed = harness.commit('main', desired(one, { monthlyCostCap: 30_000 }));
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(4);
      expect(job.out).toContain(`${pushed.slice(0, 7)}: Not applied: 1 unreviewed layer.`);
      expect([live(harness, one).monthlyCostCap, live(harness, two).monthlyCostCap]).toEqual([28_000, 27_000]);
      expect(outcomeOn(harness, 7)).toContain(`superseded by ${pushed.slice(0, 7)}`);
    });
  });

  test('with documents that were invalid: the commit that fixes them decides', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      harness.commit('main', { 'layers/acme-ios.yaml': 'name: broken\n' });
      harness.commit('main', desired(one, { monthlyCostCap: 29_000 }));
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(4);
      expect(job.out).toMatch(/\w{7}…\w{7}: Not applied: 1 unreviewed layer/);
      expect(harness.writes()).toEqual([]);
    });
  });
});

describe('the last applied commit is unknown', () => {
  test('a shallow clone is a problem with a remedy', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      await reviewed(harness, 7, desired(one, { monthlyCostCap: 29_000 }));
      const job = await apply(harness, { depth: 2 });
      expect(job.exit, job.out).toBe(1);
      expect(job.out).toContain('Set fetch-depth: 0 in actions/checkout.');
      expect(harness.writes()).toEqual([]);
    });
  });

  test('a branch other than the default one is not applied', async () => {
    await onAction(quiet, async (harness) => {
      const job = await apply(harness, { ref: 'refs/heads/release', deploys: false });
      expect(job.exit, job.out).toBe(1);
      expect(job.out).toContain('only the default branch "main" is applied');
    });
  });

  test('a history without the last applied commit needs a digest from a person', async () => {
    await onAction(quiet, async (harness) => {
      const first = harness.git('rev-parse', 'main');
      harness.commit('main', { 'README.md': 'Other words\n' });
      deployed(harness);
      const before = harness.git('rev-parse', 'main');
      harness.git('update-ref', 'refs/heads/main', first);
      harness.git('reset', '--quiet', '--hard', 'main');
      await reviewed(harness, 7, desired(one, { monthlyCostCap: 29_000 }));
      await reviewed(harness, 8, desired(two, { monthlyCostCap: 27_000 }));
      const job = await apply(harness, { before });
      expect(job.exit, job.out).toBe(4);
      expect(job.out).toContain(`The last applied commit ${before.slice(0, 7)} is no longer on main`);
      expect(harness.writes(), 'neither the newest nor those before it, which would be forgotten').toEqual([]);
      const shown = await apply(harness, { event: 'workflow_dispatch' });
      const done = await apply(harness, { event: 'workflow_dispatch', digest: digestIn(shown) });
      expect(done.exit, done.out).toBe(0);
      expect([live(harness, one).monthlyCostCap, live(harness, two).monthlyCostCap]).toEqual([29_000, 27_000]);
      expect((await apply(harness)).exit).toBe(0);
    });
  });

  test('a rewritten history counts from the common ancestor', async () => {
    await onAction(quiet, async (harness) => {
      const first = harness.git('rev-parse', 'main');
      await reviewed(harness, 7, desired(one, { monthlyCostCap: 29_000 }));
      deployed(harness);
      // No ref contains it, but GitHub still returns its deployment.
      harness.git('tag', 'lost', 'main');
      harness.git('update-ref', 'refs/heads/main', first);
      harness.git('reset', '--quiet', '--hard', 'main');
      await reviewed(harness, 8, desired(two, { monthlyCostCap: 27_000 }));
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(0);
      expect(job.out).toContain(`since ${first.slice(0, 7)}`);
      expect(live(harness, two)).toMatchObject({ monthlyCostCap: 27_000 });
    });
  });
});
