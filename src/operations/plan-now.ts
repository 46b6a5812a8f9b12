import {
  type Plan,
  type LiveLayer,
  type Problem,
  type Allowance,
  type DesiredLayer,
  isLoopback,
} from '../model/index.ts';
import { type ReadContext } from './run-context.ts';
import { readNow } from './read-live.ts';
import { type LiveRead } from '../live/index.ts';
import { type PlanInput, makePlan } from '../plan/index.ts';
import { redactDeep } from '../io/index.ts';

/** A new plan and the data it was made from. */
export type Planning = {
  /** `undefined` if the documents contradict live state. */
  readonly plan: Plan | undefined;
  readonly live: readonly LiveLayer[];
  /** Failed reads and contradictions. If there are any, the plan is incomplete. */
  readonly problems: readonly Problem[];
};

/** A `Planning` that can be repeated. */
export type FreshPlanning = Planning & {
  /** Makes the same plan with these policies allowed, without reading live state again. */
  readonly allowing: (allow: readonly Allowance[]) => Planning;
};

/** `false` if no layer could be read: such a plan is neither saved nor applied. */
export function coversSomething({ layers, unread }: Plan): boolean {
  return layers.length > 0 || unread.length === 0;
}

/** Reads live state and makes a plan. Read-only. */
export async function planNow(
  context: ReadContext,
  allow: readonly Allowance[],
  desired: readonly DesiredLayer[] = context.workspace.desired,
): Promise<FreshPlanning> {
  const { machine } = context;
  const before = context.apis.calls();
  // The organization of a key is requested only once per run. Each plan counts it as if it were the only plan.
  const asked = context.apis.keys();
  const today = machine.now();
  const read = await readNow(context, desired, today);
  const reads = { calls: context.apis.calls() - before + asked, keys: context.apis.keys() };
  const allowing = (lifted: readonly Allowance[]) => planned(context, desired, { ...read, today, reads }, lifted);
  return { ...allowing(allow), allowing };
}

/** The result of reading, its time and its number of requests. */
type Read = LiveRead & { readonly today: Date; readonly reads: PlanInput['reads'] };

function planned(
  context: ReadContext,
  desired: readonly DesiredLayer[],
  read: Read,
  allow: readonly Allowance[],
): Planning {
  const { settings } = context.workspace;
  const plan = makePlan({
    desired,
    live: read.live,
    settings,
    owner: context.identity.owner,
    allow,
    today: read.today,
    ...(context.base && { base: context.base }),
    ignored: context.ignored,
    skipped: context.skipped,
    others: context.others,
    reads: read.reads,
    sandbox: isSandbox(settings.origins.layers) && isSandbox(settings.origins.tiktok),
  });
  const problems = [...read.problems, ...(plan.ok ? [] : plan.problems)];
  const shown = { plan: plan.ok ? plan.value : undefined, problems };
  return { ...redactDeep(shown, context.machine), live: read.live };
}

/** Whether an API runs on this machine, so that no real money is involved. */
export function isSandbox(origin: string): boolean {
  return isLoopback(new URL(origin).hostname);
}
