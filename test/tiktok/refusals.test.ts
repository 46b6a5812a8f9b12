import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTikTok } from '../../src/tiktok/index.ts';
import { NEVER, ORIGIN, type FakeResponse, setUpHarness, harnessWith } from '../http/harness.ts';
import { A, TOKEN, REQUEST_ID, no, row, tiktok, withoutBusiness, yes } from './harness.ts';

describe('refusals', () => {
  const BUSY = no(40100, 'App reaches the QPS limit.');
  test.each<{ name: string; why: string; reply: FakeResponse; code: string; calls: number }>([
    { name: 'too often, twice', why: 'that is the limit per minute', reply: BUSY, code: 'api/rate-limited', calls: 2 },
    {
      name: 'too often for one account',
      why: 'the same',
      reply: no(40133, "Advertiser's QPS (21) reaches QPS limit 20"),
      code: 'api/rate-limited',
      calls: 2,
    },
    {
      name: 'a system error',
      why: 'it passes, or not',
      reply: no(50000, 'System error'),
      code: 'api/unreachable',
      calls: 4,
    },
    {
      name: 'a service behind',
      why: 'the whole family passes',
      reply: no(51012, 'Service error'),
      code: 'api/unreachable',
      calls: 4,
    },
    {
      name: 'a gateway',
      why: 'HTML is no envelope',
      reply: { status: 502, body: '<html>', headers: { 'content-type': 'text/html' } },
      code: 'api/unreachable',
      calls: 4,
    },
    {
      name: 'no token',
      why: 'asking again does not help',
      reply: no(40104, 'Access token is null'),
      code: 'api/unauthenticated',
      calls: 1,
    },
    {
      name: 'a revoked token',
      why: 'the same',
      reply: no(40105, 'Access token is incorrect or has been revoked.'),
      code: 'api/unauthenticated',
      calls: 1,
    },
    { name: 'a missing scope', why: 'the same', reply: no(40131, 'scope'), code: 'api/forbidden', calls: 1 },
    {
      name: 'a foreign asset',
      why: 'the code is about parameters, the message about permission',
      reply: no(40002, "You don't have permission to the asset(1)"),
      code: 'api/forbidden',
      calls: 1,
    },
    {
      name: 'a wrong parameter',
      why: 'the same',
      reply: no(40002, 'Missing required field(s)'),
      code: 'api/refused',
      calls: 1,
    },
    {
      name: 'a refusal with HTTP 400',
      why: 'the code counts, not the status',
      reply: { ...no(40002, 'Invalid value'), status: 400 },
      code: 'api/refused',
      calls: 1,
    },
    {
      name: 'a refusal without data',
      why: 'seen live',
      reply: { body: { code: 40002, message: 'x', request_id: '1' } },
      code: 'api/refused',
      calls: 1,
    },
    {
      name: 'perhaps a fault that passes',
      why: 'one more try',
      reply: no(40700, 'rpc'),
      code: 'api/refused',
      calls: 2,
    },
    {
      name: 'a wrong path',
      why: 'that is no TikTok',
      reply: { status: 404, body: '404 page not found', headers: { 'content-type': 'text/plain' } },
      code: 'api/unreadable',
      calls: 1,
    },
    { name: 'another form', why: 'that is no TikTok', reply: { body: { hello: 1 } }, code: 'api/unreadable', calls: 1 },
    {
      name: 'another form inside',
      why: 'a guess is no answer',
      reply: yes({ pixels: [{ pixel_code: 'C4A9P2Q7R5S8T1U6V2W0' }] }),
      code: 'api/unreadable',
      calls: 1,
    },
    { name: 'data that is null', why: 'the same', reply: yes(null), code: 'api/unreadable', calls: 1 },
    {
      name: 'cut off',
      why: 'the next one may be whole',
      reply: { body: '{"code":0,"data":{' },
      code: 'api/unreadable',
      calls: 4,
    },
    {
      name: 'a redirect',
      why: 'the token stays here',
      reply: { status: 302, headers: { location: 'https://evil.example/' } },
      code: 'api/unreadable',
      calls: 1,
    },
  ])('$name: $why', async ({ reply, code, calls }) => {
    const { reader, log } = tiktok(() => reply);
    expect(await reader.pixel(A, 'C4A9P2Q7R5S8T1U6V2W0', NEVER)).toMatchObject({ ok: false, problems: [{ code }] });
    expect(log).toHaveLength(calls);
  });

  test('throttled once: it waits between one and two seconds', async () => {
    const { reader, sleeps } = tiktok((_, n) => (n === 1 ? BUSY : yes({ list: [row(A)] })));
    expect((await reader.accounts([A], NEVER)).get(A)?.ok).toBe(true);
    expect(sleeps).toEqual([1_500]);
  });

  test('unreachable', async () => {
    const harness = setUpHarness(() => ({}));
    harness.lose('ENOTFOUND', 9);
    const reader = createTikTok({ machine: harness.machine, origin: ORIGIN, token: TOKEN }).reader;
    expect((await reader.accounts([A], NEVER)).get(A)).toMatchObject({
      ok: false,
      problems: [{ code: 'api/unreachable' }],
    });
    expect(reader.calls()).toBe(4);
  });

  test('ten a second and no more, over all tokens', async () => {
    const harness = harnessWith(() => yes({ pixels: [] }));
    const readers = ['token-one', 'token-two'].map(
      (token) => createTikTok({ machine: harness.machine, origin: ORIGIN, token }).reader,
    );
    await Promise.all(
      readers.flatMap((reader) => Array.from({ length: 5 }, () => reader.pixel(A, 'C4A9P2Q7R5S8T1U6V2W0', NEVER))),
    );
    expect(harness.sleeps).toEqual([]);
    await readers[0]?.pixel(A, 'C4A9P2Q7R5S8T1U6V2W0', NEVER);
    expect(harness.sleeps).toEqual([1_040]);
  });

  test('twenty a second, if the app is advanced', async () => {
    const harness = harnessWith(() => yes({ pixels: [] }));
    const options = { machine: harness.machine, origin: ORIGIN, token: TOKEN, appLevel: 'advanced' } as const;
    const { reader } = createTikTok(options);
    const read = () => reader.pixel(A, 'C4A9P2Q7R5S8T1U6V2W0', NEVER);
    await Promise.all(Array.from({ length: 20 }, read));
    expect(harness.sleeps).toEqual([]);
    await read();
    expect(harness.sleeps).toEqual([1_040]);
  });

  test('law: for any response of TikTok, the token is in no problem', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string(),
        fc.string({ maxLength: 400 }),
        fc.constantFrom(40001, 40002, 40100, 40105, 50000),
        async (before, after, code) => {
          const { reader } = tiktok(() => no(code, `${before}${TOKEN}${after}`));
          const results = [
            [...(await reader.accounts([A], NEVER))],
            await reader.pixel(A, 'C4A9P2Q7R5S8T1U6V2W0', NEVER),
          ];
          const text = JSON.stringify(results);
          expect(text).not.toContain(TOKEN.slice(0, 12));
          expect(text).toContain(REQUEST_ID);
        },
      ),
      { numRuns: 30 },
    );
  });

  const READS = [
    'accounts',
    'assetShare',
    'budgets',
    'calls',
    'campaignSpend',
    'campaigns',
    'partnership',
    'pixel',
    'pixelEvents',
    'pixelLinks',
    'sparkCodes',
    'spend',
  ];

  test('a reader has no way to write, and sends nothing but GET', async () => {
    const { reader, log } = tiktok(() =>
      yes({
        list: [],
        pixels: [],
        advertiser_account_list: [],
        page_info: { page: 1, total_number: 0, total_page: 0 },
      }),
    );
    expect(Object.keys(reader).sort()).toEqual(READS);
    await Promise.all([
      reader.accounts([A], NEVER),
      reader.pixel(A, 'C1', NEVER),
      reader.spend([withoutBusiness(A)], '2026-11-01', '2026-11-02', NEVER),
      reader.partnership('7000000000000000100', '7000000000000000200', NEVER),
      reader.pixelLinks('7000000000000000100', 'C1', NEVER),
      reader.budgets('7000000000000000100', [A], NEVER),
      reader.sparkCodes(A, NEVER),
      reader.pixelEvents(A, '7000000000000000002', '2026-11-01', '2026-11-02', NEVER),
      reader.campaigns(A, NEVER),
      reader.campaignSpend(A, '2026-11-01', '2026-11-10', NEVER),
    ]);
    expect(new Set(log.map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(reader.calls()).toBe(10);
  });

  test('reader and writer count together; the writer has four methods more', () => {
    const { reader, writer } = tiktok(() => yes({}));
    const harness = harnessWith(() => yes({}));
    expect(Object.keys(createTikTok({ machine: harness.machine, origin: ORIGIN, token: TOKEN }).reader).sort()).toEqual(
      READS,
    );
    expect(Object.keys(writer).sort()).toEqual(
      [...READS, 'authoriseSpark', 'linkPixel', 'setBudget', 'shareAccount'].sort(),
    );
    expect(writer.calls).toBe(reader.calls);
  });
});
