import { describe, expect, test } from 'vitest';
import { documentOf } from '../support/worlds.ts';
import { onAction } from './harness.ts';
import { FILE, one, quiet, raised } from './two-layers.ts';

describe('a plan that cannot be made', () => {
  test('replaces the earlier plan in the comment, until there is a plan again', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, raised);
      await harness.plan(7);
      harness.push(7, { [FILE]: documentOf(one, { monthlyCostCap: 30_000, mode: 'by-o' }) });
      const broken = await harness.plan(7);
      expect(broken.exit).toBe(1);
      expect(broken.outputs).toEqual({ exit_code: '1' });
      expect(broken.out).toMatch(
        /^::error file=layers\/acme-ios.yaml,line=\d+,col=\d+,title=document\/invalid-value::/m,
      );
      expect(broken.summary).toContain('1 problem');
      expect(harness.github.comments()).toHaveLength(1);
      const body = harness.github.comments()[0]?.body ?? '';
      expect(body).toContain('## Not planned: 1 problem');
      expect(body).not.toContain('30,000');

      harness.push(7, raised);
      expect((await harness.plan(7)).exit).toBe(2);
      expect(harness.github.comments()[0]?.body).toContain('Plan: 1 change in 1 layer');
    });
  });

  test('is not commented if there was no plan before', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, { [FILE]: 'template: [' });
      expect((await harness.plan(7)).exit).toBe(1);
      expect(harness.github.comments()).toEqual([]);
    });
  });

  test('has no saved plan if an API does not respond', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, raised);
      const job = await harness.plan(7, { env: { LAYERS_API_KEY: 'lp_test_another0000001_secret' } });
      expect([job.exit, job.outputs.plan_path]).toEqual([1, undefined]);
    });
  });

  test.each([
    { name: 'no parents', options: { depth: 1 }, says: 'fetch-depth: 2' },
    { name: 'the head of the branch', options: { head: true }, says: 'Remove ref from actions/checkout' },
  ])('from a checkout with $name gets a remedy', async ({ options, says }) => {
    await onAction(quiet, async (harness) => {
      const pull = harness.open(7, raised);
      const job = await harness.plan(7, 'head' in options ? { commit: pull.head } : options);
      expect(job.exit).toBe(1);
      expect(job.out).toContain(says);
      expect(harness.sandbox.log()).toEqual([]);
    });
  });

  test('is not tried on pull_request_target', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, raised);
      const job = await harness.plan(7, { env: { GITHUB_EVENT_NAME: 'pull_request_target' } });
      expect(job.exit).toBe(1);
      expect(job.out).toContain('github/no-pull-request');
      expect(harness.sandbox.log()).toEqual([]);
    });
  });
});
