import { describe, expect, test } from 'vitest';
import { documentOf } from '../support/worlds.ts';
import { onAction } from './stage.ts';
import { doubled, FILE, one, quiet } from './two-layers.ts';

describe('labels', () => {
  const LABEL = 'reconcile: allow cap-increase';
  const people = { maya: 'write', otto: 'admin', tria: 'triage', reader: 'read', wren: 'maintain' } as const;

  test.each([
    { name: 'by a maintainer', by: 'wren', exit: 2 },
    { name: 'by an admin', by: 'otto', exit: 2 },
    { name: 'by the author', by: 'maya', exit: 4, says: 'maya is the author' },
    { name: 'by a bot', by: 'labeler[bot]', exit: 4, says: 'is a bot' },
    { name: 'by somebody with the triage role', by: 'tria', exit: 4, says: 'may not write' },
    { name: 'by a stranger', by: 'mallory', exit: 4, says: 'may not write' },
    { name: 'by a maintainer for another policy', by: 'wren', label: 'reconcile: allow cap-max', exit: 4 },
    {
      name: 'for a policy that there is not',
      by: 'wren',
      label: 'reconcile: allow everything',
      exit: 4,
      says: 'there is no policy',
    },
  ])('$name: exit $exit', async ({ by, label = LABEL, exit, says }) => {
    await onAction(quiet, async (stage) => {
      for (const [login, role] of Object.entries(people)) stage.github.world.setRole(login, role);
      stage.open(7, doubled);
      expect((await stage.plan(7)).exit).toBe(4);
      stage.github.world.label(7, label, by);
      const job = await stage.plan(7, { action: 'labeled', sender: { login: by } });
      expect(job.exit).toBe(exit);
      if (exit === 2) {
        expect(stage.github.comments()[0]?.body).toContain('Lifted: `cap-increase` for `acme-ios`');
      }
      if (says !== undefined) {
        expect(stage.github.comments()[0]?.body).toContain(says);
        expect(job.summary).toContain(says);
        expect(job.out).toContain(says);
      }
      expect(stage.sandbox.log().filter(({ method }) => method !== 'GET')).toEqual([]);
    });
  });

  test('count for what was there when they were put on, and not for what was pushed later', async () => {
    await onAction(quiet, async (stage) => {
      stage.github.world.setRole('otto', 'admin');
      stage.open(7, doubled);
      await stage.plan(7);
      stage.github.world.label(7, LABEL, 'otto');
      expect((await stage.plan(7, { action: 'labeled', sender: { login: 'otto' } })).exit).toBe(2);

      stage.push(7, { [FILE]: documentOf(one, { monthlyCostCap: 99_000 }) });
      const job = await stage.plan(7);
      expect(job.exit).toBe(4);
      expect(job.summary).toContain('put it on at');

      stage.github.world.unlabel(7, LABEL, 'otto');
      stage.github.world.label(7, LABEL, 'otto');
      expect((await stage.plan(7, { action: 'labeled', sender: { login: 'otto' } })).exit).toBe(2);
    });
  });

  test('that are taken off lift nothing any more', async () => {
    await onAction(quiet, async (stage) => {
      stage.github.world.setRole('otto', 'admin');
      stage.open(7, doubled);
      await stage.plan(7);
      stage.github.world.label(7, LABEL, 'otto');
      stage.github.world.unlabel(7, LABEL, 'otto');
      expect((await stage.plan(7, { action: 'unlabeled', sender: { login: 'otto' } })).exit).toBe(4);
    });
  });

  test('do not count for a commit that is not the newest any more', async () => {
    await onAction(quiet, async (stage) => {
      stage.github.world.setRole('otto', 'admin');
      const pull = stage.open(7, doubled);
      const old = { ...pull };
      const merge = stage.git('rev-parse', 'refs/pull/7/merge');
      await stage.plan(7);
      stage.push(7, { 'README.md': 'harmless\n', [FILE]: documentOf(one) });
      stage.github.world.label(7, LABEL, 'otto');
      // The first run again, as whoever may write can have it.
      const again = await stage.planAs(old, merge);
      expect(again.exit).toBe(4);
    });
  });

  test('that cannot be read lift nothing, and the plan stands', async () => {
    await onAction(
      {
        ...quiet,
        github: {
          intervene: ({ path }) =>
            path.endsWith('/7/events')
              ? { status: 403, body: { message: 'Resource not accessible by integration' } }
              : undefined,
        },
      },
      async (stage) => {
        stage.github.world.setRole('otto', 'admin');
        stage.open(7, doubled);
        stage.github.world.label(7, LABEL, 'otto');
        const job = await stage.plan(7);
        expect(job.exit).toBe(4);
        expect(job.summary).toContain('The labels could not be read, so none counts.');
        expect(stage.github.comments()).toHaveLength(1);
      },
    );
  });

  test('are read once, and live state is too', async () => {
    await onAction(quiet, async (stage) => {
      stage.github.world.setRole('otto', 'admin');
      stage.open(7, doubled);
      await stage.plan(7);
      const reads = stage.sandbox.log().length;
      stage.github.world.label(7, LABEL, 'otto');
      stage.sandbox.clearLog();
      await stage.plan(7, { action: 'labeled', sender: { login: 'otto' } });
      expect(stage.sandbox.log()).toHaveLength(reads);
    });
  });
});
