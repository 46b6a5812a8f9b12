import { redactDeep } from '../io/index.ts';
import { type LiveRead, readLive } from '../live/index.ts';
import type { Machine } from '../machine.ts';
import {
  type Allowance,
  type DesiredLayer,
  isLoopback,
  type LiveLayer,
  type Plan,
  type Problem,
} from '../model/index.ts';
import { makePlan, type PlanInput } from '../plan/index.ts';
import type { ReadContext } from './context.ts';

/** A new plan and the data it was made from. */
export type Planning = {
  /** `undefined` if the documents contradict live state. */
  readonly plan: Plan | undefined;
  readonly live: readonly LiveLayer[];
  /** Failed reads and contradictions. If any, the plan is incomplete. */
  readonly problems: readonly Problem[];
};

/** A `Planning` that can be repeated. */
export type FreshPlanning = Planning & {
  /** The same plan with these policies allowed. Does not read again. */
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
  // An organization is requested once per run. Each plan counts it as if it were alone.
  const organizationCalls = context.apis.keys();
  const today = machine.now();
  const read = await readNow(context, desired, today);
  const reads = { calls: context.apis.calls() - before + organizationCalls, keys: context.apis.keys() };
  const allowing = (lifted: readonly Allowance[]) => planFrom(context, desired, { ...read, today, reads }, lifted);
  return { ...allowing(allow), allowing };
}

/** Layers that a problem stops. */
export function layersOf({ layer, layers }: Problem): readonly string[] {
  return layers ?? (layer === undefined ? [] : [layer]);
}

/**
 * Reads live state. Layers with unset variables count as unread, without a request. Read-only.
 *
 * @param today the instant whose month is the current month
 */
export async function readNow(
  { apis, absent, machine }: ReadContext,
  desired: readonly DesiredLayer[],
  today: Date,
): Promise<LiveRead> {
  const stopped = new Set(absent.flatMap(layersOf));
  const readable = desired.filter(({ name }) => !stopped.has(name));
  const onProgress = progress(machine, 'Reading layers');
  const { live, unread, problems } = await readLive(readable, apis.portsOf, today, machine.stop, onProgress);
  const failed = new Set(unread);
  const names = desired.map(({ name }) => name);
  return {
    live,
    unread: names.filter((name) => stopped.has(name) || failed.has(name)),
    problems: [...absent.filter((problem) => layersOf(problem).some((name) => names.includes(name))), ...problems],
  };
}

type ReadState = LiveRead & { readonly today: Date; readonly reads: PlanInput['reads'] };

function planFrom(
  context: ReadContext,
  desired: readonly DesiredLayer[],
  read: ReadState,
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
    introduced: context.introduced,
    skipped: context.skipped,
    others: context.others,
    reads: read.reads,
    sandbox: isSandbox(settings.origins.layers) && isSandbox(settings.origins.tiktok),
  });
  const problems = [...read.problems, ...(plan.ok ? [] : plan.problems)];
  const shown = { plan: plan.ok ? plan.value : undefined, problems };
  return { ...redactDeep(shown, context.machine), live: read.live };
}

/** Whether an API runs on this machine: no real money is involved. */
export function isSandbox(origin: string): boolean {
  return isLoopback(new URL(origin).hostname);
}

const FIRST_REPORT_MS = 1000;
const REPORT_INTERVAL_MS = 2000;

/**
 * Prints the progress of long work on standard error, and nothing for short work. Prints whole lines for readable CI
 * logs.
 */
export function progress(machine: Pick<Machine, 'now' | 'terminal'>, task: string): (done: number, of: number) => void {
  const startedAt = machine.now().getTime();
  let nextAt = startedAt + FIRST_REPORT_MS;
  return (done, of) => {
    const now = machine.now().getTime();
    if (now < nextAt || done >= of) return;
    nextAt = now + REPORT_INTERVAL_MS;
    machine.terminal.warn(`${task}: ${done} of ${of}\n`);
  };
}
