import { redactDeep } from '../io/index.ts';
import { type LiveRead, readLive } from '../live/index.ts';
import {
  type Allowance,
  type DecideReads,
  type DesiredLayer,
  isLoopback,
  type LiveLayer,
  type Plan,
  type Problem,
  type Result,
} from '../model/index.ts';
import { allReads, makePlan, neededReads, type PlanInput, type ShardInput } from '../plan/index.ts';
import type { ReadContext, ShardScope } from './context.ts';

/** A new plan and the data it was made from. */
export type Planning = {
  /** `undefined` if the documents contradict live state. */
  readonly plan: Plan | undefined;
  readonly live: readonly LiveLayer[];
  /** Invalid documents, failed reads and contradictions. If any, the plan is incomplete. */
  readonly problems: readonly Problem[];
};

/** A `Planning` that can be repeated. */
export type FreshPlanning = Planning & {
  /** The same plan with these policies allowed. Does not read again. */
  readonly allowing: (allow: readonly Allowance[]) => Planning;
};

/** `false` if no layer could be read: such a plan is neither saved nor applied. A shard is one of several plans. */
export function coversSomething({ layers, unread, shard }: Plan): boolean {
  return layers.length > 0 || unread.length === 0 || shard !== undefined;
}

export type KnownBefore = {
  /** The plan that is planned again; open changes that it does not contain are left alone. */
  readonly reviewed?: Pick<Plan, 'layers'> | undefined;
  /** Live state that is still current: these layers are not read. */
  readonly kept?: readonly LiveLayer[];
};

/** Reads live state and makes a plan. Read-only. */
export async function planNow(
  context: ReadContext,
  allow: readonly Allowance[],
  desired: readonly DesiredLayer[] = context.workspace.desired,
  { reviewed, kept = [] }: KnownBefore = {},
): Promise<FreshPlanning> {
  const { machine, workspace } = context;
  // A part of the plan is made again during an apply: invalid documents are not part of it.
  const isWhole = desired === workspace.desired;
  const invalid = isWhole ? workspace.invalid : [];
  const otherInvalid = isWhole ? workspace.unselectedInvalid : [...workspace.invalid, ...workspace.unselectedInvalid];
  const before = context.apis.endpoints();
  const today = machine.now();
  const keptNames = new Set(kept.map(({ name }) => name));
  const again = desired.filter(({ name }) => !keptNames.has(name));
  const read = await readNow(context, again, today, decisionsOf(context));
  const endpoints = countSince(before, context.apis.endpoints());
  const calls = Object.values(endpoints).reduce((sum, count) => sum + count, 0);
  const problems = [...workspace.problemsOf(invalid), ...read.problems];
  const state: ReadState = {
    ...read,
    live: [...kept, ...read.live],
    problems,
    today,
    reads: { calls, endpoints },
    invalid,
    otherInvalid,
    ...(reviewed && { reviewed }),
  };
  const allowing = (lifted: readonly Allowance[]) => planFrom(context, desired, state, lifted);
  return { ...allowing(allow), allowing };
}

/**
 * By endpoint, in order of their names. An organization is requested once per run; each plan counts it as if it were
 * alone.
 */
function countSince(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): Readonly<Record<string, number>> {
  const sent = [...after].map(([name, count]): [string, number] => [
    name,
    name === WHOAMI ? count : count - (before.get(name) ?? 0),
  ]);
  return Object.fromEntries(sent.filter(([, count]) => count > 0).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const WHOAMI = 'GET /v1/whoami';

/** The reads that a plan depends on, or all. */
export function decisionsOf({ reads, workspace }: Pick<ReadContext, 'reads' | 'workspace'>): DecideReads {
  const { settings } = workspace;
  if (reads === 'all') return (desired, live, today) => allReads(desired, live, settings, today);
  return (desired, live, today) => {
    const needed = neededReads(desired, live, settings, today);
    return reads === 'installed' ? { ...needed, defaults: true } : needed;
  };
}

/** Layers that a problem stops. */
export function layersOf({ layer, layers }: Problem): readonly string[] {
  return layers ?? (layer === undefined ? [] : [layer]);
}

/**
 * Reads live state. Layers with unset variables count as unread, without a request. Read-only.
 *
 * @param today the instant whose month is the current month
 * @param decide which reads a decision depends on; absent: all
 */
export async function readNow(
  { apis, absent, machine }: Pick<ReadContext, 'apis' | 'absent' | 'machine'>,
  desired: readonly DesiredLayer[],
  today: Date,
  decide?: DecideReads,
): Promise<LiveRead> {
  const stopped = new Set(absent.flatMap(layersOf));
  const readable = desired.filter(({ name }) => !stopped.has(name));
  const onProgress = (done: number, of: number) => machine.activity?.task('Reading layers', done, of);
  const { live, unread, problems } = await readLive(readable, apis.portsOf, today, machine.stop, onProgress, decide);
  const failed = new Set(unread);
  const names = desired.map(({ name }) => name);
  return {
    live,
    unread: names.filter((name) => stopped.has(name) || failed.has(name)),
    problems: [...absent.filter((problem) => layersOf(problem).some((name) => names.includes(name))), ...problems],
  };
}

type ReadState = LiveRead & Pick<PlanInput, 'today' | 'reads' | 'invalid' | 'otherInvalid' | 'reviewed'>;

function planFrom(
  context: ReadContext,
  desired: readonly DesiredLayer[],
  read: ReadState,
  allow: readonly Allowance[],
): Planning {
  const { settings } = context.workspace;
  const make = (live: readonly LiveLayer[]) =>
    makePlan({
      ...read,
      live,
      desired,
      settings,
      owner: context.identity.owner,
      allow,
      ...(context.base && { base: context.base }),
      ...(context.shard && { shard: shardInput(context.shard, context) }),
      ignored: context.ignored,
      introduced: context.introduced,
      skipped: context.skipped,
      others: context.others,
      sandbox: isSandbox(settings.origins.layers) && isSandbox(settings.origins.tiktok),
    });
  const { value, contradictions } = withoutContradictions(read.live, make);
  // A shard without a layer that can be planned is still one of all shards.
  const empty = value === undefined && context.shard !== undefined ? make([]) : undefined;
  const plan = empty?.ok === true ? empty.value : value;
  const shown = { plan, problems: [...read.problems, ...contradictions] };
  return { ...redactDeep(shown, context.machine), live: read.live };
}

function shardInput({ input }: ShardScope, { identity }: ReadContext): ShardInput {
  return { ...input, source: { ...input.source, commit: identity.commit } };
}

/**
 * Leaves out the layers whose documents contradict live state, such as a cap in the wrong currency. `value` is
 * `undefined` if no layer is left.
 */
export function withoutContradictions<T>(
  live: readonly LiveLayer[],
  make: (live: readonly LiveLayer[]) => Result<T>,
): { readonly value: T | undefined; readonly contradictions: readonly Problem[] } {
  const whole = make(live);
  if (whole.ok) return { value: whole.value, contradictions: [] };
  const stopped = new Set(whole.problems.flatMap(layersOf));
  const others = live.filter(({ name }) => !stopped.has(name));
  const part = stopped.size === 0 || others.length === 0 ? whole : make(others);
  return { value: part.ok ? part.value : undefined, contradictions: whole.problems };
}

/** Whether an API runs on this machine: no real money is involved. */
export function isSandbox(origin: string): boolean {
  return isLoopback(new URL(origin).hostname);
}
