import { expect, test } from 'vitest';
import type { SpendingAccount } from '../../src/model/index.ts';
import { type FakeResponse, NEVER, type Request } from '../http/harness.ts';
import { no, queryOf, tiktok, yes } from './harness.ts';

const BUSINESS = '7012345678901234567';

const idOf = (n: number) => `70987654321098${String(n).padStart(5, '0')}`;

/** 30 accounts, of which the last 10 have no spend. */
const SPENT = new Map(Array.from({ length: 30 }, (_, n) => [idOf(n), n < 20 ? `${n + 1}.50` : '0.00']));

function spending(rest: Partial<SpendingAccount> = {}): readonly SpendingAccount[] {
  return [...SPENT.keys()].map((id) => ({
    id,
    currency: 'EUR',
    timezone: 'Europe/Berlin',
    business: BUSINESS,
    isOwned: true,
    ...rest,
  }));
}

const line = (id: string, spend: unknown) => ({ dimensions: { advertiser_id: id }, metrics: { spend } });
const page = (list: readonly object[], info: object = {}, headers = {}) =>
  yes({ list, page_info: { page: 1, page_size: 1000, total_number: list.length, total_page: 1, ...info } }, headers);
const rows = [...SPENT].filter(([, spend]) => spend !== '0.00').map(([id, spend]) => line(id, spend));

const isOfBusiness = (request: Request) => queryOf(request)['report_type'] === 'BC';

/** By ad account always exactly; by Business Center as given. */
function server(business: (request: Request, n: number) => FakeResponse) {
  let reports = 0;
  return tiktok((request) => {
    if (isOfBusiness(request)) return business(request, (reports += 1));
    const query = queryOf(request);
    const ids = (query['advertiser_ids'] as string[] | undefined) ?? [query['advertiser_id'] as string];
    return page(ids.filter((id) => SPENT.get(id) !== '0.00').map((id) => line(id, SPENT.get(id))));
  });
}

const read = ({ reader }: ReturnType<typeof server>, accounts = spending()) =>
  reader.spend(accounts, '2026-11-01', '2026-11-10', NEVER);

const amountsIn = (result: Awaited<ReturnType<typeof read>>) =>
  new Map([...result].map(([id, one]) => [id, one.ok ? Number(one.value.amount) : undefined]));
const TRUTH = new Map([...SPENT].map(([id, spend]) => [id, Number(spend)]));

test('one report covers all accounts, and five of them are compared', async () => {
  const scene = server(() => page(rows));
  const result = await read(scene);
  expect(amountsIn(result)).toEqual(TRUTH);
  expect([...result.values()].map((one) => one.ok && one.value.business)).toEqual(SPENT_BY_BUSINESS);
  const [report, comparison] = scene.log;
  expect(queryOf(report as Request)).toEqual({
    report_type: 'BC',
    bc_id: BUSINESS,
    dimensions: ['advertiser_id'],
    metrics: ['spend'],
    start_date: '2026-11-01',
    end_date: '2026-11-10',
    page: '1',
    page_size: '1000',
  });
  expect(queryOf(comparison as Request)['advertiser_ids'], 'those that spent most, and without a row').toEqual(
    [19, 18, 17, 28, 29].map(idOf),
  );
  expect(scene.log).toHaveLength(2);
});

const SPENT_BY_BUSINESS = [...SPENT].map(() => BUSINESS);

const converted = rows.map(({ dimensions: { advertiser_id: id } }) => line(id, String(Number(SPENT.get(id)) * 1.1)));

/** `calls`: in all, of which six replace the report. */
const cases: readonly {
  name: string;
  why: string;
  reply: (n: number) => FakeResponse;
  accounts?: readonly SpendingAccount[];
  calls: number;
}[] = [
  {
    name: 'a token without the Business Center',
    why: 'the report is refused once',
    reply: () => no(40001, `You don't have permission to operate bc ${BUSINESS}.`),
    calls: 1 + 6,
  },
  {
    name: 'a parameter that TikTok refuses',
    why: 'the exact report needs none of them',
    reply: () => no(40002, 'Conflict occurs.'),
    calls: 1 + 6,
  },
  {
    name: 'amounts in a different currency',
    why: 'the comparison differs',
    reply: () => page(converted),
    calls: 2 + 5,
  },
  {
    name: 'a report without a row',
    why: 'nothing shows that it covers the accounts',
    reply: () => page([]),
    calls: 2 + 5,
  },
  {
    name: 'a cut-off report',
    why: 'X-Tt-Ads-Throttle: rows are missing',
    reply: () => page(rows, {}, { 'x-tt-ads-throttle': '1' }),
    calls: 1 + 6,
  },
  {
    name: 'fewer rows than stated',
    why: 'rows are missing',
    reply: () => page(rows, { total_number: 21 }),
    calls: 1 + 6,
  },
  {
    name: 'a second page that is empty',
    why: 'rows are missing',
    reply: (n) =>
      n === 1
        ? page(rows, { total_page: 2, total_number: 21 })
        : page([], { page: 2, total_page: 2, total_number: 21 }),
    calls: 2 + 6,
  },
  {
    name: 'pages that overlap',
    why: 'a row of both may have displaced another: what has one row is known, the rest is read exactly',
    reply: (n) =>
      page(n === 1 ? rows.slice(0, 15) : [...rows.slice(14, 19)], { page: n, total_page: 2, total_number: 20 }),
    calls: 2 + Math.ceil((1 + 1 + 10 + 5) / 5),
  },
  {
    name: 'a row without an account',
    why: 'it may be that of any account without a row',
    reply: () => page([...rows, line('', '5.00'), {}]),
    calls: 1 + Math.ceil((10 + 5) / 5),
  },
  {
    name: 'a row that is not an amount',
    why: 'only its account is read exactly',
    reply: () => page(rows.map((row, n) => (n === 3 ? line(row.dimensions.advertiser_id, 'many') : row))),
    calls: 1 + Math.ceil((1 + 5) / 5),
  },
  {
    name: 'a missing row of an account that spent',
    why: 'if the comparison finds it, nothing of the report counts',
    reply: () => page(rows.slice(0, 15)),
    accounts: spending().slice(0, 20),
    calls: 2 + 3,
  },
  {
    name: 'accounts that it may not own',
    why: 'a missing row proves nothing',
    reply: () => page(rows),
    accounts: spending({ isOwned: false }),
    calls: 1 + Math.ceil((10 + 5) / 5),
  },
  {
    name: 'more pages than exact calls',
    why: 'the Business Center has far more accounts than the layers',
    reply: () => page(rows, { total_page: 5, total_number: 4020 }),
    calls: 1 + 6,
  },
  {
    name: 'rows of accounts without a layer',
    why: 'they concern nothing here, whatever they contain',
    reply: () => page([line('1', 'many'), ...rows, line('2', '7.00')]),
    calls: 2,
  },
  {
    name: '"-" and "0.00" for accounts without spend',
    why: 'a missing value is zero',
    reply: () => page([...rows, ...[20, 21, 22].map((n) => line(idOf(n), '-')), line(idOf(23), '0.00')]),
    calls: 2,
  },
];

test.each(cases)('every account has its exact spend after $name: $why', async ({ reply, accounts, calls }) => {
  const scene = server((_, n) => reply(n));
  const result = amountsIn(await read(scene, accounts));
  expect(result).toEqual(accounts === undefined ? TRUTH : new Map(accounts.map(({ id }) => [id, TRUTH.get(id)])));
  expect(scene.log).toHaveLength(calls);
});

test.each([
  { name: 'refused', reply: () => no(40001, 'no permission') },
  { name: 'wrong', reply: () => page(converted) },
])('a report that was $name is not asked for again', async ({ reply }) => {
  const scene = server(reply);
  await read(scene);
  scene.log.splice(0);
  expect(amountsIn(await read(scene))).toEqual(TRUTH);
  expect(scene.log.filter(isOfBusiness)).toEqual([]);
});

test('currencies and time zones are compared apart, and only the one that differs is read exactly', async () => {
  const mixed = spending().map((each, n) => ({ ...each, currency: n % 2 === 0 ? 'EUR' : 'USD' }));
  const scene = server(() => page(rows.map((row, n) => (n % 2 === 0 ? row : (converted[n] as typeof row)))));
  const result = await read(scene, mixed);
  expect(amountsIn(result)).toEqual(TRUTH);
  expect(scene.log, 'the report, two comparisons, and the other 10 in US dollars').toHaveLength(1 + 2 + 2);
  expect(mixed.map(({ id }) => result.get(id)).filter((one) => one?.ok && one.value.business)).toHaveLength(15);
});
