import type { Client } from '../http/index.ts';
import {
  MAX_ACCOUNTS_PER_REPORT,
  replacedCalls,
  type Result,
  type SpendingAccount,
  type SpendGroup,
} from '../model/index.ts';
import { compareDecimals } from './decimals.ts';
import { AccountRow, readReport, type ReportRows } from './report.ts';

/** Amounts that a Business Center's report shows for one group, as decimal text. They count only if they agree. */
export type GroupSpend = {
  readonly group: SpendGroup;
  readonly amounts: ReadonlyMap<string, string>;
  /** Accounts to compare with their exact report. */
  readonly compared: readonly string[];
};

/**
 * The spend of groups by the report of their Business Center, or a failure: it does not exist for this token, is
 * incomplete, or has so many pages that it saves no request.
 *
 * Source: "BC report" of /report/integrated/get/ (documented; the currency, the days and the rows are unknown).
 */
export async function readBusinessSpend(
  client: Client,
  business: string,
  groups: readonly SpendGroup[],
  from: string,
  to: string,
  signal: AbortSignal,
): Promise<Result<readonly GroupSpend[]>> {
  const query = { report_type: 'BC', bc_id: business };
  const maxPages = replacedCalls(groups) - 1;
  const report = { query, dimension: 'advertiser_id', row: AccountRow, from, to, maxPages };
  const read = await readReport(client, report, signal);
  if (!read.ok) return read;
  return { ok: true, value: groups.map((group) => groupSpend(group, read.value)) };
}

function groupSpend(group: SpendGroup, rows: ReportRows): GroupSpend {
  const amounts = new Map<string, string>();
  for (const account of group) {
    const amount = amountFor(account, rows);
    if (amount !== undefined) amounts.set(account.id, amount);
  }
  return { group, amounts, compared: comparedIds(amounts) };
}

/** `undefined`: the report proves nothing. Pages that overlap may have left out other rows, so a repetition does not count. */
function amountFor(
  { id, isOwned }: SpendingAccount,
  { sums, repeated, hasRowWithoutId }: ReportRows,
): string | undefined {
  const sum = sums.get(id);
  if (sum === undefined) return isOwned && !hasRowWithoutId && repeated.size === 0 ? '0' : undefined;
  return sum.ok && !repeated.has(id) ? sum.value : undefined;
}

const MAX_LEAST_SPENT = 2;

/** The most spent shows a different currency best, the least spent a missing row. */
function comparedIds(amounts: ReadonlyMap<string, string>): readonly string[] {
  const ids = [...amounts]
    .sort(([a, one], [b, other]) => compareDecimals(other, one) || (a < b ? -1 : 1))
    .map(([id]) => id);
  const most = ids.slice(0, MAX_ACCOUNTS_PER_REPORT - MAX_LEAST_SPENT);
  return [...new Set([...most, ...ids.slice(-MAX_LEAST_SPENT)])];
}

/**
 * Whether both reports show the same amounts. Without an amount above zero, nothing shows that the Business Center's
 * report covers the group.
 */
export function agrees({ amounts, compared }: GroupSpend, exact: ReadonlyMap<string, Result<string>>): boolean {
  const isEqual = (id: string) => {
    const amount = exact.get(id);
    return amount?.ok === true && compareDecimals(amount.value, amounts.get(id) ?? '0') === 0;
  };
  return compared.every(isEqual) && compared.some((id) => compareDecimals(amounts.get(id) ?? '0', '0') > 0);
}
