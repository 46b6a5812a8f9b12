import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NEVER, type FakeResponse, type Request } from '../http/harness.ts';
import { A, B, C, TOKEN, no, queryOf, row, tiktok, yes } from './harness.ts';

/** Knows these accounts; one unknown id makes the whole batch fail, as at TikTok. */
function accountsApi(known: readonly string[], refuse: (bad: readonly string[]) => string) {
  return (request: Request): FakeResponse => {
    const ids = queryOf(request)['advertiser_ids'] as string[];
    const bad = ids.filter((id) => !known.includes(id));
    return bad.length > 0 ? no(40001, refuse(bad)) : yes({ list: ids.map((id) => row(id)) });
  };
}

/** What each account came to: its state, or the code of the problem. */
const states = (result: Awaited<ReturnType<ReturnType<typeof tiktok>['reader']['accounts']>>) =>
  [...result].map(([id, one]) => [id, one.ok ? one.value.state : one.problems[0]?.code]);

describe('accounts', () => {
  test('one request, and the facts of each', async () => {
    const { reader, log } = tiktok(() =>
      yes({ list: [row(A), row(B, { display_timezone: null, owner_bc_id: null, name: null, currency: 'JPY' })] }),
    );
    const result = await reader.accounts([A, B, A], NEVER);
    expect([...result]).toMatchObject([
      [
        A,
        {
          ok: true,
          value: {
            state: 'seen',
            facts: {
              advertiserId: A,
              name: 'Acme 1',
              status: 'STATUS_ENABLE',
              currency: 'USD',
              timezone: 'America/New_York',
              ownerBusinessId: '7012345678901234567',
            },
          },
        },
      ],
      [
        B,
        {
          ok: true,
          value: {
            state: 'seen',
            facts: { advertiserId: B, name: '', status: 'STATUS_ENABLE', currency: 'JPY', timezone: 'Etc/GMT+5' },
          },
        },
      ],
    ]);
    expect(log).toHaveLength(1);
    expect(log[0]?.path.startsWith('/open_api/v1.3/advertiser/info/?')).toBe(true);
    expect(queryOf(log[0] as Request)['advertiser_ids']).toEqual([A, B]);
    expect(log[0]?.headers['access-token']).toBe(TOKEN);
  });

  test.each<{ name: string; balance: unknown; currency?: string; minor: number | undefined }>([
    { name: 'cents', balance: 120.5, minor: 12_050 },
    { name: 'text', balance: '120.50', minor: 12_050 },
    { name: 'a sum in floating point is rounded down', balance: 0.30000000000000004, minor: 30 },
    { name: 'nothing', balance: 0, minor: 0 },
    { name: 'a debt is rounded away from zero', balance: -7.251, minor: -726 },
    { name: 'yen', balance: 1200, currency: 'JPY', minor: 1200 },
    { name: 'dinars', balance: 1.25, currency: 'KWD', minor: 1250 },
    { name: 'no balance', balance: null, minor: undefined },
    { name: 'another word', balance: '-', minor: undefined },
    { name: 'another form', balance: { amount: 1 }, minor: undefined },
    { name: 'a number without plain digits', balance: 1e21, minor: undefined },
  ])('the balance: $name', async ({ balance, currency = 'USD', minor }) => {
    const { reader } = tiktok(() => yes({ list: [row(A, { balance, currency })] }));
    const result = (await reader.accounts([A], NEVER)).get(A);
    const facts = result?.ok === true && result.value.state === 'seen' ? result.value.facts : undefined;
    expect(facts?.balance).toEqual(minor === undefined ? undefined : { minor, currency });
  });

  test('ids without quotes keep all their digits', async () => {
    const { reader } = tiktok(() => ({
      body: `{"code":0,"message":"OK","request_id":"1","data":{"list":[{"advertiser_id":${A},"name":"x","status":"S","currency":"USD","owner_bc_id":${B}}]}}`,
    }));
    expect((await reader.accounts([A], NEVER)).get(A)).toEqual({
      ok: true,
      value: {
        state: 'seen',
        facts: { advertiserId: A, name: 'x', status: 'S', currency: 'USD', timezone: 'UTC', ownerBusinessId: B },
      },
    });
  });

  test('a hundred at a time', async () => {
    const ids = Array.from({ length: 201 }, (_, index) => `70987654321098${10_000 + index}`);
    const { reader, log } = tiktok(accountsApi(ids, () => ''));
    const result = await reader.accounts(ids, NEVER);
    expect([...result.keys()]).toEqual(ids);
    expect(log.map((request) => (queryOf(request)['advertiser_ids'] as string[]).length)).toEqual([100, 100, 1]);
  });

  test.each([
    {
      name: 'named in the message',
      why: 'the others are read once more',
      ids: [A, B, C],
      known: [A, C],
      says: (bad: readonly string[]) => `advertiser ${bad[0]} doesn't exist or has been deleted.`,
      calls: 2,
    },
    {
      name: 'two, named one by one',
      why: 'each takes one more request',
      ids: [A, B, C],
      known: [A],
      says: (bad: readonly string[]) => `advertiser ${bad[0]} doesn't exist.`,
      calls: 3,
    },
    {
      name: 'not named',
      why: 'halves are asked',
      ids: [A, B, C],
      known: [A, C],
      says: () => "You don't have permission to operate.",
      calls: 5,
    },
    {
      name: 'a different id is named',
      why: 'that is foreign',
      ids: [A, B],
      known: [B],
      says: () => 'App 7000000000000000009 is not allowed.',
      calls: 3,
    },
    { name: 'alone', why: 'there is nothing left to ask', ids: [A], known: [], says: () => 'no permission', calls: 1 },
  ])('an account that the token cannot read, $name: $why', async ({ ids, known, says, calls }) => {
    const { reader, log } = tiktok(accountsApi(known, says));
    const result = await reader.accounts(ids, NEVER);
    expect(states(result)).toEqual(
      expect.arrayContaining(ids.map((id) => [id, known.includes(id) ? 'seen' : 'unreadable'])),
    );
    expect(log).toHaveLength(calls);
  });

  test('law: every requested id gets exactly one response, for any readable subset', async () => {
    const ids = Array.from({ length: 9 }, (_, index) => `709876543210987650${index}`);
    await fc.assert(
      fc.asyncProperty(fc.subarray(ids), fc.subarray(ids), fc.boolean(), async (asked, known, names) => {
        const { reader } = tiktok(accountsApi(known, (bad) => (names ? `advertiser ${bad.join(', ')} no` : 'no')));
        const result = await reader.accounts(asked, NEVER);
        expect(states(result)).toEqual(asked.map((id) => [id, known.includes(id) ? 'seen' : 'unreadable']));
      }),
      { numRuns: 40 },
    );
  });

  test('the reason is the same each time, without the request id', async () => {
    const { reader } = tiktok(() => no(40001, `advertiser ${A}\ndoesn't exist.`));
    expect((await reader.accounts([A], NEVER)).get(A)).toEqual({
      ok: true,
      value: { state: 'unreadable', reason: `advertiser ${A} doesn't exist. (code 40001)` },
    });
  });

  test('a missing scope fails for all, and the batch is not split', async () => {
    const { reader, log } = tiktok(() => no(40001, 'advertiser does not grant you /advertiser/info/:GET permission'));
    expect(states(await reader.accounts([A, B, C], NEVER))).toEqual([A, B, C].map((id) => [id, 'api/forbidden']));
    expect(log).toHaveLength(1);
  });

  test('an invalid id is not sent', async () => {
    const { reader, log } = tiktok(() => yes({ list: [row(A), row(B)] }));
    expect(states(await reader.accounts([A, B, 'act_1'], NEVER))).toEqual([
      [A, 'seen'],
      [B, 'seen'],
      ['act_1', 'unreadable'],
    ]);
    expect(queryOf(log[0] as Request)['advertiser_ids']).toEqual([A, B]);
  });

  test.each<{ name: string; why: string; list: readonly unknown[]; code: string }>([
    { name: 'no row', why: 'a short answer is a part, and a part is never all', list: [], code: 'api/unreadable' },
    {
      name: 'a row without currency',
      why: 'nothing can be compared with it',
      list: [{ advertiser_id: B, status: 'S' }],
      code: 'api/unreadable',
    },
    { name: 'a row of a different type', why: 'it names no account', list: ['x', 7, null, []], code: 'api/unreadable' },
    { name: 'a row of a different account', why: 'it was not requested', list: [row(C)], code: 'api/unreadable' },
  ])('$name for one account is a problem of that account only: $why', async ({ list, code }) => {
    const { reader } = tiktok(() => yes({ list: [row(A), ...list] }));
    expect(states(await reader.accounts([A, B], NEVER))).toEqual([
      [A, 'seen'],
      [B, code],
    ]);
  });

  test('a batch that fails stops no other', async () => {
    const ids = Array.from({ length: 101 }, (_, index) => `70987654321098${10_000 + index}`);
    const { reader } = tiktok((request) => {
      const asked = queryOf(request)['advertiser_ids'] as string[];
      return asked.length === 100 ? { status: 404, body: '<html>' } : yes({ list: asked.map((id) => row(id)) });
    });
    const result = states(await reader.accounts(ids, NEVER));
    expect(result.filter(([, state]) => state === 'api/unreadable')).toHaveLength(100);
    expect(result.at(-1)).toEqual([ids[100], 'seen']);
  });

  test('no ids, no request', async () => {
    const { reader } = tiktok(() => yes({ list: [] }));
    expect(await reader.accounts([], NEVER)).toEqual(new Map());
    expect(reader.calls()).toBe(0);
  });
});
