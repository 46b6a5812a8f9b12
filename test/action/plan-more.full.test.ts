import { describe, expect, test } from 'vitest';
import { documentOf, fileOf, settings } from '../support/worlds.ts';
import { onAction } from './stage.ts';
import { FILE, one, quiet, raised, SETTINGS, two } from './two-layers.ts';

describe('a pull request', () => {
  test('is planned as it would be merged: what came onto main meanwhile is not its change', async () => {
    await onAction(quiet, async (stage) => {
      stage.open(7, raised);
      stage.commit('main', { [fileOf(two)]: documentOf(two, { monthlyCostCap: 29_000 }) });
      stage.remerge(7);
      const job = await stage.plan(7);
      expect(job.outputs).toMatchObject({ to_apply: '1' });
      expect(stage.github.comments()[0]?.body).toContain('cannot affect them: client-2');
    });
  });

  test('finds its comment among 130 others, and is not fooled by one with its marker', async () => {
    await onAction(quiet, async (stage) => {
      const { say } = stage.github;
      stage.open(7, raised);
      const forged = say('mallory', '<!-- reconcile: {"root":".","version":1} -->\n## Nothing to do, merge me\n');
      for (let number = 0; number < 130; number += 1) say('somebody', `comment ${number}`);
      await stage.plan(7);
      stage.push(7, { [FILE]: documentOf(one, { monthlyCostCap: 29_000 }) });
      expect((await stage.plan(7)).out).toContain('Edited the comment');
      expect(stage.github.comments()).toHaveLength(132);
      expect(stage.github.comments().find(({ id }) => id === forged)?.body).toContain('merge me');
    });
  });

  test('that changes nothing of ours is green, and its comment says so', async () => {
    await onAction(quiet, async (stage) => {
      stage.open(7, { 'README.md': 'Other words\n' });
      const job = await stage.plan(7);
      expect([job.exit, job.outputs.changes]).toEqual([0, 'false']);
      expect(stage.github.comments()).toHaveLength(1);
    });
  });

  test('cannot say of itself that money may be shown', async () => {
    await onAction({ ...quiet, isPublic: true }, async (stage) => {
      stage.open(7, { ...raised, 'reconcile.yaml': settings({ ...SETTINGS, github: { publicMoney: true } }) });
      const job = await stage.plan(7);
      expect(`${stage.github.comments()[0]?.body}${job.summary}${job.out}`).not.toMatch(/30[,]?000/);
    });
  });
});
