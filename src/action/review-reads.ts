import {
  checkControlFiles,
  findReviewedRun,
  keptOutdatedPlan,
  plannedElsewhere,
  type PullFacts,
  type Reviewed,
  untrustedReasonText,
} from '../github/index.ts';
import { ok, type Plan, type Result } from '../model/index.ts';
import { parsePlan } from '../plan/index.ts';
import type { ActionContext } from './context.ts';
import type { ReviewReads } from './review/reviewed-plan.ts';
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
    run: async () => {
      const reviewed = await readRun(pull, context);
      if (!reviewed.ok) return reviewed;
      return ok(reviewed.value.trusted ? reviewed.value.run.id : untrustedReasonText(reviewed.value.reason));
    },
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

/** The run that counts, if it was for this pull request and its base. */
async function readRun(pull: PullFacts, { repository, inputs, owner, repo }: ActionContext): Promise<Result<Reviewed>> {
  const runs = await runsAtMerge(pull, inputs.planWorkflow, repository);
  if (!runs.ok) return runs;
  const found = findReviewedRun(pull, runs.value, inputs.planWorkflow, `${owner}/${repo}`);
  if (!found.trusted) return ok(found);
  const moves = await repository.moves(pull.number);
  if (!moves.ok) return moves;
  const siblings = await repository.pullsFrom(pull.headBranch);
  if (!siblings.ok) return siblings;
  const reopenings = found.run.attempt === 1 ? ok([]) : await repository.reopenings(pull.number);
  if (!reopenings.ok) return reopenings;
  const forced = moves.value.flatMap(({ what, at }) => (what === 'head' ? [at] : []));
  const reason =
    plannedElsewhere(pull, found.run, moves.value, siblings.value) ??
    keptOutdatedPlan(pull, found.run, [...reopenings.value, ...forced]);
  return ok(reason === undefined ? found : { trusted: false, reason });
}

async function readPlan(artifact: number, { repository }: ActionContext): Promise<Result<Plan | undefined>> {
  const files = await repository.download(artifact);
  // A corrupt archive stays corrupt; a failed download may succeed later.
  if (!files.ok && files.problems[0].code !== 'github/unreadable') return files;
  const bytes = files.ok && files.value.size === 1 ? files.value.get(PLAN_FILE) : undefined;
  return ok(bytes && parsePlan(new TextDecoder().decode(bytes)));
}
