import { labelDoubtText, readAllowed } from '../../github/index.ts';
import { type Allowance, fail, type LiveLayer, ok, type Plan, type Problem, type Result } from '../../model/index.ts';
import { coversSomething, openWriteContext, planNow, type WriteContext } from '../../operations/index.ts';
import { type ActionContext, contextOptions } from '../context.ts';
import type { Range } from './range.ts';
import type { BranchUpdate } from '../review/assign-layers.ts';
import { labelAllowances } from '../review/label-allowances.ts';

/** Everything since the last apply as one plan, to be applied by its digest. */
export type RemainingPlan = {
  readonly plan: Plan;
  readonly context: WriteContext;
  readonly live: readonly LiveLayer[];
  /** Read failures; those layers are not in the plan. */
  readonly problems: readonly Problem[];
  /** Labels that did not count, with reasons. */
  readonly notes: readonly string[];
};

/**
 * Plans the checkout against the last deployment; if there is none, or with `fix-drift`, every difference is a change.
 * The settings are those of the checkout, because it is the base branch. Read-only.
 *
 * @param updates whose labels may allow refusals
 */
export async function planRemaining(
  { from }: Range,
  updates: readonly BranchUpdate[],
  context: ActionContext,
): Promise<Result<RemainingPlan>> {
  const { inputs, machine } = context;
  const scope = inputs.fixDrift === true ? { fixDrift: true } : { changed: from };
  const baseOptions =
    from === undefined ? {} : { base: from, isOldBase: true as const, useCheckoutSettings: true, ...scope };
  const runContext = await openWriteContext({ ...contextOptions(inputs, machine), ...baseOptions }, machine);
  if (!runContext.ok) return runContext;
  const planning = await planNow(runContext.value, []);
  const { plan, live, problems } = planning;
  if (plan === undefined || !coversSomething(plan)) return fail(...problems, nothingPlanned);
  const labels = await readAllowances(updates, plan, context);
  if (!labels.ok) return labels;
  const { allow, notes } = labels.value;
  const allowed = allow.length === 0 ? plan : (planning.allowing(allow).plan ?? plan);
  return ok({ plan: allowed, context: runContext.value, live, problems, notes });
}

/** A label counts for the layers that its pull request changes, and for refusals that concern no single layer. */
async function readAllowances(
  updates: readonly BranchUpdate[],
  plan: Plan,
  { repository }: ActionContext,
): Promise<Result<Pick<RemainingPlan, 'notes'> & { readonly allow: readonly Allowance[] }>> {
  const layers = new Set(plan.layers.map(({ name }) => name));
  const allow: Allowance[] = [];
  const notes: string[] = [];
  for (const { pull, touched } of plan.refusals.length === 0 ? [] : updates) {
    if (pull === undefined) continue;
    const labels = await readAllowed(pull, repository);
    if (!labels.ok) return labels;
    const covers = (subject: string): boolean => !layers.has(subject) || touched.includes(subject);
    allow.push(...labelAllowances(plan.refusals, labels.value, covers));
    notes.push(
      ...labels.value.notCounted.map(({ label, why }) => `#${pull.number}: ${labelDoubtText(label, why).message}`),
    );
  }
  return ok({ allow, notes });
}

const nothingPlanned: Problem = {
  code: 'apply/incomplete',
  message: 'Nothing was applied, because no layer could be planned.',
  remedy: 'Resolve the problems above, then run it again.',
};
