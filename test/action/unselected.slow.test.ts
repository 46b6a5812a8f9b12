import { describe, expect, test } from 'vitest';
import {
  apply,
  deployed,
  endpoint,
  live,
  onAction,
  one,
  plan,
  policies,
  quiet,
  settings,
  two,
  desired,
} from './merging.ts';

/** Other files that matter to a pull request: layers that it does not touch, and other settings. */

describe('the total of all caps', () => {
  const total = { ...policies, 'cap-total': { amount: '84500 USD' } };
  const files = { ...quiet.files, 'reconcile.yaml': settings({ transport: endpoint(), policies: total }) };

  test('counts layers that the diff does not touch, or no diff would ever reach it', async () => {
    await onAction({ ...quiet, files }, async (harness) => {
      harness.open(7, desired(one, { monthlyCostCap: 29_000 }));
      const job = await plan(harness, 7);
      expect(job.exit, job.out).toBe(4);
      expect(job.out).toContain('The caps together would be 85,000.00 USD; the limit is 84,500.00');
    });
  });

  test('and does so again at the apply, after a different pull request was merged', async () => {
    await onAction({ ...quiet, files }, async (harness) => {
      deployed(harness);
      for (const [number, of] of [
        [7, one],
        [8, two],
      ] as const) {
        harness.open(number, desired(of, { monthlyCostCap: 28_400 }));
        expect((await plan(harness, number)).exit).toBe(2);
      }
      harness.merge(7);
      expect((await apply(harness)).exit).toBe(0);
      harness.merge(8);
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(4);
      expect(job.out).toContain('cap-total');
      expect(live(harness, two)).toMatchObject({ monthlyCostCap: 28_000 });
    });
  });
});

test('two settings in one folder have a comment each, and never edit that of the other', async () => {
  const files = { ...quiet.files, 'other.yaml': quiet.files['reconcile.yaml'] ?? '' };
  await onAction({ ...quiet, files }, async (harness) => {
    harness.open(7, desired(one, { monthlyCostCap: 29_000 }));
    for (const config of ['reconcile.yaml', 'other.yaml', 'reconcile.yaml']) {
      expect((await plan(harness, 7, { inputs: { config } })).exit).toBe(2);
    }
    const firsts = harness.github.comments().map(({ body }) => body.split('\n')[0]);
    expect(firsts).toEqual([
      '<!-- reconcile: {"root":".","version":1} -->',
      '<!-- reconcile: {"root":"other.yaml","version":1} -->',
    ]);
  });
});
