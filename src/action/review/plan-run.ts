import type { PullFacts, WorkflowRun } from '../../github/index.ts';

/**
 * The newest run of the plan workflow for the last commit of a pull request, started by its own event; `undefined` if
 * there is none.
 *
 * @param runs for the head, in any order
 * @param workflow the trusted file: `.github/workflows/reconcile-plan.yml`
 */
export function planRunOf(
  { head, headBranch, headRepository }: Pick<PullFacts, 'head' | 'headBranch' | 'headRepository'>,
  runs: readonly WorkflowRun[],
  workflow: string,
): WorkflowRun | undefined {
  const [newest] = runs
    .filter((run) => run.event === 'pull_request' && run.head === head && run.path.replace(/@.*$/s, '') === workflow)
    .filter((run) => run.headBranch === headBranch && run.headRepository === headRepository)
    .toSorted((one, other) => Date.parse(other.startedAt) - Date.parse(one.startedAt) || other.id - one.id);
  return newest;
}
