import { bucket, DAY_MS, type Gauge, MINUTE_MS, window } from '../core/rate-limits.ts';
import { type Answer, findRoute, type Request } from '../core/route.ts';
import { type EndpointClass, envelope, refused, requestIdOf } from './envelope.ts';
import { classOf } from './route.ts';
import { ROUTES } from './routes.ts';
import { keyOf } from './serve.ts';
import type { LayersKey, State } from './world.ts';

type Tier = Readonly<Record<EndpointClass, number>> & { readonly writesPerDay: number };

/** Requests per minute by class. */
const TIERS: Readonly<Record<LayersKey['tier'], Tier>> = {
  standard: { 'read-light': 120, 'write-light': 60, 'long-running': 20, writesPerDay: 10_000 },
  pilot: { 'read-light': 1200, 'write-light': 600, 'long-running': 60, writesPerDay: 100_000 },
  partner: { 'read-light': 6000, 'write-light': 3000, 'long-running': 300, writesPerDay: 500_000 },
};

/** Answers a request within the rate limits, if the world has them. */
export function limited(request: Request, state: State, answer: () => Answer): Answer {
  if (!state.world.switches.rateLimits) return answer();
  const result = limitLayers(request, state);
  return typeof result === 'function' ? result(answer()) : result;
}

/**
 * Three buckets per key, and a limit of light writes per day. A refused request does not count.
 *
 * Source: docs/api/operational/rate-limits (documented: classes, numbers, 429, Retry-After). Inferred: whole seconds;
 * days in UTC; the limit is checked after the key and before everything else.
 *
 * @returns the refusal, or a function that adds the rate limit headers to the answer
 */
export function limitLayers(request: Request, state: State): Answer | ((answer: Answer) => Answer) {
  const key = keyOf(request.headers, state.world);
  if (key === undefined || key.killed) return (answer) => answer;
  const now = state.now().getTime();
  const found = findRoute(ROUTES, request.method, request.path);
  const endpointClass = classOf(found?.route, request.method, state.world);
  const tier = TIERS[key.tier];
  const name = `layers/${key.key}/${endpointClass}`;
  const minute = bucket(state.meters, name, tier[endpointClass], MINUTE_MS, now);
  const gauges = [
    minute,
    ...(endpointClass === 'write-light' ? [window(state.meters, `${name}/day`, tier.writesPerDay, DAY_MS, now)] : []),
  ];
  const isShown = state.world.switches.rateLimitHeaders;
  const headers = (gauge: Gauge) => (isShown ? bucketHeaders(gauge, tier[endpointClass], now) : {});

  const empty = gauges.find(({ left }) => left < 1);
  if (empty !== undefined) {
    const seconds = Math.max(1, Math.ceil((empty.next - now) / 1000));
    const refusal = refused('RATE_LIMITED', `Too many requests of the class ${endpointClass}.`);
    const answer = envelope(refusal, requestIdOf(state.requests), endpointClass, state.world);
    return { ...answer, headers: { ...answer.headers, ...headers(empty), 'Retry-After': String(seconds) } };
  }
  for (const gauge of gauges) gauge.take();
  const after = bucket(state.meters, name, tier[endpointClass], MINUTE_MS, now);
  return (answer) => ({ ...answer, headers: { ...answer.headers, ...headers(after) } });
}

/** "Every response carries the state of the bucket" (documented); the names are inferred from the one that is known. */
function bucketHeaders({ left, next }: Gauge, limit: number, now: number): Readonly<Record<string, string>> {
  return {
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Remaining': String(left),
    'X-RateLimit-Reset': String(Math.ceil((left > 0 ? now : next) / 1000)),
  };
}
