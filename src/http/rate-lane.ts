/** At most `count` requests start within any `windowMs`. */
export type RateLimit = { readonly count: number; readonly windowMs: number };

/** What an API reports after a request: `remaining` of `limit` requests, whatever its window. */
export type RateReport = { readonly remaining: number; readonly limit: number };

/** Milliseconds until the next start, and why. */
export type Delay = { readonly ms: number; readonly why: 'limit' | 'asked' };

/**
 * The requests of one bucket. Its times are in milliseconds and come from the caller. A token bucket was rejected: with
 * n tokens per window it allows 2n in one window, and fewer waste the limit.
 */
export type RateLane = {
  /** `ms` is 0 if a request may start now. `limits` may change at any time, such as when the tier becomes known. */
  readonly delay: (limits: readonly RateLimit[], now: number) => Delay;
  readonly started: (now: number) => void;
  /** Every started request ends once. `report`: if the response has one. */
  readonly ended: (now: number, report?: RateReport) => void;
  /** The API refused a request because of a limit, and no other may start for `waitMs`. */
  readonly refused: (startedAt: number, now: number, waitMs: number) => void;
};

/** Others use the same limit, or it is lower than documented. */
const REFUSED_SHARE = 0.7;
const MIN_SHARE = 1 / 8;
/** For `share` from 0 to 1: slower, a run would be refused again and again. */
const RECOVERY_MS = 600_000;

/** Below this share of what the API reports as the limit, requests slow down in proportion. */
const LOW_SHARE = 0.1;
const MAX_SLOWDOWN = 8;

export function createRateLane(): RateLane {
  /** Ascending; the first `past` have left all windows. */
  let starts: number[] = [];
  let past = 0;
  let inFlight = 0;
  let notBefore = 0;
  let refusal = { share: 1, at: 0 };
  let reported: (RateReport & { readonly at: number }) | undefined;

  const shareAt = (now: number): number => Math.min(1, refusal.share + Math.max(0, now - refusal.at) / RECOVERY_MS);

  /** From 1 to `MAX_SLOWDOWN`; 0 if requests may start as fast as the windows allow. */
  const slowdownAt = (now: number, longestMs: number): number => {
    const share = shareAt(now);
    const known = reported !== undefined && now - reported.at < longestMs ? reported : undefined;
    const left = known === undefined ? 1 : (known.remaining - inFlight) / Math.max(1, known.limit);
    const low = left < LOW_SHARE ? Math.min(MAX_SLOWDOWN, LOW_SHARE / Math.max(left, Number.EPSILON)) : 0;
    return Math.max(low, share < 1 ? 1 / share : 0);
  };

  return {
    delay: (limits, now) => {
      const longestMs = Math.max(0, ...limits.map(({ windowMs }) => windowMs));
      while (past < starts.length && (starts[past] ?? 0) <= now - longestMs) past += 1;
      if (past > starts.length / 2) {
        starts = starts.slice(past);
        past = 0;
      }
      const share = shareAt(now);
      const slowdown = slowdownAt(now, longestMs);
      const last = starts.at(-1);
      const freeAt = limits.flatMap(({ count, windowMs }) => {
        const first = starts[starts.length - Math.max(1, Math.floor(count * share))];
        const spaced = slowdown === 0 || last === undefined ? now : last + (windowMs / count) * slowdown;
        return [first === undefined ? now : first + windowMs, spaced];
      });
      const until = Math.max(now, ...freeAt);
      return notBefore > until ? { ms: notBefore - now, why: 'asked' } : { ms: Math.ceil(until - now), why: 'limit' };
    },
    started: (now) => {
      starts.push(now);
      inFlight += 1;
    },
    ended: (now, report) => {
      inFlight -= 1;
      if (report !== undefined) reported = { ...report, at: now };
    },
    refused: (startedAt, now, waitMs) => {
      notBefore = Math.max(notBefore, now + waitMs);
      // Requests that were on their way say nothing new.
      if (startedAt < refusal.at) return;
      refusal = { share: Math.max(MIN_SHARE, shareAt(now) * REFUSED_SHARE), at: now };
    },
  };
}
