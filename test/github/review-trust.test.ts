import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type UntrustedReason,
  untrustedReasonText,
  findReviewedRun,
  keptOutdatedPlan,
  type Move,
  plannedElsewhere,
  pusherOf,
  type PullFacts,
  checkControlFiles,
  type WorkflowRun,
} from '../../src/github/index.ts';
import { commitId, PLAN_WORKFLOW } from '../support/fake-github/index.ts';
import { aMergedPull, aMove, aPull, aRun, minute } from './shapes.ts';

/** The id of the run that is trusted, or why none is. */
function found(pull: PullFacts, runs: readonly WorkflowRun[]): number | UntrustedReason['why'] {
  const reviewed = findReviewedRun(pull, runs, PLAN_WORKFLOW, 'acme/ads');
  return reviewed.trusted ? reviewed.run.id : reviewed.reason.why;
}

describe('the reviewed run', () => {
  const merged = aMergedPull(100);

  test.each<{
    readonly name: string;
    readonly why: string;
    readonly pull?: PullFacts;
    readonly runs: readonly WorkflowRun[];
    readonly is: number | UntrustedReason['why'];
  }>([
    { name: 'a green one', why: 'its plan was on the pull request', runs: [aRun(1)], is: 1 },
    {
      name: 'the later of two green ones',
      why: 'the comment showed its plan, and not the earlier one',
      runs: [aRun(1), aRun(3), aRun(2)],
      is: 3,
    },
    { name: 'of an open pull request', why: 'a recheck asks before the merge', pull: aPull(), runs: [aRun(1)], is: 1 },
    {
      name: 'in the second of the merge',
      why: 'GitHub counts in seconds',
      runs: [aRun(100)],
      is: 100,
    },
    {
      name: 'whose repository is written otherwise',
      why: 'GitHub ignores case',
      runs: [aRun(1, { headRepository: 'Acme/Ads' })],
      is: 1,
    },
    {
      name: 'with the ref of its file in the path',
      why: 'as in GitHub’s own examples',
      runs: [aRun(1, { path: `${PLAN_WORKFLOW}@refs/pull/7/merge` })],
      is: 1,
    },
    {
      name: 'one that was started again',
      why: 'its later attempt made the plan that was on the pull request',
      runs: [aRun(1, { startedAt: minute(9), attempt: 2 }), aRun(5, { conclusion: 'failure' })],
      is: 1,
    },
    { name: 'none at all', why: 'nothing was planned', runs: [], is: 'no-run' },
    {
      name: 'one for an earlier commit',
      why: 'what came after it was in no plan',
      runs: [aRun(1, { head: commitId('earlier') })],
      is: 'no-run',
    },
    {
      name: 'one of a different workflow',
      why: 'everyone with write access can add one with any artifact',
      runs: [aRun(1, { path: '.github/workflows/forged.yml' })],
      is: 'no-run',
    },
    {
      name: 'one of a workflow whose name only begins so',
      why: 'it is a different file',
      runs: [aRun(1, { path: `${PLAN_WORKFLOW}.yml` }), aRun(2, { path: `x/${PLAN_WORKFLOW}` })],
      is: 'no-run',
    },
    {
      name: 'one that a push started',
      why: 'on an unreviewed branch, with any file',
      runs: [
        aRun(1, { event: 'push' }),
        aRun(2, { event: 'workflow_dispatch' }),
        aRun(3, { event: 'pull_request_target' }),
      ],
      is: 'other-event',
    },
    {
      name: 'one of a fork',
      why: 'its branch is foreign, and can have the same commit',
      runs: [aRun(1, { headRepository: 'mallory/ads' })],
      is: 'fork',
    },
    {
      name: 'one of a fork that is gone',
      why: 'its author is unknown',
      runs: [aRun(1, { headRepository: null })],
      is: 'fork',
    },
    {
      name: 'one for a different branch with the same commit',
      why: 'its pull request may go anywhere',
      runs: [aRun(1, { headBranch: 'copy' })],
      is: 'other-branch',
    },
    {
      name: 'ours, and a later one for a different branch with the same commit',
      why: 'everyone with push access could block all plans with copies of branches',
      runs: [aRun(1), aRun(3, { headBranch: 'copy' }), aRun(4, { headBranch: null, conclusion: 'failure' })],
      is: 1,
    },
    {
      name: 'one that began after the merge',
      why: 'it has no review: a label on a merged pull request starts one',
      runs: [aRun(101)],
      is: 'after-merge',
    },
    {
      name: 'a green one, and one after the merge',
      why: 'the later one was not there to be reviewed',
      runs: [aRun(1), aRun(101, { conclusion: 'failure' })],
      is: 1,
    },
    {
      name: 'one that was started again after the merge',
      why: 'its artifact may be of the later attempt',
      runs: [aRun(1, { startedAt: minute(101), attempt: 2 })],
      is: 'after-merge',
    },
    {
      name: 'a green one, then a red one',
      why: 'the label that allowed it was taken away',
      runs: [aRun(1), aRun(2, { conclusion: 'failure' })],
      is: 'not-green',
    },
    {
      name: 'a red one, then a green one',
      why: 'the label that allows it was put on',
      runs: [aRun(1, { conclusion: 'failure' }), aRun(2)],
      is: 2,
    },
    {
      name: 'a green one, then one that was called off',
      why: 'it may have been called off because it would be red',
      runs: [aRun(1), aRun(2, { conclusion: 'cancelled' })],
      is: 'not-green',
    },
    {
      name: 'a green one, then one in progress',
      why: 'its result is unknown',
      runs: [aRun(1), aRun(2, { status: 'in_progress', conclusion: null })],
      is: 'unfinished',
    },
    {
      name: 'one whose state is new to us',
      why: 'only success counts',
      runs: [aRun(1, { conclusion: 'neutral' })],
      is: 'not-green',
    },
  ])('$name: $why', ({ pull = merged, runs, is }) => {
    expect(found(pull, runs)).toBe(is);
    expect(found(pull, runs.toReversed())).toBe(is);
  });

  test('law: for any runs, a trusted one is green, ours, of the workflow and not after the merge', () => {
    const anyRun = fc.record({
      began: fc.integer({ min: 1, max: 200 }),
      event: fc.constantFrom('pull_request', 'push'),
      head: fc.constantFrom(aPull().head, commitId('other')),
      headRepository: fc.constantFrom('acme/ads', 'mallory/ads', null),
      path: fc.constantFrom(PLAN_WORKFLOW, '.github/workflows/forged.yml'),
      status: fc.constantFrom('completed', 'queued'),
      conclusion: fc.constantFrom('success', 'failure', null),
      headBranch: fc.constantFrom('change', 'copy', null),
    });
    fc.assert(
      fc.property(fc.array(anyRun, { maxLength: 8 }), (given) => {
        const runs = given.map(({ began, ...run }, index) => aRun(began, { ...run, id: index }));
        const reviewed = findReviewedRun(merged, runs, PLAN_WORKFLOW, 'acme/ads');
        if (!reviewed.trusted) return;
        expect(reviewed.run).toMatchObject({
          event: 'pull_request',
          head: merged.head,
          headRepository: 'acme/ads',
          headBranch: merged.headBranch,
          path: PLAN_WORKFLOW,
          conclusion: 'success',
        });
        expect(Date.parse(reviewed.run.startedAt)).toBeLessThanOrEqual(Date.parse(minute(100)));
      }),
    );
  });
});

describe('a run for a different base', () => {
  const merged = aMergedPull(100);
  const sibling = (pull: Partial<PullFacts>) => aPull({ number: 8, base: 'evil', ...pull });

  test.each<{
    readonly name: string;
    readonly why: string;
    readonly run?: WorkflowRun;
    readonly moves?: readonly Move[];
    readonly siblings?: readonly PullFacts[];
    readonly is: UntrustedReason['why'] | undefined;
  }>([
    { name: 'nothing strange', why: 'the usual case', siblings: [merged], is: undefined },
    {
      name: 'the base was changed before the run',
      why: 'the run planned against the new one',
      moves: [aMove('base', 5)],
      is: undefined,
    },
    {
      name: 'the base was changed after the run',
      why: 'it ran the workflow and settings of the other branch',
      moves: [aMove('base', 20)],
      is: 'base-moved',
    },
    {
      name: 'the base was changed after the run, and the run started again',
      why: 'a later attempt plans the same merge again',
      run: aRun(10, { startedAt: minute(30), attempt: 2 }),
      moves: [aMove('base', 20)],
      is: 'base-moved',
    },
    {
      name: 'the branch was pushed by force',
      why: 'the commit of the run is the last one all the same',
      moves: [aMove('head', 20)],
      is: undefined,
    },
    {
      name: 'the run began before the pull request was there',
      why: 'it was for a different one, with any result',
      run: aRun(-1),
      is: 'before-open',
    },
    { name: 'the run began in the second of the opening', why: 'opening starts it', run: aRun(0), is: undefined },
    {
      name: 'a second pull request from the same branch',
      why: 'GitHub opens a second one only for a different base',
      siblings: [merged, sibling({ openedAt: minute(5) })],
      is: 'shared-branch',
    },
    {
      name: 'one that was closed later',
      why: 'it was open when the run began',
      siblings: [sibling({ openedAt: minute(5), closedAt: minute(15), state: 'closed' })],
      is: 'shared-branch',
    },
    {
      name: 'one that goes into our base by now',
      why: 'it cannot have both',
      siblings: [sibling({ openedAt: minute(5), base: 'main' })],
      is: 'shared-branch',
    },
    {
      name: 'one that was closed before',
      why: 'names of branches are used again',
      siblings: [sibling({ openedAt: minute(1), closedAt: minute(9), state: 'closed' })],
      is: undefined,
    },
    {
      name: 'one that was opened later',
      why: 'the run was not for it',
      siblings: [sibling({ openedAt: minute(11) })],
      is: undefined,
    },
  ])('$name: $why', ({ run = aRun(10), moves = [], siblings = [], is }) => {
    expect(plannedElsewhere(merged, run, moves, siblings)?.why).toBe(is);
  });
});

describe('a later attempt', () => {
  const merged = aMergedPull(100);
  test.each([
    { name: 'after nothing happened', why: 'it planned the same', attempt: 2, times: [minute(5)], is: undefined },
    {
      name: 'of a run before a return',
      why: 'it may have made no plan',
      attempt: 2,
      times: [minute(20)],
      is: 'returned',
    },
    {
      name: 'that was the first',
      why: 'without a plan it has no artifact',
      attempt: 1,
      times: [minute(20)],
      is: undefined,
    },
    {
      name: 'before a push to the merged branch',
      why: 'nothing changes then',
      attempt: 2,
      times: [minute(101)],
      is: undefined,
    },
  ])('$name: $why', ({ attempt, times, is }) => {
    expect(keptOutdatedPlan(merged, aRun(10, { attempt }), times)?.why).toBe(is);
  });
});

describe('the pusher', () => {
  const bot = { login: 'renovate[bot]', isBot: true };
  const noor = { login: 'noor', isBot: false };
  test.each<[name: string, runs: readonly WorkflowRun[], login: string | null | undefined]>([
    ['the first run tells', [aRun(9, { actor: noor }), aRun(1, { actor: bot }), aRun(5)], 'renovate[bot]'],
    ['of any workflow', [aRun(5), aRun(1, { actor: bot, path: '.github/workflows/tests.yml' })], 'renovate[bot]'],
    ['runs for another commit do not', [aRun(1, { actor: bot, head: commitId('other') }), aRun(5)], 'maya'],
    [
      'nor those for another branch',
      [aRun(1, { actor: noor, headBranch: 'copy' }), aRun(5, { actor: bot })],
      bot.login,
    ],
    [
      'nor those of a fork',
      [aRun(1, { actor: noor, headRepository: 'mallory/ads' }), aRun(5, { actor: bot })],
      bot.login,
    ],
    ['nor pushes, which say nothing of the pull request', [aRun(1, { actor: noor, event: 'push' })], undefined],
    ['a deleted account is unknown', [aRun(1, { actor: null })], null],
    ['no run tells nothing', [], undefined],
  ])('%s', (_, runs, login) => {
    const pusher = pusherOf(aPull().head, 'change', runs, 'acme/ads');
    expect(pusher?.login ?? pusher).toBe(login);
  });
});

describe('the rules', () => {
  test.each<
    readonly [string, readonly string[] | 'too many', string | undefined, readonly string[] | 'too many' | 'fine']
  >([
    ['layers only', ['layers/a.yaml', 'defaults/ios.yaml', 'README.md'], 'reconcile.yaml', 'fine'],
    ['nothing', [], 'reconcile.yaml', 'fine'],
    ['the settings', ['reconcile.yaml', 'layers/a.yaml'], 'reconcile.yaml', ['reconcile.yaml']],
    ['the settings in a folder', ['ads/reconcile.yaml'], './ads/reconcile.yaml', ['ads/reconcile.yaml']],
    ['other settings', ['other/reconcile.yaml'], 'ads/reconcile.yaml', 'fine'],
    ['settings where there are none', ['x.yaml'], undefined, 'fine'],
    [
      'a workflow',
      ['.github/workflows/reconcile-plan.yml'],
      'reconcile.yaml',
      ['.github/workflows/reconcile-plan.yml'],
    ],
    ['an action of its own', ['.github/actions/x/action.yml'], 'reconcile.yaml', ['.github/actions/x/action.yml']],
    ['the owners', ['.github/CODEOWNERS'], 'reconcile.yaml', ['.github/CODEOWNERS']],
    [
      'upper case',
      ['.GitHub/workflows/x.yml', 'ACTION.YAML'],
      'reconcile.yaml',
      ['.GitHub/workflows/x.yml', 'ACTION.YAML'],
    ],
    ['the action at the top', ['action.yml', 'action.yaml'], 'reconcile.yaml', ['action.yml', 'action.yaml']],
    ['other people’s code', ['.gitmodules'], 'reconcile.yaml', ['.gitmodules']],
    ['a folder whose name begins so', ['.githubber/x', 'docs/.github/x', 'my-action.yml'], 'reconcile.yaml', 'fine'],
    ['more than GitHub lists', 'too many', 'reconcile.yaml', 'too many'],
  ])('are touched by %s, or not', (_, files, settings, edited) => {
    const told = checkControlFiles(files, settings);
    if (edited === 'fine') expect(told).toEqual({ trusted: true });
    else if (edited === 'too many') expect(told).toEqual({ trusted: false, reason: { why: 'too-many-files' } });
    else expect(told).toEqual({ trusted: false, reason: { why: 'edits-rules', files: edited } });
  });
});

test('each reason has a sentence with its subject, and a next step', () => {
  const run = aRun(3, { conclusion: 'failure', event: 'push', headBranch: 'copy', headRepository: null });
  const reasons: readonly (readonly [UntrustedReason, RegExp])[] = [
    [{ why: 'no-run', workflow: PLAN_WORKFLOW, head: 'abc' }, /reconcile-plan\.yml .*abc/],
    [{ why: 'other-event', run }, /run 3 .*push/],
    [{ why: 'fork', run, repository: 'acme/ads' }, /deleted.*acme\/ads/],
    [{ why: 'after-merge', run, mergedAt: minute(1) }, /12:01/],
    [{ why: 'unfinished', run }, /not finished/],
    [{ why: 'not-green', run }, /failure/],
    [{ why: 'base-moved', run, at: minute(2) }, /12:02/],
    [{ why: 'other-branch', run, branch: 'change' }, /copy.*change/],
    [{ why: 'before-open', run, openedAt: minute(4) }, /before .*12:04/],
    [{ why: 'shared-branch', run, number: 8 }, /#8/],
    [{ why: 'edits-rules', files: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] }, /a, b, c, d, e and 2 more/],
    [{ why: 'too-many-files' }, /more files/],
  ];
  for (const [reason, words] of reasons) {
    const { message, remedy } = untrustedReasonText(reason);
    expect(message).toMatch(words);
    expect(message).toMatch(/\.$/);
    expect(remedy).toMatch(/digest/);
  }
});
