import { dividedLimits, type RateBucket } from '../http/index.ts';
import type { AppLevel } from '../model/index.ts';

/** Requests per second; 60 times as many per minute. Source: rate limits (second-hand). */
const PER_SECOND: Readonly<Record<AppLevel, number>> = { basic: 10, advanced: 20, premium: 30, ultimate: 50 };

/** Over a second and a minute, because requests may arrive closer together than sent. */
const SECOND_MS = 1_040;
const MINUTE_MS = 61_000;

/**
 * The limits of a developer app. Its tokens share them, and the app of a token is unknown: all tokens share a bucket.
 *
 * @param processes that share the limits
 */
export function bucketFor(origin: string, level: AppLevel, processes = 1): RateBucket {
  const count = PER_SECOND[level];
  const limits = [
    { count, windowMs: SECOND_MS },
    { count: count * 60, windowMs: MINUTE_MS },
  ];
  return {
    key: `tiktok ${origin}`,
    name: processes === 1 ? `${count} requests a second` : `1/${processes} of ${count} requests a second`,
    limits: dividedLimits(limits, processes),
  };
}
