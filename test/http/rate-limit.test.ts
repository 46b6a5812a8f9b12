import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type RateLimit, FRESH, type RateState, reserve, backOff } from '../../src/http/pace.ts';

function startsOf(times: readonly number[], allowances: readonly RateLimit[], from: RateState = FRESH): number[] {
  let pace = from;
  return times.map((now) => {
    const taken = reserve(pace, allowances, now);
    pace = taken.pace;
    return taken.start;
  });
}

const PER_SECOND: RateLimit = { count: 3, window: 1_000 };

describe('reserve', () => {
  test.each([
    { name: 'few', why: 'what is allowed is not delayed', times: [0, 0, 0], starts: [0, 0, 0] },
    {
      name: 'one too many',
      why: 'it starts when the first leaves the window',
      times: [0, 10, 20, 30],
      starts: [0, 10, 20, 1_000],
    },
    {
      name: 'a queue on a clock that stands',
      why: 'each waits once, in the order of asking',
      times: [0, 0, 0, 0, 0, 0, 0],
      starts: [0, 0, 0, 1_000, 1_000, 1_000, 2_000],
    },
    { name: 'after a pause', why: 'the past is forgotten', times: [0, 0, 0, 5_000], starts: [0, 0, 0, 5_000] },
  ])('$name: $why', ({ times, starts }) => {
    expect(startsOf(times, [PER_SECOND])).toEqual(starts);
  });

  test('the first twenty of a budget of 120 a minute go at once', () => {
    expect(startsOf(Array(20).fill(0), [{ count: 120, window: 61_000 }])).toEqual(Array(20).fill(0));
  });

  test('law: no window ever holds more than is allowed, and nobody starts before asking', () => {
    const allowance = fc.record({ count: fc.integer({ min: 1, max: 6 }), window: fc.integer({ min: 1, max: 2_000 }) });
    const steps = fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 60 });
    fc.assert(
      fc.property(fc.array(allowance, { minLength: 1, maxLength: 2 }), steps, (allowances, gaps) => {
        let now = 0;
        const times = gaps.map((gap) => (now += gap));
        const starts = startsOf(times, allowances);
        times.forEach((time, index) => expect(starts[index]).toBeGreaterThanOrEqual(time));
        for (const { count, window } of allowances) {
          starts
            .slice(count)
            .forEach((start, index) => expect(start - (starts[index] ?? 0)).toBeGreaterThanOrEqual(window));
        }
      }),
    );
  });
});

describe('slower', () => {
  test('is quiet for as long as was asked, also for those who did not ask', () => {
    expect(reserve(backOff(FRESH, 0, 2_000), [PER_SECOND], 0).start).toBe(2_000);
  });

  test('halves the budget, and gives it back with time', () => {
    const allowances = [{ count: 4, window: 1_000 }];
    expect(startsOf([0, 0, 0, 0], allowances, backOff(FRESH, 0, 0))).toEqual([0, 0, 1_000, 1_000]);
    expect(startsOf(Array(4).fill(300_000), allowances, backOff(FRESH, 0, 0))).toEqual(Array(4).fill(300_000));
  });

  test('never stops altogether', () => {
    const slowest = Array(20)
      .fill(0)
      .reduce<RateState>((pace) => backOff(pace, 0, 0), FRESH);
    expect(startsOf([0, 0], [{ count: 1, window: 1_000 }], slowest)).toEqual([0, 1_000]);
  });
});
