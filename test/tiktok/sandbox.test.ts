import { describe, expect, test } from 'vitest';
import type { Problem } from '../../src/model/index.ts';
import type { Sandbox, World } from '../../src/sandbox/index.ts';
import { resultsOf } from '../support/writers.ts';
import { NEVER } from '../http/harness.ts';
import {
  ADA,
  AGENCY,
  agencyWorld,
  CLIENT,
  CODE,
  JP,
  LENA,
  LOOSE_CODE,
  NARROW,
  POST,
  SAM,
  THEIRS,
  US,
} from '../sandbox/tiktok-harness.ts';
import { atSandbox } from './harness.ts';

const DONE = { ok: true, value: undefined };
const problem = (code: Problem['code']) => ({ ok: false, problems: [{ code }] });
const posts = (sandbox: Sandbox) => sandbox.log().filter(({ method }) => method === 'POST').length;
const shared = (partners: boolean, ...accounts: readonly string[]) => ({
  ok: true,
  value: { state: 'seen', partners, accounts: new Set(accounts) },
});
const toAgency = (role: 'ANALYST' | 'OPERATOR' | 'ADMIN') => ({
  business: CLIENT,
  partner: AGENCY,
  advertiserId: THEIRS,
  role,
});

/** Forms of answers that a client must not mind. */
const FORMS: readonly { name: string; switches: Partial<World['switches']> }[] = [
  { name: 'as documented', switches: {} },
  {
    name: 'with ids without quotes and unknown members',
    switches: { ids64AsNumbers: true, extraMembers: true },
  },
  {
    name: 'the other direction, if two are known',
    switches: { budgetResultKey: 'advertiser_list', sparkTimes: 'iso', sparkAuthorizeAnswer: 'ids' },
  },
];

describe.each(FORMS)('at the sandbox, $name', ({ switches }) => {
  const world = (more: Partial<World['switches']> = {}) => agencyWorld({ ...switches, ...more });

  test('a partnership: absent, created, created again', () =>
    atSandbox(
      world(),
      async ({ writer, sandbox }) => {
        const seen = () => writer.partnership(CLIENT, AGENCY, NEVER);
        expect(await seen()).toEqual(shared(false));
        expect(await writer.shareAccount(toAgency('OPERATOR'), NEVER)).toEqual(DONE);
        expect(await seen()).toEqual(shared(true, THEIRS));
        expect(await writer.shareAccount(toAgency('ADMIN'), NEVER)).toEqual(DONE);
        expect(await writer.shareAccount(toAgency('ANALYST'), NEVER)).toEqual(DONE);
        expect(await seen()).toEqual(shared(true, THEIRS));
        expect(posts(sandbox)).toBe(3);
      },
      LENA,
    ));

  test('a partnership that the other side must accept does not exist yet', () =>
    atSandbox(
      world({ partnershipsNeedApproval: true }),
      async ({ writer }) => {
        expect(await writer.shareAccount(toAgency('OPERATOR'), NEVER)).toEqual(DONE);
        expect(await writer.partnership(CLIENT, AGENCY, NEVER)).toEqual(shared(false));
      },
      LENA,
    ));

  test.each([
    { after: 300 as const, later: shared(true, THEIRS) },
    { after: 'never' as const, later: shared(true) },
  ])('a share is visible later: $after', ({ after, later }) =>
    atSandbox(
      world({ sharesVisibleAfter: after }),
      async ({ writer, sandbox }) => {
        expect(await writer.shareAccount(toAgency('OPERATOR'), NEVER)).toEqual(DONE);
        expect(await writer.partnership(CLIENT, AGENCY, NEVER)).toEqual(shared(true));
        sandbox.advance('PT5M');
        expect(await writer.partnership(CLIENT, AGENCY, NEVER)).toEqual(later);
      },
      LENA,
    ),
  );

  test('the receiving side sees the account, too', () =>
    atSandbox(
      world(),
      async ({ as }) => {
        expect(await as(LENA).writer.shareAccount(toAgency('OPERATOR'), NEVER)).toEqual(DONE);
        expect(await as(ADA).reader.partnership(AGENCY, CLIENT, NEVER)).toEqual(shared(true, THEIRS));
      },
      LENA,
    ));

  test('without the administrator role there is no read and no share', () =>
    atSandbox(
      world(),
      async ({ writer }) => {
        const unreadable = {
          ok: true,
          value: { state: 'unreadable', reason: expect.stringContaining('(code 40001)') },
        };
        expect(await writer.partnership(AGENCY, CLIENT, NEVER)).toEqual(unreadable);
        expect(await writer.pixelLinks(AGENCY, CODE, NEVER)).toEqual(unreadable);
        expect(await writer.budgets(AGENCY, [US], NEVER)).toEqual({ ok: true, value: new Map() });
        const share = { business: AGENCY, partner: CLIENT, advertiserId: US, role: 'ADMIN' } as const;
        expect(await writer.shareAccount(share, NEVER)).toMatchObject(problem('api/forbidden'));
        const link = { business: AGENCY, pixel: CODE, advertiserId: US };
        expect(await writer.linkPixel(link, NEVER)).toMatchObject(problem('api/forbidden'));
        const budget = { mode: 'MONTHLY_BUDGET', amount: '1' };
        expect(await writer.setBudget(AGENCY, US, budget, NEVER)).toMatchObject(problem('api/forbidden'));
      },
      SAM,
    ));

  test('a pixel is linked to accounts that its Business Center can use', () =>
    atSandbox(
      world(),
      async ({ as }) => {
        const { writer } = as(ADA);
        const link = { business: AGENCY, pixel: CODE, advertiserId: THEIRS };
        const links = async () => {
          const seen = await writer.pixelLinks(AGENCY, CODE, NEVER);
          return seen.ok && seen.value.state === 'seen' ? seen.value.advertisers : seen;
        };
        expect(await links()).toEqual([JP]);
        expect(await writer.linkPixel(link, NEVER)).toMatchObject(problem('api/forbidden'));
        await as(LENA).writer.shareAccount(toAgency('OPERATOR'), NEVER);
        expect(await writer.linkPixel(link, NEVER)).toEqual(DONE);
        expect(await writer.linkPixel(link, NEVER)).toEqual(DONE);
        expect(await links()).toEqual([JP, THEIRS]);
      },
      ADA,
    ));

  test.each([
    { name: 'the trap', more: { pixelLinksReadable: false }, pixel: CODE },
    { name: 'a pixel of an ad account', more: {}, pixel: LOOSE_CODE },
    { name: 'an unknown pixel', more: {}, pixel: 'C000000000000000000X' },
  ])('links that are not listed are not absent: $name', ({ more, pixel }) =>
    atSandbox(
      world(more),
      async ({ reader }) => {
        expect(await reader.pixelLinks(AGENCY, pixel, NEVER)).toMatchObject({
          ok: true,
          value: { state: 'unreadable', reason: expect.stringContaining('(code 40002)') },
        });
      },
      ADA,
    ),
  );

  test('a budget: read, set, refused', () =>
    atSandbox(
      world(),
      async ({ writer }) => {
        const all = await writer.budgets(AGENCY, [US, JP, THEIRS], NEVER);
        expect(all).toEqual({
          ok: true,
          value: resultsOf([
            [US, { mode: 'MONTHLY_BUDGET', amount: '30000' }],
            [JP, { mode: 'CUSTOM_BUDGET', amount: '900000' }],
          ]),
        });
        const set = (id: string, amount: string) =>
          writer.setBudget(AGENCY, id, { mode: 'MONTHLY_BUDGET', amount }, NEVER);
        expect(await set(US, '20000.50')).toEqual(DONE);
        expect(await writer.budgets(AGENCY, [US], NEVER)).toEqual({
          ok: true,
          value: resultsOf([[US, { mode: 'MONTHLY_BUDGET', amount: '20000.5' }]]),
        });
        const low = await set(US, '1');
        expect(low).toMatchObject({
          ok: false,
          problems: [{ code: 'api/refused', message: expect.stringContaining('105% of what was spent') }],
        });
        expect(await set(THEIRS, '20000')).toMatchObject(problem('api/refused'));
        expect(await writer.setBudget(AGENCY, US, { mode: 'UNLIMITED' }, NEVER)).toEqual(DONE);
        expect(await writer.budgets(AGENCY, [US, US, JP, THEIRS, '7'], NEVER)).toMatchObject({
          ok: true,
          value: resultsOf([
            [US, { mode: 'UNLIMITED' }],
            [JP, {}],
          ]),
        });
      },
      ADA,
    ));

  test('too many changes a day are refused with words', () =>
    atSandbox(
      world({ budgetChangesPerDay: 1 }),
      async ({ writer }) => {
        const set = (amount: string) => writer.setBudget(AGENCY, US, { mode: 'MONTHLY_BUDGET', amount }, NEVER);
        expect(await set('20000')).toEqual(DONE);
        expect(await set('20001')).toMatchObject({
          ok: false,
          problems: [{ code: 'api/refused', message: expect.stringContaining('too often today') }],
        });
      },
      ADA,
    ));

  test('a Spark code: entered once, and listed', () =>
    atSandbox(
      world(),
      async ({ writer, sandbox }) => {
        const codes = async () => {
          const seen = await writer.sparkCodes(US, NEVER);
          return seen.ok ? [...(seen.value ?? [])] : seen;
        };
        const first = {
          item: POST,
          status: 'AUTHORIZED',
          postStatus: 'HESITATE_RECOMMEND',
          until: '2026-11-10T12:30:00.000Z',
        };
        expect(await codes()).toEqual([['AbC+d/E=1', { ok: true, value: first }]]);
        expect(await writer.authoriseSpark(US, '#fresh', NEVER)).toEqual(DONE);
        expect(await codes()).toMatchObject([
          ['AbC+d/E=1', {}],
          ['fresh', { value: { item: '7400000000000000003' } }],
        ]);
        expect(await writer.authoriseSpark(US, '#fresh', NEVER)).toMatchObject(problem('api/refused'));
        expect(posts(sandbox)).toBe(2);
        sandbox.advance('PT1H');
        expect(await codes()).toMatchObject([
          ['AbC+d/E=1', { value: { status: 'EXPIRED' } }],
          ['fresh', { value: { status: 'AUTHORIZED' } }],
        ]);
      },
      ADA,
    ));

  test('a Spark code can be entered again if TikTok allows it', () =>
    atSandbox(
      world({ sparkRepeats: true }),
      async ({ writer }) => {
        expect(await writer.authoriseSpark(US, '#AbC+d/E=1', NEVER)).toEqual(DONE);
      },
      ADA,
    ));

  test.each(['#ended', '#deleted', '#private', '#of-nobody'])('an invalid code is refused: %s', (code) =>
    atSandbox(
      world(),
      async ({ writer }) => {
        const result = await writer.authoriseSpark(US, code, NEVER);
        expect(result).toMatchObject(problem('api/refused'));
        expect(JSON.stringify(result)).not.toContain(code);
      },
      ADA,
    ),
  );

  test('a token without the scopes sees nothing, and reports it', () =>
    atSandbox(
      world(),
      async ({ writer }) => {
        expect(await writer.sparkCodes(US, NEVER)).toEqual(DONE);
        expect(await writer.budgets(AGENCY, [US], NEVER)).toEqual({ ok: true, value: new Map() });
        const unreadable = { ok: true, value: { state: 'unreadable' } };
        expect(await writer.partnership(AGENCY, CLIENT, NEVER)).toMatchObject(unreadable);
        expect(await writer.pixelLinks(AGENCY, CODE, NEVER)).toMatchObject(unreadable);
        expect(await writer.authoriseSpark(US, '#fresh', NEVER)).toMatchObject(problem('api/forbidden'));
      },
      NARROW,
    ));
});
