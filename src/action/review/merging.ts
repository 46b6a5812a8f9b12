import type { UntrustedReason } from '../../github/index.ts';
import type { Merging, Plan } from '../../model/index.ts';
import { MANUAL_APPLY } from './assign-layers.ts';
import { lowered } from './lowered.ts';

/** What an apply reads besides the plan. */
export type MergeFacts = {
  /** Why the changed files are not covered by the review; absent if they are. */
  readonly control?: UntrustedReason;
  readonly workflow: string;
  /** Whether the workflow file is the same at the head and at the base. */
  readonly hasSameWorkflow: boolean;
  readonly baseBranch: string;
};

/** What a merge does if the plan alone decides it; `undefined` if it depends on the changed files. */
export function mergingOfPlan(plan: Plan): Merging | undefined {
  const { layers, refusals, unread } = plan;
  if (refusals.length > 0) {
    return { does: 'not apply', why: 'it is refused', remedy: 'Resolve the refusals before the merge.' };
  }
  if (unread.length > 0) return lowered(plan).length > 0 ? undefined : { does: 'not apply', ...incomplete(plan) };
  return layers.every(({ changes }) => changes.length === 0) ? { does: 'nothing' } : undefined;
}

/**
 * What a merge does to a plan with changes, by the rules of `findReviewedPlan`. Live values and labels can still change
 * before the merge.
 */
export function mergingOf(plan: Plan, { control, workflow, hasSameWorkflow, baseBranch }: MergeFacts): Merging {
  if (plan.unread.length > 0) {
    const isReviewed = control === undefined && hasSameWorkflow && plan.base !== null;
    const layers = lowered(plan).map(({ name }) => name);
    return isReviewed
      ? { does: 'apply part', layers, ...incomplete(plan) }
      : { does: 'not apply', ...incomplete(plan) };
  }
  if (control !== undefined) {
    // With ignored settings, the plan after the merge is a different one.
    const digest = plan.base === null || plan.ignored.length > 0 ? {} : { digest: plan.digest };
    return { does: 'wait for a digest', why: controlText(control), ...digest };
  }
  if (!hasSameWorkflow) {
    const why = `${workflow} is missing, or differs between this branch and ${baseBranch}`;
    return { does: 'not apply', why, remedy: `Update the branch from ${baseBranch} before the merge.` };
  }
  return plan.base === null
    ? { does: 'wait for a digest', why: `the documents on ${baseBranch} are not valid` }
    : { does: 'apply' };
}

function incomplete({ unread }: Plan): { readonly why: string; readonly remedy: string } {
  return {
    why: unread.length === 1 ? '1 layer could not be read' : `${unread.length} layers could not be read`,
    remedy: `Resolve that and run the plan again. Or start the apply workflow manually after the merge: ${MANUAL_APPLY}`,
  };
}

function controlText(reason: UntrustedReason): string {
  if (reason.why !== 'edits-rules') return 'this pull request changes more files than GitHub lists';
  const [first = '', ...others] = reason.files;
  const more = others.length === 0 ? '' : others.length === 1 ? ' and 1 more file' : ` and ${others.length} more files`;
  return `this pull request edits ${first}${more}`;
}
