import { z } from 'zod';
import type { ApiFailure, Client, Sanitize } from '../http/index.ts';
import { type AccountBudget, fail, ok, type Result } from '../model/index.ts';
import { type Listing, readPages } from './pages.ts';
import { Id, unusable, write } from './request.ts';

/** Of accounts, without reading the whole list. */
const MAX_SINGLE_READS = 3;

/** Source: /advertiser/balance/get/ (documented). */
const BudgetRow = z.object({
  advertiser_id: Id,
  budget_mode: z.unknown().optional(),
  budget: z.unknown().optional(),
});

type BudgetRow = z.output<typeof BudgetRow>;
type Budgets = ReadonlyMap<string, Result<AccountBudget>>;

/**
 * Accounts that the Business Center does not manage are missing; without a finance role, all are. A row without a
 * readable budget fails only its own account. Accounts that it does not own are always `UNLIMITED`.
 *
 * At most one call per account, plus one.
 */
export async function readBudgets(
  client: Client,
  business: string,
  advertiserIds: readonly string[],
  signal: AbortSignal,
): Promise<Result<Budgets>> {
  const requested = [...new Set(advertiserIds)];
  const found = new Map<string, BudgetRow>();
  const missing = () => requested.filter((id) => !found.has(id));
  const keep = (rows: readonly BudgetRow[]) => {
    for (const row of rows) if (requested.includes(row.advertiser_id)) found.set(row.advertiser_id, row);
  };
  const listing = (more: Partial<Listing<BudgetRow>> = {}): Listing<BudgetRow> => ({
    endpoint: 'advertiser/balance/get',
    query: { bc_id: business },
    member: 'advertiser_account_list',
    row: BudgetRow,
    keyOf: ({ advertiser_id }) => advertiser_id,
    ...more,
  });

  if (requested.length > MAX_SINGLE_READS) {
    const enough: Listing<BudgetRow>['enough'] = (rows, pagesLeft) => {
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
    const enough = (rows: readonly BudgetRow[]) => rows.some(({ advertiser_id }) => advertiser_id === id);
    const listed = await readPages(client, listing({ query, enough }), signal);
    if (!listed.ok) return isForbidden(listed) ? budgetsOf(found) : listed;
    keep(listed.value.rows);
  }
  return budgetsOf(found);
}

function isForbidden({ problems: [problem] }: ApiFailure): boolean {
  return problem.code === 'api/forbidden';
}

function budgetsOf(rows: ReadonlyMap<string, BudgetRow>): Result<Budgets> {
  return ok(new Map([...rows].map(([id, row]) => [id, budgetOf(id, row)])));
}

function budgetOf(id: string, { budget_mode: mode, budget }: BudgetRow): Result<AccountBudget> {
  if (mode === 'UNLIMITED') return ok({ mode });
  const amount = typeof budget === 'string' || typeof budget === 'number' ? plainDecimal(budget) : undefined;
  if (typeof mode !== 'string' || mode === '' || amount === undefined) {
    return unusable(`TikTok returned ad account ${id} without its budget.`);
  }
  return ok({ mode, amount });
}

const ResultRows = z.array(z.object({ advertiser_id: Id, status: z.string(), error_msg: z.string().nullish() }));

/**
 * Rows are `list` in /advertiser/update/ (second-hand), `advertiser_list` in SDK advertiser_update.yml (documented).
 */
const ResultShape = z
  .object({ list: ResultRows.nullish(), advertiser_list: ResultRows.nullish() })
  .transform(({ list, advertiser_list }) => [...(list ?? []), ...(advertiser_list ?? [])]);

type DesiredBudget = { readonly business: string; readonly advertiserId: string; readonly budget: AccountBudget };

/**
 * The Business Center must own the account, and the token's user must manage its money. TikTok refuses amounts under
 * 105% of the spend in the running period, and more than 10 changes a day, in a row of a successful response.
 */
export async function setBudget(
  client: Client,
  { business, advertiserId, budget: { mode, amount } }: DesiredBudget,
  sanitize: Sanitize,
  signal: AbortSignal,
): Promise<Result<void>> {
  const limit = mode === 'UNLIMITED' ? undefined : plainDecimal(amount ?? '');
  if (mode !== 'UNLIMITED' && limit === undefined) {
    return refused(`The budget ${mode} of ad account ${advertiserId} has no amount, so nothing was sent.`);
  }
  const written = await write(
    client,
    {
      endpoint: 'advertiser/update',
      body: {
        bc_id: business,
        budget_update_type: 'UPDATE',
        advertiser_budgets: [
          { advertiser_id: advertiserId, budget_mode: mode, ...(limit !== undefined && { budget: Number(limit) }) },
        ],
      },
    },
    signal,
  );
  if (!written.ok) return written;
  if (written.unchanged) return ok(undefined);
  const parsed = ResultShape.safeParse(written.data);
  const row = parsed.data?.find((each) => each.advertiser_id === advertiserId);
  switch (row?.status) {
    case 'SUCCESS':
      return ok(undefined);
    case 'FAILED':
      return refused(
        `TikTok refused to change the budget of ad account ${advertiserId}: ${sanitize(row.error_msg ?? 'no reason given')}`,
      );
    case undefined:
    default:
      return fail({
        code: 'api/unreadable',
        message: `TikTok did not report the result for the budget of ad account ${advertiserId}.`,
        remedy: 'Run it again; it reads the budget first.',
      });
  }
}

function refused(message: string): ApiFailure {
  return fail({
    code: 'api/refused',
    message,
    remedy: 'Set a budget of at least 105% of the spend in this month, and at most about ten times a day.',
  });
}

/** `undefined` if negative, with an exponent, or with more than six decimals (floating-point sums). */
function plainDecimal(amount: number | string): string | undefined {
  const text = String(amount);
  return /^\d{1,15}(\.\d{1,6})?$/.test(text) ? text : undefined;
}
