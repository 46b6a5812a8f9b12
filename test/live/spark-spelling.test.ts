import { describe, expect, test } from 'vitest';
import { sparkKey } from '../../src/model/index.ts';
import { NEVER } from '../http/harness.ts';
import { A, pageOf, tiktok } from '../tiktok/harness.ts';

const WRITTEN = [
  '#AbC+d/E=',
  'AbC+d/E=',
  ' #AbC+d/E=',
  '#AbC+d/E= ',
  '#AbC+d/E=\n',
  '\tAbC+d/E=\r\n',
  '\ufeff#AbC+d/E=',
];

describe('a Spark code is the same in each spelling', () => {
  test.each(WRITTEN)('in a variable: %j', (code) => {
    expect(sparkKey(code)).toBe('AbC+d/E=');
  });

  test.each(WRITTEN)('at TikTok: %j', async (code) => {
    const row = { auth_info: { ad_auth_status: 'AUTHORIZED' }, item_info: { item_id: '7301', auth_code: code } };
    const { reader } = tiktok(() => pageOf([row]));
    const codes = await reader.sparkCodes(A, NEVER);
    expect(codes.ok && codes.value?.get(sparkKey('#AbC+d/E='))).toMatchObject({ ok: true, value: { item: '7301' } });
  });

  test.each(['#abC+d/E=', '##AbC+d/E=', '#AbC d/E=', '#AbC+d/E', ''])('a different code is not: %j', (code) => {
    expect(sparkKey(code)).not.toBe('AbC+d/E=');
  });
});
