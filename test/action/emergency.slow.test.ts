import { describe, expect, test } from 'vitest';
import { acme, campaignOf } from '../support/worlds.ts';
import type { ActionHarness } from './harness.ts';
import {
  apply,
  deployed,
  desired,
  digestIn,
  endpoint,
  fileOf,
  live,
  onAction,
  one,
  outcomeOn,
  plan,
  quiet,
  settings,
  three,
  two,
  worldOf,
} from './merging.ts';

/** An emergency pause of one client while the document of another one is broken. */

const BROKEN = 'name: [\n';

const running = acme({
  inProject: {
    layers: [{ id: one.layer, config: one.config, defaults: { structural: 'auto' } }],
    campaigns: [campaignOf(one.account, 1, 'active'), campaignOf(one.account, 2, 'paused')],
  },
});
const options = { ...quiet, world: worldOf([running, two, three]) };

const paused = desired(one, { state: 'paused' });
const broken = { [fileOf(three)]: BROKEN };

const pauses = (harness: ActionHarness): readonly string[] =>
  harness.writes().flatMap(({ path }) => (path.endsWith('/pause') ? [path.split('/').at(-2) ?? ''] : []));

const saidIn = (harness: ActionHarness): string =>
  /\*\*(Merging [^\n]*)\*\*/.exec(harness.github.comments()[0]?.body ?? '')?.[1] ?? '';

/** A person resumes a campaign in the dashboard. */
async function resume({ sandbox }: ActionHarness, campaign: string): Promise<void> {
  const response = await fetch(`${sandbox.origin}/__sandbox/people/resume-campaign`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ campaign }),
  });
  expect(response.status).toBe(200);
}

type Order = {
  readonly name: string;
  readonly onMain?: Record<string, string>;
  readonly inPull?: Record<string, string>;
  /** After a run for the broken document, which settles nothing. */
  readonly isDeployed?: true;
};

const orders: readonly Order[] = [
  { name: 'while a document of main is broken', onMain: broken },
  { name: 'while a document of main is broken since the last apply', onMain: broken, isDeployed: true },
  { name: 'in a pull request that breaks a document', inPull: broken },
];

describe('a pause', () => {
  test.each(orders)('$name is shown, and the merge carries it out', async ({ onMain, inPull, isDeployed }) => {
    await onAction(options, async (harness) => {
      deployed(harness);
      if (onMain !== undefined) harness.commit('main', onMain);
      if (isDeployed) deployed(harness);
      harness.open(7, { ...paused, ...inPull });
      expect((await plan(harness, 7)).exit).toBe(1);
      const body = harness.github.comments()[0]?.body ?? '';
      expect(body).toContain('## SANDBOX · Incomplete: 1 of 2 layers could not be read.');
      expect(body).toContain('pause Campaign 1');
      expect(body.split('document/syntax')).toHaveLength(2);
      expect(saidIn(harness)).toMatch(
        /^Merging applies 2 changes in 1 layer \(.*\)\. Only pauses and lower caps are applied,/,
      );
      harness.merge(7);
      const job = await apply(harness);
      // It is done, and the run is red as long as the document is broken.
      expect([1, 4], job.out).toContain(job.exit);
      expect(job.out).toMatch(/^::error file=layers\/client-3.yaml,line=2,/m);
      expect(pauses(harness)).toEqual(['cmp_1']);
      expect(outcomeOn(harness, 7)).toContain('1 done');
      const written = harness.writes().length;
      const again = await apply(harness);
      expect([1, 4], again.out).toContain(again.exit);
      expect(harness.writes()).toHaveLength(written);
    });
  });
});

describe('a document that breaks between the review and the merge', () => {
  test('stops only its own layer: the merge applies the plan of the others, and the run is red', async () => {
    await onAction(options, async (harness) => {
      deployed(harness);
      harness.open(7, paused);
      expect((await plan(harness, 7)).exit).toBe(2);
      const before = harness.commit('main', broken);
      expect((await apply(harness)).exit).toBe(4);
      expect(harness.writes()).toEqual([]);
      harness.merge(7);
      const job = await apply(harness, { before });
      expect(job.exit, job.out).toBe(1);
      expect(job.out).toContain('document/syntax');
      expect(pauses(harness)).toEqual(['cmp_1']);
    });
  });

  test('is still not applied after its fix without a review', async () => {
    await onAction(options, async (harness) => {
      deployed(harness);
      harness.open(7, { ...paused, ...broken });
      await plan(harness, 7);
      harness.merge(7);
      await apply(harness);
      harness.commit('main', desired(three, { monthlyCostCap: 29_000 }));
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(4);
      expect(job.out).toContain('client-3: The commit was pushed without a pull request');
      expect(live(harness, three)).toMatchObject({ monthlyCostCap: 28_000 });
    });
  });
});

describe('an incomplete plan', () => {
  test('writes nothing if a live value that it shows changed since', async () => {
    await onAction(options, async (harness) => {
      deployed(harness);
      harness.open(7, { ...paused, ...broken });
      await plan(harness, 7);
      await resume(harness, 'cmp_2');
      harness.merge(7);
      const job = await apply(harness);
      expect([job.exit, pauses(harness)], job.out).toEqual([4, []]);
      expect(job.out).toContain('campaigns.running');
      const wrong = await apply(harness, { event: 'workflow_dispatch', digest: `sha256:${'0'.repeat(64)}` });
      expect([wrong.exit, pauses(harness)], wrong.out).toEqual([4, []]);
      const right = await apply(harness, { event: 'workflow_dispatch', digest: wrong.outputs.digest ?? '' });
      expect([right.exit, pauses(harness)], right.out).toEqual([1, ['cmp_1', 'cmp_2']]);
    });
  });

  test('also applies a lower cap, and leaves a raise to a person', async () => {
    await onAction(options, async (harness) => {
      deployed(harness);
      const [lower, raise] = [desired(one, { monthlyCostCap: 20_000 }), desired(two, { monthlyCostCap: 29_000 })];
      harness.open(7, { ...lower, ...raise, ...broken });
      await plan(harness, 7);
      expect(saidIn(harness)).toMatch(
        /^Merging applies 1 change in 1 layer \(1 by reconcile\)\. Only pauses and lower caps are applied/,
      );
      harness.merge(7);
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(4);
      expect([live(harness, one).monthlyCostCap, live(harness, two).monthlyCostCap]).toEqual([20_000, 28_000]);
      expect(job.out).toContain('client-2, client-3: Its plan was incomplete');
      const byDigest = await apply(harness, { event: 'workflow_dispatch', digest: digestIn(job) });
      expect(byDigest.exit, byDigest.out).toBe(1);
      expect(live(harness, two)).toMatchObject({ monthlyCostCap: 29_000 });
    });
  });

  test('applies nothing if it is refused as well', async () => {
    await onAction(options, async (harness) => {
      deployed(harness);
      harness.open(7, { ...paused, ...desired(two, { monthlyCostCap: 56_000 }), ...broken });
      expect((await plan(harness, 7)).exit).toBe(4);
      harness.merge(7);
      const job = await apply(harness);
      expect([job.exit, harness.writes()], job.out).toEqual([4, []]);
    });
  });

  test('applies nothing if the pull request edits the rules', async () => {
    await onAction(options, async (harness) => {
      deployed(harness);
      const edited = `${settings({ transport: endpoint() })}# edited\n`;
      harness.open(7, { ...paused, ...broken, 'reconcile.yaml': edited });
      await plan(harness, 7);
      expect(saidIn(harness)).toMatch(/^Merging will not apply this, because 1 layer could not be read\./);
      harness.merge(7);
      const job = await apply(harness);
      expect([job.exit, harness.writes()], job.out).toEqual([4, []]);
    });
  });

  test('applies nothing if its run was cancelled', async () => {
    await onAction(options, async (harness) => {
      deployed(harness);
      harness.open(7, { ...paused, ...broken });
      await plan(harness, 7);
      for (const run of harness.github.world.runs()) run.conclusion = 'cancelled';
      harness.merge(7);
      const job = await apply(harness);
      expect([job.exit, harness.writes()], job.out).toEqual([4, []]);
    });
  });

  test('applies nothing if its last attempt left no plan', async () => {
    await onAction(options, async (harness) => {
      deployed(harness);
      harness.open(7, { ...paused, ...broken });
      const first = await plan(harness, 7);
      await plan(harness, 7, { again: first, keep: false });
      harness.merge(7);
      const job = await apply(harness);
      expect([job.exit, harness.writes()], job.out).toEqual([4, []]);
      expect(job.out).toContain('ended with failure');
    });
  });

  test('is not kept if the comment could not be posted', async () => {
    const intervene = ({ method, path }: { method: string; path: string }) =>
      method === 'POST' && path.endsWith('/comments')
        ? { status: 422, body: { message: 'Validation Failed' } }
        : undefined;
    await onAction({ ...options, github: { intervene } }, async (harness) => {
      deployed(harness);
      harness.open(7, { ...paused, ...broken });
      const job = await plan(harness, 7);
      expect([job.exit, job.outputs.plan_path], job.out).toEqual([1, '']);
    });
  });

  test('of an unchanged document becomes complete once main is fixed', async () => {
    await onAction(options, async (harness) => {
      deployed(harness);
      harness.commit('main', broken);
      harness.open(7, paused);
      await plan(harness, 7);
      harness.commit('main', desired(three, {}));
      harness.merge(7);
      const job = await apply(harness);
      expect(pauses(harness), job.out).toEqual(['cmp_1']);
      expect(job.exit, job.out).toBe(3);
    });
  });
});
