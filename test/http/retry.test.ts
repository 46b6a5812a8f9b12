import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ApiRequest, isRepeatable } from '../../src/http/api.ts';
import { nextDelayMs, requestedDelay, RETRY_POLICY, type RetryReason } from '../../src/http/retry.ts';

const busy: RetryReason = { kind: 'busy' };
const unclear: RetryReason = { kind: 'unclear' };

describe('nextDelayMs', () => {
  test.each([
    {
      name: 'busy, a write',
      why: 'nothing was done, so it may go again',
      reason: busy,
      attempt: 1,
      repeatable: false,
      wait: 1_500,
    },
    {
      name: 'busy, later',
      why: 'it waits twice as long each time',
      reason: busy,
      attempt: 2,
      repeatable: true,
      wait: 3_000,
    },
    {
      name: 'unclear, a read',
      why: 'reading twice does no harm',
      reason: unclear,
      attempt: 1,
      repeatable: true,
      wait: 375,
    },
    {
      name: 'unclear, not repeatable',
      why: 'it may have been done',
      reason: unclear,
      attempt: 1,
      repeatable: false,
      wait: 'give up',
    },
    {
      name: 'the fourth try',
      why: 'four tries are enough',
      reason: unclear,
      attempt: 4,
      repeatable: true,
      wait: 'give up',
    },
    {
      name: 'fewer tries than usual',
      why: 'a limit per minute is not over in seconds',
      reason: { ...busy, maxAttempts: 2 },
      attempt: 2,
      repeatable: true,
      wait: 'give up',
    },
    {
      name: 'the server names a time',
      why: 'it knows better',
      reason: { ...busy, retryAfterMs: 7_000 },
      attempt: 1,
      repeatable: false,
      wait: 7_000,
    },
    {
      name: 'the server names no time at all',
      why: 'zero is an answer',
      reason: { ...busy, retryAfterMs: 0 },
      attempt: 1,
      repeatable: false,
      wait: 0,
    },
    {
      name: 'a minute',
      why: 'the longest that is waited',
      reason: { ...busy, retryAfterMs: 60_000 },
      attempt: 1,
      repeatable: true,
      wait: 60_000,
    },
    {
      name: 'longer than a minute',
      why: 'a run must not sleep in silence',
      reason: { ...busy, retryAfterMs: 60_001 },
      attempt: 1,
      repeatable: true,
      wait: 'give up',
    },
  ])('$name: $why', ({ reason, attempt, repeatable, wait }) => {
    expect(nextDelayMs(reason, attempt, repeatable, RETRY_POLICY, 0.5)).toBe(wait);
  });

  test('law: never longer than the longest wait, never after the last try', () => {
    fc.assert(
      fc.property(
        fc.record({
          kind: fc.constantFrom('busy' as const, 'unclear' as const),
          retryAfter: fc.integer({ min: 0, max: 200_000 }),
        }),
        fc.integer({ min: 1, max: 8 }),
        fc.boolean(),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (reason, attempt, repeatable, random) => {
          const wait = nextDelayMs(reason, attempt, repeatable, RETRY_POLICY, random);
          if (attempt >= RETRY_POLICY.maxAttempts) expect(wait).toBe('give up');
          if (wait !== 'give up') expect(wait).toBeLessThanOrEqual(RETRY_POLICY.maxDelayMs);
        },
      ),
    );
  });
});

describe('requestedDelay', () => {
  const of = (headers: Record<string, string>) => requestedDelay({ header: (name) => headers[name] }).retryAfterMs;
  test.each([
    { name: 'seconds', headers: { 'retry-after': '3' }, wait: 3_000 },
    { name: 'zero', headers: { 'retry-after': '0' }, wait: 0 },
    { name: 'part of a second', headers: { 'retry-after': '0.2' }, wait: 200 },
    {
      name: 'a date',
      headers: { 'retry-after': 'Tue, 10 Nov 2026 12:00:05 GMT', date: 'Tue, 10 Nov 2026 12:00:00 GMT' },
      wait: 5_000,
    },
    {
      name: 'a date without the clock of the server',
      headers: { 'retry-after': 'Tue, 10 Nov 2026 12:00:05 GMT' },
      wait: undefined,
    },
    { name: 'nonsense', headers: { 'retry-after': 'soon' }, wait: undefined },
    { name: 'nothing', headers: {}, wait: undefined },
  ])('$name', ({ headers, wait }) => {
    expect(of(headers as Record<string, string>)).toBe(wait);
  });
});

describe('which requests can be sent twice', () => {
  test.each<{ name: string; call: ApiRequest; may: boolean }>([
    { name: 'a read', call: { method: 'GET', path: '/a' }, may: true },
    ...(['POST', 'PATCH', 'PUT'] as const).flatMap((method) => [
      { name: `${method} with a key`, call: { method, path: '/a', headers: { 'idempotency-key': 'k' } }, may: true },
      {
        name: `${method} with a key in other letters`,
        call: { method, path: '/a', headers: { 'Idempotency-Key': 'k' } },
        may: true,
      },
      { name: `${method} without one`, call: { method, path: '/a' }, may: false },
      { name: `${method} with another header`, call: { method, path: '/a', headers: { 'if-match': '1' } }, may: false },
    ]),
  ])('$name: $may', ({ call, may }) => {
    expect(isRepeatable(call)).toBe(may);
  });
});
