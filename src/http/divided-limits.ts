import type { RateLimit } from './rate-lane.ts';

/**
 * The part of limits for one of several processes, so that all of them together stay within each window. If there are
 * more processes than requests, only the average of a longer time does.
 */
export function dividedLimits(limits: readonly RateLimit[], processes: number): readonly RateLimit[] {
  return limits.map(({ count, windowMs }) =>
    count >= processes
      ? { count: Math.floor(count / processes), windowMs }
      : { count: 1, windowMs: Math.ceil((windowMs * processes) / count) },
  );
}
