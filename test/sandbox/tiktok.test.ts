import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { realSleep } from '../support/real-sleep.ts';
import { ADVERTISER, ask, inSandbox, NOT_OURS, withSwitches, worldOf, YEN } from './harness.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ world: worldOf(), sleep: realSleep });
});
afterAll(() => sandbox.stop());

const url = (path: string, query: Record<string, unknown>) =>
  `/open_api/v1.3${path}?${new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  )}`;
const info = (ids: unknown, more = {}) => url('/advertiser/info/', { advertiser_ids: ids, ...more });
const pixels = (more = {}) => url('/pixel/list/', { advertiser_id: ADVERTISER, ...more });
const report = (more: Record<string, unknown> = {}) =>
  url('/report/integrated/get/', {
    report_type: 'BASIC',
    data_level: 'AUCTION_ADVERTISER',
    dimensions: ['advertiser_id'],
    metrics: ['spend'],
    start_date: '2026-11-01',
    end_date: '2026-11-30',
    ...more,
  });
const ours = { advertiser_id: ADVERTISER };

const answered: { name: string; why: string; path: string; data: object }[] = [
  {
    name: 'ad accounts',
    why: 'a batch is one call',
    path: info([ADVERTISER, YEN]),
    data: {
      list: [
        { advertiser_id: ADVERTISER, status: 'STATUS_ENABLE', display_timezone: 'America/New_York', balance: 1250.5 },
        { currency: 'JPY' },
      ],
    },
  },
  {
    name: 'some fields of an ad account',
    why: 'fields chooses',
    path: info([YEN], { fields: ['currency'] }),
    data: { list: [{ currency: 'JPY' }] },
  },
  {
    name: 'pixels',
    why: 'each with how it came to the account; a foreign one is not seen',
    path: pixels(),
    data: {
      pixels: [
        {
          pixel_name: 'Ours',
          asset_ownership: { asset_relation_status: null, ownership_status: true, owner_bc_id: null },
        },
        {
          pixel_name: 'Moved',
          asset_ownership: {
            asset_relation_status: 'TRANSFERRED',
            ownership_status: true,
            owner_bc_id: '7012345678901234567',
          },
        },
        { pixel_name: 'Lent', asset_ownership: { asset_relation_status: 'SHARED', ownership_status: false } },
        { pixel_name: 'Gone', asset_ownership: { asset_relation_status: 'UNBOUND', ownership_status: false } },
      ],
      page_info: { page: 1, page_size: 10, total_number: 4, total_page: 1 },
    },
  },
  {
    name: 'a pixel by code',
    why: 'people know the code',
    path: pixels({ code: 'C4A9P2Q7R5S8T1U6V2W2' }),
    data: { pixels: [{ pixel_id: '7000000000000000003' }] },
  },
  {
    name: 'a pixel by id',
    why: 'the ads side knows the id',
    path: pixels({ pixel_id: '7000000000000000001' }),
    data: { pixels: [{ pixel_code: 'C4A9P2Q7R5S8T1U6V2W0' }] },
  },
  {
    name: 'the last page of pixels',
    why: 'newest first when asked',
    path: pixels({ order_by: 'LATEST_CREATE', page: 2, page_size: 3 }),
    data: { pixels: [{ pixel_name: 'Ours' }], page_info: { page: 2, total_page: 2 } },
  },
  { name: 'a page beyond the end', why: 'it is empty, not wrong', path: pixels({ page: 9 }), data: { pixels: [] } },
  {
    name: 'spend of one account',
    why: 'ten days began in New York, 310.00 each',
    path: report(ours),
    data: { list: [{ dimensions: { advertiser_id: ADVERTISER }, metrics: { spend: '3100.00' } }] },
  },
  {
    name: 'spend of two accounts',
    why: 'with currency and time zone, without decimals if the currency has none, and nothing from future days',
    path: report({ advertiser_ids: [ADVERTISER, YEN] }),
    data: {
      list: [
        { metrics: { spend: '3100.00', currency: 'USD' } },
        { metrics: { spend: '12000', currency: 'JPY', timezone: 'Asia/Tokyo', advertiser_id: YEN } },
      ],
    },
  },
  {
    name: 'no spend',
    why: 'no row at all',
    path: report({ advertiser_id: YEN, start_date: '2026-11-04' }),
    data: { list: [], page_info: { total_number: 0 } },
  },
  {
    name: 'spend by day',
    why: 'one row a day',
    path: report({ ...ours, dimensions: ['advertiser_id', 'stat_time_day'], end_date: '2026-11-02' }),
    data: {
      list: [
        { dimensions: { stat_time_day: '2026-11-01 00:00:00' } },
        { dimensions: { stat_time_day: '2026-11-02 00:00:00' } },
      ],
    },
  },
  {
    name: 'the sum of a report',
    why: 'when asked',
    path: report({ ...ours, enable_total_metrics: 'true' }),
    data: { total_metrics: { spend: '3100.00' } },
  },
];

describe('TikTok answers', () => {
  test.each(answered)('$name: $why', async ({ path, data }) => {
    const answer = await ask(sandbox, path);
    expect(answer).toMatchObject({ status: 200, body: { code: 0, message: 'OK', data } });
    expect(answer.body.request_id).toMatch(/^20261110120000[0-9A-F]{20}$/);
    expect(answer.headers.get('x-tt-logid')).toBe(answer.body.request_id);
  });
});

const token = (value: string) => ({ 'access-token': value });
const refused: {
  name: string;
  why: string;
  path: string;
  headers?: Record<string, string>;
  code: number;
  says?: string;
}[] = [
  {
    name: 'an empty token',
    why: 'the header is what counts',
    path: info([ADVERTISER]),
    headers: token(''),
    code: 40104,
    says: 'Access token is null',
  },
  {
    name: 'an unknown token',
    why: 'tokens are exact',
    path: info([ADVERTISER]),
    headers: token('nobody-knows-this'),
    code: 40105,
  },
  {
    name: 'a revoked token',
    why: 'it worked once',
    path: info([ADVERTISER]),
    headers: token('sandbox-tiktok-revoked'),
    code: 40105,
  },
  {
    name: 'an expired token',
    why: 'another code',
    path: info([ADVERTISER]),
    headers: token('sandbox-tiktok-expired'),
    code: 40102,
  },
  {
    name: 'an Events API token',
    why: 'it reads nothing',
    path: info([ADVERTISER]),
    headers: token('sandbox-tiktok-events0'),
    code: 40105,
  },
  {
    name: 'a token without the scope',
    why: 'the message names the path',
    path: info([ADVERTISER]),
    headers: token('sandbox-tiktok-pixels0'),
    code: 40001,
    says: 'grant you /advertiser/info/:GET',
  },
  {
    name: 'one account that is not granted',
    why: 'all or nothing, and it is named',
    path: info([ADVERTISER, NOT_OURS]),
    code: 40001,
    says: NOT_OURS,
  },
  {
    name: 'one account that does not exist',
    why: 'all or nothing, and it is named',
    path: info(['7098765432109870000', ADVERTISER]),
    code: 40001,
    says: '7098765432109870000',
  },
  {
    name: 'no ids',
    why: 'they are required',
    path: '/open_api/v1.3/advertiser/info/',
    code: 40002,
    says: 'Missing required field(s): advertiser_ids',
  },
  {
    name: 'a bare id for a list',
    why: 'lists are JSON text',
    path: info(ADVERTISER),
    code: 40002,
    says: 'advertiser_ids',
  },
  { name: 'ids without quotes', why: 'ids are text', path: info('[7098765432109876543]'), code: 40002 },
  { name: 'an id that is not a number', why: 'digits only', path: info(['acme']), code: 40002 },
  {
    name: 'repeated keys for a list',
    why: 'that is not how TikTok reads lists',
    path: '/open_api/v1.3/advertiser/info/?advertiser_ids=1&advertiser_ids=2',
    code: 40002,
  },
  {
    name: 'a field that is not',
    why: 'enums are strict',
    path: info([ADVERTISER], { fields: ['nmae'] }),
    code: 40002,
    says: 'nmae',
  },
  { name: '101 accounts', why: 'more than is known to work', path: info(Array(101).fill(ADVERTISER)), code: 40011 },
  { name: '21 pixels a page', why: 'at most 20', path: pixels({ page_size: 21 }), code: 40002, says: 'page_size' },
  { name: 'page 0', why: 'from 1', path: pixels({ page: 0 }), code: 40002 },
  {
    name: 'pixels of an account that is not ours',
    why: 'permission',
    path: url('/pixel/list/', { advertiser_id: NOT_OURS }),
    code: 40001,
    says: NOT_OURS,
  },
  {
    name: 'six accounts in a report',
    why: 'at most 5',
    path: report({ advertiser_ids: Array(6).fill(ADVERTISER) }),
    code: 40002,
  },
  { name: '1001 rows a page', why: 'at most 1000', path: report({ ...ours, page_size: 1001 }), code: 40002 },
  {
    name: 'a report of one and of many',
    why: 'one or the other',
    path: report({ ...ours, advertiser_ids: [YEN] }),
    code: 40002,
  },
  {
    name: 'a report without a level',
    why: 'required for BASIC',
    path: report({ ...ours, data_level: '' }),
    code: 40002,
  },
  {
    name: 'a report without dates',
    why: 'unless for the lifetime',
    path: url('/report/integrated/get/', {
      report_type: 'BASIC',
      data_level: 'AUCTION_ADVERTISER',
      dimensions: ['advertiser_id'],
      ...ours,
    }),
    code: 40002,
    says: 'start_date',
  },
  {
    name: 'an invalid date',
    why: 'the calendar',
    path: report({ ...ours, end_date: '2026-11-31' }),
    code: 40002,
    says: 'Time format should be',
  },
  {
    name: 'dates the wrong way round',
    why: 'nothing lies between',
    path: report({ ...ours, start_date: '2026-12-01' }),
    code: 40002,
  },
  {
    name: 'more than a year',
    why: 'at most 365 days',
    path: report({ ...ours, start_date: '2025-11-01' }),
    code: 40002,
  },
  {
    name: '31 days by day',
    why: 'at most 30',
    path: report({ ...ours, start_date: '2026-10-31', dimensions: ['advertiser_id', 'stat_time_day'] }),
    code: 40002,
    says: 'max time span is 30 days',
  },
  {
    name: 'a metric that is not',
    why: 'no relation',
    path: report({ ...ours, metrics: ['spned'] }),
    code: 40002,
    says: 'no relation',
  },
  { name: 'another version', why: 'it was retired', path: '/open_api/v1.2/advertiser/info/', code: 40051 },
];

describe('TikTok refuses, with HTTP 200', () => {
  test.each(refused)('$name: $why', async ({ path, headers, code, says }) => {
    const answer = await ask(sandbox, path, headers === undefined ? {} : { headers });
    expect(answer).toMatchObject({ status: 200, body: { code, data: {} } });
    expect(answer.body.message).toContain(says ?? '');
  });

  test.each([
    { path: '/open_api/v1.3/advertiser/info', why: 'without the slash' },
    { path: '/open_api/v1.3/advertiser/', why: 'unknown, with a slash' },
  ])('$path: $why', async ({ path }) => {
    expect(await ask(sandbox, path)).toMatchObject({ status: 404, text: '404 page not found' });
  });

  test('a known path with a different method', async () => {
    expect(await ask(sandbox, info([ADVERTISER]), { method: 'POST', body: {} })).toMatchObject({
      status: 404,
      text: '404 page not found',
    });
  });
});

describe('switches', () => {
  test('writes long ids without quotes', () =>
    inSandbox(withSwitches({ ids64AsNumbers: true }), async (other) => {
      const { text } = await ask(other, pixels());
      expect(text).toContain(`"pixel_id":7000000000000000001,`);
      expect(text).toContain('"pixel_code":"C4A9P2Q7R5S8T1U6V2W0"');
      expect(text).toMatch(/"request_id":"/);
    }));

  test('adds undocumented members', () =>
    inSandbox(withSwitches({ extraMembers: true }), async (other) => {
      const { body } = await ask(other, info([ADVERTISER]));
      expect(Object.keys(body)).toContain('undocumented_member');
      expect(Object.keys(body.data?.list?.[0] ?? {})).toContain('undocumented_member');
    }));
});

test('is the same to the byte in two runs', async () => {
  const run = () =>
    inSandbox(worldOf(), async (one) => [(await ask(one, pixels())).text, (await ask(one, report(ours))).text]);
  expect(await run()).toEqual(await run());
});
