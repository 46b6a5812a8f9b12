import type { Allowance, Plan, PlanShard, Problem, SumRow } from '../../model/index.ts';
import { planDigest } from '../digest.ts';
import { moneyLines } from '../money.ts';
import { inOrder, sumRefusals } from '../policies/index.ts';
import { liftRefusals } from '../policies/lift.ts';
import { twoCurrencies } from '../two-currencies.ts';

/** The plan of one shard. */
export type ShardPlan = Plan & { readonly shard: PlanShard };

/** A plan of all layers, and why it is incomplete. */
export type MergedPlan = { readonly plan: Plan; readonly problems: readonly Problem[] };

/**
 * The plan that all shards make together. It equals the plan of one process, except for the calls: what shards share is
 * read by each of them.
 *
 * @param shards all shards of one plan
 */
export function mergeShards(
  [first, ...others]: readonly [ShardPlan, ...ShardPlan[]],
  allow: readonly Allowance[],
): MergedPlan {
  const shards = [first, ...others];
  const read = shards.flatMap(({ shard }) => shard.sums).toSorted(by(({ name }) => name));
  const problems = twoCurrencies(read.flatMap(inheritedCap));
  const stopped = new Set(problems.flatMap(({ layers = [] }) => layers));
  const rows = read.map((row) => (stopped.has(row.name) && row.state === 'planned' ? unreadRow(row) : row));
  const layers = shards
    .flatMap((plan) => plan.layers)
    .filter(({ name }) => !stopped.has(name))
    .sort(by(({ name }) => name));
  const removed = shards.flatMap((plan) => plan.removed).sort(by(({ name }) => name));
  const gone = new Set(removed.map(({ name }) => name));
  // A refusal without a location is about a removed document, which can have the name of a layer.
  const ofLayers = shards
    .flatMap((plan) => plan.refusals)
    .filter(({ subject, location }) => location === undefined || !stopped.has(subject));
  const lifted = shards
    .flatMap((plan) => plan.allowed)
    .filter(({ subject }) => gone.has(subject) || !stopped.has(subject));
  const ofSums = sumRefusals(rows, first.shard.limits, first.costCapUnit ?? undefined);
  const { refusals, allowed } = liftRefusals(inOrder([...ofLayers, ...ofSums]), allow);
  const { shard: _, ...head } = first;
  const plan: Plan = {
    ...head,
    removed,
    renamed: shards.flatMap((one) => one.renamed).sort(by(({ name }) => name)),
    skipped: shards.flatMap((one) => one.skipped).sort(),
    unread: [...shards.flatMap((one) => one.unread), ...stopped].sort(),
    digest: planDigest(layers.map(({ digest }) => digest)),
    layers,
    refusals,
    allowed: inOrder([...lifted, ...allowed]),
    money: moneyLines(rows, removed),
    calls: {
      used: sumOf(shards.map(({ calls }) => calls.used)),
      forecast: sumOf(shards.map(({ calls }) => calls.forecast)),
      endpoints: endpointsOf(shards),
    },
  };
  return { plan, problems };
}

function by<T>(keyOf: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => (keyOf(a) < keyOf(b) ? -1 : 1);
}

function inheritedCap(row: SumRow) {
  if (row.state !== 'planned' || row.inherited === undefined || row.currency === undefined) return [];
  return [{ name: row.name, location: row.inherited, currency: row.currency }];
}

/** As if its document contradicted live state. */
function unreadRow({ name, file, cap }: SumRow): SumRow {
  return { name, file, state: 'unread', ...(cap !== undefined && { cap }) };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function endpointsOf(shards: readonly ShardPlan[]): Readonly<Record<string, number>> {
  const sums = new Map<string, number>();
  for (const { calls } of shards) {
    for (const [name, count] of Object.entries(calls.endpoints ?? {})) sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return Object.fromEntries([...sums].sort(by(([name]) => name)));
}
