import { describe, expect, test } from 'vitest';
import { NEVER, type Request } from '../http/harness.ts';
import { A, queryOf, tiktok, yes } from './harness.ts';

describe('pixel', () => {
  const CODE = 'C4A9P2Q7R5S8T1U6V2W0';
  const ID = '7000000000000000002';
  const pixel = (status: string | null, more: object = {}) => ({
    pixel_id: ID,
    pixel_code: CODE,
    pixel_name: 'Acme pixel',
    pixel_category: null,
    partner_name: null,
    asset_ownership: { asset_relation_status: status, ownership_status: true, owner_bc_id: null },
    events: [],
    ...more,
  });
  const page = (total: number) => ({ page: 1, page_size: 20, total_number: total, total_page: Math.ceil(total / 20) });

  test.each([
    {
      name: 'owned',
      asked: CODE,
      pixels: [pixel(null)],
      seen: { state: 'usable', code: CODE, name: 'Acme pixel', id: ID },
    },
    {
      name: 'moved into a Business Center',
      asked: CODE,
      pixels: [pixel('TRANSFERRED')],
      seen: { state: 'usable', code: CODE, name: 'Acme pixel', id: ID },
    },
    {
      name: 'linked',
      asked: CODE,
      pixels: [pixel('SHARED', { pixel_name: null })],
      seen: { state: 'usable', code: CODE, name: '', id: ID },
    },
    { name: 'unlinked', asked: CODE, pixels: [pixel('UNBOUND')], seen: { state: 'unbound', code: CODE } },
    { name: 'not listed', asked: CODE, pixels: [], seen: { state: 'absent', code: CODE } },
    {
      name: 'another code',
      asked: CODE,
      pixels: [pixel(null, { pixel_code: `${CODE}X` })],
      seen: { state: 'absent', code: CODE },
    },
    {
      name: 'the number instead of the code',
      asked: ID,
      pixels: [pixel(null)],
      seen: { state: 'numeric', id: ID, code: CODE },
    },
    { name: 'an unknown number', asked: ID, pixels: [], seen: { state: 'absent', code: ID } },
  ])('$name', async ({ asked, pixels, seen }) => {
    const { reader, log } = tiktok(() => yes({ pixels, page_info: page(pixels.length) }));
    expect(await reader.pixel(A, asked, NEVER)).toEqual({ ok: true, value: seen });
    expect(queryOf(log[0] as Request)).toEqual({
      advertiser_id: A,
      [asked === ID ? 'pixel_id' : 'code']: asked,
      page_size: '20',
    });
  });

  test('a short list never proves absence', async () => {
    const { reader } = tiktok(() => yes({ pixels: [], page_info: page(3) }));
    expect(await reader.pixel(A, CODE, NEVER)).toMatchObject({
      ok: false,
      problems: [{ code: 'api/unreadable', message: expect.stringContaining('0 of 3') }],
    });
  });
});
