import { describe, expect, test } from 'vitest';
import { documentOf } from '../support/worlds.ts';
import { onAction } from './harness.ts';
import { doubled, FILE, one, quiet } from './two-layers.ts';

describe('labels', () => {
  const LABEL = 'reconcile: allow cap-increase';
  const people = { maya: 'write', otto: 'admin', tria: 'triage', reader: 'read', wren: 'maintain' } as const;

  test.each([
    { name: 'by a maintainer', by: 'wren', exit: 2 },
    { name: 'by an admin', by: 'otto', exit: 2 },
    { name: 'by the author', by: 'maya', exit: 4, says: 'maya is the author' },
    { name: 'by a bot', by: 'labeler[bot]', exit: 4, says: 'is a bot' },
    { name: 'by a person with the triage role', by: 'tria', exit: 4, says: 'has no write access' },
    { name: 'by an unknown person', by: 'mallory', exit: 4, says: 'has no write access' },
    { name: 'by a maintainer for a different policy', by: 'wren', label: 'reconcile: allow cap-max', exit: 4 },
    {
      name: 'for a policy that does not exist',
      by: 'wren',
      label: 'reconcile: allow everything',
      exit: 4,
      says: '"everything" is not a policy',
    },
  ])('$name: exit $exit', async ({ by, label = LABEL, exit, says }) => {
    await onAction(quiet, async (harness) => {
      for (const [login, role] of Object.entries(people)) harness.github.world.setRole(login, role);
      harness.open(7, doubled);
      expect((await harness.plan(7)).exit).toBe(4);
      harness.github.world.label(7, label, by);
      const job = await harness.plan(7, { action: 'labeled', sender: { login: by } });
      expect(job.exit).toBe(exit);
      if (exit === 2) {
        expect(harness.github.comments()[0]?.body).toContain(
          `Allowed: \`cap-increase\` for \`acme-ios\`, by label of <code>&#64;${by}</code>`,
        );
      }
      if (says !== undefined) {
        expect(harness.github.comments()[0]?.body).toContain(says);
        expect(job.summary).toContain(says);
        expect(job.out).toContain(says);
      }
      expect(harness.sandbox.log().filter(({ method }) => method !== 'GET')).toEqual([]);
    });
  });

  test('count for the commits before them, not for later pushes', async () => {
    await onAction(quiet, async (harness) => {
      harness.github.world.setRole('otto', 'admin');
      harness.open(7, doubled);
      await harness.plan(7);
      harness.github.world.label(7, LABEL, 'otto');
      expect((await harness.plan(7, { action: 'labeled', sender: { login: 'otto' } })).exit).toBe(2);

      harness.push(7, { [FILE]: documentOf(one, { monthlyCostCap: 99_000 }) });
      const job = await harness.plan(7);
      expect(job.exit).toBe(4);
      expect(job.summary).toContain('added it at');

      harness.github.world.unlabel(7, LABEL, 'otto');
      harness.github.world.label(7, LABEL, 'otto');
      expect((await harness.plan(7, { action: 'labeled', sender: { login: 'otto' } })).exit).toBe(2);
    });
  });

  test('that are removed allow nothing', async () => {
    await onAction(quiet, async (harness) => {
      harness.github.world.setRole('otto', 'admin');
      harness.open(7, doubled);
      await harness.plan(7);
      harness.github.world.label(7, LABEL, 'otto');
      harness.github.world.unlabel(7, LABEL, 'otto');
      expect((await harness.plan(7, { action: 'unlabeled', sender: { login: 'otto' } })).exit).toBe(4);
    });
  });

  test('do not count for an outdated commit', async () => {
    await onAction(quiet, async (harness) => {
      harness.github.world.setRole('otto', 'admin');
      const pull = harness.open(7, doubled);
      const old = { ...pull };
      const merge = harness.git('rev-parse', 'refs/pull/7/merge');
      await harness.plan(7);
      harness.push(7, { 'README.md': 'harmless\n', [FILE]: documentOf(one) });
      harness.github.world.label(7, LABEL, 'otto');
      // The first run again, as anyone with write access can do it.
      const again = await harness.planAs(old, merge);
      expect([again.exit, again.outputs.plan_path]).toEqual([0, undefined]);
    });
  });

  test('that cannot be read allow nothing, and the plan is still made', async () => {
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
      async (harness) => {
        harness.github.world.setRole('otto', 'admin');
        harness.open(7, doubled);
        harness.github.world.label(7, LABEL, 'otto');
        const job = await harness.plan(7);
        expect(job.exit).toBe(4);
        expect(job.summary).toContain('No label counts, because the labels could not be read.');
        expect(harness.github.comments()).toHaveLength(1);
      },
    );
  });

  test('are read once, like the live state', async () => {
    await onAction(quiet, async (harness) => {
      harness.github.world.setRole('otto', 'admin');
      harness.open(7, doubled);
      await harness.plan(7);
      const reads = harness.sandbox.log().length;
      harness.github.world.label(7, LABEL, 'otto');
      harness.sandbox.clearLog();
      await harness.plan(7, { action: 'labeled', sender: { login: 'otto' } });
      expect(harness.sandbox.log()).toHaveLength(reads);
    });
  });
});
