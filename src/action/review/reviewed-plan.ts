import type { Artifact, PullFacts } from '../../github/index.ts';
import { ok, type Plan, type Result } from '../../model/index.ts';
import { BY_DIGEST, type NotReviewed } from './assign-layers.ts';

/** The plan, or why there is none; problems only if GitHub could not answer. */
export type Review = Result<{ readonly plan: Plan } | NotReviewed>;

/** Why something is not trusted, and the remedy. */
type Doubt = { readonly message: string; readonly remedy: string; readonly planFailed?: true };

/** Each function sends its own requests, so it is called only if needed. */
export type ReviewReads = {
  /** Path of the workflow file whose runs are trusted to make plans. */
  readonly workflow: string;
  /** Name of the artifact with the plan. */
  readonly artifactName: string;
  /** A doubt if the pull request edits workflows, actions or settings. */
  readonly controlFiles: () => Promise<Result<'unchanged' | Doubt>>;
  /** The id of the trusted run for its last commit and its base. */
  readonly run: () => Promise<Result<number | Doubt>>;
  /** Whether its last commit and its base have the same workflow file. */
  readonly hasSameWorkflow: () => Promise<Result<boolean>>;
  readonly artifacts: (run: number) => Promise<Result<readonly Artifact[]>>;
  /** `undefined` if the artifact is not a plan of this version, or was changed. */
  readonly plan: (artifact: number) => Promise<Result<Plan | undefined>>;
};

/**
 * The plan in the artifact of a green run for the pull request's last commit, with the same workflow file as its base.
 * Comments are not read.
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
  if (typeof run.value !== 'number') {
    const { message: why, remedy, planFailed } = run.value;
    return ok({ why, remedy, ...(planFailed && { planFailed }) });
  }
  const same = await reads.hasSameWorkflow();
  if (!same.ok) return same;
  if (!same.value) {
    const remedy = `${BY_DIGEST} Next time, update the branch from its base before the review.`;
    return notReviewed(`${reads.workflow} differs between its branch and its base.`, remedy);
  }
  const artifacts = await reads.artifacts(run.value);
  if (!artifacts.ok) return artifacts;
  const artifact = planArtifact(artifacts.value, reads.artifactName, mergedAt);
  if ('why' in artifact) return ok(artifact);
  const plan = await reads.plan(artifact.id);
  return plan.ok ? ok(usablePlan(plan.value, branch)) : plan;
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

function usablePlan(
  plan: Plan | undefined,
  branch: ReadonlySet<string> | undefined,
): { readonly plan: Plan } | NotReviewed {
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

function notReviewed(why: string, remedy: string): Review {
  return ok({ why, remedy });
}
