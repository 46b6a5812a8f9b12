import type { Dispatcher } from 'undici';
import { createRateLane, type Delay, type RateLane, type RateLimit, type RateReport } from './rate-lane.ts';

/** `limits` may change when the tier becomes known. */
export type RateBucket = {
  /** Identifies origin, credential and class of request. Never contains the credential itself. */
  readonly key: string;
  /** For people, such as `120 reads a minute`. */
  readonly name: string;
  readonly limits: readonly RateLimit[];
};

/** The time of the caller. `pause` resolves to `false` if the run is interrupted. */
export type RatePauses = {
  readonly now: () => number;
  readonly pause: (delay: Delay, bucket: RateBucket) => Promise<boolean>;
};

/** A request that may be sent. Call `ended` once, and `refused` if a limit was the reason. */
export type Start = {
  readonly ended: (report?: RateReport) => void;
  readonly refused: (waitMs: number) => void;
};

export type RateLimiter = {
  /**
   * Resolves when the request may start: in the order of calls, so no layer waits for another forever. `undefined` if
   * the run is interrupted.
   */
  readonly start: (bucket: () => RateBucket, pauses: RatePauses, signal: AbortSignal) => Promise<Start | undefined>;
};

type Line = {
  readonly lane: RateLane;
  /** Settles with the last request in the line. */
  last: Promise<unknown>;
  /** Also moves with each pause: the clock of a replay does not. */
  clock: number;
};

/** Not per client: a plan and its apply use two, and the API counts them together. */
const linesOf = new WeakMap<Dispatcher, Map<string, Line>>();

export function rateLimiterOf(dispatcher: Dispatcher): RateLimiter {
  const lines = linesOf.get(dispatcher) ?? new Map<string, Line>();
  linesOf.set(dispatcher, lines);
  return {
    start: (bucket, pauses, signal) => {
      const { key } = bucket();
      const line = lines.get(key) ?? { lane: createRateLane(), last: Promise.resolve(), clock: 0 };
      lines.set(key, line);
      const turn = line.last.then(() => nextStart(line, bucket, pauses, signal));
      line.last = turn.catch(() => {});
      return turn;
    },
  };
}

async function nextStart(
  line: Line,
  bucket: () => RateBucket,
  { now, pause }: RatePauses,
  signal: AbortSignal,
): Promise<Start | undefined> {
  const { lane } = line;
  const time = (): number => {
    line.clock = Math.max(line.clock, now());
    return line.clock;
  };
  for (;;) {
    signal.throwIfAborted();
    const current = bucket();
    const delay = lane.delay(current.limits, time());
    if (delay.ms <= 0) break;
    if (!(await pause(delay, current))) return undefined;
    line.clock += delay.ms;
  }
  const startedAt = time();
  lane.started(startedAt);
  return {
    ended: (report) => lane.ended(time(), report),
    refused: (waitMs) => lane.refused(startedAt, time(), waitMs),
  };
}
