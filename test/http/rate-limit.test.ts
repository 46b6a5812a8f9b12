import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type RateLimit, NO_REQUESTS, type RateState, reserve, backOff } from '../../src/http/rate-limit.ts';

function startsOf(times: readonly number[], limits: readonly RateLimit[], from: RateState = NO_REQUESTS): number[] {
  let state = from;
  return times.map((now) => {
    const taken = reserve(state, limits, now);
    state = taken.state;
    return taken.start;
  });
}

const PER_SECOND: RateLimit = { count: 3, windowMs: 1_000 };

describe('reserve', () => {
  test.each([
    { name: 'few', why: 'an allowed request is not delayed', times: [0, 0, 0], starts: [0, 0, 0] },
    {
      name: 'one too many',
      why: 'it starts when the first leaves the window',
      times: [0, 10, 20, 30],
      starts: [0, 10, 20, 1_000],
    },
    {
      name: 'a queue on a clock that does not move',
      why: 'each waits once, in the order of asking',
      times: [0, 0, 0, 0, 0, 0, 0],
      starts: [0, 0, 0, 1_000, 1_000, 1_000, 2_000],
    },
    { name: 'after a pause', why: 'the past is forgotten', times: [0, 0, 0, 5_000], starts: [0, 0, 0, 5_000] },
  ])('$name: $why', ({ times, starts }) => {
    expect(startsOf(times, [PER_SECOND])).toEqual(starts);
  });

  test('the first twenty of a budget of 120 a minute are sent immediately', () => {
    expect(startsOf(Array(20).fill(0), [{ count: 120, windowMs: 61_000 }])).toEqual(Array(20).fill(0));
  });

  test('law: no window has more starts than allowed, and no request starts early', () => {
    const limit = fc.record({ count: fc.integer({ min: 1, max: 6 }), windowMs: fc.integer({ min: 1, max: 2_000 }) });
    const steps = fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 60 });
    fc.assert(
      fc.property(fc.array(limit, { minLength: 1, maxLength: 2 }), steps, (limits, gaps) => {
        let now = 0;
        const times = gaps.map((gap) => (now += gap));
        const starts = startsOf(times, limits);
        times.forEach((time, index) => expect(starts[index]).toBeGreaterThanOrEqual(time));
        for (const { count, windowMs } of limits) {
          starts
            .slice(count)
            .forEach((start, index) => expect(start - (starts[index] ?? 0)).toBeGreaterThanOrEqual(windowMs));
        }
      }),
    );
  });
});

describe('backOff', () => {
  test('is quiet for the requested time, also for other requests', () => {
    expect(reserve(backOff(NO_REQUESTS, 0, 2_000), [PER_SECOND], 0).start).toBe(2_000);
  });

  test('halves the budget, and gives it back with time', () => {
    const limits = [{ count: 4, windowMs: 1_000 }];
    expect(startsOf([0, 0, 0, 0], limits, backOff(NO_REQUESTS, 0, 0))).toEqual([0, 0, 1_000, 1_000]);
    expect(startsOf(Array(4).fill(300_000), limits, backOff(NO_REQUESTS, 0, 0))).toEqual(Array(4).fill(300_000));
  });

  test('never stops altogether', () => {
    const slowest = Array(20)
      .fill(0)
      .reduce<RateState>((state) => backOff(state, 0, 0), NO_REQUESTS);
    expect(startsOf([0, 0], [{ count: 1, windowMs: 1_000 }], slowest)).toEqual([0, 1_000]);
  });
});
