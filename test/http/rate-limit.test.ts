import { MockAgent } from 'undici';
import { describe, expect, test } from 'vitest';
import { type RateBucket, rateLimiterOf } from '../../src/http/rate-limit.ts';

const SECOND = 1_000;
const TWO_A_SECOND: RateBucket = { key: 'one', name: 'one', limits: [{ count: 2, windowMs: SECOND }] };

/** A limiter of its own, whose time passes only in pauses. */
function setUpLimiter() {
  const limiter = rateLimiterOf(new MockAgent());
  const started: string[] = [];
  let now = 0;
  const pauses = {
    now: () => now,
    pause: async ({ ms }: { readonly ms: number }) => {
      now += ms;
      return true;
    },
  };
  const request = async (name: string, signal: AbortSignal = new AbortController().signal): Promise<number> => {
    await limiter.start(() => TWO_A_SECOND, pauses, signal);
    started.push(name);
    return now;
  };
  return { request, started };
}

describe('the requests of one bucket', () => {
  test('start in the order of their calls, whether they wait or not', async () => {
    const { request, started } = setUpLimiter();
    const names = Array.from({ length: 9 }, (_, n) => `${n}`);
    await Promise.all(names.map((name) => request(name)));
    expect(started).toEqual(names);
  });

  test('start in that order if one is called while the wait of another ends', async () => {
    // The call comes after some microtasks, and between any two of them.
    for (let microtasks = 0; microtasks < 12; microtasks += 1) {
      const { request, started } = setUpLimiter();
      const waited = Promise.all(['a', 'b', 'c'].map((name) => request(name)));
      for (let passed = 0; passed < microtasks; passed += 1) await Promise.resolve();
      await Promise.all([waited, request('d')]);
      expect(started).toEqual(['a', 'b', 'c', 'd']);
    }
  });

  test('do not wait for others once the line is empty', async () => {
    const { request } = setUpLimiter();
    await Promise.all(['a', 'b', 'c'].map((name) => request(name)));
    await expect(request('d')).resolves.toBe(SECOND);
    await expect(request('e')).resolves.toBe(2 * SECOND);
  });

  test('pass one that is aborted while it waits', async () => {
    const { request, started } = setUpLimiter();
    const controller = new AbortController();
    const waiting = [request('a'), request('b'), request('c', controller.signal), request('d')];
    controller.abort(new Error('stop'));
    const settled = await Promise.allSettled(waiting);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(started).toEqual(['a', 'b', 'd']);
  });
});
