import type { Artifact, PullFacts } from '../../github/index.ts';
import { ok, type Plan, type Result } from '../../model/index.ts';
import { BY_DIGEST, type NotReviewed, type ReviewedPlan } from './assign-layers.ts';
import { lowered } from './lowered.ts';

/** The plan, or why there is none; problems only if GitHub could not answer. */
export type Review = Result<ReviewedPlan | NotReviewed>;

/** A run for the last commit of a pull request and its base. */
export type ReviewedRun = {
  readonly id: number;
  /** Present if its last attempt failed, which began at `startedAt`: ISO 8601, UTC. */
  readonly failed?: { readonly doubt: Doubt; readonly startedAt: string };
};

/** Why something is not trusted, and the remedy. */
export type Doubt = { readonly message: string; readonly remedy: string; readonly planFailed?: true };

/** Each function sends its own requests, so it is called only if needed. */
export type ReviewReads = {
  /** Path of the workflow file whose runs are trusted to make plans. */
  readonly workflow: string;
  /** Name of the artifact with the plan. */
  readonly artifactName: string;
  /** A doubt if the pull request edits workflows, actions or settings. */
  readonly controlFiles: () => Promise<Result<'unchanged' | Doubt>>;
  readonly run: () => Promise<Result<ReviewedRun | Doubt>>;
  /** Whether its last commit and its base have the same workflow file. */
  readonly hasSameWorkflow: () => Promise<Result<boolean>>;
  readonly artifacts: (run: number) => Promise<Result<readonly Artifact[]>>;
  /** `undefined` if the artifact is not a plan of this version, or was changed. */
  readonly plan: (artifact: number) => Promise<Result<Plan | undefined>>;
};

/**
 * The plan in the artifact of a green run for the pull request's last commit, with the same workflow file as its base.
 * Of a failed run, only what an incomplete plan pauses or lowers. Comments are not read.
 *
 * @param branch every commit that the base branch was ever at; `undefined` if the clone is shallow
 */
export async function findReviewedPlan(
  { mergedAt }: Pick<PullFacts, 'mergedAt'>,
  branch: ReadonlySet<string> | undefined,
  reads: ReviewReads,
): Promise<Review> {
  const control = await reads.controlFiles();
  if (!control.ok) return control;
  if (control.value !== 'unchanged') {
    return ok({ why: control.value.message, remedy: control.value.remedy, digestOnly: true });
  }
  const run = await reads.run();
  if (!run.ok) return run;
  if ('message' in run.value) return ok(notReviewed(run.value));
  const { id, failed } = run.value;
  const same = await reads.hasSameWorkflow();
  if (!same.ok) return same;
  if (!same.value) {
    const remedy = `${BY_DIGEST} Next time, update the branch from its base before the review.`;
    return ok({ why: `${reads.workflow} differs between its branch and its base.`, remedy });
  }
  const artifacts = await reads.artifacts(id);
  if (!artifacts.ok) return artifacts;
  const artifact = planArtifact(artifacts.value, reads.artifactName, mergedAt);
  if (failed !== undefined && ('why' in artifact || isBefore(artifact, failed.startedAt))) {
    return ok(notReviewed(failed.doubt));
  }
  if ('why' in artifact) return ok(artifact);
  const plan = await reads.plan(artifact.id);
  if (!plan.ok) return plan;
  const usable = usablePlan(plan.value, branch);
  return ok(failed === undefined ? usable : lowersIn(usable, failed.doubt));
}

/** An attempt that failed early leaves the plan of the one before, which was replaced on the pull request. */
function isBefore({ createdAt }: Artifact, startedAt: string): boolean {
  return Date.parse(createdAt) < Date.parse(startedAt);
}

/**
 * What may be applied of the plan of a failed run. If layers could not be read, that is why it failed, and the pull
 * request shows the others. A red check still approves nothing, so only what never needs permission is left.
 */
function lowersIn(usable: ReviewedPlan | NotReviewed, doubt: Doubt): ReviewedPlan | NotReviewed {
  const plan = 'plan' in usable ? usable.plan : undefined;
  if (plan === undefined || plan.unread.length === 0 || plan.refusals.length > 0) return notReviewed(doubt);
  const layers = lowered(plan);
  if (layers.length === 0) return notReviewed(doubt);
  const why = 'Its plan was incomplete, so the merge applies only layers that it pauses or whose caps it lowers.';
  return { plan: { ...plan, layers }, incomplete: { ...notReviewed(doubt), why } };
}

/** The newest: a re-run keeps the artifacts of earlier attempts. */
function planArtifact(artifacts: readonly Artifact[], name: string, mergedAt: string | null): Artifact | NotReviewed {
  const named = artifacts.filter((artifact) => artifact.name === name);
  const [newest] = named.filter(({ expired }) => !expired).toSorted((one, other) => other.id - one.id);
  if (newest === undefined) {
    const why =
      named.length > 0 ? 'Its reviewed plan has expired.' : `The run that planned it has no artifact "${name}".`;
    return { why, remedy: BY_DIGEST };
  }
  return mergedAt !== null && Date.parse(newest.createdAt) > Date.parse(mergedAt)
    ? { why: `Its plan was made after the merge at ${mergedAt}, so it was not reviewed.`, remedy: BY_DIGEST }
    : newest;
}

function usablePlan(plan: Plan | undefined, branch: ReadonlySet<string> | undefined): ReviewedPlan | NotReviewed {
  if (plan === undefined) {
    return { why: 'The saved plan is from a different version of reconcile, or was changed.', remedy: BY_DIGEST };
  }
  if (plan.shard !== undefined) {
    const { number, of } = plan.shard;
    return { why: `The saved plan is only shard ${number} of ${of}.`, remedy: BY_DIGEST };
  }
  if (plan.base === null) {
    const why = 'Its base had invalid documents when it was planned, so protection there was not checked.';
    return { why, remedy: BY_DIGEST, digestOnly: true };
  }
  return branch?.has(plan.base) === false
    ? { why: 'Its plan was made against a different branch, or before this one was rewritten.', remedy: BY_DIGEST }
    : { plan };
}

function notReviewed({ message: why, remedy, planFailed }: Doubt): NotReviewed {
  return { why, remedy, ...(planFailed && { planFailed }) };
}
