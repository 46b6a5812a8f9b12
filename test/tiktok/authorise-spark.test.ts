import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TikTokWriter } from '../../src/model/index.ts';
import { NEVER, type FakeResponse } from '../http/harness.ts';
import { A, no, tiktok, yes } from './harness.ts';

const CODE = '#AbC+d/E1234567890==';
const DONE = { ok: true, value: undefined };
const spark = (writer: TikTokWriter) => writer.authoriseSpark(A, CODE, NEVER);

describe('entering a Spark code', () => {
  test.each([
    { name: 'as documented', data: {} },
    { name: 'as observed', data: { identity_id: 'b1c2d3e4', item_id: '7400000000000000001' } },
    { name: 'nothing', data: null },
  ])('for any response: $name', async ({ data }) => {
    const { writer } = tiktok(() => yes(data));
    expect(await spark(writer)).toEqual(DONE);
  });

  test.each<{ name: string; reply: FakeResponse }>([
    { name: 'cut off', reply: { body: '{"code":0,"data":{' } },
    { name: 'a page of a proxy', reply: { body: '<html>', headers: { 'content-type': 'text/html' } } },
    { name: 'a fault that may pass', reply: no(40700, 'rpc') },
    { name: 'a redirect', reply: { status: 302, headers: { location: 'https://evil.example/' } } },
  ])('without a clear response it may have been done: $name', async ({ reply }) => {
    const { writer, log } = tiktok(() => reply);
    expect(await spark(writer)).toMatchObject({ ok: false, problems: [{ code: 'api/unreachable' }] });
    expect(log).toHaveLength(1);
  });

  test('a refusal names the person to ask', async () => {
    const { writer } = tiktok(() => no(40002, 'The auth_code has expired.'));
    expect(await spark(writer)).toMatchObject({
      ok: false,
      problems: [
        {
          code: 'api/refused',
          message: expect.stringContaining('The auth_code has expired.'),
          remedy: expect.stringContaining('Ask the creator'),
        },
      ],
    });
  });

  const CODES = fc
    .string({
      unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-'),
      minLength: 12,
      maxLength: 60,
    })
    .map((text) => `#${text}`);
  const FORMS: readonly ((code: string) => string)[] = [
    (code) => code,
    (code) => code.slice(1),
    encodeURIComponent,
    (code) => encodeURIComponent(code).replace(/%../g, (hex) => hex.toLowerCase()),
    (code) => encodeURIComponent(code.slice(1)),
    (code) => encodeURIComponent(encodeURIComponent(code)),
    encodeURI,
    (code) => code.replaceAll('/', '\\/'),
    (code) => code.replaceAll('+', ' '),
  ];

  test('law: the code is in no problem, in whichever form and wherever the text is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        CODES,
        fc.constantFrom(...FORMS),
        fc.integer({ min: 0, max: 310 }),
        fc.constantFrom(40001, 40002, 40105, 40700, 50000, 40100),
        async (code, form, before, status) => {
          const { writer } = tiktok(() => no(status, `${'~'.repeat(before)}${form(code)} ~~~`));
          const result = await writer.authoriseSpark(A, code, NEVER);
          expect(result.ok).toBe(false);
          const text = result.ok
            ? ''
            : result.problems.map(({ message, remedy }) => `${message}${remedy ?? ''}`).join();
          const said = text.replace(/^.*authorize\/: /, '').replace(/\(code .*$/s, '');
          // Of TikTok's message only the padding is left.
          expect(said).toMatch(/^[~•…. ]*$/);
        },
      ),
      { numRuns: 150, examples: [['#++AAAAAAAAAAAA', (code) => code.replaceAll('+', ' '), 0, 40001]] },
    );
  });

  test('in the id of the request, too', async () => {
    const { writer } = tiktok(() => ({ body: { code: 40002, message: 'no', request_id: `x${CODE}`, data: {} } }));
    expect(JSON.stringify(await spark(writer))).not.toContain('AbC');
  });
});
