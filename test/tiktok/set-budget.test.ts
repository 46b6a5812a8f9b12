import { describe, expect, test } from 'vitest';
import { NEVER, type FakeResponse } from '../http/harness.ts';
import { A, B, TOKEN, tiktok, yes } from './harness.ts';

const BUSINESS = '7000000000000000200';

const row = (more: object = {}) => ({
  advertiser_id: A,
  status: 'SUCCESS',
  error_msg: null,
  one_click_set_amount: null,
  ...more,
});

const DONE = { ok: true, value: undefined };

describe('setting a budget', () => {
  const set = (
    answer: FakeResponse,
    budget: { mode: string; amount?: string } = { mode: 'MONTHLY_BUDGET', amount: '30000' },
  ) => {
    const harness = tiktok(() => answer);
    return harness.writer.setBudget(BUSINESS, A, budget, NEVER).then((result) => ({ result, log: harness.log }));
  };

  test.each([
    { name: 'whole', amount: '30000', budget: 30000 },
    { name: 'cents', amount: '30000.05', budget: 30000.05 },
    { name: 'yen', amount: '900000', budget: 900000 },
    { name: 'noughts', amount: '30000.00', budget: 30000 },
  ])('an amount goes out as a number: $name', async ({ amount, budget }) => {
    const { log } = await set(yes({ list: [row()] }), { mode: 'MONTHLY_BUDGET', amount });
    expect(log).toMatchObject([{ body: { advertiser_budgets: [{ budget }] } }]);
  });

  test('no limit has no amount', async () => {
    const { result, log } = await set(yes({ list: [row()] }), { mode: 'UNLIMITED', amount: '5' });
    expect(result).toEqual(DONE);
    expect(log[0]?.body).toEqual({
      bc_id: BUSINESS,
      budget_update_type: 'UPDATE',
      advertiser_budgets: [{ advertiser_id: A, budget_mode: 'UNLIMITED' }],
    });
  });

  test.each([undefined, '', 'many', '-1', '1e3'])('a limit without an amount is not sent: %s', async (amount) => {
    const { result, log } = await set(yes({}), { mode: 'MONTHLY_BUDGET', ...(amount !== undefined && { amount }) });
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'api/refused' }] });
    expect(log).toHaveLength(0);
  });

  test.each([
    { name: 'under list', data: { list: [row()] } },
    { name: 'under advertiser_list', data: { advertiser_list: [row()] } },
    { name: 'under both', data: { list: [], advertiser_list: [row()] } },
    { name: 'an id without quotes', data: { list: [{ ...row(), advertiser_id: 7098 }, row()] } },
  ])('the row contains the result: $name', async ({ data }) => {
    expect((await set(yes(data))).result).toEqual(DONE);
  });

  test.each(['list', 'advertiser_list'])('FAILED in an answer that is a success: %s', async (key) => {
    const why = `budget must be at least\n 9775.71 ${TOKEN}`;
    const { result, log } = await set(yes({ [key]: [row({ status: 'FAILED', error_msg: why })] }));
    expect(result).toMatchObject({
      ok: false,
      problems: [
        {
          code: 'api/refused',
          message: `TikTok refused to change the budget of ad account ${A}: budget must be at least 9775.71 •••`,
          remedy: expect.stringContaining('105%'),
        },
      ],
    });
    expect(log).toHaveLength(1);
  });

  test('a long reason is cut, after the token was hidden', async () => {
    const { result } = await set(yes({ list: [row({ status: 'FAILED', error_msg: `${'x'.repeat(290)}${TOKEN}` })] }));
    expect(JSON.stringify(result)).not.toContain(TOKEN.slice(0, 4));
  });

  test.each([
    { name: 'no row', data: { list: [] } },
    { name: 'the row of a different account', data: { list: [row({ advertiser_id: B })] } },
    { name: 'no list', data: {} },
    { name: 'another word', data: { list: [row({ status: 'PENDING' })] } },
    { name: 'another form', data: { list: { [A]: 'SUCCESS' } } },
    { name: 'nothing', data: null },
    { name: 'not even that', data: undefined },
  ])('a response without a result is not a success: $name', async ({ data }) => {
    const { result } = await set(yes(data));
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'api/unreadable' }] });
  });
});
