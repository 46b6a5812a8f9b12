import {
  type CapSum,
  dayIn,
  daysInMonth,
  groupBy,
  type Money,
  type MoneyLine,
  type PlannedRow,
  type RemovedDocument,
  type SumCap,
  type SumRow,
} from '../model/index.ts';

/** One line per currency: amounts of two currencies are never added. A layer counts if it has a cap or a known account. */
export function moneyLines(
  documents: readonly SumRow[],
  removed: readonly Pick<RemovedDocument, 'cap'>[],
): readonly MoneyLine[] {
  const rows = documents.filter((row) => row.state === 'planned');
  const rowsOf = groupBy(rows, ({ currency }) => currency);
  const stayingOf = groupBy(
    removed.flatMap(({ cap }) => cap ?? []),
    ({ currency }) => currency,
  );
  const currencies = [...new Set([...rowsOf.keys(), ...stayingOf.keys()])].filter((currency) => currency !== undefined);
  return currencies.sort().map((currency) => line(currency, rowsOf.get(currency) ?? [], stayingOf.get(currency) ?? []));
}

/** Forecast for the month from the daily average so far; today counts as a whole day. */
export function paceOf(minor: number, timezone: string, today: Date): number {
  const day = dayIn(timezone, today);
  return Math.round((minor / day.day) * daysInMonth(day));
}

/** @param staying caps of removed documents */
function line(currency: string, rows: readonly PlannedRow[], staying: readonly Money[]): MoneyLine {
  const held = rows.filter((row) => row.enforced === true).length;
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
function sumOfCaps(caps: readonly (SumCap | undefined)[], currency: string): CapSum {
  if (caps.includes('unitless')) return null;
  if (caps.includes('none') && caps.every((cap) => typeof cap !== 'object')) return 'none';
  return { minor: caps.reduce<number>((sum, cap) => sum + (typeof cap === 'object' ? cap.minor : 0), 0), currency };
}

function isCap(cap: SumCap | undefined): boolean {
  return typeof cap === 'object' || cap === 'unitless';
}

/** `null`: not readable for all layers. Without a cap, nothing is decided by the spend, so it is not read. */
function sumOf(
  rows: readonly PlannedRow[],
  currency: string,
  of: (row: PlannedRow) => number | undefined,
): Money | null {
  if (rows.length === 0) return null;
  const parts = rows.map(of);
  if (parts.includes(undefined)) return null;
  return { minor: parts.reduce<number>((sum, part) => sum + (part ?? 0), 0), currency };
}
