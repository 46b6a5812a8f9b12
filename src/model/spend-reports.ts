import { groupBy } from './group-by.ts';
import type { AccountFacts } from './layer.ts';

/** An ad account whose spend is read. */
export type SpendingAccount = {
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
export function spendingAccount(account: AccountFacts, documentBusiness: string | undefined): SpendingAccount {
  const { advertiserId: id, currency, timezone, ownerBusinessId: owner } = account;
  const business = owner ?? documentBusiness;
  return { id, currency, timezone, ...(business !== undefined && { business }), isOwned: owner !== undefined };
}

/** `amount`: decimal text in major units. `business`: whose report showed it; absent: read by ad account. */
export type AccountSpend = { readonly amount: string; readonly business?: string };

/** The accounts of a group have the same Business Center, currency and time zone. */
export type SpendGroup = readonly SpendingAccount[];

export type SpendReports = {
  /** By Business Center. */
  readonly byBusiness: ReadonlyMap<string, readonly SpendGroup[]>;
  readonly byAccount: readonly SpendingAccount[];
};

/** Also how many accounts of a group are read by ad account as well. */
export const MAX_ACCOUNTS_PER_REPORT = 5;
const MAX_ROWS_PER_PAGE = 1_000;

/**
 * The report for each account, in the fewest requests. The currency and the days of a Business Center's report are
 * unknown, so the report of each group is compared with that of five of its accounts.
 *
 * @param accounts each once
 */
export function chooseSpendReports(accounts: readonly SpendingAccount[]): SpendReports {
  const byBusiness = new Map<string, readonly SpendGroup[]>();
  for (const [business, ofBusiness] of groupBy(accounts, (account) => account.business)) {
    const groups = [...groupBy(ofBusiness, spendGroupKey).values()].filter(
      ({ length }) => length > MAX_ACCOUNTS_PER_REPORT,
    );
    if (business !== undefined && fewestPages(groups) < replacedCalls(groups)) byBusiness.set(business, groups);
  }
  const inReports = new Set([...byBusiness.values()].flat(2));
  return { byBusiness, byAccount: accounts.filter((account) => !inReports.has(account)) };
}

/** Equal for the accounts of a group. */
export function spendGroupKey({ business, currency, timezone }: SpendingAccount): string {
  return JSON.stringify([business, currency, timezone]);
}

/** Requests by ad account that the report of a Business Center replaces: with as many pages it saves nothing. */
export function replacedCalls(groups: readonly SpendGroup[]): number {
  return callsByAccount(groups.flat().length - comparedTwice(groups));
}

/** Requests that read the spend, if no Business Center has further accounts, and all reports agree. */
export function spendCalls(accounts: readonly SpendingAccount[]): number {
  const { byBusiness, byAccount } = chooseSpendReports(accounts);
  const reports = [...byBusiness.values()];
  const pages = reports.reduce((sum, groups) => sum + fewestPages(groups), 0);
  return pages + callsByAccount(byAccount.length + comparedTwice(reports.flat()));
}

function callsByAccount(accounts: number): number {
  return Math.ceil(accounts / MAX_ACCOUNTS_PER_REPORT);
}

function fewestPages(groups: readonly SpendGroup[]): number {
  return Math.ceil(groups.flat().length / MAX_ROWS_PER_PAGE);
}

function comparedTwice(groups: readonly SpendGroup[]): number {
  return groups.length * MAX_ACCOUNTS_PER_REPORT;
}
