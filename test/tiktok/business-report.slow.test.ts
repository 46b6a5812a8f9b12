import { describe, expect, test } from 'vitest';
import type { SpendingAccount } from '../../src/model/index.ts';
import { loadWorld, type World } from '../../src/sandbox/index.ts';
import { NEVER } from '../http/harness.ts';
import { atSandbox } from './harness.ts';

const BUSINESS = '7000000000000000100';
const PARTNER = '7000000000000000200';
const TOKEN = 'business-report-token-0001';

const idOf = (n: number) => `70000000000000${String(n).padStart(5, '0')}`;

/** Of three currencies and two time zones. A third is shared by a partner; every seventh has no spend. */
const accounts = Array.from({ length: 120 }, (_, n) => ({
  id: idOf(n),
  currency: (['USD', 'EUR', 'JPY'] as const)[n % 3] ?? 'USD',
  timezone: n % 2 === 0 ? 'Asia/Tokyo' : 'America/New_York',
  ownerBusiness: Math.floor(n / 6) % 3 === 2 ? PARTNER : BUSINESS,
  ...(n % 7 !== 0 && { spendPerDay: `${n + 1}00.00` }),
}));

/** In Tokyo the 11th has begun, in New York and in UTC it has not. */
const NOW = '2026-11-10T20:00:00Z';

function world(switches: Partial<World['switches']> = {}, user = 'Ada'): World {
  const loaded = loadWorld(
    JSON.stringify({
      now: NOW,
      switches,
      tiktok: {
        tokens: [{ token: TOKEN, user, advertisers: accounts.map(({ id }) => id) }],
        businessCenters: [
          { id: BUSINESS, currency: 'USD', timezone: 'America/New_York', members: ['Ada'] },
          { id: PARTNER, members: ['Lena'] },
        ],
        partnerships: [{ from: PARTNER, to: BUSINESS, state: 'active' }],
        shares: accounts
          .filter(({ ownerBusiness }) => ownerBusiness === PARTNER)
          .map(({ id }) => ({ from: PARTNER, to: BUSINESS, advertiser: id })),
        advertisers: accounts,
      },
    }),
    'world.json',
  );
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.world;
}

/** As the rows of the ad accounts show them. */
const spending: readonly SpendingAccount[] = accounts.map(({ id, currency, timezone, ownerBusiness }) => ({
  id,
  currency,
  timezone,
  business: BUSINESS,
  isOwned: ownerBusiness === BUSINESS,
}));
const withoutBusiness = spending.map(({ business: _, ...rest }) => rest);

const to = { 'Asia/Tokyo': '2026-11-11', 'America/New_York': '2026-11-10' } as const;

async function spendIn(given: World, who: readonly SpendingAccount[]) {
  return atSandbox(
    given,
    async ({ reader, sandbox }) => {
      const spend = new Map<string, string>();
      let byBusiness = 0;
      for (const [timezone, day] of Object.entries(to)) {
        const sameDay = who.filter((one) => one.timezone === timezone);
        for (const [id, one] of await reader.spend(sameDay, '2026-11-01', day, NEVER)) {
          if (!one.ok) throw new Error(JSON.stringify(one.problems));
          spend.set(id, String(Number(one.value.amount)));
          if (one.value.business !== undefined) byBusiness += 1;
        }
      }
      return { spend, byBusiness, calls: sandbox.log().length };
    },
    TOKEN,
  );
}

const values = {
  businessReportCurrency: ['account', 'business', 'usd'],
  businessReportDays: ['account', 'business'],
  businessReportRows: ['spending', 'all', 'owned'],
} as const;

const combinations = values.businessReportCurrency.flatMap((businessReportCurrency) =>
  values.businessReportDays.flatMap((businessReportDays) =>
    values.businessReportRows.map((businessReportRows) => ({
      businessReportCurrency,
      businessReportDays,
      businessReportRows,
    })),
  ),
);

describe('whatever a report of a Business Center shows, the spend is that of the ad accounts', () => {
  const exactly = spendIn(world(), withoutBusiness);

  test.each(combinations)(
    'currency of $businessReportCurrency, days of $businessReportDays, rows: $businessReportRows',
    async (switches) => {
      const exact = await exactly;
      expect(exact.calls).toBe(24);
      expect(exact.byBusiness).toBe(0);
      const { spend, byBusiness } = await spendIn(world(switches), spending);
      expect(spend).toEqual(exact.spend);
      // Of each currency in each time zone there are 20 accounts, of which US dollars in New York are never misread.
      expect(byBusiness).toBeGreaterThan(10);
    },
  );

  test('with all rows, each day and group costs its report and its comparison only', async () => {
    const { byBusiness, calls } = await spendIn(world({ businessReportRows: 'all' }), spending);
    expect([byBusiness, calls]).toEqual([120, 2 + 6]);
  });

  test('a token without the Business Center is refused once', async () => {
    const { byBusiness, calls } = await spendIn(world({}, 'Someone else'), spending);
    expect([byBusiness, calls]).toEqual([0, 1 + 24]);
  });
});

const valid = {
  report_type: 'BC',
  bc_id: BUSINESS,
  dimensions: '["advertiser_id"]',
  metrics: '["spend"]',
  start_date: '2026-11-01',
  end_date: '2026-11-10',
  page_size: '1000',
};

const refusals: readonly { name: string; query: Readonly<Record<string, string>>; code: number; says: string }[] = [
  { name: 'no Business Center', query: { bc_id: '' }, code: 40002, says: 'bc_id' },
  { name: 'a foreign Business Center', query: { bc_id: PARTNER }, code: 40001, says: PARTNER },
  { name: 'a data level', query: { data_level: 'AUCTION_ADVERTISER' }, code: 40002, says: 'data_level' },
  { name: 'a service type', query: { service_type: 'AUCTION' }, code: 40002, says: 'service_type' },
  { name: 'ad accounts', query: { advertiser_ids: `["${idOf(0)}"]` }, code: 40002, says: 'advertiser_ids' },
  { name: 'the lifetime', query: { query_lifetime: 'true' }, code: 40002, says: 'query_lifetime' },
  {
    name: 'a report by day',
    query: { dimensions: '["advertiser_id","stat_time_day"]' },
    code: 40002,
    says: 'relation',
  },
  { name: 'a report by campaign', query: { dimensions: '["campaign_id"]' }, code: 40002, says: 'relation' },
  { name: 'more than a year', query: { start_date: '2025-11-01' }, code: 40002, says: '365' },
  { name: 'a wrong date', query: { start_date: '2026-11-31' }, code: 40002, says: 'Time format' },
  { name: '1,001 a page', query: { page_size: '1001' }, code: 40002, says: 'page_size' },
  {
    name: 'a filter of a different report',
    query: { filtering: '[{"field_name":"campaign_ids","filter_type":"IN","filter_value":"[]"}]' },
    code: 40008,
    says: 'campaign_ids',
  },
];

describe('the sandbox refuses a report of a Business Center with', () => {
  test.each(refusals)('$name', async ({ query, code, says }) => {
    const body = await atSandbox(
      world(),
      async ({ sandbox }) => {
        const search = new URLSearchParams(Object.entries({ ...valid, ...query }).filter(([, value]) => value !== ''));
        const url = `${sandbox.origin}/open_api/v1.3/report/integrated/get/?${search}`;
        return (await (await fetch(url, { headers: { 'access-token': TOKEN } })).json()) as object;
      },
      TOKEN,
    );
    expect(body).toMatchObject({ code, message: expect.stringContaining(says) });
  });
});
