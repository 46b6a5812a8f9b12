import { describe, expect, test } from 'vitest';
import { NEVER } from '../http/harness.ts';
import { A, B, no, pageOf, queryOf, tiktok } from './harness.ts';

const BUSINESS = '7000000000000000100';
const CODE = 'C3QABCD1234567890ABC';

describe('pixel links', () => {
  test('the accounts that may use it', async () => {
    const { reader, log } = tiktok(() => pageOf([{ advertiser_id: A, advertiser_name: 'Acme' }, { advertiser_id: B }]));
    expect(await reader.pixelLinks(BUSINESS, CODE, NEVER)).toEqual({
      ok: true,
      value: { state: 'seen', advertisers: [A, B] },
    });
    expect(log.map(queryOf)).toEqual([{ bc_id: BUSINESS, pixel_code: CODE, page: '1', page_size: '50' }]);
  });

  test('no account is an answer', async () => {
    const { reader } = tiktok(() => pageOf([]));
    expect(await reader.pixelLinks(BUSINESS, CODE, NEVER)).toEqual({
      ok: true,
      value: { state: 'seen', advertisers: [] },
    });
  });

  test.each([
    {
      name: 'the trap',
      why: 'administrators get it for pixels whose links they may change',
      code: 40002,
      says: "You don't have permission to the asset(7000000000000000011)",
    },
    {
      name: 'no administrator',
      why: 'a different administrator might',
      code: 40001,
      says: "You don't have permission to operate bc 1.",
    },
    { name: 'a missing scope', why: 'the same', code: 40130, says: 'scope' },
    {
      name: 'a pixel that this Business Center does not know',
      why: 'the ad account shows whether the pixel exists',
      code: 40002,
      says: "Invalid value of 'pixel_code': related asset ID is missing",
    },
  ])('unreadable is not "not linked": $name: $why', async ({ code, says }) => {
    const { reader, log } = tiktok(() => no(code, says));
    expect(await reader.pixelLinks(BUSINESS, CODE, NEVER)).toEqual({
      ok: true,
      value: { state: 'unreadable', reason: `${says} (code ${code})` },
    });
    expect(log).toHaveLength(1);
  });
});
