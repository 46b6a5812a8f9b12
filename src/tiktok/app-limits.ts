import type { RateBucket } from '../http/index.ts';
import type { AppLevel } from '../model/index.ts';

/** Requests per second; 60 times as many per minute. Source: rate limits (second-hand). */
const PER_SECOND: Readonly<Record<AppLevel, number>> = { basic: 10, advanced: 20, premium: 30, ultimate: 50 };

/** Over a second and a minute, because requests may arrive closer together than sent. */
const SECOND_MS = 1_040;
const MINUTE_MS = 61_000;

/** The limits of a developer app. Its tokens share them, and the app of a token is unknown: all tokens share a bucket. */
export function bucketFor(origin: string, level: AppLevel): RateBucket {
  const count = PER_SECOND[level];
  return {
    key: `tiktok ${origin}`,
    name: `${count} requests a second`,
    limits: [
      { count, windowMs: SECOND_MS },
      { count: count * 60, windowMs: MINUTE_MS },
    ],
  };
}
