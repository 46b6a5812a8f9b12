import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Api, type ApiRequest, createClient } from '../../src/http/index.ts';
import { exactJson } from '../../src/model/index.ts';
import { NEVER, ORIGIN, type FakeResponse, setUpHarness, harnessWith } from './harness.ts';

const SECRET = 'lp_live_abcdefgh_0123456789';

/** An API that accepts 200, is busy at 429, unclear at 500, and refuses the rest with its own message. */
const api: Api = {
  name: 'Example',
  origin: ORIGIN,
  secret: SECRET,
  headers: { authorization: `Bearer ${SECRET}` },
  interpret: ({ status, body }, what, sanitize) => {
    const problem = { code: 'api/refused', message: `${what}: ${sanitize(JSON.stringify(body))}` } as const;
    if (status === 200) return { verdict: 'accepted', data: body.form === 'json' ? body.value : undefined };
    if (status === 429) return { verdict: 'retry', reason: { kind: 'busy', retryAfterMs: 3_000 }, problem };
    if (status === 500) return { verdict: 'retry', reason: { kind: 'unclear' }, problem };
    return { verdict: 'refused', problem };
  },
  bucket: () => ({ key: 'one', name: 'one', limits: [{ count: 100, windowMs: 1_000 }] }),
};

const GET: ApiRequest = { method: 'GET', path: '/thing?x=1' };
const UNSAFE: ApiRequest = { method: 'PATCH', path: '/thing', body: { a: 1 } };
const SAFE: ApiRequest = { ...UNSAFE, headers: { 'Idempotency-Key': '0b0e7f0a-0000-4000-8000-000000000000' } };

async function tell(replies: readonly FakeResponse[], call: ApiRequest) {
  const harness = harnessWith((_, n) => replies[n - 1] ?? { status: 418 });
  const client = createClient(harness.machine, api);
  const answer = await client.send(call, NEVER);
  return { answer, calls: client.calls(), ...harness };
}

describe('send', () => {
  test.each([
    { name: 'accepted', why: 'one request', replies: [{ body: { a: 1 } }], call: GET, ok: true, calls: 1, sleeps: [] },
    {
      name: 'busy',
      why: 'the whole lane waits as long as the server asks',
      replies: [{ status: 429 }, {}],
      call: UNSAFE,
      ok: true,
      calls: 2,
      sleeps: [3_000],
    },
    {
      name: 'unclear, a read',
      why: 'it goes again',
      replies: [{ status: 500 }, {}],
      call: GET,
      ok: true,
      calls: 2,
      sleeps: [375],
    },
    {
      name: 'unclear, an unsafe write',
      why: 'it may have been done',
      replies: [{ status: 500 }, {}],
      call: UNSAFE,
      ok: false,
      calls: 1,
      sleeps: [],
    },
    {
      name: 'unclear, a write with an idempotency key',
      why: 'the API answers a repeat with its first answer',
      replies: [{ status: 500 }, {}],
      call: SAFE,
      ok: true,
      calls: 2,
      sleeps: [375],
    },
    {
      name: 'unclear for ever',
      why: 'four tries',
      replies: Array(9).fill({ status: 500 }),
      call: GET,
      ok: false,
      calls: 4,
      sleeps: [375, 750, 1_500],
    },
    { name: 'refused', why: 'a no is a no', replies: [{ status: 400 }], call: GET, ok: false, calls: 1, sleeps: [] },
  ])('$name: $why', async ({ replies, call, ok, calls, sleeps }) => {
    const told = await tell(replies, call);
    expect({ ok: told.answer.ok, calls: told.calls, sleeps: told.sleeps }).toEqual({ ok, calls, sleeps });
    expect(told.log).toHaveLength(calls);
  });

  test.each([301, 302, 307, 308])('HTTP %i is not followed, and the other origin is named', async (status) => {
    const { answer, log } = await tell([{ status, headers: { location: 'https://evil.example/thing?token=1' } }], GET);
    expect(log).toHaveLength(1);
    expect(answer).toMatchObject({ ok: false, problems: [{ code: 'api/unreadable' }] });
    expect(JSON.stringify(answer)).toContain('https://evil.example');
    expect(JSON.stringify(answer)).not.toContain('token=1');
  });

  test.each([
    { name: 'no such name', code: 'ENOTFOUND', calls: 4, problem: 'api/unreachable' },
    { name: 'refused', code: 'ECONNREFUSED', calls: 4, problem: 'api/unreachable' },
    { name: 'reset', code: 'ECONNRESET', calls: 4, problem: 'api/unreachable' },
    {
      name: 'an untrusted certificate, which a retry does not fix',
      code: 'SELF_SIGNED_CERT_IN_CHAIN',
      calls: 1,
      problem: 'api/unreachable',
    },
  ])('without an answer: $name', async ({ code, calls, problem }) => {
    const harness = setUpHarness(() => ({}));
    harness.lose(code, 9);
    const client = createClient(harness.machine, api);
    const answer = await client.send(GET, NEVER);
    expect(answer).toMatchObject({ ok: false, problems: [{ code: problem, message: expect.stringContaining(code) }] });
    expect(client.calls()).toBe(calls);
  });

  test('a read that is lost once is repeated', async () => {
    const harness = setUpHarness(() => ({ body: { a: 1 } }));
    harness.lose('ECONNRESET');
    harness.play();
    expect(await createClient(harness.machine, api).send(GET, NEVER)).toMatchObject({ ok: true, data: { a: 1 } });
  });

  test('a response is parsed once, also to be written back, unless a number needs all its digits', async () => {
    const plain = await tell([{ body: '{"id":"7012345678901234567","at":"2026-11-10T12:00:00Z","n":[1, 2.5]}' }], GET);
    const long = await tell([{ body: '{"n":7012345678901234567}' }], GET);
    if (!plain.answer.ok || !long.answer.ok) throw new Error('refused');
    expect(plain.answer.exact()).toBe(plain.answer.data);
    expect(exactJson(long.answer.exact() ?? null)).toBe('{"n":7012345678901234567}');
    expect(long.answer.data).toEqual({ n: '7012345678901234567' });
  });

  test('a credential that no header can contain is a problem', async () => {
    const harness = harnessWith(() => ({}));
    const client = createClient(harness.machine, { ...api, headers: { authorization: `Bearer ${SECRET}\n` } });
    const answer = await client.send(GET, NEVER);
    expect(answer).toMatchObject({ ok: false, problems: [{ code: 'api/unauthenticated' }] });
    expect(JSON.stringify(answer)).not.toContain(SECRET);
  });

  test('a response that never arrives ends in a timeout', async () => {
    const harness = harnessWith(() => {
      harness.elapse(20);
      return {};
    });
    const client = createClient(harness.machine, { ...api, timeoutMs: 20 });
    const answer = await client.send(UNSAFE, NEVER);
    expect(answer).toMatchObject({
      ok: false,
      problems: [{ code: 'api/unreachable', message: expect.stringContaining('0.02 s') }],
    });
  });

  test('only an abort rejects', async () => {
    const harness = harnessWith(() => ({}));
    const client = createClient(harness.machine, api);
    await expect(client.send(GET, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
    expect(client.calls()).toBe(0);
  });

  test('an abort while waiting sends nothing more', async () => {
    const stop = new AbortController();
    const harness = harnessWith(() => {
      stop.abort(new Error('stop'));
      return { status: 500 };
    });
    await expect(createClient(harness.machine, api).send(GET, stop.signal)).rejects.toThrow('stop');
    expect(harness.log).toHaveLength(1);
  });

  test('more than 20 MB is not read', async () => {
    const { answer } = await tell([{ body: `"${'x'.repeat(20_000_001)}"` }], GET);
    expect(answer).toMatchObject({ ok: false, problems: [{ code: 'api/unreadable' }] });
  });

  test.each([
    { name: 'HTML', reply: { body: '<html>', headers: { 'content-type': 'text/html' } }, form: 'other' },
    { name: 'cut off', reply: { body: '{"a":' }, form: 'broken' },
    { name: 'nothing', reply: { body: '' }, form: 'empty' },
  ])('a body of a different form is recognized: $name', async ({ reply, form }) => {
    const { answer } = await tell([{ ...reply, status: 400 }], GET);
    expect(JSON.stringify(answer)).toContain(form);
  });

  test('two clients of one network share one budget', async () => {
    const harness = harnessWith(() => ({}));
    const slow: Api = { ...api, bucket: () => ({ key: 'two', name: 'two', limits: [{ count: 1, windowMs: 1_000 }] }) };
    await createClient(harness.machine, slow).send(GET, NEVER);
    await createClient(harness.machine, slow).send(GET, NEVER);
    expect(harness.sleeps).toEqual([1_000]);
  });

  test('law: for any response, the credential is in no problem', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string(),
        fc.string({ maxLength: 400 }),
        fc.constantFrom(400, 429, 500),
        async (before, after, status) => {
          const body = { error: `${before}${SECRET}${after}${SECRET}` };
          const { answer } = await tell(Array(9).fill({ status, body }), UNSAFE);
          expect(JSON.stringify(answer)).not.toContain(SECRET.slice(0, 12));
        },
      ),
      { numRuns: 30 },
    );
  });
});
