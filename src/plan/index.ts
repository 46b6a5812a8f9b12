import {
  type Allowance,
  type DesiredLayer,
  type InvalidDocument,
  isReviewNews,
  type LiveLayer,
  ok,
  type Owner,
  type Plan,
  type PlannedLayer,
  type PlanShard,
  type Result,
  type Settings,
} from '../model/index.ts';
import { matchBase, removedDocuments, renamedDocuments } from './base-documents.ts';
import { planDigest } from './digest.ts';
import { forecastCalls, type ForecastLayer } from './forecast.ts';
import { moneyLines } from './money.ts';
import type { Pair } from './pair.ts';
import { pairUp, type ReviewedPlan } from './pair-up.ts';
import { planLayer } from './planned-layer.ts';
import { beyondDecrease } from './policies/beyond-decrease.ts';
import { inOrder, layerRefusals, sumRefusals } from './policies/index.ts';
import { liftRefusals } from './policies/lift.ts';
import { budgetMovesIn, type CapMove, capMovesIn, type Planned, plannedPair, rises } from './policies/policy.ts';
import { sumRows } from './sum-rows.ts';

export { eventNames } from './checks/event-names.ts';
export { sourceOf } from './compare.ts';
export { findDrift } from './drift.ts';
export { explainField } from './explain-field.ts';
export { eventFate, layerEvents, seenLayer } from './event-fates.ts';
export { eventsSchema } from './events-schema.ts';
export { reportLayers, reportMoney } from './report/index.ts';
export { reportSchema } from './report/schema.ts';
export { parsePlan } from './saved-plan.ts';
export { assignShards } from './shards/assign.ts';
export { checkShards, type PlanFile } from './shards/check.ts';
export { mergeShards, type MergedPlan } from './shards/merge.ts';
export { allReads, neededReads } from './needed-reads.ts';
export { innerPlan, planSchema } from './schema.ts';
export {
  anyValue as valueShape,
  calls as callsShape,
  change as changeShape,
  changeKind,
  check as checkShape,
  count as countShape,
  countsOf as countsShape,
  fieldChange as fieldChangeShape,
  fieldPath as fieldPathShape,
  head as headShape,
  liveValue as liveValueShape,
  location as locationShape,
  money as moneyShape,
  outputSchema,
  problem as problemShape,
  problems as problemsShape,
  unchecked as uncheckedShape,
} from './schema-parts.ts';
export { isSettled } from './settled.ts';
export { verifyLayers } from './verify/index.ts';
export { verifySchema } from './verify/schema.ts';
export { wireFields } from './wire.ts';

export type PlanInput = {
  readonly desired: readonly DesiredLayer[];
  /** Live state read for `desired`. A document without its layer here is not planned, but listed as unread. */
  readonly live: readonly LiveLayer[];
  readonly settings: Settings;
  readonly owner: Owner;
  readonly allow: readonly Allowance[];
  /** Determines the current month, in the time zone of each account. */
  readonly today: Date;
  /** Requests to read `live`, also by endpoint. */
  readonly reads: { readonly calls: number; readonly endpoints?: Readonly<Record<string, number>> };
  readonly sandbox: boolean;
  readonly base?: Base;
  /** The plan that is planned again: open changes that it does not contain are left alone. */
  readonly reviewed?: ReviewedPlan;
  /** Settings that the base does not grant. */
  readonly ignored?: readonly string[];
  /** Settings that the base does not have, so those of the diff are used. */
  readonly introduced?: readonly string[];
  /** Layers that the diff cannot affect, by name. */
  readonly skipped?: readonly string[];
  /** Documents besides `desired`: their layers were not read, but their caps count. */
  readonly others?: readonly DesiredLayer[];
  /** Invalid documents of the plan: they are listed as unread. */
  readonly invalid?: readonly InvalidDocument[];
  /** The other invalid documents. */
  readonly otherInvalid?: readonly InvalidDocument[];
  /** If the plan is one of several: all other members are about the documents of this shard. */
  readonly shard?: ShardInput;
};

/** Documents of a shard besides the planned ones. */
export type ShardInput = Pick<PlanShard, 'number' | 'of' | 'source'> & {
  /** Those at the base. */
  readonly base: readonly DesiredLayer[];
  /** Those with a mistake, in the plan or not. */
  readonly invalid: readonly InvalidDocument[];
  /** Names of all documents outside of the plan, also in other shards: one can have moved there with its project. */
  readonly elsewhere: readonly string[];
};

/** The documents before the planned diff. */
export type Base = {
  readonly commit: string;
  readonly desired: readonly DesiredLayer[];
  /** Every difference is a change, even if the diff does not touch it. */
  readonly fixDrift: boolean;
};

/**
 * The changes that make `live` match `desired`. Pure: the same input gives the same bytes. Fails if a document
 * contradicts its ad account.
 */
export function makePlan(input: PlanInput): Result<Plan> {
  const { settings, today, base, shard, others = [], invalid = [], otherInvalid = [] } = input;
  const before = matchBase([...input.desired, ...others], base?.desired ?? []);
  const threeWay = base !== undefined && !base.fixDrift;
  const pairs = pairUp(
    input.desired,
    input.live,
    settings,
    threeWay ? before : undefined,
    input.reviewed,
    shard !== undefined,
  );
  if (!pairs.ok) return pairs;
  const planned: Planned[] = [];
  const layers: PlannedLayer[] = [];
  const forecasts: ForecastLayer[] = [];
  // All of one layer, then the next: what is read of it is still in the cache of the processor.
  for (const pair of pairs.value) {
    const one = plannedPair(pair);
    const layer = planLayer(one, today);
    const { desired, live } = pair;
    planned.push(one);
    layers.push(layer);
    forecasts.push({ desired, live, changes: one.changes, records: isReviewNews(layer, live) });
  }
  const forecast = forecastCalls(forecasts, input.reads.calls, settings, today);
  const unread = unreadDocuments(input.desired, pairs.value);
  const elsewhere = new Set(shard?.elsewhere ?? others.map(({ name }) => name));
  const allInvalid = [...invalid, ...otherInvalid];
  const ownBase = shard?.base ?? base?.desired ?? [];
  const removed = removedDocuments(ownBase, before, elsewhere, allInvalid, settings.costCapUnit);
  const changed = planned.filter(({ changes }) => changes.length > 0);
  const baseDocuments = base?.desired ?? [];
  const capMoves = capMovesIn(changed, settings, baseDocuments);
  const policyInput = {
    changed,
    capMoves,
    budgetMoves: budgetMovesIn(changed),
    settings,
    today,
    owner: input.owner,
    base: baseDocuments,
    removed,
    before,
  };
  const unplanned = { unread, others, removed: ofNames(ownBase, removed), invalid: shard?.invalid ?? allInvalid };
  const moves = { raised: raisedLayers(capMoves, settings), beyond: beyondDecrease(policyInput) };
  const rows = sumRows(planned, unplanned, moves, settings.costCapUnit, today);
  const limits = {
    ...(settings.policies.capTotal && { capTotal: settings.policies.capTotal }),
    share: settings.policies.share,
  };
  const ofSums = shard === undefined ? sumRefusals(rows, limits, settings.costCapUnit) : [];
  const { refusals, allowed } = liftRefusals(inOrder([...layerRefusals(policyInput), ...ofSums]), input.allow);
  return ok({
    format: 'reconcile-plan',
    version: 1,
    sandbox: input.sandbox,
    origins: settings.origins,
    transport: settings.transport,
    costCapUnit: settings.costCapUnit ?? null,
    base: base?.commit ?? null,
    fixDrift: base?.fixDrift ?? false,
    ignored: input.ignored ?? [],
    introduced: input.introduced ?? [],
    removed,
    renamed: renamedDocuments(shownDocuments(input), before),
    skipped: input.skipped ?? [],
    unread: [...unread, ...invalid].map(({ name }) => name).sort(),
    ...(shard && { shard: { number: shard.number, of: shard.of, source: shard.source, sums: rows, limits } }),
    digest: planDigest(layers.map((layer) => layer.digest)),
    layers,
    refusals,
    allowed,
    money: moneyLines(rows, removed),
    calls: { used: input.reads.calls, forecast, ...(input.reads.endpoints && { endpoints: input.reads.endpoints }) },
  });
}

/** A moved file cannot affect its layer, so its document is among the skipped ones. */
function shownDocuments({ desired, others = [], skipped = [] }: PlanInput): readonly DesiredLayer[] {
  const names = new Set(skipped);
  return [...desired, ...others.filter(({ name }) => names.has(name))];
}

function unreadDocuments(desired: readonly DesiredLayer[], pairs: readonly Pair[]): readonly DesiredLayer[] {
  if (pairs.length === desired.length) return [];
  const read = new Set(pairs.map((pair) => pair.desired));
  return desired.filter((layer) => !read.has(layer));
}

/** The currency of a raised cap, or `unknown`; empty if no policy limits a sum of caps. */
function raisedLayers(capMoves: readonly CapMove[], { policies }: Settings): ReadonlyMap<Pair, string> {
  if (policies.capTotal === undefined) return new Map();
  const raised = capMoves.filter(rises);
  return new Map(raised.map(({ pair, currency = 'unknown' }) => [pair, currency]));
}

function ofNames(base: readonly DesiredLayer[], removed: Plan['removed']): readonly DesiredLayer[] {
  const names = new Set(removed.map(({ name }) => name));
  return base.filter(({ name }) => names.has(name));
}
