import {
  checkControlFiles,
  untrustedReasonText,
  findReviewedRun,
  plannedElsewhere,
  type PullFacts,
  type Reviewed,
  type UntrustedReason,
} from '../../github/index.ts';
import { ok, type Plan, type Result } from '../../model/index.ts';
import { parsePlan } from '../../plan/index.ts';
import type { ActionContext } from '../context.ts';
import { BY_DIGEST, type NotReviewed } from './assign-layers.ts';

/** File name of the plan in its artifact. */
const PLAN_FILE = 'plan.json';

/** The plan, or why there is none; problems only if GitHub could not answer. */
export type Review = Result<{ readonly plan: Plan } | NotReviewed>;

/**
 * The plan that was reviewed with a pull request: the artifact of a green run for the last commit of its branch, with
 * the same workflow file as its base. Comments are for people and are not read.
 *
 * @param base the parent of the merge
 * @param branch every commit that the base branch was ever at; `undefined` if the clone is shallow
 */
export async function findReviewedPlan(
  pull: PullFacts,
  base: string,
  branch: ReadonlySet<string> | undefined,
  context: ActionContext,
): Promise<Review> {
  const { repository, settingsPath } = context;
  const files = await repository.filesOf(pull.number);
  if (!files.ok) return files;
  const rules = checkControlFiles(files.value, settingsPath);
  if (!rules.trusted) {
    const { message, remedy } = untrustedReasonText(rules.reason);
    return ok({ why: message, remedy, digestOnly: true });
  }
  const run = await runOf(pull, context);
  if (!run.ok) return run;
  if (!run.value.trusted) return untrusted(run.value.reason);
  const same = await sameWorkflow(pull, base, context);
  if (!same.ok) return same;
  if (!same.value) {
    const workflow = context.inputs.planWorkflow;
    return notReviewed(
      `Its branch has another ${workflow} than the branch that it goes into.`,
      'Start the apply workflow by hand, with the digest that it shows. The next time, bring the branch up to date before the review.',
    );
  }
  return planIn(run.value.run.id, pull, branch, context);
}

/** The run that counts, if it was for this pull request and its base. */
async function runOf(pull: PullFacts, { repository, inputs, owner, repo }: ActionContext): Promise<Result<Reviewed>> {
  const runs = await repository.runsOf(pull.head);
  if (!runs.ok) return runs;
  const found = findReviewedRun(pull, runs.value, inputs.planWorkflow, `${owner}/${repo}`);
  if (!found.trusted) return ok(found);
  const moves = await repository.moves(pull.number);
  if (!moves.ok) return moves;
  const siblings = await repository.pullsFrom(pull.headBranch);
  if (!siblings.ok) return siblings;
  const reason = plannedElsewhere(pull, found.run, moves.value, siblings.value);
  return ok(reason === undefined ? found : { trusted: false, reason });
}

async function sameWorkflow(
  pull: PullFacts,
  base: string,
  { repository, inputs }: ActionContext,
): Promise<Result<boolean>> {
  const there = await repository.blobAt(inputs.planWorkflow, pull.head);
  if (!there.ok) return there;
  const here = await repository.blobAt(inputs.planWorkflow, base);
  return here.ok ? ok(there.value !== undefined && there.value === here.value) : here;
}

/** The saved plan of a run, if its base is on our branch. */
async function planIn(
  run: number,
  { mergedAt }: PullFacts,
  branch: ReadonlySet<string> | undefined,
  context: ActionContext,
): Promise<Review> {
  const { repository, inputs } = context;
  const artifacts = await repository.artifactsOf(run);
  if (!artifacts.ok) return artifacts;
  const named = artifacts.value.filter(({ name }) => name === inputs.artifact);
  // A re-run keeps the artifacts of earlier attempts.
  const artifact = named.filter(({ expired }) => !expired).toSorted((one, other) => other.id - one.id)[0];
  if (artifact === undefined) {
    return named.length > 0
      ? notReviewed('The plan that was reviewed with it has expired.', BY_DIGEST)
      : notReviewed(`The run that planned it left no artifact ${inputs.artifact}.`, BY_DIGEST);
  }
  if (mergedAt !== null && Date.parse(artifact.createdAt) > Date.parse(mergedAt)) {
    return notReviewed(`Its plan was not there before the merge at ${mergedAt}, so nobody reviewed it.`, BY_DIGEST);
  }
  const files = await repository.download(artifact.id);
  // A corrupt archive stays corrupt; a failed download may succeed later.
  if (!files.ok && files.problems[0].code !== 'github/unreadable') return files;
  const bytes = files.ok && files.value.size === 1 ? files.value.get(PLAN_FILE) : undefined;
  const plan = bytes === undefined ? undefined : parsePlan(new TextDecoder().decode(bytes));
  if (plan === undefined) {
    return notReviewed(
      `What the run that planned it left is no ${PLAN_FILE} that this version of reconcile takes, or it was changed since.`,
      BY_DIGEST,
    );
  }
  if (plan.base === null) {
    const why = 'It was planned while the documents below it were not valid, so what they protected was not looked at.';
    return ok({ why, remedy: BY_DIGEST, digestOnly: true });
  }
  if (branch?.has(plan.base) === false) {
    return notReviewed('Its plan was made against another branch, or before this one was rewritten.', BY_DIGEST);
  }
  return ok({ plan });
}

function untrusted(reason: UntrustedReason): Review {
  const { message, remedy } = untrustedReasonText(reason);
  return notReviewed(message, remedy);
}

function notReviewed(why: string, remedy: string): Review {
  return ok({ why, remedy });
}
