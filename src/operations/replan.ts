import { markRejected, type Replanned, staleLayers } from '../apply/index.ts';
import type { Plan, Problem, Refusal, Stale } from '../model/index.ts';
import type { ReadContext } from './context.ts';
import { planNow } from './plan-now.ts';

/** Texts of an apply, from its caller. */
export type ApplyNotices = {
  /** Why a layer is stale, as part of a sentence. */
  readonly staleText: (stale: Stale) => string;
  /** Called once if a run waits for the claim of another one; `ms`: the longest wait in milliseconds. */
  readonly waiting: (ms: number, project: string, run: string) => void;
};

/**
 * Plans layers again during an apply, because the ledger changed. Read-only. Stale or newly refused layers are
 * problems. Policies over several layers are not checked again: the caps that they add up are unchanged.
 */
export function replanOf(
  reviewed: Plan,
  context: ReadContext,
  { staleText }: Pick<ApplyNotices, 'staleText'>,
): (names: readonly string[]) => Promise<Replanned> {
  return async (names) => {
    const desired = context.workspace.desired.filter(({ name }) => names.includes(name));
    const { plan, live, problems } = await planNow(context, reviewed.allowed, desired, { reviewed });
    if (plan === undefined || problems.length > 0) return { state: 'failed', problems };
    const before = { ...reviewed, layers: reviewed.layers.filter(({ name }) => names.includes(name)) };
    const reasons = [
      ...staleLayers(before, plan).map((one) => staleProblem(one.layer, staleText(one))),
      ...plan.refusals.filter(({ subject }) => names.includes(subject)).map(refusedProblem),
    ];
    return reasons.length > 0
      ? { state: 'failed', problems: reasons }
      : { state: 'ready', plan: markRejected(plan, withoutRejectedPauses(before)), live };
  };
}

/** Removes rejected pauses: their rejection has not been reviewed. */
function withoutRejectedPauses(plan: Plan): Plan {
  const layers = plan.layers.map((layer) => ({
    ...layer,
    changes: layer.changes.map((change) => {
      if (change.step.by !== 'gated') return change;
      const campaigns = change.step.campaigns.filter(({ predicted }) => predicted !== 'rejected');
      return { ...change, step: { ...change.step, campaigns } };
    }),
  }));
  return { ...plan, layers };
}

function staleProblem(layer: string, reason: string): Problem {
  return {
    code: 'apply/stale',
    layer,
    message: `Since the plan was made, ${reason}. Nothing was written in this project.`,
    remedy: 'Run reconcile plan again and have the new plan reviewed.',
  };
}

function refusedProblem({ policy, subject, message }: Refusal): Problem {
  return {
    code: 'apply/stale',
    layer: subject,
    message: `The policy ${policy} now refuses the plan: ${message}`,
    remedy: 'Run reconcile plan again and have the new plan reviewed.',
  };
}
