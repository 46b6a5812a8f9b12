import { describe, expect, test } from 'vitest';
import type { Result, TikTokReader } from '../../src/model/index.ts';
import { NEVER, type FakeResponse } from '../http/harness.ts';
import { A, no, pageOf, paged, queryOf, TOKEN, tiktok, yes } from './harness.ts';

const BUSINESS = '7000000000000000200';
const PARTNER = '7000000000000000100';
const ids = (count: number) => Array.from({ length: count }, (_, index) => `70987654321098${10_000 + index}`);

/** Each list with pages: its request, its rows, and the result. */
const LISTS: readonly {
  readonly name: string;
  readonly key: string;
  readonly row: (id: string) => object;
  readonly ask: (reader: TikTokReader) => Promise<Result<unknown>>;
  /** The ids that came out. */
  readonly read: (value: never) => readonly string[];
}[] = [
  {
    name: 'pixel links',
    key: 'list',
    row: (id) => ({ advertiser_id: id, advertiser_name: 'Acme' }),
    ask: (reader) => reader.pixelLinks(BUSINESS, 'C4A9P2Q7R5S8T1U6V2W0', NEVER),
    read: ({ advertisers }: { advertisers: readonly string[] }) => advertisers,
  },
  {
    name: 'Spark codes',
    key: 'list',
    row: (id) => ({
      auth_info: { ad_auth_status: 'AUTHORIZED', auth_end_time: '2026-12-01 10:00:00' },
      item_info: { item_id: id, auth_code: `#${id}` },
    }),
    ask: (reader) => reader.sparkCodes(A, NEVER),
    read: (codes: ReadonlyMap<string, unknown>) => [...codes.keys()],
  },
  {
    name: 'budgets',
    key: 'advertiser_account_list',
    row: (id) => ({ advertiser_id: id, budget_mode: 'UNLIMITED', budget: null }),
    ask: (reader) => reader.budgets(BUSINESS, ids(120), NEVER),
    read: (budgets: ReadonlyMap<string, unknown>) => [...budgets.keys()],
  },
];

describe('lists in pages', () => {
  test.each(LISTS)('$name: all pages of 50, each once', async ({ key, row, ask, read }) => {
    const { reader, log } = tiktok((request) => paged(ids(120).map(row), request, key));
    const result = await ask(reader);
    expect(result.ok && read(result.value as never)).toEqual(ids(120));
    expect(log.map((request) => [queryOf(request)['page'], queryOf(request)['page_size']])).toEqual([
      ['1', '50'],
      ['2', '50'],
      ['3', '50'],
    ]);
  });

  const BROKEN: readonly {
    name: string;
    why: string;
    page: (row: (id: string) => object, key: string, n: number) => FakeResponse;
  }[] = [
    {
      name: 'fewer rows than there are',
      why: 'a part must never look complete',
      page: (row, key) => pageOf(ids(2).map(row), 3, 1, key),
    },
    {
      name: 'an empty page before the end',
      why: 'the same',
      page: (row, key, n) => pageOf(n === 1 ? ids(50).map(row) : [], 120, n, key),
    },
    {
      name: 'the same page again and again',
      why: 'its rows would add up to the number that is expected',
      page: (row, key, n) => pageOf(ids(50).map(row), 120, n, key),
    },
    {
      name: 'rows that the page info denies',
      why: 'it is unknown whether there are more',
      page: (row, key) => pageOf(ids(50).map(row), 0, 1, key),
    },
    {
      name: 'no page info',
      why: 'the same',
      page: (row, key) => yes({ [key]: ids(1).map(row) }),
    },
    {
      name: 'no list',
      why: 'the form is different',
      page: () => yes({ page_info: { page: 1, total_number: 0, total_page: 0 } }),
    },
    {
      name: 'a list without end',
      why: 'it must not keep us',
      page: (row, key, n) => pageOf([row(`7${n}`)], 9_999_999, n, key),
    },
    {
      name: 'success in part',
      why: 'the part is unknown',
      page: () => ({ body: { code: 20001, message: 'Partial', request_id: '1', data: {} } }),
    },
  ];

  test.each(
    LISTS.flatMap((list) =>
      BROKEN.map((broken) => ({ ...list, what: broken.name, why: broken.why, page: broken.page })),
    ),
  )('$name, $what: $why', async ({ key, row, ask, page }) => {
    const { reader } = tiktok((_, n) => page(row, key, n));
    const result = await ask(reader);
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'api/unreadable' }] });
  });

  test('a list that grows with every page ends, too', async () => {
    const { reader } = tiktok((_, n) => pageOf([{ advertiser_id: `7${n}` }], n * 50 + 50, n));
    expect(await reader.pixelLinks(BUSINESS, 'C4A9P2Q7R5S8T1U6V2W0', NEVER)).toMatchObject({
      ok: false,
      problems: [{ code: 'api/unreadable', message: expect.stringContaining('more than 1000 pages') }],
    });
    expect(reader.calls()).toBe(1_000);
  });

  test('partners, too: a short list never proves absence', async () => {
    const { reader } = tiktok(() => pageOf([{ bc_id: '7000000000000000300', bc_name: 'Another' }], 2));
    expect(await reader.partnership(BUSINESS, PARTNER, NEVER)).toMatchObject({
      ok: false,
      problems: [{ code: 'api/unreadable', message: expect.stringContaining('1 of 2') }],
    });
  });

  test.each([
    ...LISTS,
    { name: 'partners', ask: (reader: TikTokReader) => reader.partnership(BUSINESS, PARTNER, NEVER) },
  ])('$name: lost, throttled and refused responses are problems, without the token', async ({ ask }) => {
    const lost = tiktok(() => ({}), { lost: 9 });
    expect(await ask(lost.reader)).toMatchObject({ ok: false, problems: [{ code: 'api/unreachable' }] });
    expect(lost.reader.calls()).toBe(4);
    const busy = tiktok(() => no(40100, `App reaches the QPS limit ${TOKEN}`));
    const throttled = await ask(busy.reader);
    expect(throttled).toMatchObject({ ok: false, problems: [{ code: 'api/rate-limited' }] });
    expect(JSON.stringify(throttled)).not.toContain(TOKEN);
    expect(busy.reader.calls()).toBe(2);
    const refused = tiktok(() => no(40002, 'Invalid value for page'));
    expect(await ask(refused.reader)).toMatchObject({ ok: false, problems: [{ code: 'api/refused' }] });
    const revoked = tiktok(() => no(40105, 'Access token is incorrect or has been revoked.'));
    expect(await ask(revoked.reader)).toMatchObject({ ok: false, problems: [{ code: 'api/unauthenticated' }] });
  });
});
