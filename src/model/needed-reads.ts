import type { DesiredLayer, LiveLayer } from './layer.ts';

/** Reads on which a decision about a layer depends. `false`: not sent, so the value is unknown or recorded. */
export type NeededReads = {
  /** The layer's id and kill switch. */
  readonly defaults: boolean;
  /** The SDK apps, one of which has the toggle of CAPI. */
  readonly apps: boolean;
  /** Whether the ad account has the pixel. */
  readonly pixel: boolean;
  /** Of the current month. */
  readonly spend: boolean;
  /** By ad account: that a Business Center's report is complete is not documented. */
  readonly exactSpend: boolean;
  /** Which the pixel counted in the last days. */
  readonly events: boolean;
};

/** All that describe the layer itself. */
export const ALL_READS: NeededReads = {
  defaults: true,
  apps: true,
  pixel: true,
  spend: true,
  exactSpend: true,
  events: false,
};

/**
 * @param live what the ledger, the ad accounts and the relay show. Called again as soon as more is read.
 * @param today the instant of the read
 */
export type DecideReads = (desired: DesiredLayer, live: LiveLayer, today: Date) => NeededReads;
