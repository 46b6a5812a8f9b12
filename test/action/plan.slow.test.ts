import { describe, expect, test } from 'vitest';
import { documentOf } from '../support/worlds.ts';
import { onAction } from './harness.ts';
import { doubled, FILE, one, quiet, raised } from './two-layers.ts';

describe('a pull request', () => {
  test('gets one comment, which is edited if the plan changes and left alone otherwise', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, raised);
      const first = await harness.plan(7, { action: 'opened' });
      expect(first.out).toContain('Commented on acme/ads#7');
      expect(first.exit).toBe(2);
      expect(first.outputs).toMatchObject({ changes: 'true', to_apply: '1', refusals: '0', exit_code: '2' });
      const [comment] = harness.github.comments();
      expect(comment).toMatchObject({ author: 'github-actions[bot]', pull: 7 });
      expect(comment?.body).toContain('Plan: 1 change in 1 layer');
      expect(comment?.body).toContain('**Merging applies 1 change in 1 layer (1 by reconcile).**');
      const [head, base] = [harness.git('rev-parse', 'change-7'), harness.git('rev-parse', 'main')];
      expect(comment?.body).toContain(`Planned \`${head.slice(0, 7)}\` on \`main\` \`${base.slice(0, 7)}\`.`);
      expect(comment?.body).toContain(`](https://github.com/acme/ads/blob/${head}/layers/acme-ios.yaml#L`);
      expect(comment?.body).toContain('ad account acme-ios `');
      expect(comment?.body).toContain('30,000.00 USD');
      expect(comment?.body).toContain('Skipped, not affected by this diff: client-2');
      expect(first.summary).toContain('Plan: 1 change in 1 layer');

      harness.push(7, { [FILE]: documentOf(one, { monthlyCostCap: 29_000 }) });
      expect((await harness.plan(7)).out).toContain('Edited the comment on acme/ads#7');
      expect(harness.github.comments()).toHaveLength(1);
      expect(harness.github.comments()[0]?.body).toContain('29,000.00 USD');

      harness.github.newWrites();
      expect((await harness.plan(7, { action: 'edited' })).out).toContain('is up to date');
      expect(harness.github.newWrites()).toEqual([]);
      expect(harness.writes()).toEqual([]);
    });
  });

  test('that a policy refuses is shown, and red', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, doubled);
      const job = await harness.plan(7);
      expect(job.exit).toBe(4);
      expect(job.outputs).toMatchObject({ refusals: '1', exit_code: '4' });
      expect(job.out).toMatch(/^::error title=reconcile plan::Refused\. /m);
      expect(job.out).toMatch(/^::error file=layers\/acme-ios.yaml,.*title=cap-increase::/m);
      const body = harness.github.comments()[0]?.body ?? '';
      expect(body).toContain('Refused: 1 change');
      expect(body).toContain('**Merging will not apply this, because it is refused.');
      expect(body).toContain('To allow it, add the label `reconcile: allow cap-increase`.');
      expect(body).toContain('It counts if it is added after the last push');
    });
  });

  test('in a public repository shows no money and no accounts: not in the comment, the summary, the log', async () => {
    await onAction({ ...quiet, isPublic: true }, async (harness) => {
      harness.open(7, doubled);
      const job = await harness.plan(7);
      expect(job.exit).toBe(4);
      const said = `${harness.github.comments()[0]?.body}${job.summary}${job.out}`;
      expect(said).toContain('hidden');
      for (const number of ['56000', '56,000', '28,000', '28000', one.account, one.business]) {
        expect(said).not.toContain(number);
      }
    });
  });
});
