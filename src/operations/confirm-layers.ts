import { planNow } from './plan-now.ts';
import { type Confirmation, confirmLayer, pausesFor } from '../apply/index.ts';
import type { Machine } from '../machine.ts';
import type { Allowance, DesiredLayer, Fields, LiveLayer, Plan, PlannedLayer, Problem } from '../model/index.ts';
import { endedHere } from '../io/index.ts';
import { type WriteContext } from './run-context.ts';
import { type ApplyNotices, replanOf } from './replan.ts';

/** A person's statement about one layer, and the plan it refers to. */
export type Statement = {
  readonly context: WriteContext;
  readonly document: DesiredLayer;
  readonly plan: Plan;
  readonly layer: PlannedLayer;
  readonly live: LiveLayer;
  readonly allow: readonly Allowance[];
  /** The whole config as pasted by a person. */
  readonly pasted?: Fields;
  /** How long to wait for the claim of another run, in milliseconds. */
  readonly waitClaimMs: number;
  readonly notices: ApplyNotices;
};

export type Recorded = Exclude<Confirmation, { readonly state: 'moved' }>;

/**
 * Records a statement in the ledger. Waits for another run to end. If the ledger has changed since the plan was made,
 * it plans again; a statement about a stale plan is not recorded.
 */
export async function recordStatement(statement: Statement, machine: Machine): Promise<Recorded> {
  const { context, document, pasted, waitClaimMs, notices } = statement;
  const pause = pausesFor(waitClaimMs, machine);
  let [layer, live, isTold] = [statement.layer, statement.live, waitClaimMs === 0];
  for (;;) {
    const result = await confirmLayer(
      {
        layer,
        live,
        writer: context.apis.writersFor(document).layers,
        ...(pasted !== undefined && { pasted }),
        ...context.identity,
        hasEnded: endedHere(context.workspace.root, machine),
        now: machine.now(),
      },
      machine.stop,
    );
    if (result.state === 'rival') {
      if (!isTold) notices.waiting(waitClaimMs, layer.project, result.run);
      isTold = true;
      if ((await pause()) !== 'again') return result;
      continue;
    }
    if (result.state !== 'moved') return result;
    const again = await planAgain(statement);
    if ('problems' in again) return { state: 'failed', problems: again.problems };
    ({ layer, live } = again);
  }
}

type Again = Pick<Statement, 'layer' | 'live'> | { readonly problems: readonly Problem[] };

async function planAgain({ context, document, plan, allow, pasted, notices }: Statement): Promise<Again> {
  if (pasted === undefined) {
    const again = await replanOf(plan, context, notices)([document.name]);
    return again.state === 'failed' ? again : first(again.plan, again.live);
  }
  // A pasted config is based on the layer itself, not on the plan.
  const again = await planNow(context, allow, [document]);
  return again.plan === undefined || again.problems.length > 0 ? again : first(again.plan, again.live);
}

function first({ layers: [layer] }: Pick<Plan, 'layers'>, [live]: readonly LiveLayer[]): Again {
  return layer === undefined || live === undefined ? { problems: [] } : { layer, live };
}
