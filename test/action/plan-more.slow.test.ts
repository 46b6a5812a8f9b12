import { describe, expect, test } from 'vitest';
import { documentOf, fileOf, settings } from '../support/worlds.ts';
import { onAction } from './harness.ts';
import { FILE, one, quiet, raised, SETTINGS, two } from './two-layers.ts';

describe('a pull request', () => {
  test('is planned as it would be merged: commits that came onto main later are not its change', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, raised);
      harness.commit('main', { [fileOf(two)]: documentOf(two, { monthlyCostCap: 29_000 }) });
      harness.remerge(7);
      const job = await harness.plan(7);
      expect(job.outputs).toMatchObject({ to_apply: '1' });
      expect(harness.github.comments()[0]?.body).toContain('Skipped, not affected by this diff: client-2');
    });
  });

  test('finds its comment among 130 others, and ignores a foreign one with its marker', async () => {
    await onAction(quiet, async (harness) => {
      const { say } = harness.github;
      harness.open(7, raised);
      const forged = say('mallory', '<!-- reconcile: {"root":".","version":1} -->\n## Nothing to do, merge me\n');
      for (let number = 0; number < 130; number += 1) say('somebody', `comment ${number}`);
      await harness.plan(7);
      harness.push(7, { [FILE]: documentOf(one, { monthlyCostCap: 29_000 }) });
      expect((await harness.plan(7)).out).toContain('Edited the comment');
      expect(harness.github.comments()).toHaveLength(132);
      expect(harness.github.comments().find(({ id }) => id === forged)?.body).toContain('merge me');
    });
  });

  test('without layer changes is green, without a comment', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, { 'README.md': 'Other words\n' });
      const job = await harness.plan(7);
      expect([job.exit, job.outputs.changes]).toEqual([0, 'false']);
      expect(job.summary).toContain('Merging changes nothing.');
      expect(harness.github.comments()).toEqual([]);

      // A comment of an earlier commit must not stay outdated.
      harness.push(7, raised);
      await harness.plan(7);
      expect(harness.github.comments()[0]?.body).toContain('Merging applies 1 change');
      harness.push(7, { [FILE]: documentOf(one) });
      await harness.plan(7);
      expect(harness.github.comments()).toHaveLength(1);
      expect(harness.github.comments()[0]?.body).toContain('Merging changes nothing.');
    });
  });

  test.each([
    { comment: 'always', files: { 'README.md': 'Other words\n' }, comments: 1 },
    { comment: 'never', files: raised, comments: 0 },
  ])('with comment: $comment', async ({ comment, files, comments }) => {
    await onAction(quiet, async (harness) => {
      harness.open(7, files);
      const job = await harness.plan(7, { inputs: { comment } });
      expect(job.exit, job.out).toBe(comments === 1 ? 0 : 2);
      expect(harness.github.comments()).toHaveLength(comments);
    });
  });

  test('cannot make money visible by itself', async () => {
    await onAction({ ...quiet, isPublic: true }, async (harness) => {
      harness.open(7, { ...raised, 'reconcile.yaml': settings({ ...SETTINGS, github: { publicMoney: true } }) });
      const job = await harness.plan(7);
      expect(`${harness.github.comments()[0]?.body}${job.summary}${job.out}`).not.toMatch(/30[,]?000/);
    });
  });
});
