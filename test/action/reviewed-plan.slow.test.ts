import { describe, expect, test } from 'vitest';
import { commentMarker } from '../../src/model/index.ts';
import {
  apply,
  clicks,
  deployed,
  digestIn,
  endpoint,
  live,
  onAction,
  one,
  outcomeOn,
  plan,
  policies,
  quiet,
  reviewed,
  settings,
  two,
  desired,
  WORKFLOW,
} from './merging.ts';
import type { ActionHarness } from './harness.ts';

const raised = desired(one, { monthlyCostCap: 29_000 });

/** Applied by itself nothing was; by its digest, which the run showed, everything. */
async function byItsDigest(harness: ActionHarness, job: Awaited<ReturnType<typeof apply>>): Promise<void> {
  expect(job.exit, job.out).toBe(4);
  expect(harness.writes()).toEqual([]);
  const digest = job.outputs.digest ?? '';
  expect(job.out).toContain(digest);
  expect(job.summary).toContain(digest);
  const byHand = await apply(harness, { event: 'workflow_dispatch', digest });
  expect(byHand.exit, byHand.out).toBe(0);
  expect(live(harness, one)).toMatchObject({ monthlyCostCap: 29_000 });
  // From then on everything is applied by itself again.
  expect((await apply(harness)).exit).toBe(0);
}

describe('the run decides about trust', () => {
  test('a comment that was deleted, or forged, changes nothing', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      harness.open(7, raised);
      await plan(harness, 7);
      for (const { id } of harness.github.comments()) harness.github.forget(id);
      harness.github.say('mallory', `${commentMarker('.')}\n## Plan: sha256:${'0'.repeat(64)}\n`);
      harness.merge(7);
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(0);
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: 29_000 });
    });
  });

  const FORGED: readonly {
    readonly name: string;
    readonly why: string;
    readonly forge: (harness: ActionHarness, head: string) => void;
    readonly said: string;
  }[] = [
    {
      name: 'an artifact of a different workflow',
      why: 'everyone with push access can run their own workflow',
      forge: ({ github: { world } }, head) => {
        for (const run of world.runs()) if (run.head === head) run.path = '.github/workflows/mine.yml';
      },
      said: 'No run of .github/workflows/reconcile-plan.yml is known',
    },
    {
      name: 'a run that a push started',
      why: 'it is never reviewed',
      forge: ({ github: { world } }) => {
        for (const run of world.runs()) run.event = 'push';
      },
      said: 'was started by push, not by a pull request',
    },
    {
      name: 'a run that ended red',
      why: 'its plan was refused',
      forge: ({ github: { world } }) => {
        for (const run of world.runs()) run.conclusion = 'failure';
      },
      said: 'ended with failure',
    },
    {
      name: 'an artifact with a different name',
      why: 'it was not written by the plan command',
      forge: ({ github: { world } }) => {
        for (const artifact of world.artifacts()) Object.assign(artifact, { name: 'other' });
      },
      said: 'has no artifact "reconcile-plan"',
    },
    {
      name: 'an artifact that expired',
      why: 'GitHub keeps them for some days',
      forge: ({ github: { world } }) => {
        for (const { id } of world.artifacts()) world.expire(id);
      },
      said: 'has expired',
    },
    {
      name: 'a plan that came after the merge',
      why: 'its run was still in progress, so it was not visible',
      forge: ({ github: { world } }) => {
        const [artifact] = world.artifacts();
        Object.assign(artifact ?? {}, { createdAt: '2099-01-01T00:00:00Z' });
      },
      said: 'Its plan was made after the merge',
    },
    {
      name: 'a plan that was changed since',
      why: 'its digests do not match its content',
      forge: ({ github: { world } }) => {
        for (const { id } of world.artifacts()) world.expire(id);
        const [run] = world.runs();
        world.addArtifact({ run: run?.id ?? 0, files: { 'plan.json': '{"format":"reconcile-plan","version":1}' } });
      },
      said: 'The saved plan is from a different version of reconcile',
    },
    {
      name: 'an artifact with a second file',
      why: 'the plan road leaves one',
      forge: ({ github: { world } }) => {
        for (const { id } of world.artifacts()) world.expire(id);
        const [run] = world.runs();
        world.addArtifact({ run: run?.id ?? 0, files: { 'plan.json': '{}', 'other.json': '{}' } });
      },
      said: 'The saved plan is from a different version of reconcile',
    },
    {
      name: 'an invalid archive',
      why: 'what cannot be read was not reviewed',
      forge: ({ github: { world } }) => {
        for (const { id } of world.artifacts()) world.expire(id);
        const [run] = world.runs();
        world.addArtifact({ run: run?.id ?? 0, zip: new Uint8Array([1, 2, 3]) });
      },
      said: 'The saved plan is from a different version of reconcile',
    },
  ];
  test.each(FORGED)('$name is not: $why', async ({ forge, said }) => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      const { head } = harness.open(7, raised);
      await plan(harness, 7);
      forge(harness, head);
      harness.merge(7);
      const job = await apply(harness);
      expect(job.out).toContain(said);
      expect(outcomeOn(harness, 7)).toContain('Not applied: 1 unreviewed layer.');
      await byItsDigest(harness, job);
      expect(outcomeOn(harness, 7)).toContain('Done: 1 change in 1 layer.');
    });
  });

  test('of two artifacts of one run the newer counts', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      harness.open(7, raised);
      await plan(harness, 7);
      const [run] = harness.github.world.runs();
      const [kept] = harness.github.world.artifacts();
      harness.github.world.addArtifact({ run: run?.id ?? 0, zip: kept?.zip ?? new Uint8Array() });
      harness.github.world.expire(kept?.id ?? 0);
      harness.merge(7);
      expect((await apply(harness)).exit).toBe(0);
    });
  });

  test('a pull request that edits the workflow is applied by a person', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      await reviewed(harness, 7, { ...raised, [WORKFLOW]: 'on: [pull_request, push]\n' });
      const job = await apply(harness);
      expect(job.out).toContain(`The pull request changes files that control its own review: ${WORKFLOW}.`);
      await byItsDigest(harness, job);
    });
  });

  test('a branch with a workflow other than that of main is not trusted, regardless of the author', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      harness.open(7, raised);
      await plan(harness, 7);
      harness.commit('main', { [WORKFLOW]: 'on: pull_request # newer\n' });
      harness.merge(7, 'merge');
      const job = await apply(harness);
      expect(job.out).toContain('.github/workflows/reconcile-plan.yml differs between its branch and its base');
      await byItsDigest(harness, job);
    });
  });

  test('a pull request that changes settings is planned by them only if a person asks for it', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      const tighter = settings({
        transport: endpoint(),
        policies: { ...policies, 'cap-max': { amount: '29500 USD' } },
      });
      await reviewed(harness, 7, { ...raised, 'reconcile.yaml': tighter });
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(4);
      expect(job.out).toContain('reconcile.yaml changed. Run the apply workflow manually;');
      expect(job.outputs.digest).toBeUndefined();
      const shown = await apply(harness, { event: 'workflow_dispatch' });
      expect(shown.exit, shown.out).toBe(4);
      expect(harness.writes()).toEqual([]);
      await byItsDigest(harness, shown);
    });
  });

  test('a pull request into a different branch, retargeted after its plan, is not trusted', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      const { head } = harness.open(7, raised);
      await plan(harness, 7);
      harness.github.world.setPull({ number: 7, base: 'release' });
      harness.github.world.setPull({ number: 7, base: 'main' });
      expect(head).toBeDefined();
      harness.merge(7);
      await byItsDigest(harness, await apply(harness));
    });
  });

  test('a planned copy of its branch changes nothing', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      const { head } = harness.open(7, raised);
      await plan(harness, 7);
      harness.github.world.addRun({ head, headBranch: 'copy', conclusion: 'failure', actor: 'mallory' });
      harness.merge(7);
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(0);
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: 29_000 });
    });
  });

  test('pointed at main after its plan, and planned again by that: trusted', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      harness.open(7, raised);
      harness.github.world.setPull({ number: 7, base: 'release' });
      await plan(harness, 7);
      harness.github.world.setPull({ number: 7, base: 'main' });
      expect((await plan(harness, 7, { action: 'edited' })).exit).toBe(2);
      harness.merge(7);
      expect((await apply(harness)).exit).toBe(0);
    });
  });

  test('a manual merge can contain more than was reviewed', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      harness.open(7, raised);
      await plan(harness, 7);
      harness.merge(7, 'merge');
      // A person amends the merge commit and pushes it.
      const text = Object.values(desired(two, { monthlyCostCap: 27_000 }))[0] ?? '';
      const amended = amend(harness, 'layers/client-2.yaml', text);
      harness.github.world.merge(7, amended);
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(4);
      expect(job.out).toContain('client-2: The merge changes it, but the reviewed plan does not contain it.');
      expect([live(harness, one).monthlyCostCap, live(harness, two).monthlyCostCap]).toEqual([29_000, 28_000]);
    });
  });
});

describe('by a digest', () => {
  test('a direct push is shown, and applied after a person names its digest', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      harness.commit('main', raised);
      const job = await apply(harness);
      expect(job.out).toContain('The commit was pushed without a pull request');
      await byItsDigest(harness, job);
    });
  });

  test('nothing was ever deployed: everything that differs is one plan', async () => {
    await onAction(quiet, async (harness) => {
      harness.commit('main', raised);
      harness.commit('main', desired(two, { monthlyCostCap: 27_000 }));
      const shown = await apply(harness, { event: 'workflow_dispatch' });
      expect(shown.exit, shown.out).toBe(4);
      const done = await apply(harness, { event: 'workflow_dispatch', digest: digestIn(shown) });
      expect(done.exit, done.out).toBe(0);
      expect([live(harness, one).monthlyCostCap, live(harness, two).monthlyCostCap]).toEqual([29_000, 27_000]);
    });
  });

  test('without one it is only shown, with the actor', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      harness.commit('main', raised);
      const shown = await apply(harness, { event: 'workflow_dispatch', actor: 'noor' });
      expect(shown.exit, shown.out).toBe(4);
      expect(shown.out).toContain('Started by noor.');
      expect(shown.summary).toContain('29,000.00 USD');
      expect(harness.writes()).toEqual([]);
    });
  });

  test('a wrong one is refused, and both are shown', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      harness.commit('main', raised);
      const shown = await apply(harness, { event: 'workflow_dispatch' });
      const digest = digestIn(shown);
      await clicks(harness, one, { monthlyCostCap: 12_000 });
      const refused = await apply(harness, { event: 'workflow_dispatch', digest });
      expect(refused.exit, refused.out).toBe(4);
      expect(refused.out).toContain(digest);
      expect(new Set(refused.out.match(/sha256:[0-9a-f]{64}/g)).size).toBe(2);
      expect(harness.writes()).toEqual([]);
    });
  });

  test('labels of the pull request that brought the change allow the refusal', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      harness.github.world.setRole('noor', 'write');
      harness.open(7, { ...desired(one, { monthlyCostCap: 56_000 }), [WORKFLOW]: 'on: [pull_request, push]\n' });
      expect((await plan(harness, 7)).exit).toBe(4);
      harness.github.world.label(7, 'reconcile: allow cap-increase', 'noor');
      harness.merge(7);
      // What happens after the merge changes nothing.
      harness.github.world.unlabel(7, 'reconcile: allow cap-increase', 'maya');
      const digest = digestIn(await apply(harness, { event: 'workflow_dispatch' }));
      const done = await apply(harness, { event: 'workflow_dispatch', digest });
      expect(done.exit, done.out).toBe(0);
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: 56_000 });
    });
  });

  test('a label added after the merge allows nothing', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      harness.github.world.setRole('noor', 'write');
      harness.open(7, { ...desired(one, { monthlyCostCap: 56_000 }), [WORKFLOW]: 'on: [pull_request, push]\n' });
      expect((await plan(harness, 7)).exit).toBe(4);
      harness.merge(7);
      harness.github.world.label(7, 'reconcile: allow cap-increase', 'noor');
      const digest = digestIn(await apply(harness, { event: 'workflow_dispatch' }));
      const refused = await apply(harness, { event: 'workflow_dispatch', digest });
      expect(refused.exit, refused.out).toBe(4);
      expect(harness.writes()).toEqual([]);
    });
  });
});

/** Puts a file into the newest commit of `main`. */
function amend(harness: ActionHarness, path: string, text: string): string {
  harness.git('reset', '--quiet', '--hard', 'main');
  const before = harness.git('rev-parse', 'main');
  harness.commit('main', { [path]: text });
  const tree = harness.git('rev-parse', 'main^{tree}');
  const parents = harness.git('rev-list', '--parents', '--max-count=1', before).split(' ').slice(1);
  const merged = harness.git('commit-tree', tree, ...parents.flatMap((id) => ['-p', id]), '-m', 'Merge by hand');
  harness.git('update-ref', 'refs/heads/main', merged);
  harness.git('reset', '--quiet', '--hard', 'main');
  return merged;
}
