import { describe, expect, test } from 'vitest';
import { NEVER } from '../http/harness.ts';
import { no, pageOf, queryOf, tiktok } from './harness.ts';

const PARTNER = '7999999999999999999';
const asset = { business: '7000000000000000100', partner: PARTNER, type: 'PIXEL', id: '7000000000000000002' } as const;
const seen = (shared: boolean) => ({ ok: true, value: { state: 'seen', shared } });

describe('a share of an asset with a partner', () => {
  test.each<{ name: string; why: string; rows: readonly object[]; shared: boolean }>([
    { name: 'a row of the partner', why: 'presence proves it', rows: [{ bc_id: PARTNER, bc_name: 'L' }], shared: true },
    { name: 'rows of others', why: 'they are not the partner', rows: [{ bc_id: '7' }, {}], shared: false },
    { name: 'no row', why: 'a complete answer', rows: [], shared: false },
  ])('$name: $why', async ({ rows, shared }) => {
    const { reader, log } = tiktok(() => pageOf(rows));
    expect(await reader.assetShare(asset, NEVER)).toEqual(seen(shared));
    expect(log.map(queryOf)).toEqual([
      { bc_id: asset.business, asset_type: 'PIXEL', asset_id: asset.id, page: '1', page_size: '50' },
    ]);
  });

  test('the partner in a row of another shape is neither shared nor not shared', async () => {
    const { reader } = tiktok(() => pageOf([{ partner_info: { bc_id: PARTNER } }]));
    const problems = [{ code: 'api/unreadable', message: expect.stringContaining(PARTNER) }];
    expect(await reader.assetShare(asset, NEVER)).toMatchObject({ ok: false, problems });
  });

  test.each([
    { name: 'no administrator', code: 40001, says: "You don't have permission to operate bc 1." },
    { name: 'a foreign asset', code: 40002, says: "You don't have permission to the asset(7000000000000000002)" },
    { name: 'a missing scope', code: 40130, says: 'scope' },
  ])('unreadable is not "not shared": $name', async ({ code, says }) => {
    const { reader } = tiktok(() => no(code, says));
    const value = { state: 'unreadable', reason: `${says} (code ${code})` };
    expect(await reader.assetShare(asset, NEVER)).toEqual({ ok: true, value });
  });

  test('another failure is a problem', async () => {
    const { reader } = tiktok(() => no(40002, 'Invalid value for asset_id'));
    expect(await reader.assetShare(asset, NEVER)).toMatchObject({ ok: false, problems: [{ code: 'api/refused' }] });
  });
});
