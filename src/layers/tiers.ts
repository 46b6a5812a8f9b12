import type { ApiRequest, RateBucket } from '../http/index.ts';

/** Requests per minute of one API key, by class of request. */
type Tier = { readonly 'read-light': number; readonly 'write-light': number };

/**
 * The tiers that partners can have.
 *
 * Source: developers.layers.com docs/api/operational/rate-limits (documented).
 */
const TIERS: Readonly<Record<string, Tier>> = {
  standard: { 'read-light': 120, 'write-light': 60 },
  pilot: { 'read-light': 1_200, 'write-light': 600 },
  partner: { 'read-light': 6_000, 'write-light': 3_000 },
};

/** A minute and a little: two requests may be sent a minute apart and arrive closer together. */
const WINDOW = 61_000;

/**
 * The rate budget that a request spends. Reads and writes have one each; reconcile starts no long-running jobs.
 *
 * @param tier as `whoami` calls it; an unknown one counts as the smallest
 */
export function laneOf(call: Pick<ApiRequest, 'method'>, budget: string, tier: string): RateBucket {
  const kind = call.method === 'GET' ? 'read-light' : 'write-light';
  const limits = Object.hasOwn(TIERS, tier) ? TIERS[tier] : undefined;
  const count = (limits ?? { 'read-light': 120, 'write-light': 60 })[kind];
  return { key: `${budget} ${kind}`, allowances: [{ count, window: WINDOW }] };
}
