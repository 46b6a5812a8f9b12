import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRateLane, type RateLimit } from '../../src/http/rate-lane.ts';
import { simulate } from '../support/rate-simulation.ts';

describe('starts', () => {
  test('the first requests of a budget start immediately', () => {
    const { starts } = simulate({
      limits: [{ count: 120, windowMs: 61_000 }],
      requests: 120,
      latencyMs: 0,
      concurrency: 120,
    });
    expect(starts).toEqual(Array(120).fill(0));
  });

  test('law: no window has more starts than allowed, whatever the limits and the latency', () => {
    const limit = fc.record({ count: fc.integer({ min: 1, max: 6 }), windowMs: fc.integer({ min: 1, max: 2_000 }) });
    const load = fc.record({
      limits: fc.array(limit, { minLength: 1, maxLength: 2 }),
      latencyMs: fc.integer({ min: 1, max: 700 }),
      concurrency: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(load, ({ limits, latencyMs, concurrency }) => {
        const { starts } = simulate({ limits, latencyMs, concurrency, requests: 40 });
        for (const { count, windowMs } of limits) {
          starts
            .slice(count)
            .forEach((start, index) => expect(start - (starts[index] ?? 0)).toBeGreaterThanOrEqual(windowMs));
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('a refusal', () => {
  const LIMITS: readonly RateLimit[] = [{ count: 4, windowMs: 1_000 }];

  test('holds all requests for the time that the API asks for', () => {
    const lane = createRateLane();
    lane.started(0);
    lane.refused(0, 10, 2_000);
    expect(lane.delay(LIMITS, 10)).toEqual({ ms: 2_000, why: 'asked' });
  });

  test('slows down once for all requests that were on their way, and less with time', () => {
    const lane = createRateLane();
    for (const at of [0, 1, 2, 3]) lane.started(at);
    for (const at of [0, 1, 2, 3]) lane.refused(at, 10 + at, 0);
    // 70 % of 4 a second: 2 a second, evenly.
    expect(lane.delay(LIMITS, 1_002).ms).toBe(0);
    lane.started(1_002);
    expect(lane.delay(LIMITS, 1_002).ms).toBeGreaterThan(300);
    lane.started(180_100);
    expect(lane.delay(LIMITS, 180_100).ms).toBe(0);
  });

  test('never stops everything', () => {
    const lane = createRateLane();
    for (let at = 0; at < 20; at += 1) {
      lane.started(at);
      lane.refused(at, at, 0);
    }
    expect(lane.delay([{ count: 1, windowMs: 1_000 }], 20).ms).toBeLessThanOrEqual(8_000);
  });
});
