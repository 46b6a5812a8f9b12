import { ok, type Result } from '../../model/index.ts';
import type { ActionContext } from '../context.ts';
import { planRunOf } from '../review/plan-run.ts';

/** `confused`: nothing was started, and a person has to act. */
export type RerunResult = { readonly reaction: 'rocket' | 'eyes' | 'confused'; readonly sentences: readonly string[] };

/**
 * Starts the newest plan run of an open pull request again. A plan made here could not be trusted: only a run for the
 * event of the pull request is bound to its last commit.
 */
export async function rerunPlan(number: number, { repository, inputs }: ActionContext): Promise<Result<RerunResult>> {
  const pull = await repository.pull(number);
  if (!pull.ok) return pull;
  if (pull.value.state === 'closed') return ok(answer('confused', 'Only an open pull request is planned.'));
  const runs = await repository.runsOf(pull.value.head);
  if (!runs.ok) return runs;
  const run = planRunOf(pull.value, runs.value, inputs.planWorkflow);
  if (run === undefined) {
    const head = pull.value.head.slice(0, 7);
    return ok(
      answer('confused', `No run of ${inputs.planWorkflow} is known for ${head}.`, 'Push a commit to start one.'),
    );
  }
  if (run.status !== 'completed') return ok(answer('eyes', 'The plan is being made; its run is not finished.'));
  const started = await repository.rerun(run.id);
  if (!started.ok) {
    const [{ message, remedy = '' }] = started.problems;
    return ok(answer('confused', message, remedy));
  }
  return ok(answer('rocket', 'The plan is made again.', SAME_COMMIT));
}

const SAME_COMMIT =
  'It is the run of the pull request that starts again, because only such a run is trusted by the apply. It plans the same commits: to plan against a newer base, update the branch.';

function answer(reaction: RerunResult['reaction'], ...sentences: readonly string[]): RerunResult {
  return { reaction, sentences: sentences.filter((text) => text !== '') };
}
