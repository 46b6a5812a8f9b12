import { describe, expect, test } from 'vitest';
import { markComment, type PlanMark } from '../../src/render/index.ts';
import {
  clicks,
  desired,
  documentOf,
  fileOf,
  onAction,
  one,
  plan,
  quiet,
  settings,
  three,
  two,
  WORKFLOW,
} from './merging.ts';
import { example, inRepository } from './payloads.ts';
import type { Job } from './runner.ts';
import type { ActionHarness } from './harness.ts';

const raised = desired(one, { monthlyCostCap: 29_000 });

/** GitHub builds a merge group of these pull requests on top of `main`, and checks it. */
async function queued(harness: ActionHarness, ...numbers: readonly number[]): Promise<Job> {
  const base = harness.git('rev-parse', 'main');
  harness.git('checkout', '--quiet', '--detach', 'main');
  const entries = numbers.map((number) => {
    const head = harness.github.world.pulls().find((pull) => pull.number === number)?.head ?? '';
    harness.git('merge', '--quiet', '--no-ff', '--message', `Merge pull request #${number}`, head);
    return { pull: number, head: harness.git('rev-parse', 'HEAD'), base };
  });
  harness.git('checkout', '--quiet', 'main');
  harness.github.world.setQueue('main', entries);
  const head = entries.at(-1)?.head ?? '';
  const payload = inRepository(example('merge_group'), harness.repository, { login: 'maya' });
  Object.assign(payload.merge_group as object, { head_sha: head, base_sha: base, base_ref: 'refs/heads/main' });
  const ref = `refs/heads/gh-readonly-queue/main/pr-${numbers.at(-1)}-${base}`;
  return harness.onMain('merge_group', { command: 'recheck' }, { payload, commit: head, ref, depth: 0 });
}

/** The nightly job of one pull request. */
function nightly(harness: ActionHarness, number: number, depth = 0): Promise<Job> {
  const ref = `refs/pull/${number}/merge`;
  const inputs = { command: 'recheck', pull: String(number) };
  return harness.onMain('schedule', inputs, { commit: harness.git('rev-parse', ref), depth });
}

function planOn(harness: ActionHarness, number: number): string {
  return harness.github.comments().find(({ pull }) => pull === number)?.body ?? '';
}

/** It writes nothing and outputs no digest. */
function publishedNothing(harness: ActionHarness, job: Job): void {
  expect(harness.writes()).toEqual([]);
  expect(Object.keys(job.outputs)).toEqual(['exit_code']);
  expect(job.out + job.summary).not.toContain('sha256:');
}

describe('in the merge queue', () => {
  test('the reviewed plan is still valid', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, raised);
      await plan(harness, 7);
      const before = planOn(harness, 7);
      const job = await queued(harness, 7);
      expect(job.exit, job.out).toBe(0);
      expect(job.out).toContain('#7: the reviewed plan would be applied.');
      expect(planOn(harness, 7)).toBe(before);
      publishedNothing(harness, job);
    });
  });

  test('several together, each by its own plan', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, raised);
      harness.open(8, desired(two, { monthlyCostCap: 27_000 }));
      await plan(harness, 7);
      await plan(harness, 8);
      await clicks(harness, two, { monthlyCostCap: 12_000 });
      const job = await queued(harness, 7, 8);
      expect(job.exit, job.out).toBe(4);
      expect(job.out).toContain('#7: the reviewed plan would be applied.');
      expect(job.out).toContain(
        '#8: client-2: monthlyCostCap changed live: 28,000.00 USD when reviewed, 12,000.00 USD now.',
      );
      expect(planOn(harness, 7)).not.toContain('Stale');
      expect(planOn(harness, 8).split('\n')[1]).toContain('**Stale.** client-2: monthlyCostCap changed live');
      publishedNothing(harness, job);
    });
  });

  test('main changed after the plan: it edited the same layer', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, desired(one, { monthlyCostCap: 29_000 }));
      await plan(harness, 7);
      const moved = `${documentOf(one)}state: active\n`;
      harness.commit('main', { [fileOf(one)]: moved });
      harness.remerge(7);
      const job = await queued(harness, 7);
      expect(job.exit, job.out).toBe(4);
      expect(job.out).toContain('acme-ios: state changed in the document');
    });
  });

  test('a group that changes no layer needs no plan', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, { 'README.md': 'Other words\n' });
      const job = await queued(harness, 7);
      expect(job.exit, job.out).toBe(0);
      publishedNothing(harness, job);
    });
  });

  test('a pull request without a plan is stopped before it is merged', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, raised);
      const job = await queued(harness, 7);
      expect(job.exit, job.out).toBe(4);
      expect(job.out).toContain('No run of .github/workflows/reconcile-plan.yml is known');
    });
  });

  test('a layer that is in no plan stops the group', async () => {
    await onAction(quiet, async (harness) => {
      const { head } = harness.open(7, raised);
      harness.open(8, desired(two, { monthlyCostCap: 27_000 }));
      await plan(harness, 7);
      await plan(harness, 8);
      const { world } = harness.github;
      const [ours, others] = world.artifacts();
      world.expire(ours?.id ?? 0);
      const run = world.runs().find((one) => one.head === head)?.id ?? 0;
      world.addArtifact({ run, zip: others?.zip ?? new Uint8Array() });
      const job = await queued(harness, 7);
      expect(job.exit, job.out).toBe(4);
      expect(job.out).toContain('No reviewed plan contains these changed layers: acme-ios.');
    });
  });

  test('one that edits workflows passes, because a person applies it', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, { ...raised, [WORKFLOW]: 'on: [pull_request, push]\n' });
      await plan(harness, 7);
      const job = await queued(harness, 7);
      expect(job.exit, job.out).toBe(0);
      expect(job.out).toContain('#7: it can only be applied manually');
    });
  });

  test('a policy that refuses now is red, with the label that allows it', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, desired(one, { monthlyCostCap: 20_000 }));
      await plan(harness, 7);
      const before = planOn(harness, 7);
      let perDay = '2100.00';
      harness.sandbox.intervene((_, moment, { tiktok }) => {
        const spender = tiktok.advertisers.find(({ id }) => id === one.account);
        if (moment === 'before' && spender !== undefined) spender.spendPerDay = perDay;
      });
      const job = await queued(harness, 7);
      expect(job.exit, job.out).toBe(4);
      expect(job.out).toContain('#7: the reviewed plan would no longer be applied, because a policy refuses it.');
      expect(job.out).toContain('cap-below-spend');
      const mark = planOn(harness, 7).split('\n')[1];
      expect(mark).toMatch(/^\*\*Refused\.\*\* acme-ios: cap-below-spend: /);
      expect(mark).toContain('"reconcile: allow cap-below-spend"');
      expect(mark).not.toContain('plan it again');
      perDay = '100.00';
      expect((await queued(harness, 7)).exit).toBe(0);
      expect(planOn(harness, 7)).toBe(before);
    });
  });

  test('manual steps and layers to adopt are open, and green', async () => {
    const files = { ...quiet.files, 'reconcile.yaml': settings({ policies: { 'cap-increase': { percent: 25 } } }) };
    await onAction({ ...quiet, files }, async (harness) => {
      harness.open(7, raised);
      await plan(harness, 7);
      const before = planOn(harness, 7);
      const job = await queued(harness, 7);
      expect(job.exit, job.out).toBe(0);
      expect(job.out).toContain('#7: the reviewed plan would be applied.');
      expect(job.out).toMatch(/#7: After the merge, it waits for a person: 1 layer to adopt, \d+ manual steps?\./);
      expect(planOn(harness, 7)).toBe(before);
    });
  });

  test('a plan that was refused from the start is red without a mark', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, desired(one, { monthlyCostCap: 56_000 }));
      await plan(harness, 7);
      const before = planOn(harness, 7);
      const job = await queued(harness, 7);
      expect(job.exit, job.out).toBe(4);
      expect(job.out).toContain('#7: there is no plan to apply, because the last run of its plan failed.');
      expect(job.out).toContain('Resolve what that run reports');
      expect(planOn(harness, 7)).toBe(before);
    });
  });

  test('a group that was dissolved in the meantime is a problem', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, raised);
      await plan(harness, 7);
      const forget = harness.github.world.setQueue;
      Object.assign(harness.github.world, { setQueue: () => forget('main', []) });
      const job = await queued(harness, 7);
      expect(job.exit, job.out).toBe(1);
      expect(job.out).toContain('The merge queue of main has no entry');
    });
  });

  test('a commit other than that of the group is a problem', async () => {
    await onAction(quiet, async (harness) => {
      const payload = inRepository(example('merge_group'), harness.repository, { login: 'maya' });
      const job = await harness.onMain('merge_group', { command: 'recheck' }, { payload, depth: 0 });
      expect(job.exit, job.out).toBe(1);
      expect(job.out).toContain('is not the head of the merge group');
    });
  });
});

describe('on a schedule', () => {
  test('a plan is marked when its live values change, and unmarked when they change back', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, raised);
      await plan(harness, 7);
      const before = planOn(harness, 7);
      await clicks(harness, one, { monthlyCostCap: 12_000 });
      const stale = await nightly(harness, 7);
      expect(stale.exit, stale.out).toBe(4);
      const [marker, mark, gap, ...lines] = planOn(harness, 7).split('\n');
      expect([marker, gap, ...lines].join('\n')).toBe(before.replace('\n', '\n\n'));
      expect(mark).toContain('To plan it again, update the branch, or close and reopen the pull request.');
      publishedNothing(harness, stale);

      harness.github.newWrites();
      expect((await nightly(harness, 7)).exit).toBe(4);
      expect(harness.github.newWrites(), 'said already').toEqual([]);

      await clicks(harness, one, { monthlyCostCap: 28_000 });
      expect((await nightly(harness, 7)).exit).toBe(0);
      expect(planOn(harness, 7)).toBe(before);
    });
  });

  test('two commits are enough, and a new plan removes the mark', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, raised);
      await plan(harness, 7);
      await clicks(harness, one, { monthlyCostCap: 27_000 });
      expect((await nightly(harness, 7, 2)).exit).toBe(4);
      expect((await plan(harness, 7)).exit).toBe(2);
      expect(planOn(harness, 7)).not.toContain('**Stale.**');
      expect((await nightly(harness, 7, 2)).exit).toBe(0);
    });
  });

  test('an expired artifact makes the plan stale: it could not be applied', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, raised);
      await plan(harness, 7);
      for (const { id } of harness.github.world.artifacts()) harness.github.world.expire(id);
      const job = await nightly(harness, 7);
      expect(job.exit, job.out).toBe(4);
      expect(planOn(harness, 7)).toMatch(/has expired\. To plan it again, .* close and reopen/);
      expect(job.out).not.toContain('Run the apply workflow');

      expect((await plan(harness, 7, { action: 'reopened' })).exit).toBe(2);
      expect((await nightly(harness, 7)).exit).toBe(0);
    });
  });

  test.each([
    [
      'closed',
      (harness: ActionHarness) => void harness.github.world.setPull({ number: 7, state: 'closed' }),
      /#7 is closed/,
    ],
    [
      'pushed to meanwhile',
      (harness: ActionHarness) => void harness.github.world.setPull({ number: 7, head: '0'.repeat(40) }),
      /does not merge the last commit/,
    ],
  ])('one that was %s is not marked', async (_, move, said) => {
    await onAction(quiet, async (harness) => {
      harness.open(7, raised);
      await plan(harness, 7);
      move(harness);
      const job = await nightly(harness, 7);
      expect(job.exit, job.out).toBe(0);
      expect(job.out).toMatch(said);
    });
  });

  test('missing credentials are a problem, and the plan is not marked', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, raised);
      await plan(harness, 7);
      const before = planOn(harness, 7);
      const job = await harness.onMain(
        'schedule',
        { command: 'recheck', pull: '7' },
        { commit: harness.git('rev-parse', 'refs/pull/7/merge'), depth: 0, env: { LAYERS_API_KEY: undefined } },
      );
      expect(job.exit, job.out).toBe(1);
      expect(planOn(harness, 7)).toBe(before);
    });
  });

  test('a public repository shows the changed layer without amounts', async () => {
    await onAction({ ...quiet, isPublic: true }, async (harness) => {
      harness.open(7, raised);
      await plan(harness, 7);
      await clicks(harness, one, { monthlyCostCap: 12_345 });
      const job = await nightly(harness, 7, 2);
      expect(job.exit, job.out).toBe(4);
      for (const text of [job.out, job.summary, planOn(harness, 7)]) {
        expect(text).toContain('acme-ios: monthlyCostCap changed live');
        expect(text).not.toMatch(/12,?345|28,?000/);
      }
    });
  });

  test('without a number it outputs the pull requests with a plan for the matrix', async () => {
    await onAction(quiet, async (harness) => {
      for (const number of [7, 8, 9]) harness.open(number, desired(three, { monthlyCostCap: 28_000 + number }));
      harness.open(10, raised, { headRepository: 'mallory/ads' });
      await plan(harness, 7);
      harness.github.say('github-actions[bot]', '<!-- reconcile: {"root":".","version":1} -->\nOld\n', 8);
      const job = await harness.onMain('schedule', { command: 'recheck' });
      expect([job.exit, job.outputs.pulls], job.out).toEqual([0, '[7,8]']);
    });
  });

  test('on other events it does nothing', async () => {
    await onAction(quiet, async (harness) => {
      const job = await harness.onMain('push', { command: 'recheck' });
      expect(job.exit, job.out).toBe(1);
      expect(job.out).toContain('merge_group, schedule or workflow_dispatch');
    });
  });
});

describe('the mark of a plan', () => {
  const body = '<!-- reconcile: {"root":".","version":1} -->\n## Plan\n\nWords\n';
  const shown = { hideMoney: false };
  const moved: PlanMark = { state: 'Stale', why: 'It moved.', remedy: 'Plan it again.' };

  test('is the first visible line, replaces an earlier one, and is added only once', () => {
    const marked = markComment(body, moved, shown);
    expect(marked).toBe(
      '<!-- reconcile: {"root":".","version":1} -->\n**Stale.** It moved. Plan it again.\n\n## Plan\n\nWords\n',
    );
    expect(markComment(marked, moved, shown)).toBe(marked);
    const refused: PlanMark = { state: 'Refused', why: 'Too much.', remedy: 'Add a label.' };
    expect(markComment(marked, refused, shown)).toBe(
      marked.replace(/\*\*Stale.*/, '**Refused.** Too much. Add a label.'),
    );
    expect(markComment(markComment(marked, refused, shown), undefined, shown)).toBe(body);
    expect(markComment(body.replaceAll('\n', '\r\n'), undefined, shown)).toBe(body);
  });

  test('keeps the remedy of a long reason', () => {
    const marked = markComment(body, { ...moved, why: 'It moved. '.repeat(1_000) }, shown);
    expect(marked.split('\n')[1]).toMatch(/… Plan it again\.$/);
  });

  test('reads external input without executing it, and hides money in public', () => {
    const why = '@everyone --> <b>28000</b>\n::error::';
    expect(markComment(body, { ...moved, why }, { hideMoney: true }).split('\n')[1]).not.toMatch(/@everyone|<b>|28000/);
  });

  test('leaves no room for a plan that is too long', () => {
    const long = markComment(body + 'x'.repeat(65_500), moved, shown);
    expect(new TextEncoder().encode(long).length).toBeLessThan(65_536);
    expect(long).toContain('the job summary of its run has it');
  });
});
