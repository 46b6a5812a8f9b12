import { createRateLane, type RateLimit, type RateReport } from '../../src/http/rate-lane.ts';

type Server = {
  /** `undefined`: refused. */
  readonly answer: (now: number) => RateReport | undefined;
  /** Whether its responses show the state of the bucket. */
  readonly reports: boolean;
};

type Load = {
  readonly limits: readonly RateLimit[];
  readonly requests: number;
  readonly server?: Server;
  readonly concurrency?: number;
  readonly latencyMs?: number;
  readonly retryAfterMs?: number;
};

/** Sends all requests in order, as the client does, in time that only this loop moves. */
export function simulate({ limits, requests, server, concurrency = 8, latencyMs = 20, retryAfterMs = 1_000 }: Load) {
  const lane = createRateLane();
  const starts: number[] = [];
  const refusals: number[] = [];
  let open: { readonly startedAt: number; readonly endsAt: number; readonly report: RateReport | undefined }[] = [];
  let [now, left] = [0, requests];
  for (;;) {
    for (const ended of open.filter(({ endsAt }) => endsAt <= now)) {
      const isRefused = server !== undefined && ended.report === undefined;
      lane.ended(now, server?.reports === true ? (ended.report ?? { remaining: 0, limit: 1 }) : undefined);
      if (!isRefused) continue;
      lane.refused(ended.startedAt, now, retryAfterMs);
      refusals.push(now);
      left += 1;
    }
    open = open.filter(({ endsAt }) => endsAt > now);
    if (open.length === 0 && left === 0) break;
    const wait = left > 0 && open.length < concurrency ? lane.delay(limits, now).ms : Number.POSITIVE_INFINITY;
    if (wait === 0) {
      lane.started(now);
      starts.push(now);
      open.push({ startedAt: now, endsAt: now + latencyMs, report: server?.answer(now) });
      left -= 1;
    } else now = Math.min(now + wait, ...open.map(({ endsAt }) => endsAt));
  }
  const perMinute = refusals.map((at) => refusals.filter((other) => other >= at && other < at + 60_000).length);
  return { starts, elapsedMs: now, refusals: refusals.length, maxRefusalsPerMinute: Math.max(0, ...perMinute) };
}

/** Refills evenly, as the sandbox does; another client takes `rivalShare` of what it refills. */
export function bucketServer(perMinute: number, rivalShare: number, reports: boolean): Server {
  let [level, at] = [perMinute, 0];
  const rate = (perMinute * (1 - rivalShare)) / 60_000;
  return {
    reports,
    answer: (now) => {
      level = Math.min(perMinute, level + (now - at) * rate);
      at = now;
      if (level < 1) return undefined;
      level -= 1;
      return { remaining: Math.floor(level), limit: perMinute };
    },
  };
}

/** Counts from zero each minute; another client takes its share of each minute at once. */
export function windowServer(perMinute: number, rivalShare: number, reports: boolean): Server {
  let [minute, used] = [-1, 0];
  return {
    reports,
    answer: (now) => {
      const current = Math.floor(now / 60_000);
      if (current !== minute) [minute, used] = [current, perMinute * rivalShare];
      if (used >= perMinute) return undefined;
      used += 1;
      return { remaining: Math.floor(perMinute - used), limit: perMinute };
    },
  };
}
