import type { Change } from './change.ts';
import type { Check } from './check.ts';
import type { Money } from './money.ts';

/** All layers as `report` shows them: spend against caps, checks, open changes, and what ends. */
export type Report = {
  readonly sandbox: boolean;
  /** `owner/repo`; `null` if unknown. */
  readonly repository: string | null;
  /** When live state was read: ISO 8601, UTC. */
  readonly at: string;
  /** One per currency, sorted by currency: amounts of two currencies are never added. */
  readonly money: readonly ReportMoney[];
  /** Sorted by name. */
  readonly layers: readonly ReportLayer[];
  /** Layers that could not be read, sorted by name. */
  readonly unread: readonly string[];
  readonly calls: number;
};

export type ReportLayer = {
  readonly name: string;
  readonly file: string;
  readonly project: string;
  /** Page of the layer in the dashboard of Layers. */
  readonly address: string;
  /** Of the document; `null`: it has none. */
  readonly adAccount: string | null;
  /** Of the ad account; `null`: not readable. */
  readonly accountName: string | null;
  /** Of the document, else live; `null`: unknown. */
  readonly mode: 'agency' | 'byo' | null;
  /** `installed`: no API shows whether it runs, and no person stated it. */
  readonly state: 'not installed' | 'installed' | 'active' | 'paused';
  readonly spend: ReportSpend;
  readonly checks: readonly Check[];
  /** In order of execution. */
  readonly changes: readonly Change[];
  /** The next one first; those without a date last. */
  readonly endings: readonly Ending[];
  /** `act`: broken, above the cap, or ended. `watch`: may cost money or data, or waits for a person. */
  readonly attention: Attention;
};

export type Attention = 'act' | 'watch' | 'none';

/**
 * `none`: certainly no cap, so the spend is unlimited. `not installed`: spends nothing. `no unit`: a number whose unit or
 * currency is unknown.
 */
export type ReportCap = Money | 'none' | 'unknown' | 'no unit' | 'not installed';

/** Of the current month, in the time zone of the ad account. */
export type ReportSpend = {
  /** Of the ad account; `null`: unknown. */
  readonly currency: string | null;
  /** The live cap. */
  readonly cap: ReportCap;
  /** Of the whole ad account; `null`: unknown, which is not 0. */
  readonly spent: Money | null;
  /** Projected for the month from the daily average so far; `null`: unknown. */
  readonly pace: Money | null;
  /** `null`: the time zone of the ad account is unknown. `day` counts from 1. */
  readonly month: { readonly day: number; readonly days: number; readonly timezone: string } | null;
  readonly enforcedBy: 'tiktok' | 'none' | 'unknown';
  readonly standing: Standing;
};

/** `ahead`: on pace for more than the cap. `unknown`: the spend or the cap is. */
export type Standing = 'above' | 'ahead' | 'within' | 'uncapped' | 'not installed' | 'unknown';

/** Sums of what is known, and the number of layers that are not in them. */
export type ReportMoney = {
  readonly currency: string;
  readonly layers: number;
  readonly caps: Money;
  readonly uncapped: number;
  readonly unknownCaps: number;
  readonly spent: Money;
  readonly pace: Money;
  readonly unknownSpend: number;
  /** Layers whose cap TikTok enforces with a monthly budget. */
  readonly enforced: number;
};

/** Something that stops working at a time. */
export type Ending = {
  readonly what: 'spark code' | 'account token' | 'events token';
  /** The post and the variable of a code, or the ad account or pixel of a token. Never a code or a token. */
  readonly subject: string;
  /** `soon`: within seven days. `no date`: it works, and no API shows until when. */
  readonly state: 'ended' | 'soon' | 'later' | 'no date';
  /** ISO 8601, UTC; `null`: not shown. */
  readonly until: string | null;
};
