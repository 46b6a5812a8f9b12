/** At most `count` requests may start within any `window` milliseconds. */
export type RateLimit = { readonly count: number; readonly window: number };

/** When requests of one lane started, or will. Times are milliseconds since the epoch. */
export type RateState = {
  /** Ascending. Those of the longest window, and those still to come. */
  readonly starts: readonly number[];
  /** Nothing starts before: the API asked for quiet. */
  readonly notBefore: number;
  /** The part of the allowance, in (0, 1], that was left when the API last said that it is too much. */
  readonly share: number;
  readonly slowedAt: number;
};

export const FRESH: RateState = { starts: [], notBefore: 0, share: 1, slowedAt: 0 };

const SMALLEST_SHARE = 1 / 8;
/** A share grows back from nothing to all in this time. */
const RECOVERY = 300_000;

/**
 * The next free moment, taken. Callers are served in the order in which they ask; a caller waits once, until `start`.
 *
 * Looking back over a window was chosen over a bucket that refills steadily: a bucket that holds n and refills n per
 * window lets 2n through in one window, and a smaller one wastes the allowance.
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

/** The pace after the API said that it was too much: half as fast from now on, and quiet for `wait` milliseconds. */
export function backOff(pace: RateState, now: number, wait: number): RateState {
  const share = Math.max(SMALLEST_SHARE, shareAt(pace, now) / 2);
  return { ...pace, share, slowedAt: now, notBefore: Math.max(pace.notBefore, now + wait) };
}

function shareAt(pace: RateState, now: number): number {
  return Math.min(1, pace.share + Math.max(0, now - pace.slowedAt) / RECOVERY);
}
