import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NEVER, type FakeResponse, type Request } from '../http/harness.ts';
import { resultsOf } from '../support/writers.ts';
import { A, B, C, no, paged, queryOf, tiktok } from './harness.ts';

const BUSINESS = '7000000000000000100';
const KEY = 'advertiser_account_list';

/** As a row of /advertiser/balance/get/. */
const account = (id: string, more: object = {}) => ({
  advertiser_id: id,
  advertiser_name: `Acme ${id}`,
  advertiser_status: 'SHOW_ACCOUNT_STATUS_APPROVED',
  currency: 'USD',
  account_balance: 1250.5,
  budget_mode: 'MONTHLY_BUDGET',
  budget: 30000,
  budget_cost: 9310.2,
  ...more,
});

/** Knows these accounts, and finds those whose name or id holds the keyword. */
function listOf(accounts: readonly ReturnType<typeof account>[]) {
  return (request: Request): FakeResponse => {
    const text = queryOf(request)['filtering'];
    const { keyword = '' } = text === undefined ? {} : (JSON.parse(String(text)) as { keyword?: string });
    return paged(
      accounts.filter((each) => each.advertiser_name.includes(keyword)),
      request,
      KEY,
    );
  };
}

describe('budgets', () => {
  test('one account is read by its id', async () => {
    const { reader, log } = tiktok(listOf([account(A), account(B)]));
    expect(await reader.budgets(BUSINESS, [A, A], NEVER)).toEqual({
      ok: true,
      value: resultsOf([[A, { mode: 'MONTHLY_BUDGET', amount: '30000' }]]),
    });
    expect(log.map(queryOf)).toEqual([
      { bc_id: BUSINESS, filtering: JSON.stringify({ keyword: A }), page: '1', page_size: '50' },
    ]);
  });

  test.each([
    { name: 'no limit', row: { budget_mode: 'UNLIMITED', budget: null }, budget: { mode: 'UNLIMITED' } },
    {
      name: 'no limit, and the earlier one',
      row: { budget_mode: 'UNLIMITED', budget: 5 },
      budget: { mode: 'UNLIMITED' },
    },
    { name: 'decimals', row: { budget: 30000.5 }, budget: { mode: 'MONTHLY_BUDGET', amount: '30000.5' } },
    { name: 'yen', row: { budget: 900000 }, budget: { mode: 'MONTHLY_BUDGET', amount: '900000' } },
    { name: 'text', row: { budget: '30000.50' }, budget: { mode: 'MONTHLY_BUDGET', amount: '30000.50' } },
    { name: 'zero', row: { budget: 0 }, budget: { mode: 'MONTHLY_BUDGET', amount: '0' } },
    {
      name: 'another mode',
      row: { budget_mode: 'CUSTOM_BUDGET', budget: 12 },
      budget: { mode: 'CUSTOM_BUDGET', amount: '12' },
    },
  ])('amounts are text, in major units: $name', async ({ row, budget }) => {
    const { reader } = tiktok(listOf([account(A, row)]));
    expect(await reader.budgets(BUSINESS, [A], NEVER)).toEqual({ ok: true, value: resultsOf([[A, budget]]) });
  });

  test.each([
    { name: 'a limit without amount', row: { budget: null } },
    { name: 'no mode', row: { budget_mode: null } },
    { name: 'less than nothing', row: { budget: -1 } },
    { name: 'a sum of floating point', row: { budget: 0.1 + 0.2 } },
    { name: 'more than any money', row: { budget: 1e21 } },
    { name: 'no number', row: { budget: 'many' } },
  ])('a budget that cannot be read is a problem of its account: $name', async ({ row }) => {
    const { reader } = tiktok(listOf([account(A, row), account(B)]));
    const result = await reader.budgets(BUSINESS, [A, B], NEVER);
    expect(result.ok && result.value.get(A)).toMatchObject({
      ok: false,
      problems: [{ code: 'api/unreadable', message: expect.stringContaining(A) }],
    });
    expect(result.ok && result.value.get(B)?.ok).toBe(true);
  });

  test('rows that were not requested can have any shape', async () => {
    const { reader } = tiktok(
      listOf([account(`${A}9`, { advertiser_name: `like ${A}`, budget_mode: null }), account(A)]),
    );
    expect(await reader.budgets(BUSINESS, [A], NEVER)).toMatchObject({ ok: true, value: new Map([[A, {}]]) });
  });

  const many = Array.from({ length: 400 }, (_, index) => `70987654321098${10_000 + index}`);
  test.each([
    { name: 'none', why: 'nothing is asked', known: many, ids: [], calls: 0 },
    { name: 'three', why: 'one by one', known: many, ids: many.slice(0, 3), calls: 3 },
    {
      name: 'four of a few',
      why: 'one page holds them all',
      known: many.slice(0, 40),
      ids: many.slice(0, 4),
      calls: 1,
    },
    { name: 'four of many', why: 'a page, and those that it lacks', known: many, ids: many.slice(-4), calls: 5 },
    { name: 'all', why: 'pages of 50', known: many, ids: many, calls: 8 },
    { name: 'the first hundred', why: 'the rest is not read', known: many, ids: many.slice(0, 100), calls: 2 },
  ])('the fewest calls: $name: $why', async ({ known, ids, calls }) => {
    const { reader, log } = tiktok(listOf(known.map((id) => account(id))));
    const result = await reader.budgets(BUSINESS, ids, NEVER);
    expect(result.ok && [...result.value.keys()].sort()).toEqual([...ids].sort());
    expect(log).toHaveLength(calls);
  });

  test('law: every account that is listed is found, and never with more than one call an account and one', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(many.slice(0, 160), { minLength: 100 }),
        fc.subarray(many.slice(0, 160), { maxLength: 12 }),
        async (known, wanted) => {
          const { reader, log } = tiktok(listOf(known.map((id) => account(id))));
          const result = await reader.budgets(BUSINESS, wanted, NEVER);
          expect(result.ok && [...result.value.keys()].sort()).toEqual(
            wanted.filter((id) => known.includes(id)).sort(),
          );
          expect(log.length).toBeLessThanOrEqual(wanted.length + 1);
        },
      ),
      { numRuns: 30 },
    );
  });

  test.each([
    { name: 'few', ids: [A] },
    { name: 'many', ids: [A, B, C, `${A}1`] },
  ])('without a finance role nothing is known, which is not a failure: $name', async ({ ids }) => {
    const { reader, log } = tiktok(() => no(40001, "You don't have permission to operate bc 1."));
    expect(await reader.budgets(BUSINESS, ids, NEVER)).toEqual({ ok: true, value: new Map() });
    expect(log).toHaveLength(1);
  });
});
