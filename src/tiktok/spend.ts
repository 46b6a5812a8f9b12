import type { Client } from '../http/index.ts';
import {
  type AccountSpend,
  chooseSpendReports,
  MAX_ACCOUNTS_PER_REPORT,
  ok,
  type Result,
  type SpendingAccount,
  spendGroupKey,
} from '../model/index.ts';
import { agrees, type GroupSpend, readBusinessSpend } from './business-spend.ts';
import { AccountRow, CampaignRow, noAmount, NO_SPEND, readReport } from './report.ts';
import { batches } from './request.ts';

type Amounts = ReadonlyMap<string, Result<string>>;

/** Business Centers, and groups of their accounts, whose report was of no use. They are not asked again in this run. */
export type RejectedReports = Set<string>;

/**
 * Spend per ad account between two dates (inclusive): by the reports of Business Centers as far as a sample shows them to
 * be exact, and otherwise by ad account. If a batch fails or is incomplete, its accounts fail.
 *
 * @param rejected is extended
 */
export async function readSpend(
  client: Client,
  accounts: readonly SpendingAccount[],
  from: string,
  to: string,
  rejected: RejectedReports,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Result<AccountSpend>>> {
  const { byBusiness, byAccount } = chooseSpendReports(distinct(accounts).map((each) => usable(each, rejected)));
  const shown: GroupSpend[] = [];
  await Promise.all(
    [...byBusiness].map(async ([business, groups]) => {
      const report = await readBusinessSpend(client, business, groups, from, to, signal);
      if (report.ok) shown.push(...report.value);
      else {
        rejected.add(business);
        shown.push(...groups.map((group) => ({ group, amounts: new Map(), compared: [] })));
      }
    }),
  );
  const first = [
    ...byAccount.map(({ id }) => id),
    ...shown.flatMap(({ group, amounts, compared }) => [
      ...group.map(({ id }) => id).filter((id) => !amounts.has(id)),
      ...compared,
    ]),
  ];
  const exact = new Map(await readByAccount(client, first, from, to, signal));
  const agreed = shown.filter((group) => agrees(group, exact));
  const doubtful = shown.filter((group) => !agreed.includes(group));
  for (const {
    group: [account],
  } of doubtful)
    if (account !== undefined) rejected.add(spendGroupKey(account));
  const second = doubtful.flatMap(({ amounts }) => [...amounts.keys()]).filter((id) => !exact.has(id));
  for (const [id, amount] of await readByAccount(client, second, from, to, signal)) exact.set(id, amount);

  const spend = new Map<string, Result<AccountSpend>>();
  for (const [id, amount] of exact) spend.set(id, amount.ok ? ok({ amount: amount.value }) : amount);
  for (const { group, amounts } of agreed) {
    for (const { id, business = '' } of group) {
      const amount = amounts.get(id);
      if (amount !== undefined) spend.set(id, ok({ amount, business }));
    }
  }
  return spend;
}

function distinct(accounts: readonly SpendingAccount[]): readonly SpendingAccount[] {
  return [...new Map(accounts.map((account) => [account.id, account])).values()];
}

function usable(account: SpendingAccount, rejected: RejectedReports): SpendingAccount {
  const { business, ...rest } = account;
  return business !== undefined && (rejected.has(business) || rejected.has(spendGroupKey(account))) ? rest : account;
}

/**
 * Decimal text per campaign that is not deleted, between two dates (inclusive). A campaign without a row spent nothing
 * (inferred).
 */
export async function readCampaignSpend(
  client: Client,
  advertiserId: string,
  from: string,
  to: string,
  signal: AbortSignal,
): Promise<Result<Amounts>> {
  const query = { report_type: 'BASIC', advertiser_id: advertiserId, data_level: 'AUCTION_CAMPAIGN' };
  const read = await readReport(client, { query, dimension: 'campaign_id', row: CampaignRow, from, to }, signal);
  if (!read.ok) return read;
  return read.value.hasRowWithoutId ? noAmount(undefined) : ok(read.value.sums);
}

/** An account without a row has no spend (inferred). */
async function readByAccount(
  client: Client,
  ids: readonly string[],
  from: string,
  to: string,
  signal: AbortSignal,
): Promise<Amounts> {
  const results = await Promise.all(
    batches(ids, MAX_ACCOUNTS_PER_REPORT).map(async (batch): Promise<[string, Result<string>][]> => {
      const [only = ''] = batch;
      const accounts = batch.length === 1 ? { advertiser_id: only } : { advertiser_ids: batch };
      const query = { ...accounts, report_type: 'BASIC', data_level: 'AUCTION_ADVERTISER' };
      const report = { query, dimension: 'advertiser_id', row: AccountRow, from, to };
      const read = await readReport(client, report, signal);
      if (!read.ok) return batch.map((id) => [id, read]);
      const silence = read.value.hasRowWithoutId ? noAmount(undefined) : NO_SPEND;
      return batch.map((id) => [id, read.value.sums.get(id) ?? silence]);
    }),
  );
  return new Map(results.flat());
}
