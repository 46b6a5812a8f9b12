import { describe, expect, test } from 'vitest';
import { acme, campaignOf } from '../support/worlds.ts';
import type { ActionOptions } from './harness.ts';
import { apply, deployed, desired, live, onAction, one, outcomeOn, quiet, reviewed, two, worldOf } from './merging.ts';

/** The gate queues pauses. Tom decides an hour later, and the optimizer carries out what he approved. */
const inProject = {
  layers: [{ id: one.layer, config: one.config, defaults: { structural: 'draft' } }],
  campaigns: [campaignOf(one.account, 1, 'active')],
};
const when = { request: 'POST /v1/projects/*/ads/tiktok/campaigns/*/pause' };
const people = [{ who: 'Tom', does: 'approve-pending', when, after: 'PT1H', project: one.project }];
const queueing: ActionOptions = {
  ...quiet,
  world: JSON.stringify({ ...JSON.parse(worldOf([acme({ inProject }), two])), people }),
  moving: true,
};
const paused = desired(one, { state: 'paused' });

const isPaused = ({ sandbox }: Parameters<typeof apply>[0]): boolean =>
  sandbox.world().layers.projects.every(({ campaigns }) => campaigns.every(({ status }) => status === 'paused'));

describe('wait', () => {
  test('continues a merged plan once the approver has decided', async () => {
    await onAction(queueing, async (harness) => {
      deployed(harness);
      await reviewed(harness, 7, paused);
      const job = await apply(harness, { inputs: { wait: '8h' } });
      // The layer itself is paused by a person, which no API shows.
      expect(job.exit, job.out).toBe(3);
      expect(job.out).toContain('Waiting up to 8h:');
      expect(job.out).toContain('done  acme-ios  campaigns');
      expect(isPaused(harness)).toBe(true);
      expect(outcomeOn(harness, 7)).toContain('1 waiting, 1 done.');
    });
  });

  test('ends as waiting if the time is over', async () => {
    await onAction(queueing, async (harness) => {
      deployed(harness);
      await reviewed(harness, 7, paused);
      const job = await apply(harness, { inputs: { wait: '30m' } });
      expect(job.exit, job.out).toBe(3);
      expect(isPaused(harness)).toBe(false);
      expect(outcomeOn(harness, 7)).toContain('2 waiting.');
    });
  });

  test('is no time without it', async () => {
    await onAction(queueing, async (harness) => {
      deployed(harness);
      await reviewed(harness, 7, paused);
      const before = harness.sandbox.now();
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(3);
      expect(harness.sandbox.now().getTime() - before.getTime()).toBeLessThan(60_000);
    });
  });

  test('continues a plan that was applied by its digest', async () => {
    await onAction(queueing, async (harness) => {
      deployed(harness);
      harness.commit('main', paused);
      const shown = await apply(harness, { event: 'workflow_dispatch' });
      const digest = shown.outputs.digest ?? '';
      const job = await apply(harness, { event: 'workflow_dispatch', digest, inputs: { wait: '8h' } });
      expect(job.exit, job.out).toBe(3);
      expect(isPaused(harness)).toBe(true);
    });
  });

  test('begins after every merged plan is applied, so it delays none', async () => {
    await onAction(queueing, async (harness) => {
      deployed(harness);
      await reviewed(harness, 7, paused);
      await reviewed(harness, 8, desired(two, { monthlyCostCap: 27_000 }));
      const job = await apply(harness, { inputs: { wait: '8h' } });
      expect(job.exit, job.out).toBe(3);
      expect(isPaused(harness)).toBe(true);
      expect(live(harness, two)).toMatchObject({ monthlyCostCap: 27_000 });
      const paths = harness.sandbox.log().map(({ method, path }) => `${method} ${path}`);
      const at = (part: string): number => paths.findIndex((path) => !path.startsWith('GET') && path.includes(part));
      const reads = paths.slice(at(`${two.layer}/config`)).filter((path) => path.includes('/campaigns'));
      expect([at('/pause') < at(`${two.layer}/config`), reads.length > 10]).toEqual([true, true]);
      expect(outcomeOn(harness, 8)).toContain('Done: 1 change in 1 layer.');
    });
  });
});

describe('wait-claim', () => {
  const claim = { run: 'acme/other#1', nonce: 'n', revision: 5, until: '2026-11-10T12:10:00.000Z' };
  const metadata = { reconcile: { format: 1, revision: 4, claim, layers: {} } };
  const claimed: ActionOptions = { ...quiet, world: worldOf([acme({ inProject: { metadata } })]), moving: true };

  test.each([
    { name: 'a longer wait outlasts the claim of a run that died', inputs: { 'wait-claim': '20m' }, exit: 0 },
    { name: 'by default, another run is waited for shortly', inputs: {}, exit: 4 },
  ])('$name', async ({ inputs, exit }) => {
    await onAction(claimed, async (harness) => {
      deployed(harness);
      await reviewed(harness, 7, desired(one, { monthlyCostCap: 29_000 }));
      const job = await apply(harness, { inputs });
      expect(job.exit, job.out).toBe(exit);
      expect(live(harness, one).monthlyCostCap === 29_000).toBe(exit === 0);
    });
  });
});
