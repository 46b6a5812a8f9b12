import { fileOf, type PullFacts, type Repository, type WorkflowRun } from '../github/index.ts';
import { ok, type Result } from '../model/index.ts';

/**
 * The runs for the last commit, as they were at the merge: a run that was started again since counts with its last
 * attempt before. Otherwise a later attempt could hide a red run, or the reviewed one.
 *
 * Source: docs.github.com, get a workflow run attempt: `run_started_at` is the start of the attempt (documented).
 *
 * @param workflow the file whose runs matter
 */
export async function runsAtMerge(
  { head, mergedAt }: Pick<PullFacts, 'head' | 'mergedAt'>,
  workflow: string,
  repository: Pick<Repository, 'runsOf' | 'attemptOf'>,
): Promise<Result<readonly WorkflowRun[]>> {
  const runs = await repository.runsOf(head);
  if (!runs.ok || mergedAt === null) return runs;
  const isAfter = (time: string): boolean => Date.parse(time) > Date.parse(mergedAt);
  const found: WorkflowRun[] = [];
  for (const latest of runs.value) {
    let run = latest;
    while (fileOf(run.path) === workflow && run.attempt > 1 && isAfter(run.startedAt) && !isAfter(run.createdAt)) {
      const before = await repository.attemptOf(run.id, run.attempt - 1);
      if (!before.ok) return before;
      run = before.value;
    }
    found.push(run);
  }
  return ok(found);
}
