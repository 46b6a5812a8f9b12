import { describe, expect, test } from 'vitest';
import type { ActionHarness } from './harness.ts';
import { apply, deployed, desired, live, onAction, one, plan, quiet } from './merging.ts';

const raised = desired(one, { monthlyCostCap: 29_000 });

/** Runs a job and proves that the comment, the reviewed plan and the clients are as before. */
async function changesNothing(harness: ActionHarness, job: () => ReturnType<ActionHarness['plan']>): Promise<string> {
  const before = JSON.stringify([harness.github.comments(), harness.github.world.artifacts()]);
  const asked = harness.sandbox.log().length;
  const ran = await job();
  expect([ran.exit, ran.outputs.plan_path], ran.out).toEqual([0, undefined]);
  expect(JSON.stringify([harness.github.comments(), harness.github.world.artifacts()])).toBe(before);
  expect(harness.sandbox.log()).toHaveLength(asked);
  return ran.out;
}

const EVENTS = ['labeled', 'unlabeled', 'edited', 'reopened', 'closed'];

describe.each(['merge', 'squash', 'rebase'] as const)('after a merge by %s', (how) => {
  test('no event touches the reviewed plan, and it is applied', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      harness.open(7, raised);
      harness.push(7, { 'README.md': 'Words\n' });
      const reviewed = await plan(harness, 7);
      const tried = harness.git('rev-parse', 'refs/pull/7/merge');
      const main = harness.merge(7, how);
      // GitHub checks out either the last test merge or the base branch.
      const jobs = EVENTS.flatMap((action) => [tried, main].map((commit) => ({ action, commit })));
      for (const job of jobs) {
        expect(await changesNothing(harness, () => plan(harness, 7, job))).toContain('#7 is merged');
      }
      await changesNothing(harness, () => plan(harness, 7, { again: reviewed, commit: tried }));
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(0);
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: 29_000 });
    });
  });

  test('an event by a bot is green too', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, raised);
      await plan(harness, 7);
      const commit = harness.merge(7, how);
      const sender = { login: 'labeler[bot]' };
      for (const action of ['labeled', 'synchronize']) {
        expect(await changesNothing(harness, () => plan(harness, 7, { action, commit, sender }))).toContain(
          'is merged',
        );
      }
    });
  });
});

describe('a pull request that was closed', () => {
  test('is not planned, and reopening it is', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, raised);
      await plan(harness, 7);
      harness.github.world.setPull({ number: 7, state: 'closed' });
      const out = await changesNothing(harness, () => plan(harness, 7, { action: 'labeled' }));
      expect(out).toContain('#7 is closed. Reopening it starts a new plan.');
      harness.github.world.setPull({ number: 7, state: 'open' });
      expect((await plan(harness, 7, { action: 'reopened' })).outputs.plan_path).toMatch(/plan\.json$/);
    });
  });
});

describe('an old test merge', () => {
  test('of an earlier commit is not planned', async () => {
    await onAction(quiet, async (harness) => {
      const before = { ...harness.open(7, raised) };
      const tried = harness.git('rev-parse', 'refs/pull/7/merge');
      harness.push(7, desired(one, { monthlyCostCap: 29_500 }));
      const now = harness.github.world.pulls()[0]?.head.slice(0, 7);
      await plan(harness, 7);
      const out = await changesNothing(harness, () => harness.planAs(before, tried));
      expect(out).toContain(`${now} is now the newest commit of #7`);
    });
  });

  test('with a different base branch is not planned', async () => {
    await onAction(quiet, async (harness) => {
      const before = { ...harness.open(7, raised) };
      await plan(harness, 7);
      harness.github.world.setPull({ number: 7, base: 'release' });
      const tried = harness.git('rev-parse', 'refs/pull/7/merge');
      const out = await changesNothing(harness, () => harness.planAs(before, tried, { action: 'labeled' }));
      expect(out).toContain('the base of #7 is now "release"');
    });
  });

  test('is planned if only the base has moved, because no newer run exists', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, raised);
      harness.commit('main', { 'README.md': 'More words\n' });
      expect((await plan(harness, 7)).outputs.plan_path).toMatch(/plan\.json$/);
    });
  });
});

describe('a run that is started again', () => {
  const LABEL = 'reconcile: allow cap-increase';

  /** The first run is green through a label, which is then removed: the second run is red. */
  async function withdrawn(harness: ActionHarness) {
    deployed(harness);
    harness.github.world.setRole('otto', 'write');
    harness.open(7, desired(one, { monthlyCostCap: 56_000 }));
    await plan(harness, 7);
    harness.github.world.label(7, LABEL, 'otto');
    const allowed = await plan(harness, 7, { action: 'labeled', sender: { login: 'otto' } });
    expect(allowed.exit, allowed.out).toBe(2);
    harness.github.world.unlabel(7, LABEL, 'otto');
    const refused = await plan(harness, 7, { action: 'unlabeled', sender: { login: 'otto' } });
    expect(refused.exit).toBe(4);
    return { allowed, refused };
  }

  test('after the merge hides no red run', async () => {
    await onAction(quiet, async (harness) => {
      const { refused } = await withdrawn(harness);
      const commit = harness.merge(7);
      await changesNothing(harness, () => plan(harness, 7, { again: refused, commit }));
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(4);
      expect(job.out).toContain('its plan was refused or not made');
      expect(harness.writes()).toEqual([]);
    });
  });

  test('while the pull request is closed brings no withdrawn plan back', async () => {
    await onAction(quiet, async (harness) => {
      const { allowed } = await withdrawn(harness);
      harness.github.world.setPull({ number: 7, state: 'closed' });
      await changesNothing(harness, () => plan(harness, 7, { again: allowed }));
      harness.github.world.setPull({ number: 7, state: 'open' });
      harness.github.world.addEvent({ number: 7, event: 'reopened', by: 'maya' });
      harness.merge(7);
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(4);
      expect(job.out).toContain('was run again: its plan may be outdated');
      expect(harness.writes()).toEqual([]);
    });
  });
});
