import { describe, expect, test } from 'vitest';
import type { RateLimit } from '../../src/http/rate-lane.ts';
import { bucketServer, simulate, windowServer } from '../support/rate-simulation.ts';

const PARTNER: readonly RateLimit[] = [{ count: 6_000, windowMs: 61_000 }];
const STANDARD: readonly RateLimit[] = [{ count: 120, windowMs: 61_000 }];
const BASIC: readonly RateLimit[] = [
  { count: 10, windowMs: 1_040 },
  { count: 600, windowMs: 61_000 },
];

describe('alone', () => {
  test.each([
    { name: 'standard tier', limits: STANDARD, perMinute: 120, requests: 1_000 },
    { name: 'partner tier', limits: PARTNER, perMinute: 6_000, requests: 15_000 },
    { name: 'a basic app', limits: BASIC, perMinute: 600, requests: 3_000 },
  ])('$name: at most 1.05 times the optimum, without a refusal', ({ limits, perMinute, requests }) => {
    for (const reports of [true, false]) {
      const { elapsedMs, refusals } = simulate({ limits, requests, server: bucketServer(perMinute, 0, reports) });
      expect(refusals).toBe(0);
      expect(elapsedMs).toBeLessThanOrEqual((requests / perMinute) * 60_000 * 1.05);
    }
  });
});

describe('while another client takes half of the budget', () => {
  test.each([
    { name: 'an even refill', server: bucketServer, most: 0, times: 1.05 },
    { name: 'minutes that start at zero', server: windowServer, most: 3, times: 1.15 },
  ])('$name: it finishes with few refusals, if responses show what is left', ({ server, most, times }) => {
    const { elapsedMs, maxRefusalsPerMinute } = simulate({
      limits: PARTNER,
      requests: 12_000,
      server: server(6_000, 0.5, true),
    });
    expect(maxRefusalsPerMinute).toBeLessThanOrEqual(most);
    expect(elapsedMs).toBeLessThanOrEqual((12_000 / 3_000) * 60_000 * times);
  });

  test('responses that show nothing: refusals teach, and are few', () => {
    const { elapsedMs, maxRefusalsPerMinute } = simulate({
      limits: PARTNER,
      requests: 12_000,
      server: bucketServer(6_000, 0.5, false),
    });
    // The first refusal meets all requests that are on their way.
    expect(maxRefusalsPerMinute).toBeLessThanOrEqual(8 + 3);
    expect(elapsedMs).toBeLessThanOrEqual((12_000 / 3_000) * 60_000 * 1.5);
  });
});
