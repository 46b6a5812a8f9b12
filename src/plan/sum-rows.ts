import {
  type CapUnit,
  type Change,
  type DesiredLayer,
  type InvalidDocument,
  type PlannedRow,
  type SumCap,
  type SumRow,
  type UnplannedRow,
  type WrittenCap,
} from '../model/index.ts';
import { currencyOf, timezoneOf } from './account.ts';
import { liveAt } from './compare.ts';
import { paceOf } from './money.ts';
import type { Pair } from './pair.ts';
import type { Planned } from './policies/policy.ts';
import { capAsMoney, desiredCap } from './wire.ts';

/** Documents that are not planned. */
export type Unplanned = {
  readonly unread: readonly DesiredLayer[];
  readonly others: readonly DesiredLayer[];
  /** As they were at the base. */
  readonly removed: readonly DesiredLayer[];
  readonly invalid: readonly InvalidDocument[];
};

/** How a plan moves its layers. */
type Moves = {
  /** The currency of each raised cap. */
  readonly raised: ReadonlyMap<Pair, string>;
  /** Changes that neither lower a cap nor pause a layer. */
  readonly beyond: (layer: Planned) => readonly Change[];
};

/** One row per document, in the order of the arguments. */
export function sumRows(
  planned: readonly Planned[],
  { unread, others, removed, invalid }: Unplanned,
  moves: Moves,
  unit: CapUnit | undefined,
  today: Date,
): readonly SumRow[] {
  return [
    ...planned.map((layer) => plannedRow(layer, moves, unit, today)),
    ...unread.map((layer) => unplannedRow(layer, 'unread')),
    ...others.map((layer) => unplannedRow(layer, 'outside')),
    ...removed.map((layer) => unplannedRow(layer, 'removed')),
    ...invalid.map(({ name, file }): UnplannedRow => ({ name, file, state: 'invalid' })),
  ];
}

function unplannedRow({ name, file, cap }: DesiredLayer, state: UnplannedRow['state']): UnplannedRow {
  return { name, file, state, ...(cap && { cap: writtenCap(cap) }) };
}

function writtenCap(cap: NonNullable<DesiredLayer['cap']>): WrittenCap {
  return cap.written === 'money' ? cap.money : cap.wire;
}

function plannedRow(layer: Planned, { raised, beyond }: Moves, unit: CapUnit | undefined, today: Date): PlannedRow {
  const { pair, changes } = layer;
  const { desired, live } = pair;
  const { cap } = desired;
  const currency = cap?.written === 'money' ? cap.money.currency : currencyOf(pair);
  const seen = liveAt(pair, 'monthlyCostCap');
  const none = live.installed === 'yes' ? 'none' : undefined;
  const before = seen.provenance === 'unknown' ? 'unknown' : (amount(seen.value, unit, currency) ?? none);
  const moves = changes.some(({ kind }) => kind === 'cost-cap');
  const after = moves ? (desiredCap(desired, unit, currency) ?? 'unitless') : before;
  const enforcement = liveAt(pair, 'capEnforcement');
  const { spend } = live;
  const inherited = cap?.written === 'bare' && cap.inherited ? desired.location.monthlyCostCap : undefined;
  const isEnforced = enforcement.provenance !== 'unknown' && enforcement.value === 'tiktok';
  const isRecorded = cap === undefined && seen.provenance === 'recorded' && typeof seen.value === 'number';
  return {
    name: desired.name,
    file: desired.file,
    state: 'planned',
    cap: cap && writtenCap(cap),
    inherited,
    currency,
    before,
    after,
    spent: spend,
    pace: spend && paceOf(spend.minor, timezoneOf(pair), today),
    enforced: isEnforced || undefined,
    recorded: isRecorded || undefined,
    changed: beyond(layer).length > 0 || undefined,
    raises: raised.get(pair),
  };
}

function amount(value: unknown, unit: CapUnit | undefined, currency: string | undefined): SumCap | undefined {
  if (value === undefined || value === null) return undefined;
  return capAsMoney(value, unit, currency) ?? 'unitless';
}
