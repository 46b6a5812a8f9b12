/** At most `count` requests may start within any `window` milliseconds. */
export type RateLimit = { readonly count: number; readonly window: number };

/** Start times of the requests of one lane, past and reserved, in milliseconds since the epoch. */
export type RateState = {
  /** Ascending. Starts within the longest window, and future ones. */
  readonly starts: readonly number[];
  /** No request starts before this time, because the API asked to wait. */
  readonly notBefore: number;
  /** The fraction of the allowance that may be used, in (0, 1], as of the last time that the API limited the rate. */
  readonly share: number;
  readonly slowedAt: number;
};

export const FRESH: RateState = { starts: [], notBefore: 0, share: 1, slowedAt: 0 };

const SMALLEST_SHARE = 1 / 8;
/** Milliseconds in which the share recovers from 0 to 1. */
const RECOVERY = 300_000;

/**
 * Reserves the next free moment. Callers are served in order of request; a caller waits once, until `start`.
 *
 * A sliding window instead of a token bucket: a bucket that holds n and refills n per window allows 2n in one window,
 * and a smaller bucket wastes the allowance.
 */
export function reserve(
  pace: RateState,
  allowances: readonly RateLimit[],
  now: number,
): { readonly start: number; readonly pace: RateState } {
  const longest = Math.max(0, ...allowances.map(({ window }) => window));
  const starts = pace.starts.filter((start) => start > now - longest);
  const share = shareAt(pace, now);
  const freeAt = allowances.map(({ count, window }) => {
    const allowed = Math.max(1, Math.floor(count * share));
    const first = starts[starts.length - allowed];
    return first === undefined ? now : first + window;
  });
  const start = Math.max(now, pace.notBefore, starts.at(-1) ?? now, ...freeAt);
  return { start, pace: { ...pace, starts: [...starts, start] } };
}

/** The pace after the API limited the rate: half as fast from now on, and no request for `wait` milliseconds. */
export function backOff(pace: RateState, now: number, wait: number): RateState {
  const share = Math.max(SMALLEST_SHARE, shareAt(pace, now) / 2);
  return { ...pace, share, slowedAt: now, notBefore: Math.max(pace.notBefore, now + wait) };
}

function shareAt(pace: RateState, now: number): number {
  return Math.min(1, pace.share + Math.max(0, now - pace.slowedAt) / RECOVERY);
}
