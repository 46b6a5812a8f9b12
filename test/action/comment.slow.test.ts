import { describe, expect, test } from 'vitest';
import { type CommentOptions, comment, ours } from './commenting.ts';
import { desired, live, onAction, one, outcomeOn, plan, quiet, reviewed } from './merging.ts';
import type { ActionHarness } from './harness.ts';

const writer = (harness: ActionHarness): void => harness.github.world.setRole('maya', 'write');

/** A merged pull request whose apply was dropped. */
async function unapplied(harness: ActionHarness): Promise<void> {
  writer(harness);
  harness.github.world.deploy('reconcile-apply', harness.git('rev-parse', 'main'), 'in_progress', 'success');
  await reviewed(harness, 7, desired(one, { monthlyCostCap: 29_000 }));
  harness.github.newWrites();
}

describe('a comment does nothing', () => {
  const cases: readonly {
    readonly name: string;
    readonly role?: 'read' | 'triage' | 'none';
    readonly body?: string;
    readonly options?: CommentOptions;
  }[] = [
    { name: 'if its author may only read', role: 'read' },
    { name: 'if its author may only triage', role: 'triage' },
    { name: 'if its author is unknown', options: { author: { login: 'mallory' } } },
    { name: 'if its author was removed', role: 'none' },
    { name: 'of a bot', options: { author: { login: 'reviewer[bot]', type: 'Bot' } } },
    { name: 'of an app with a plain name', options: { author: { login: 'maya', type: 'Bot' } } },
    { name: 'of a different person than the sender', options: { sender: { login: 'mallory' } } },
    { name: 'if it is edited', options: { action: 'edited' } },
    { name: 'if it is deleted', options: { action: 'deleted' } },
    { name: 'on an issue', options: { onIssue: true } },
    { name: 'that quotes a command', body: '> /reconcile apply' },
    { name: 'that shows a command', body: '```\n/reconcile apply\n```' },
    { name: 'that hides a command', body: '<!--\n/reconcile apply\n-->' },
    { name: 'that only mentions a command', body: 'Use\n/reconcile apply' },
  ];

  test('in any of these cases, nor does the job with the credentials, which checks them again', async () => {
    await onAction(quiet, async (harness) => {
      await unapplied(harness);
      for (const { name, role = 'write', body = '/reconcile apply', options = {} } of cases) {
        harness.github.world.setRole('maya', role);
        const said = await comment(harness, 7, body, options);
        expect([said.decide.exit, said.act, said.reactions], name).toEqual([0, undefined, []]);
        const forced = await comment(harness, 7, body, { ...options, inputs: { do: 'apply' } });
        expect([forced.decide.exit, forced.reactions], name).toEqual([0, []]);
        expect([...harness.github.newWrites(), ...harness.writes()], name).toEqual([]);
      }
    });
  });

  test('of the author of a fork, also not on the own pull request', async () => {
    await onAction(quiet, async (harness) => {
      await unapplied(harness);
      harness.open(8, desired(one, {}), { author: 'mallory', headRepository: 'mallory/ads' });
      for (const body of ['/reconcile plan', '/reconcile apply', '/reconcile confirm acme-ios', '/reconcile nothing']) {
        const said = await comment(harness, 8, body, { author: { login: 'mallory' } });
        expect([said.decide.exit, said.act, said.reactions], body).toEqual([0, undefined, []]);
      }
      expect([...harness.github.newWrites(), ...harness.writes()]).toEqual([]);
    });
  });

  test('the job with the credentials never does something else than the comment asks for', async () => {
    await onAction(quiet, async (harness) => {
      await unapplied(harness);
      const said = await comment(harness, 7, '/reconcile help', { inputs: { do: 'apply' } });
      expect(said.decide.exit).toBe(0);
      expect(harness.writes()).toEqual([]);
    });
  });
});

describe('a mistake of a person with write access', () => {
  test.each([
    ['an unknown command', '/reconcile destroy <img src=x> @all', 'The command was not understood.'],
    ['a command without its name', '/reconcile', '/reconcile confirm NAME…'],
    ['a name that no layer can have', '/reconcile confirm ../../etc $(id)', 'The command was not understood.'],
    [
      'an unknown layer',
      '/reconcile confirm acme-ois',
      'No layer document is named "acme-ois". Did you mean "acme-ios"?',
    ],
    ['an apply before the merge', '/reconcile apply', 'Only what is merged is applied.'],
    ['a plan without a run', '/reconcile plan', 'Push a commit to start one.'],
  ])('%s gets an emoji and an answer', async (_, body, says) => {
    await onAction(quiet, async (harness) => {
      writer(harness);
      harness.open(7, desired(one, { monthlyCostCap: 29_000 }));
      const said = await comment(harness, 7, body);
      expect([said.decide.exit, said.act, said.reactions], said.decide.out).toEqual([0, undefined, ['confused']]);
      expect(ours(harness, 7)).toHaveLength(1);
      expect(ours(harness, 7)[0]).toContain(says);
      for (const part of ['<img', '@all', '$(id)', '../']) expect(ours(harness, 7)[0]).not.toContain(part);
      expect(harness.writes()).toEqual([]);
    });
  });
});

describe('/reconcile help', () => {
  test('lists the commands in the comment that exists', async () => {
    await onAction(quiet, async (harness) => {
      writer(harness);
      harness.open(7, desired(one, { monthlyCostCap: 29_000 }));
      await plan(harness, 7);
      const [before = ''] = ours(harness, 7);
      const said = await comment(harness, 7, '/reconcile help\r\nplease');
      expect([said.decide.exit, said.reactions]).toEqual([0, ['rocket']]);
      const [page = ''] = ours(harness, 7);
      expect(ours(harness, 7)).toHaveLength(1);
      expect(page).toContain('- `/reconcile confirm NAME…`: record that the manual steps of these layers are done');
      expect(page.endsWith(before.split('\n').slice(1).join('\n'))).toBe(true);
      await comment(harness, 7, '/reconcile help');
      expect(ours(harness, 7)[0]?.match(/\*\*Answer\*\*/g)).toHaveLength(1);
      // The next plan replaces the answer.
      await plan(harness, 7, { action: 'labeled' });
      expect(ours(harness, 7)[0]).not.toContain('**Answer**');
    });
  });
});

describe('/reconcile plan', () => {
  test('starts the run of the pull request again, whose plan is then trusted', async () => {
    await onAction(quiet, async (harness) => {
      writer(harness);
      harness.github.world.deploy('reconcile-apply', harness.git('rev-parse', 'main'), 'in_progress', 'success');
      harness.open(7, desired(one, { monthlyCostCap: 29_000 }));
      const planned = await plan(harness, 7);
      const said = await comment(harness, 7, '/reconcile plan');
      expect([said.decide.exit, said.act, said.reactions], said.decide.out).toEqual([0, undefined, ['rocket']]);
      expect(ours(harness, 7)[0]).toContain('The plan is made again.');
      const again = harness.github.world.runs().find(({ id }) => id === planned.run);
      expect(again).toMatchObject({ attempt: 2, status: 'in_progress', conclusion: null });

      const meanwhile = await comment(harness, 7, '/reconcile plan');
      expect(meanwhile.reactions).toEqual(['eyes']);
      expect(ours(harness, 7)[0]).toContain('its run is not finished');

      await plan(harness, 7, { again: planned });
      expect(ours(harness, 7)[0]).not.toContain('**Answer**');
      harness.merge(7);
      const applied = await comment(harness, 7, '/reconcile apply');
      expect(applied.act?.exit, applied.act?.out).toBe(0);
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: 29_000 });
    });
  });

  test('says what GitHub refuses', async () => {
    const github = {
      intervene: ({ path }: { readonly path: string }) =>
        path.endsWith('/rerun')
          ? {
              status: 403,
              body: { message: 'Unable to retry this workflow run because it was created over a month ago' },
            }
          : undefined,
    };
    await onAction({ ...quiet, github }, async (harness) => {
      writer(harness);
      harness.open(7, desired(one, { monthlyCostCap: 29_000 }));
      await plan(harness, 7);
      const said = await comment(harness, 7, '/reconcile plan');
      expect([said.decide.exit, said.reactions]).toEqual([0, ['confused']]);
      expect(ours(harness, 7)[0]).toMatch(/created over a month ago.*push a commit instead/);
    });
  });

  test('is not for a closed pull request', async () => {
    await onAction(quiet, async (harness) => {
      await unapplied(harness);
      const said = await comment(harness, 7, '/reconcile plan');
      expect(said.reactions).toEqual(['confused']);
      expect(ours(harness, 7)[0]).toContain('Only an open pull request is planned.');
    });
  });
});

describe('/reconcile apply', () => {
  test('applies the reviewed plan of a merged pull request', async () => {
    await onAction(quiet, async (harness) => {
      await unapplied(harness);
      const said = await comment(harness, 7, '/reconcile apply');
      expect([said.decide.exit, said.act?.exit, said.reactions], said.act?.out).toEqual([0, 0, ['eyes', 'rocket']]);
      expect(said.decide.outputs).toMatchObject({ do: 'apply', names: '' });
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: 29_000 });
      expect(outcomeOn(harness, 7)).toContain('**Answer** to `/reconcile apply` by `maya`: Done.');
      expect(outcomeOn(harness, 7)).toContain('Done: 1 change in 1 layer.');
    });
  });
});
