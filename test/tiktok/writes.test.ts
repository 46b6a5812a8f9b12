import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Result, TikTokWriter } from '../../src/model/index.ts';
import { NEVER, type FakeResponse } from '../http/harness.ts';
import { A, no, TOKEN, tiktok, yes } from './harness.ts';

const BUSINESS = '7000000000000000200';
const PARTNER = '7000000000000000100';
const PIXEL = 'C3QABCD1234567890ABC';
const CODE = '#AbC+d/E1234567890==';

type Write = (writer: TikTokWriter) => Promise<Result<void>>;
const share: Write = (writer) =>
  writer.shareAccount({ business: BUSINESS, partner: PARTNER, advertiserId: A, role: 'OPERATOR' }, NEVER);
const link: Write = (writer) => writer.linkPixel({ business: BUSINESS, pixel: PIXEL, advertiserId: A }, NEVER);
const limit: Write = (writer) => writer.setBudget(BUSINESS, A, { mode: 'MONTHLY_BUDGET', amount: '30000.50' }, NEVER);
const spark: Write = (writer) => writer.authoriseSpark(A, CODE, NEVER);

const DONE = { ok: true, value: undefined };

/** Each write, its request, and its response. */
const WRITES: readonly { name: string; write: Write; path: string; body: object; answer: FakeResponse }[] = [
  {
    name: 'sharing an account',
    write: share,
    path: '/open_api/v1.3/bc/partner/add/',
    body: {
      bc_id: BUSINESS,
      partner_id: PARTNER,
      asset_type: 'ADVERTISER',
      asset_ids: [A],
      advertiser_role: 'OPERATOR',
    },
    answer: yes({}),
  },
  {
    name: 'linking a pixel',
    write: link,
    path: '/open_api/v1.3/bc/pixel/link/update/',
    body: { bc_id: BUSINESS, pixel_code: PIXEL, advertiser_ids: [A], relation_status: 'LINK' },
    answer: yes({}),
  },
  {
    name: 'setting a budget',
    write: limit,
    path: '/open_api/v1.3/advertiser/update/',
    body: {
      bc_id: BUSINESS,
      budget_update_type: 'UPDATE',
      advertiser_budgets: [{ advertiser_id: A, budget_mode: 'MONTHLY_BUDGET', budget: 30000.5 }],
    },
    answer: yes({ list: [{ advertiser_id: A, status: 'SUCCESS', error_msg: null, one_click_set_amount: null }] }),
  },
  {
    name: 'entering a Spark code',
    write: spark,
    path: '/open_api/v1.3/tt_video/authorize/',
    body: { advertiser_id: A, auth_code: CODE },
    answer: yes({}),
  },
];

describe('writes', () => {
  test.each(WRITES)('$name: one request, as documented', async ({ write, path, body, answer }) => {
    const { writer, log } = tiktok(() => answer);
    expect(await write(writer)).toEqual(DONE);
    expect(log).toMatchObject([
      { method: 'POST', path, body, headers: { 'access-token': TOKEN, 'content-type': 'application/json' } },
    ]);
  });

  test.each(WRITES)('$name: nothing to update is success', async ({ write }) => {
    const { writer, log } = tiktok(() => no(40012, 'No update'));
    expect(await write(writer)).toEqual(DONE);
    expect(log).toHaveLength(1);
  });

  test.each(
    WRITES.flatMap((each) =>
      [
        { what: 'forbidden', reply: no(40001, "You don't have permission to operate bc 1."), code: 'api/forbidden' },
        { what: 'a parameter', reply: no(40002, 'Invalid value for bc_id'), code: 'api/refused' },
        { what: 'an asset', reply: no(40002, `You don't have permission to the asset(${A})`), code: 'api/forbidden' },
        { what: 'a token', reply: no(40105, 'Access token is incorrect'), code: 'api/unauthenticated' },
        { what: 'no such object', reply: no(40007, 'does not exist'), code: 'api/not-found' },
      ].map((refusal) => ({ ...each, ...refusal })),
    ),
  )('$name, refused: $what: sent once', async ({ write, reply, code }) => {
    const { writer, log } = tiktok(() => reply);
    expect(await write(writer)).toMatchObject({ ok: false, problems: [{ code }] });
    expect(log).toHaveLength(1);
  });

  test.each(
    WRITES.flatMap((each) =>
      [
        { what: 'a fault of TikTok', reply: no(50000, 'System error') },
        { what: 'a time-out of TikTok', reply: no(50002, 'System timeout') },
        { what: 'a gateway', reply: { status: 502, body: '<html>', headers: { 'content-type': 'text/html' } } },
      ].map((fault) => ({ ...each, ...fault })),
    ),
  )('$name, unclear: $what: sent once, because its sender reads first', async ({ write, reply }) => {
    const { writer, log } = tiktok(() => reply);
    expect(await write(writer)).toMatchObject({ ok: false, problems: [{ code: 'api/unreachable' }] });
    expect(log).toHaveLength(1);
  });

  test.each(WRITES)('$name, lost: sent once, because its sender reads first', async ({ write, answer }) => {
    const { writer } = tiktok(() => answer, { lost: 1 });
    expect(await write(writer)).toMatchObject({ ok: false, problems: [{ code: 'api/unreachable' }] });
    expect(writer.calls()).toBe(1);
  });

  test.each(WRITES)('$name, throttled: nothing was done, so it is sent again, once', async ({ write, answer }) => {
    const busy = no(40100, 'App reaches the QPS limit.');
    const once = tiktok((_, n) => (n === 1 ? busy : answer));
    expect(await write(once.writer)).toEqual(DONE);
    expect(once.sleeps).toEqual([1_500]);
    const always = tiktok(() => busy);
    expect(await write(always.writer)).toMatchObject({ ok: false, problems: [{ code: 'api/rate-limited' }] });
    expect(always.log).toHaveLength(2);
  });

  test.each(WRITES)('law: $name: the token is in no answer', async ({ write }) => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ maxLength: 320 }),
        fc.constantFrom(40001, 40002, 40012, 40105, 50000),
        fc.boolean(),
        async (before, code, encoded) => {
          const token = encoded ? encodeURIComponent(TOKEN) : TOKEN;
          const { writer } = tiktok(() => no(code, `${before}${token}`));
          expect(JSON.stringify(await write(writer))).not.toContain(TOKEN.slice(0, 12));
        },
      ),
      { numRuns: 20 },
    );
  });
});
