import { describe, expect, test } from 'vitest';
import type { ActionHarness } from './harness.ts';
import {
  apply,
  clicks,
  deployed,
  desired,
  digestIn,
  live,
  onAction,
  one,
  plan,
  quiet,
  reviewed,
  two,
} from './merging.ts';
import type { Job } from './runner.ts';

const nightly = (harness: ActionHarness): Promise<Job> => harness.onMain('schedule', { command: 'drift' });

const manually = (harness: ActionHarness, digest?: string, fixDrift = 'true'): Promise<Job> =>
  apply(harness, {
    event: 'workflow_dispatch',
    deploys: false,
    inputs: { 'fix-drift': fixDrift },
    ...(digest !== undefined && { digest }),
  });

const issueOf = (harness: ActionHarness) => harness.github.world.issues()[0];

describe('a value that changed outside of git', () => {
  test('is restored by the apply workflow with fix-drift and the digest', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      await clicks(harness, one, { monthlyCostCap: 27_000 });
      await clicks(harness, two, { objectives: ['traffic'] });
      expect((await nightly(harness)).exit).toBe(2);
      expect(issueOf(harness)?.body).toContain('`fix-drift`');

      const shown = await manually(harness);
      expect(shown.exit, shown.out).toBe(4);
      const digest = digestIn(shown);
      expect(shown.out).toContain(`run it again with fix-drift and ${digest}`);
      expect(shown.out).toContain(`Digest of all differences, with drift: ${digest}`);

      const without = await manually(harness, digest, 'false');
      expect(without.exit, without.out).not.toBe(3);
      expect(harness.writes(), 'the digest covers drift only with fix-drift').toEqual([]);

      const restored = await manually(harness, digest);
      expect(restored.exit, restored.out).toBe(0);
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: 28_000 });
      expect(live(harness, two)).toMatchObject({ objectives: two.config.objectives });
      expect((await nightly(harness)).exit).toBe(0);
      expect(issueOf(harness)?.state).toBe('closed');
    });
  });

  test('is not restored if it changed again after the digest', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      await clicks(harness, one, { monthlyCostCap: 27_000 });
      const digest = digestIn(await manually(harness));
      await clicks(harness, one, { monthlyCostCap: 26_000 });
      const job = await manually(harness, digest);
      expect(job.exit, job.out).toBe(4);
      expect(job.out).toContain('the given digest is');
      expect(harness.writes()).toEqual([]);
    });
  });

  test('is kept by a pull request that writes it into the document', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      await clicks(harness, one, { monthlyCostCap: 27_000 });
      await nightly(harness);
      expect(issueOf(harness)?.body).toMatch(/`monthlyCostCap` .* `layers\/acme-ios\.yaml:\d+` \|/);
      await reviewed(harness, 7, desired(one, { monthlyCostCap: 27_000 }));
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(0);
      expect((await nightly(harness)).exit).toBe(0);
      expect(issueOf(harness)?.state).toBe('closed');
    });
  });

  test('that a policy does not let back is kept first, and raised in a second pull request with a label', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      await clicks(harness, one, { monthlyCostCap: 12_000 });
      const refused = await manually(harness, digestIn(await manually(harness)));
      expect(refused.exit, refused.out).toBe(4);
      expect(refused.summary).toContain('cap-increase');
      expect(refused.out).toContain('keep the live value in the document first');

      await reviewed(harness, 7, desired(one, { monthlyCostCap: 12_000 }));
      expect((await apply(harness)).exit).toBe(0);
      harness.open(8, desired(one, { monthlyCostCap: 28_000 }));
      await plan(harness, 8);
      harness.github.world.setRole('rita', 'write');
      harness.github.world.label(8, 'reconcile: allow cap-increase', 'rita');
      expect((await plan(harness, 8, { action: 'labeled', sender: { login: 'rita' } })).exit).toBe(2);
      harness.merge(8, 'squash');
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(0);
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: 28_000 });
    });
  });

  test('is never restored by a push', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      await clicks(harness, one, { monthlyCostCap: 27_000 });
      const job = await apply(harness, { inputs: { 'fix-drift': 'true' } });
      expect(job.exit, job.out).toBe(1);
      expect(job.out).toContain('"fix-drift" is true on a push');
      expect(harness.writes()).toEqual([]);
    });
  });
});
