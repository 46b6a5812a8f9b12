import { type ApiRequest, type ApiResponse, dividedLimits, type RateBucket, type RateReport } from '../http/index.ts';

/** A class of requests that share a rate limit. */
type RateClass = 'read-light' | 'write-light' | 'long-running';

type Tier = Readonly<Record<RateClass, number>>;

const STANDARD: Tier = { 'read-light': 120, 'write-light': 60, 'long-running': 20 };

/**
 * Requests per minute of a key, by tier and class.
 *
 * Source: developers.layers.com docs/api/operational/rate-limits (documented).
 */
const TIERS: ReadonlyMap<string, Tier> = new Map([
  ['standard', STANDARD],
  ['pilot', { 'read-light': 1_200, 'write-light': 600, 'long-running': 60 }],
  ['partner', { 'read-light': 6_000, 'write-light': 3_000, 'long-running': 300 }],
]);

const NAMES: Readonly<Record<RateClass, string>> = {
  'read-light': 'reads',
  'write-light': 'writes',
  'long-running': 'jobs',
};

/** Over a minute, because requests may arrive closer together than sent. */
const WINDOW_MS = 61_000;

/** A POST that answers with a job: pausing and resuming a campaign. */
const STARTS_JOB = /\/(?:pause|resume)$/;

type Request = Pick<ApiRequest, 'method' | 'path'>;

/**
 * @param tier from `whoami`; an unknown tier counts as the smallest
 * @param processes that share the key
 */
export function readsPerMinute(tier: string, processes = 1): number {
  return Math.max(1, Math.floor((TIERS.get(tier) ?? STANDARD)['read-light'] / processes));
}

export type RateBudget = {
  readonly bucketFor: (request: Request) => RateBucket;
  /** Takes the class of the request from the response. An unknown class is ignored. */
  readonly learn: (request: Request, response: Pick<ApiResponse, 'header'>) => void;
};

/**
 * The rate limits of one key. A POST that starts a job counts as `long-running` (inferred) until Layers names another
 * class in `X-RateLimit-Endpoint-Class` (documented).
 *
 * @param key prefix of the buckets
 * @param tier from `whoami`; an unknown tier counts as the smallest
 * @param processes that share the key
 */
export function createRateBudget(key: string, tier: () => string, processes = 1): RateBudget {
  let jobs: RateClass = 'long-running';
  const classOf = ({ method, path }: Request): RateClass => {
    if (method === 'GET') return 'read-light';
    return STARTS_JOB.test(path) ? jobs : 'write-light';
  };
  const bucketOf = (kind: RateClass, count: number): RateBucket => {
    const all = `${count.toLocaleString('en')} ${NAMES[kind]} a minute`;
    const name = processes === 1 ? all : `1/${processes} of ${all}`;
    return { key: `${key} ${kind}`, name, limits: dividedLimits([{ count, windowMs: WINDOW_MS }], processes) };
  };
  // Asked twice for each request; to group digits takes longer than all else.
  const known = new Map<string, RateBucket>();
  return {
    bucketFor: (request) => {
      const kind = classOf(request);
      const count = (TIERS.get(tier()) ?? STANDARD)[kind];
      const id = `${kind} ${count}`;
      const bucket = known.get(id) ?? bucketOf(kind, count);
      known.set(id, bucket);
      return bucket;
    },
    learn: (request, { header }) => {
      const named = header('x-ratelimit-endpoint-class');
      if (request.method !== 'GET' && STARTS_JOB.test(request.path) && isRateClass(named)) jobs = named;
    },
  };
}

/**
 * The state of the bucket of a request. Layers documents that each response carries it, but not under which names: they
 * are inferred, so a response without them is normal.
 *
 * Source: developers.layers.com docs/api/operational/rate-limits.
 */
export function reportOf({ header }: Pick<ApiResponse, 'header'>): RateReport | undefined {
  const [remaining, limit] = ['x-ratelimit-remaining', 'x-ratelimit-limit'].map((name) => {
    const text = header(name)?.trim() ?? '';
    return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
  });
  return remaining === undefined || limit === undefined ? undefined : { remaining, limit };
}

function isRateClass(word: string | undefined): word is RateClass {
  return word !== undefined && Object.hasOwn(STANDARD, word);
}
