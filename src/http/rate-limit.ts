import type { Dispatcher } from 'undici';

/** At most `count` requests start within any `windowMs`. */
export type RateLimit = { readonly count: number; readonly windowMs: number };

/** `limits` may change when the tier becomes known. */
export type RateBucket = {
  /** Identifies origin, credential and class of request. Never contains the credential itself. */
  readonly key: string;
  readonly limits: readonly RateLimit[];
};

export type RateLimiter = {
  /** Reserves the next start. Returns the milliseconds until then. */
  readonly take: (bucket: RateBucket, now: number) => number;
  /** Halves the rate, and starts no request for `waitMs`. */
  readonly slowDown: (bucket: RateBucket, now: number, waitMs: number) => void;
};

/** Times are in milliseconds since the epoch. */
export type RateState = {
  /** Of past and reserved requests, ascending. */
  readonly starts: readonly number[];
  /** The API asked to wait until then. */
  readonly notBefore: number;
  /** Usable fraction of the limits at `limitedAt`, in (0, 1]. */
  readonly share: number;
  readonly limitedAt: number;
};

export const NO_REQUESTS: RateState = { starts: [], notBefore: 0, share: 1, limitedAt: 0 };

const MIN_SHARE = 1 / 8;
/** For `share` from 0 to 1. */
const RECOVERY_MS = 300_000;

/** Not per client: a plan and its apply use two, and the API counts them together. */
const statesOf = new WeakMap<Dispatcher, Map<string, RateState>>();

export function rateLimiterOf(dispatcher: Dispatcher): RateLimiter {
  const states = statesOf.get(dispatcher) ?? new Map<string, RateState>();
  statesOf.set(dispatcher, states);
  return {
    take: ({ key, limits }, now) => {
      const { start, state } = reserve(states.get(key) ?? NO_REQUESTS, limits, now);
      states.set(key, state);
      return start - now;
    },
    slowDown: ({ key }, now, waitMs) => {
      states.set(key, backOff(states.get(key) ?? NO_REQUESTS, now, waitMs));
    },
  };
}

/**
 * In order of request. A token bucket was rejected: with n tokens per window it allows 2n in one window, and fewer
 * waste the limit.
 */
export function reserve(
  state: RateState,
  limits: readonly RateLimit[],
  now: number,
): { readonly start: number; readonly state: RateState } {
  const longest = Math.max(0, ...limits.map(({ windowMs }) => windowMs));
  const starts = state.starts.filter((start) => start > now - longest);
  const share = shareAt(state, now);
  const freeAt = limits.map(({ count, windowMs }) => {
    const allowed = Math.max(1, Math.floor(count * share));
    const first = starts[starts.length - allowed];
    return first === undefined ? now : first + windowMs;
  });
  const start = Math.max(now, state.notBefore, starts.at(-1) ?? now, ...freeAt);
  return { start, state: { ...state, starts: [...starts, start] } };
}

export function backOff(state: RateState, now: number, waitMs: number): RateState {
  const share = Math.max(MIN_SHARE, shareAt(state, now) / 2);
  return { ...state, share, limitedAt: now, notBefore: Math.max(state.notBefore, now + waitMs) };
}

function shareAt(state: RateState, now: number): number {
  return Math.min(1, state.share + Math.max(0, now - state.limitedAt) / RECOVERY_MS);
}
