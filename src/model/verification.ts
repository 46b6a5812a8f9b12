import type { CheckCode } from './check.ts';
import type { SeenEvents } from './event-map.ts';
import type { AdsContent } from './ports.ts';
import type { PixelEvents } from './layer.ts';
import type { TikTokCampaign, TrackingReport } from './setup-ports.ts';
import type { Result } from './problem.ts';

/** What `verify` looks at, in the order of setup. Source of the table in the README. */
export const VERIFY_ITEMS = {
  layer: 'The layer is installed, and Layers does not deny its ad writes.',
  partnership: 'Agency mode: the Business Center shares the ad account, the pixel and the identities with Layers.',
  account: 'Layers lists the ad account and its token is valid; TikTok delivers its ads.',
  pixel: 'The ad account can use the pixel.',
  capi: 'CAPI is on and healthy, or off as in the document.',
  token: 'The Events API token in the vault is valid.',
  events: 'Events reach the pixel.',
  'test-event': 'TikTok accepts a test event (only if one was sent).',
  campaigns: 'Layers lists the campaigns of the ad account.',
  wallet: 'The ad account is funded.',
  spark: 'The Spark codes are authorised and attached.',
  cap: 'The spend of the month is within the cap.',
  document: 'Every value of the document is live.',
} as const;

export type VerifyItem = keyof typeof VERIFY_ITEMS;

/**
 * `red`: something to do. `stated`: a person confirmed what no API shows. `unknown`: not shown and not confirmed, or not
 * readable; never the same as `green`.
 */
export type FindingState = 'green' | 'red' | 'stated' | 'unknown';

export type Finding = {
  readonly item: VerifyItem;
  readonly state: FindingState;
  readonly message: string;
  readonly remedy?: string;
  /** The check of the plan that found it. */
  readonly code?: CheckCode;
};

export type VerifiedLayer = {
  readonly name: string;
  readonly file: string;
  /** In the order of `VERIFY_ITEMS`. */
  readonly findings: readonly Finding[];
};

export type VerifyReport = {
  readonly sandbox: boolean;
  /** Sorted by name. */
  readonly layers: readonly VerifiedLayer[];
  /** Not readable, or in contradiction with their documents. */
  readonly unread: readonly string[];
  /** Number of test events. `layers`: with the token in the vault. `tiktok`: with TIKTOK_EVENTS_TOKEN. */
  readonly sent: { readonly layers: number; readonly tiktok: number };
  readonly calls: number;
};

/** Live state that only `verify` reads. A failed read leaves its item unknown. */
export type LiveSetup = {
  /** Number at Layers; `undefined` if it is unknown which ones belong to the layer. */
  readonly campaigns: Result<number | undefined>;
  /** Absent: the ad account is not readable. */
  readonly campaignsAtTikTok?: Result<readonly TikTokCampaign[]>;
  /** Of this month, by campaign. Absent: not read, because no objective differs from the document. */
  readonly campaignSpend?: Result<ReadonlyMap<string, Result<string>>>;
  /** The newest SDK events of the last 24 hours. Absent: the layer is not installed. */
  readonly seenEvents?: Result<SeenEvents>;
  /** Content that ads may show. Absent: the document has no Spark posts. */
  readonly content?: Result<readonly AdsContent[]>;
  /** Of the last 30 days. Absent: the ad account has no such pixel. */
  readonly pixelEvents?: Result<PixelEvents>;
};

/** Test events of one layer. Absent: not sent. */
export type TestEventResults = {
  readonly layers?: Result<TrackingReport>;
  readonly tiktok?: Result<void>;
};
