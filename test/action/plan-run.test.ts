import { describe, expect, test } from 'vitest';
import type { WorkflowRun } from '../../src/github/index.ts';
import { planRunOf } from '../../src/action/review/plan-run.ts';

const workflow = '.github/workflows/reconcile-plan.yml';
const pull = { head: 'a'.repeat(40), headBranch: 'change', headRepository: 'acme/ads' };
const run: WorkflowRun = {
  id: 1,
  path: `${workflow}@refs/heads/main`,
  event: 'pull_request',
  ...pull,
  actor: null,
  status: 'completed',
  conclusion: 'success',
  attempt: 1,
  createdAt: '2026-11-10T12:00:00Z',
  startedAt: '2026-11-10T12:00:00Z',
  url: '',
};

describe('planRunOf', () => {
  const cases: readonly { name: string; why: string; runs: readonly Partial<WorkflowRun>[]; id: number | undefined }[] =
    [
      { name: 'no run', why: 'nothing can start again', runs: [], id: undefined },
      { name: 'one run', why: 'it plans', runs: [{}], id: 1 },
      { name: 'a failed run', why: 'a second attempt may succeed', runs: [{ conclusion: 'failure' }], id: 1 },
      { name: 'a run by hand', why: 'no apply trusts its plan', runs: [{ event: 'workflow_dispatch' }], id: undefined },
      {
        name: 'a different workflow',
        why: 'it does not plan',
        runs: [{ path: '.github/workflows/x.yml' }],
        id: undefined,
      },
      { name: 'an older commit', why: 'its plan is outdated', runs: [{ head: 'b'.repeat(40) }], id: undefined },
      {
        name: 'the same commit on a different branch',
        why: 'it is a different pull request',
        runs: [{ headBranch: 'x' }],
        id: undefined,
      },
      {
        name: 'the same commit in a fork',
        why: 'it is a different pull request',
        runs: [{ headRepository: 'm/ads' }],
        id: undefined,
      },
      {
        name: 'several runs',
        why: 'the newest attempt made the plan that is shown',
        runs: [{ startedAt: '2026-11-10T13:00:00Z' }, { id: 2, startedAt: '2026-11-10T12:30:00Z' }],
        id: 1,
      },
    ];
  test.each(cases)('$name: $why', ({ runs, id }) => {
    expect(
      planRunOf(
        pull,
        runs.map((one) => ({ ...run, ...one })),
        workflow,
      )?.id,
    ).toBe(id);
  });
});
