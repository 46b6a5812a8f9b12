import { describe, expect, test } from 'vitest';
import { dividedLimits } from '../../src/http/index.ts';

describe('the limit of one of several processes', () => {
  test.each([
    {
      name: 'one process',
      processes: 1,
      count: 120,
      expected: { count: 120, windowMs: 61_000 },
      why: 'it has all of it',
    },
    { name: 'four processes', processes: 4, count: 120, expected: { count: 30, windowMs: 61_000 }, why: 'a quarter' },
    {
      name: 'a remainder',
      processes: 4,
      count: 10,
      expected: { count: 2, windowMs: 61_000 },
      why: 'never above the limit',
    },
    {
      name: 'as many as requests',
      processes: 10,
      count: 10,
      expected: { count: 1, windowMs: 61_000 },
      why: 'one each',
    },
    {
      name: 'more processes than requests',
      processes: 20,
      count: 10,
      expected: { count: 1, windowMs: 122_000 },
      why: 'one request in two windows; none would never end',
    },
  ])('$name: $why', ({ processes, count, expected }) => {
    expect(dividedLimits([{ count, windowMs: 61_000 }], processes)).toEqual([expected]);
  });
});
