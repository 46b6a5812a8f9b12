import {
  type CapSum,
  type CapUnit,
  type Change,
  dayIn,
  daysInMonth,
  type Money,
  type MoneyLine,
  type RemovedDocument,
} from '../model/index.ts';
import { currencyOf, timezoneOf } from './account.ts';
import { liveAt } from './compare.ts';
import type { Pair } from './pair.ts';
import { capAsMoney, desiredCap } from './wire.ts';

/** One line per currency: amounts of two currencies are never added. */
export function moneyLines(
  planned: readonly { readonly pair: Pair; readonly changes: readonly Change[] }[],
  removed: readonly Pick<RemovedDocument, 'cap'>[],
  unit: CapUnit | undefined,
  today: Date,
): readonly MoneyLine[] {
  const rows = planned.flatMap(({ pair, changes }) => rowOf(pair, changes, unit, today) ?? []);
  const staying = removed.flatMap(({ cap }) => cap ?? []);
  const currencies = [...new Set([...rows, ...staying].map((row) => row.currency))].sort();
  return currencies.map((currency) =>
    line(
      currency,
      rows.filter((row) => row.currency === currency),
      staying.filter((cap) => cap.currency === currency),
    ),
  );
}

/**
 * `none`: certainly no cap, so the spend is unlimited. `undefined`: the layer is not installed, and spends nothing.
 * `unknown`: no API shows it. `unitless`: a number of unknown unit.
 */
type Cap = Money | 'none' | 'unknown' | 'unitless' | undefined;

type Row = {
  readonly currency: string;
  readonly before: Cap;
  readonly after: Cap;
  readonly spent: Money | undefined;
  readonly pace: number | undefined;
  readonly enforced: boolean;
};

/** A layer counts if it has a cap, or its account is known. */
function rowOf(pair: Pair, changes: readonly Change[], unit: CapUnit | undefined, today: Date): Row | undefined {
  const currency = pair.desired.cap?.written === 'money' ? pair.desired.cap.money.currency : currencyOf(pair);
  if (currency === undefined) return undefined;
  const seen = liveAt(pair, 'monthlyCostCap');
  const none = pair.live.installed === 'yes' ? 'none' : undefined;
  const before = seen.provenance === 'unknown' ? 'unknown' : (amount(seen.value, unit, currency) ?? none);
  const moves = changes.some(({ kind }) => kind === 'cost-cap');
  const after = moves ? (desiredCap(pair.desired, unit, currency) ?? 'unitless') : before;
  const enforcement = liveAt(pair, 'capEnforcement');
  const { spend } = pair.live;
  return {
    currency,
    before,
    after,
    spent: spend,
    pace: spend === undefined ? undefined : paceOf(spend.minor, timezoneOf(pair), today),
    enforced: enforcement.provenance !== 'unknown' && enforcement.value === 'tiktok',
  };
}

function amount(value: unknown, unit: CapUnit | undefined, currency: string): Cap {
  if (value === undefined || value === null) return undefined;
  return capAsMoney(value, unit, currency) ?? 'unitless';
}

/** Forecast for the month from the daily average so far; today counts as a whole day. */
export function paceOf(minor: number, timezone: string, today: Date): number {
  const day = dayIn(timezone, today);
  return Math.round((minor / day.day) * daysInMonth(day));
}

/** @param staying caps of removed documents */
function line(currency: string, rows: readonly Row[], staying: readonly Money[]): MoneyLine {
  const held = rows.filter((row) => row.enforced).length;
  const capped = rows.filter(({ before, after }) => isCap(before) || isCap(after));
  const caps = { minor: staying.reduce((sum, cap) => sum + cap.minor, 0), currency };
  return {
    currency,
    before: sumOfCaps([...rows.map((row) => row.before), ...staying], currency),
    after: sumOfCaps(
      rows.map((row) => row.after),
      currency,
    ),
    ...(staying.length > 0 && { removed: { documents: staying.length, caps } }),
    uncappedBefore: rows.filter((row) => row.before === 'none').length,
    uncappedAfter: rows.filter((row) => row.after === 'none').length,
    unknownBefore: rows.filter((row) => row.before === 'unknown').length,
    spent: sumOf(capped, currency, (row) => row.spent?.minor),
    pace: sumOf(capped, currency, (row) => row.pace),
    enforcedBy: held === 0 ? 'none' : held === rows.length ? 'tiktok' : 'partly',
  };
}

/** Unknown caps count as 0, and are counted separately. A number without a unit has no sum: it would be a guess. */
function sumOfCaps(caps: readonly Cap[], currency: string): CapSum {
  if (caps.includes('unitless')) return null;
  if (caps.includes('none') && caps.every((cap) => typeof cap !== 'object')) return 'none';
  return { minor: caps.reduce<number>((sum, cap) => sum + (typeof cap === 'object' ? cap.minor : 0), 0), currency };
}

function isCap(cap: Cap): boolean {
  return typeof cap === 'object' || cap === 'unitless';
}

/** `null`: not readable for all layers. Without a cap, nothing is decided by the spend, so it is not read. */
function sumOf(rows: readonly Row[], currency: string, of: (row: Row) => number | undefined): Money | null {
  if (rows.length === 0) return null;
  const parts = rows.map(of);
  if (parts.includes(undefined)) return null;
  return { minor: parts.reduce<number>((sum, part) => sum + (part ?? 0), 0), currency };
}
