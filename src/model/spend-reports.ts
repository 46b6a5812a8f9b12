import { groupBy } from './group-by.ts';
import type { AccountFacts } from './layer.ts';

/** An ad account whose spend is read. */
export type Spender = {
  readonly id: string;
  readonly currency: string;
  /** IANA name. */
  readonly timezone: string;
  /** A Business Center whose report may show the account. */
  readonly business?: string;
  /** TikTok names the Business Center as the owner. A report without a row of the account then shows no spend. */
  readonly isOwned: boolean;
};

/**
 * TikTok names the owner only if the token's user is its administrator (second-hand). Otherwise the Business Center of
 * the document may have the account, or not.
 */
export function spenderFor(account: AccountFacts, documentBusiness: string | undefined): Spender {
  const { advertiserId: id, currency, timezone, ownerBusinessId: owner } = account;
  const business = owner ?? documentBusiness;
  return { id, currency, timezone, ...(business !== undefined && { business }), isOwned: owner !== undefined };
}

/** `amount`: decimal text in major units. `business`: whose report showed it; absent: read by ad account. */
export type AccountSpend = { readonly amount: string; readonly business?: string };

/** The accounts of a group have the same Business Center, currency and time zone. */
export type SpenderGroup = readonly Spender[];

export type SpendReports = {
  /** By Business Center. */
  readonly byBusiness: ReadonlyMap<string, readonly SpenderGroup[]>;
  readonly byAccount: readonly Spender[];
};

/** Also how many accounts of a group are read by ad account as well. */
export const MAX_SPENDERS_PER_CALL = 5;
const MAX_ROWS_PER_PAGE = 1_000;

/**
 * The report for each account, in the fewest requests. The currency and the days of a Business Center's report are
 * unknown, so the report of each group is compared with that of five of its accounts.
 *
 * @param spenders each once
 */
export function chooseSpendReports(spenders: readonly Spender[]): SpendReports {
  const byBusiness = new Map<string, readonly SpenderGroup[]>();
  for (const [business, ofBusiness] of groupBy(spenders, (spender) => spender.business)) {
    const groups = [...groupBy(ofBusiness, spendGroup).values()].filter(({ length }) => length > MAX_SPENDERS_PER_CALL);
    if (business !== undefined && fewestPages(groups) < replacedCalls(groups)) byBusiness.set(business, groups);
  }
  const inReports = new Set([...byBusiness.values()].flat(2));
  return { byBusiness, byAccount: spenders.filter((spender) => !inReports.has(spender)) };
}

/** Equal for the accounts of a group. */
export function spendGroup({ business, currency, timezone }: Spender): string {
  return JSON.stringify([business, currency, timezone]);
}

/** Requests by ad account that the report of a Business Center replaces: with as many pages it saves nothing. */
export function replacedCalls(groups: readonly SpenderGroup[]): number {
  return callsByAccount(groups.flat().length - comparedTwice(groups));
}

/** Requests that read the spend, if no Business Center has further accounts, and all reports agree. */
export function spendCalls(spenders: readonly Spender[]): number {
  const { byBusiness, byAccount } = chooseSpendReports(spenders);
  const reports = [...byBusiness.values()];
  const pages = reports.reduce((sum, groups) => sum + fewestPages(groups), 0);
  return pages + callsByAccount(byAccount.length + comparedTwice(reports.flat()));
}

function callsByAccount(accounts: number): number {
  return Math.ceil(accounts / MAX_SPENDERS_PER_CALL);
}

function fewestPages(groups: readonly SpenderGroup[]): number {
  return Math.ceil(groups.flat().length / MAX_ROWS_PER_PAGE);
}

function comparedTwice(groups: readonly SpenderGroup[]): number {
  return groups.length * MAX_SPENDERS_PER_CALL;
}
