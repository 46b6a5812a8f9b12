import {
  checkControlFiles,
  findReviewedRun,
  keptOutdatedPlan,
  plannedElsewhere,
  type PullFacts,
  type Repository,
  type UntrustedReason,
  untrustedReasonText,
  type WorkflowRun,
} from '../github/index.ts';
import { ok, type Plan, type Result } from '../model/index.ts';
import { parsePlan } from '../plan/index.ts';
import type { ActionContext } from './context.ts';
import type { Doubt, ReviewedRun, ReviewReads } from './review/reviewed-plan.ts';
import { runsAtMerge } from './runs-at-merge.ts';

/** File name of the plan in its artifact. */
const PLAN_FILE = 'plan.json';

/**
 * Reads facts about the review of a pull request from GitHub.
 *
 * @param base the parent of the merge
 */
export function reviewReads(pull: PullFacts, base: string, context: ActionContext): ReviewReads {
  const { repository, settingsPath, inputs } = context;
  return {
    workflow: inputs.planWorkflow,
    artifactName: inputs.artifact,
    controlFiles: async () => {
      const files = await repository.filesOf(pull.number);
      if (!files.ok) return files;
      const control = checkControlFiles(files.value, settingsPath);
      return ok(control.trusted ? 'unchanged' : untrustedReasonText(control.reason));
    },
    run: () => readRun(pull, context),
    hasSameWorkflow: async () => {
      const head = await repository.blobAt(inputs.planWorkflow, pull.head);
      if (!head.ok) return head;
      const own = await repository.blobAt(inputs.planWorkflow, base);
      return own.ok ? ok(head.value !== undefined && head.value === own.value) : own;
    },
    artifacts: (run) => repository.artifactsOf(run),
    plan: (artifact) => readPlan(artifact, context),
  };
}

/** The run that counts, if it was for this pull request and its base. Its plan counts in part if it failed. */
async function readRun(pull: PullFacts, context: ActionContext): Promise<Result<ReviewedRun | Doubt>> {
  const { repository, inputs, owner, repo } = context;
  const runs = await runsAtMerge(pull, inputs.planWorkflow, repository);
  if (!runs.ok) return runs;
  const found = findReviewedRun(pull, runs.value, inputs.planWorkflow, `${owner}/${repo}`);
  if (found.trusted) return unlessMoved({ id: found.run.id }, found.run, pull, repository);
  const doubt = untrustedReasonText(found.reason);
  const run = failedRun(found.reason);
  if (run === undefined) return ok(doubt);
  return unlessMoved({ id: run.id, failed: { doubt, startedAt: run.startedAt } }, run, pull, repository);
}

/** `undefined` if it did not end red by itself: a cancelled run may have stopped anywhere. */
function failedRun(reason: UntrustedReason): WorkflowRun | undefined {
  return reason.why === 'not-green' && reason.run.conclusion === 'failure' ? reason.run : undefined;
}

/** A doubt if the run may have planned against a different base, or kept an older plan. */
async function unlessMoved(
  reviewed: ReviewedRun,
  run: WorkflowRun,
  pull: PullFacts,
  repository: Repository,
): Promise<Result<ReviewedRun | Doubt>> {
  const moves = await repository.moves(pull.number);
  if (!moves.ok) return moves;
  const siblings = await repository.pullsFrom(pull.headBranch);
  if (!siblings.ok) return siblings;
  const reopenings = run.attempt === 1 ? ok([]) : await repository.reopenings(pull.number);
  if (!reopenings.ok) return reopenings;
  const forced = moves.value.flatMap(({ what, at }) => (what === 'head' ? [at] : []));
  const reason =
    plannedElsewhere(pull, run, moves.value, siblings.value) ??
    keptOutdatedPlan(pull, run, [...reopenings.value, ...forced]);
  return ok(reason === undefined ? reviewed : untrustedReasonText(reason));
}

async function readPlan(artifact: number, { repository }: ActionContext): Promise<Result<Plan | undefined>> {
  const files = await repository.download(artifact);
  // A corrupt archive stays corrupt; a failed download may succeed later.
  if (!files.ok && files.problems[0].code !== 'github/unreadable') return files;
  const bytes = files.ok && files.value.size === 1 ? files.value.get(PLAN_FILE) : undefined;
  return ok(bytes && parsePlan(new TextDecoder().decode(bytes)));
}
