import type { Result } from './problem.ts';

/** Reads at TikTok that only `verify` needs. */
export type TikTokSetupReader = {
  /** `pixel` is TikTok's number of it. Dates are UTC (inclusive, `YYYY-MM-DD`), at most 30 days apart. One call. */
  readonly pixelEvents: (
    advertiserId: string,
    pixel: string,
    from: string,
    to: string,
    signal: AbortSignal,
  ) => Promise<Result<PixelEvents>>;
  /** Campaigns of an ad account that are not deleted. One call. */
  readonly campaignCount: (advertiserId: string, signal: AbortSignal) => Promise<Result<number>>;
};

/** Events that a pixel counted, without test events. */
export type PixelEvents = { readonly server: number; readonly browser: number };
