import { z } from 'zod';
import type { ApiFailure, Client } from '../http/index.ts';
import { type AccountBudget, ok, type Result } from '../model/index.ts';
import { plainDecimal } from './decimal.ts';
import { type Listing, readPages } from './pages.ts';
import { Id, unreadable } from './read.ts';

/** Up to this many accounts are read one by one, without reading the whole list. */
const FEW = 3;

/** Source: business-api.tiktok.com portal/docs, /advertiser/balance/get/ (documented). */
const Row = z.object({
  advertiser_id: Id,
  budget_mode: z.unknown().optional(),
  budget: z.unknown().optional(),
});

type Row = z.output<typeof Row>;
type Budgets = ReadonlyMap<string, Result<AccountBudget>>;

/**
 * The budgets that a Business Center set for whole ad accounts. Accounts that it does not manage are not listed, so
 * they are missing in the result. Without a finance role, all accounts are missing. If a row has no readable budget,
 * only its own account fails. TikTok always returns `UNLIMITED` for accounts that the Business Center does not own.
 *
 * A few accounts take one call each. For more, pages of 50 are read as long as more accounts than pages remain;
 * accounts still missing are then read one by one. So there is at most one call per account, plus one.
 */
export async function readBudgets(
  client: Client,
  business: string,
  advertiserIds: readonly string[],
  signal: AbortSignal,
): Promise<Result<Budgets>> {
  const wanted = [...new Set(advertiserIds)];
  const found = new Map<string, Row>();
  const missing = () => wanted.filter((id) => !found.has(id));
  const keep = (rows: readonly Row[]) => {
    for (const row of rows) if (wanted.includes(row.advertiser_id)) found.set(row.advertiser_id, row);
  };
  const listing = (more: Partial<Listing<Row>> = {}): Listing<Row> => ({
    endpoint: 'advertiser/balance/get',
    query: { bc_id: business },
    member: 'advertiser_account_list',
    row: Row,
    keyOf: ({ advertiser_id }) => advertiser_id,
    ...more,
  });

  if (wanted.length > FEW) {
    const enough: Listing<Row>['enough'] = (rows, pagesLeft) => {
      keep(rows);
      return missing().length <= pagesLeft;
    };
    const listed = await readPages(client, listing({ enough }), signal);
    if (!listed.ok) return isForbidden(listed) ? budgetsOf(found) : listed;
    keep(listed.value.rows);
    if (listed.value.whole) return budgetsOf(found);
  }
  for (const id of missing()) {
    const query = { bc_id: business, filtering: { keyword: id } };
    const enough = (rows: readonly Row[]) => rows.some(({ advertiser_id }) => advertiser_id === id);
    const listed = await readPages(client, listing({ query, enough }), signal);
    if (!listed.ok) return isForbidden(listed) ? budgetsOf(found) : listed;
    keep(listed.value.rows);
  }
  return budgetsOf(found);
}

/** Without a finance role the budgets are unknown, which is not a failure. */
function isForbidden({ problems: [problem] }: ApiFailure): boolean {
  return problem.code === 'api/forbidden';
}

function budgetsOf(rows: ReadonlyMap<string, Row>): Result<Budgets> {
  return ok(new Map([...rows].map(([id, row]) => [id, budgetOf(id, row)])));
}

function budgetOf(id: string, { budget_mode: mode, budget }: Row): Result<AccountBudget> {
  if (mode === 'UNLIMITED') return ok({ mode });
  const amount = typeof budget === 'string' || typeof budget === 'number' ? plainDecimal(budget) : undefined;
  if (typeof mode !== 'string' || mode === '' || amount === undefined) {
    return unreadable(`TikTok lists the ad account ${id} without its budget.`);
  }
  return ok({ mode, amount });
}
