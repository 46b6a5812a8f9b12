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
  /** Settles with the last request in the line; `undefined` if none waits. */
  last: Promise<unknown> | undefined;
  /** Also moves with each pause: the clock of a replay does not. */
  clock: number;
};

/** Not per client: a plan and its apply use two, and the API counts them together. */
const linesOf = new WeakMap<Dispatcher, Map<string, Line>>();

export function rateLimiterOf(dispatcher: Dispatcher): RateLimiter {
  const lines = linesOf.get(dispatcher) ?? new Map<string, Line>();
  linesOf.set(dispatcher, lines);
  return {
    // Not async, or a request that has waited would resolve after one that starts at once.
    start: (bucket, pauses, signal) => {
      const { key, limits } = bucket();
      const line = lines.get(key) ?? { lane: createRateLane(), last: undefined, clock: 0 };
      lines.set(key, line);
      if (signal.aborted || line.last !== undefined || line.lane.delay(limits, timeOf(line, pauses)).ms > 0) {
        return turnIn(line, bucket, pauses, signal);
      }
      return Promise.resolve(startIn(line, pauses));
    },
  };
}

/** After all requests that wait already. */
async function turnIn(
  line: Line,
  bucket: () => RateBucket,
  pauses: RatePauses,
  signal: AbortSignal,
): Promise<Start | undefined> {
  const turn = (line.last ?? Promise.resolve()).then(() => nextStart(line, bucket, pauses, signal));
  const settled = turn.catch(() => {});
  line.last = settled;
  try {
    return await turn;
  } finally {
    if (line.last === settled) line.last = undefined;
  }
}

async function nextStart(
  line: Line,
  bucket: () => RateBucket,
  pauses: RatePauses,
  signal: AbortSignal,
): Promise<Start | undefined> {
  for (;;) {
    signal.throwIfAborted();
    const current = bucket();
    const delay = line.lane.delay(current.limits, timeOf(line, pauses));
    if (delay.ms <= 0) return startIn(line, pauses);
    if (!(await pauses.pause(delay, current))) return undefined;
    line.clock += delay.ms;
  }
}

function startIn(line: Line, pauses: RatePauses): Start {
  const { lane } = line;
  const startedAt = timeOf(line, pauses);
  lane.started(startedAt);
  return {
    ended: (report) => lane.ended(timeOf(line, pauses), report),
    refused: (waitMs) => lane.refused(startedAt, timeOf(line, pauses), waitMs),
  };
}

function timeOf(line: Line, { now }: RatePauses): number {
  line.clock = Math.max(line.clock, now());
  return line.clock;
}
