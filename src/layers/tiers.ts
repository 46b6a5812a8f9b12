import type { ApiRequest, RateBucket } from '../http/index.ts';

type Tier = { readonly 'read-light': number; readonly 'write-light': number };

/**
 * Requests per minute of one API key, by tier and class of request.
 *
 * Source: developers.layers.com docs/api/operational/rate-limits (documented).
 */
const TIERS: Readonly<Record<string, Tier>> = {
  standard: { 'read-light': 120, 'write-light': 60 },
  pilot: { 'read-light': 1_200, 'write-light': 600 },
  partner: { 'read-light': 6_000, 'write-light': 3_000 },
};

/** In milliseconds. Slightly over a minute, because requests sent a minute apart may arrive closer together. */
const WINDOW = 61_000;

/**
 * The rate budget of a request. Reads and writes have one each; reconcile starts no long-running jobs.
 *
 * @param tier from `whoami`; an unknown tier counts as the smallest
 */
export function bucketFor(call: Pick<ApiRequest, 'method'>, budget: string, tier: string): RateBucket {
  const kind = call.method === 'GET' ? 'read-light' : 'write-light';
  const limits = Object.hasOwn(TIERS, tier) ? TIERS[tier] : undefined;
  const count = (limits ?? { 'read-light': 120, 'write-light': 60 })[kind];
  return { key: `${budget} ${kind}`, limits: [{ count, windowMs: WINDOW }] };
}
