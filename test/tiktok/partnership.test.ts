import { describe, expect, test } from 'vitest';
import { NEVER, type FakeResponse, type Request } from '../http/harness.ts';
import { A, B, no, pageOf, paged, queryOf, TOKEN, tiktok } from './harness.ts';

const OURS = '7000000000000000200';
const PARTNER = '7000000000000000100';

const partner = (id: string) => ({ bc_id: id, bc_name: 'Layers' });
/** As a row of /bc/asset/get/. */
const asset = (id: string, more: object = {}) => ({
  asset_id: id,
  asset_name: 'Acme',
  asset_type: 'ADVERTISER',
  advertiser_role: 'OPERATOR',
  advertiser_status: 'STATUS_ENABLE',
  relation_type: 'OWNER_PARTNER',
  catalog_role: null,
  ...more,
});

/** Partners, and what lies in each of the two lists. */
function business(world: { partners?: readonly string[]; sharing?: readonly object[]; shared?: readonly object[] }) {
  return (request: Request): FakeResponse => {
    if (request.path.includes('/bc/partner/get/')) return paged((world.partners ?? [PARTNER]).map(partner), request);
    const list = queryOf(request)['share_type'] === 'SHARING' ? world.sharing : world.shared;
    return paged(list ?? [], request);
  };
}

const seen = (partners: boolean, accounts: readonly string[]) => ({
  ok: true,
  value: { state: 'seen', partners, accounts: new Set(accounts) },
});

const asked = (log: readonly Request[]) =>
  log.map((request) =>
    `${/bc\/partner\/[a-z/]*get/.exec(request.path)?.[0]} ${queryOf(request)['share_type'] ?? ''}`.trim(),
  );

describe('partnership', () => {
  test('the request', async () => {
    const { reader, log } = tiktok(business({ sharing: [asset(A)] }));
    expect(await reader.partnership(OURS, PARTNER, NEVER)).toEqual(seen(true, [A]));
    expect(log.map(queryOf)).toEqual([
      { bc_id: OURS, page: '1', page_size: '50' },
      { bc_id: OURS, partner_id: PARTNER, asset_type: 'ADVERTISER', share_type: 'SHARING', page: '1', page_size: '50' },
    ]);
  });

  test('a foreign row of any size is skipped', async () => {
    const large = { bc_name: Array.from({ length: 200_000 }, () => 0) };
    const { reader } = tiktok((request) =>
      request.path.includes('/bc/partner/get/')
        ? paged([large, partner(PARTNER)], request)
        : paged([asset(A)], request),
    );
    expect(await reader.partnership(OURS, PARTNER, NEVER)).toEqual(seen(true, [A]));
  });

  test.each([
    {
      name: 'no partners',
      why: 'then nothing is shared, and one call is enough',
      world: { partners: ['7000000000000000300'], sharing: [asset(A)] },
      result: seen(false, []),
      calls: ['bc/partner/get'],
    },
    {
      name: 'partners who share nothing yet',
      why: 'the direction of the lists is not certain, so both are asked',
      world: {},
      result: seen(true, []),
      calls: ['bc/partner/get', 'bc/partner/asset/get SHARING', 'bc/partner/asset/get SHARED'],
    },
    {
      name: 'the lists the other way round',
      why: 'an account in either list is between the two',
      world: { shared: [asset(A)] },
      result: seen(true, [A]),
      calls: ['bc/partner/get', 'bc/partner/asset/get SHARING', 'bc/partner/asset/get SHARED'],
    },
    {
      name: 'several accounts',
      why: 'a role proves nothing: it may be the caller’s',
      world: { sharing: [asset(A, { advertiser_role: 'ADMIN' }), asset(B, { advertiser_role: 'ANALYST' })] },
      result: seen(true, [A, B]),
      calls: ['bc/partner/get', 'bc/partner/asset/get SHARING'],
    },
    {
      name: 'the other name of the id',
      why: 'one reader of this API looks for it',
      world: { sharing: [{ advertiser_id: A, advertiser_role: 'ADMIN' }] },
      result: seen(true, [A]),
      calls: ['bc/partner/get', 'bc/partner/asset/get SHARING'],
    },
    {
      name: 'an account without a role',
      why: 'to be in the list proves the share',
      world: { sharing: [asset(A), asset(B, { advertiser_role: null })] },
      result: seen(true, [A, B]),
      calls: ['bc/partner/get', 'bc/partner/asset/get SHARING'],
    },
    {
      name: 'a partner on the second page',
      why: 'the rest of the list is not read',
      world: {
        partners: [
          ...Array.from({ length: 60 }, (_, n) => `80${n}`),
          PARTNER,
          ...Array.from({ length: 60 }, (_, n) => `81${n}`),
        ],
      },
      result: seen(true, []),
      calls: ['bc/partner/get', 'bc/partner/get', 'bc/partner/asset/get SHARING', 'bc/partner/asset/get SHARED'],
    },
  ])('$name: $why', async ({ world, result, calls }) => {
    const { reader, log } = tiktok(business(world));
    expect(await reader.partnership(OURS, PARTNER, NEVER)).toEqual(result);
    expect(asked(log)).toEqual(calls);
  });

  test('accounts over several pages', async () => {
    const all = Array.from({ length: 101 }, (_, index) => `70987654321098${10_000 + index}`);
    const { reader } = tiktok(business({ sharing: all.map((id) => asset(id)) }));
    expect(await reader.partnership(OURS, PARTNER, NEVER)).toEqual(seen(true, all));
  });

  test.each([
    { name: 'no administrator', code: 40001, says: "You don't have permission to operate bc 1." },
    { name: 'forbidden', code: 40003, says: 'forbidden' },
    { name: 'permission under the code of parameters', code: 40002, says: "You don't have permission to the asset(1)" },
    { name: 'a scope is missing', code: 40131, says: 'scope not authorized' },
  ])('unreadable, either call: $name', async ({ code, says }) => {
    const first = tiktok(() => no(code, `${says}\n${TOKEN}`));
    const unreadable = { ok: true, value: { state: 'unreadable', reason: `${says} ••• (code ${code})` } };
    expect(await first.reader.partnership(OURS, PARTNER, NEVER)).toEqual(unreadable);
    const second = tiktok((_, n) => (n === 1 ? pageOf([partner(PARTNER)]) : no(code, `${says}\n${TOKEN}`)));
    expect(await second.reader.partnership(OURS, PARTNER, NEVER)).toEqual(unreadable);
  });
});
