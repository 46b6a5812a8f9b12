import { describe, expect, test } from 'vitest';
import { NEVER, type FakeResponse } from '../http/harness.ts';
import { resultsOf } from '../support/writers.ts';
import { A, no, pageOf, queryOf, tiktok, TOKEN } from './harness.ts';

const CODE = '#AbC+d/E1234567890==';
const KEY = CODE.slice(1);

/** As a row of /tt_video/list/. */
const post = (code: string, auth: object = {}, item: object = {}) => ({
  auth_info: {
    ad_auth_status: 'AUTHORIZED',
    auth_start_time: '2026-01-01 10:00:00',
    auth_end_time: '2026-01-31 10:00:00',
    invite_start_time: '2026-01-01 10:02:00',
    ...auth,
  },
  item_info: {
    item_id: '7400000000000000001',
    item_type: 'VIDEO',
    auth_code: code,
    text: 'caption',
    status: 'HESITATE_RECOMMEND',
    anchor_list: null,
    ...item,
  },
  user_info: { tiktok_name: 'creator', identity_id: 'b1c2d3e4', identity_type: 'AUTH_CODE' },
  video_info: null,
});

describe('Spark codes', () => {
  test('the request and the result', async () => {
    const { reader, log } = tiktok(() => pageOf([post(CODE), post('#ended', { ad_auth_status: 'EXPIRED' })]));
    expect(await reader.sparkCodes(A, NEVER)).toEqual({
      ok: true,
      value: resultsOf([
        [
          KEY,
          {
            item: '7400000000000000001',
            status: 'AUTHORIZED',
            postStatus: 'HESITATE_RECOMMEND',
            until: '2026-01-31T10:00:00.000Z',
          },
        ],
        [
          'ended',
          {
            item: '7400000000000000001',
            status: 'EXPIRED',
            postStatus: 'HESITATE_RECOMMEND',
            until: '2026-01-31T10:00:00.000Z',
          },
        ],
      ]),
    });
    expect(log.map(queryOf)).toEqual([{ advertiser_id: A, page: '1', page_size: '50' }]);
  });

  test.each([
    { name: 'with a space', time: '2025-05-20 11:40:50', until: '2025-05-20T11:40:50.000Z' },
    { name: 'ISO', time: '2025-05-20T11:40:50Z', until: '2025-05-20T11:40:50.000Z' },
    { name: 'ISO with an offset of nothing', time: '2025-05-20T11:40:50.000+00:00', until: '2025-05-20T11:40:50.000Z' },
    { name: 'none', time: null, until: undefined },
    { name: 'an empty one', time: '', until: undefined },
  ])('times are UTC, in whichever form: $name', async ({ time, until }) => {
    const { reader } = tiktok(() => pageOf([post(CODE, { auth_end_time: time })]));
    const result = await reader.sparkCodes(A, NEVER);
    expect(result).toEqual({
      ok: true,
      value: resultsOf([
        [
          KEY,
          {
            item: '7400000000000000001',
            status: 'AUTHORIZED',
            postStatus: 'HESITATE_RECOMMEND',
            ...(until && { until }),
          },
        ],
      ]),
    });
  });

  test.each(['tomorrow', '2026-01-31', '2026-13-31 10:00:00', '2026-01-31 10:00:00 PST', '1767225600'])(
    'an invalid time is a problem of its code, not an unlimited code: %s',
    async (time) => {
      const { reader } = tiktok(() => pageOf([post(CODE, { auth_end_time: time })]));
      const result = await reader.sparkCodes(A, NEVER);
      const code = result.ok ? result.value?.get(KEY) : undefined;
      expect(code).toMatchObject({ ok: false, problems: [{ code: 'api/unreadable' }] });
      expect(JSON.stringify(code)).not.toContain(time);
      expect(JSON.stringify(code)).not.toContain(KEY);
    },
  );

  test.each([
    { name: 'a missing scope', reply: no(40001, 'advertiser does not grant you /tt_video/list/:GET permission') },
    { name: 'a foreign account', reply: no(40001, `You don't have permission to operate advertiser ${A}.`) },
  ])('a token that may not ask: $name', async ({ reply }) => {
    const { reader } = tiktok(() => reply);
    expect(await reader.sparkCodes(A, NEVER)).toEqual({ ok: true, value: undefined });
  });

  test.each<{ name: string; says: string }>([
    { name: 'as it is', says: `bad ${CODE} there` },
    { name: 'percent-encoded', says: `/tt_video/info/?auth_code=${encodeURIComponent(CODE)}&x=1` },
    { name: 'in small hex digits', says: encodeURIComponent(CODE).toLowerCase() },
    { name: 'without its prefix', says: `auth_code ${CODE.slice(1)} is bad` },
    { name: 'foreign', says: 'the code #Zyx9876543210+/= is bad' },
    { name: 'cut', says: `${'x'.repeat(295)}${CODE}` },
  ])('codes in a refusal are hidden: $name', async ({ says }) => {
    const first = Array.from({ length: 50 }, (_, n) => post(n === 0 ? CODE : `#other-code-${n}`));
    const { reader } = tiktok((_, n): FakeResponse => (n === 1 ? pageOf(first, 60) : no(40002, `${says} ${TOKEN}`)));
    const result = await reader.sparkCodes(A, NEVER);
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'api/refused' }] });
    const text = JSON.stringify(result);
    for (const part of ['AbC', 'abc%2b', '9876543', TOKEN]) expect(text).not.toContain(part);
    expect(text).toContain('•••');
  });

  test.each([
    { name: 'half a character', code: '#AbC\ud800xyz' },
    { name: 'a code longer than any message', code: `#${'A'.repeat(400_000)}` },
    { name: 'no characters', code: '' },
    { name: 'characters of a pattern', code: '#(A+)+[z-a]\\{1,' },
  ])('a hostile code breaks nothing: $name', async ({ code }) => {
    const rows = [post(code), ...Array.from({ length: 49 }, (_, n) => post(`#other-code-${n}`))];
    const { reader } = tiktok((_, n): FakeResponse => (n === 1 ? pageOf(rows, 60) : no(40002, 'Invalid value')));
    expect(await reader.sparkCodes(A, NEVER)).toMatchObject({
      ok: false,
      problems: [{ code: 'api/refused', message: expect.stringContaining('Invalid value') }],
    });
  });
});
