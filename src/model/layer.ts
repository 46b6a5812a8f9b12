import type { ConfigPath, FieldPath, Fields, FieldValues } from './field.ts';
import type { LedgerView } from './ledger.ts';
import type { Money } from './money.ts';
import type { Location, Result } from './problem.ts';
import type { Value } from './value.ts';

/** The template of the TikTok Ads Manager layer. Source: developers.layers.com docs/paid-media/tiktok-setup (documented). */
export const TIKTOK_ADS_TEMPLATE = '1a7f69d7-c013-4cb4-9d59-eb2d7fd5f52d';

/** One layer as its document describes it, after `extends`, settings and validation. */
export type DesiredLayer = {
  readonly name: string;
  /** Relative to the root, with `/` between folders. */
  readonly file: string;
  /** Always the template's id, even if the document has `tiktok-ads`. */
  readonly template: string;
  readonly project: string;
  /** Layers' id of the project layer; absent if it is not in the document. */
  readonly layer?: string;
  /** The SDK app whose CAPI toggle is used. */
  readonly app?: string;
  /**
   * Values of the document. `monthlyCostCap` as written: a number, or `"30000.00 USD"`. `spark` has `{ post, item? }`
   * without the codes.
   */
  readonly fields: Fields;
  readonly cap?: DesiredCap;
  readonly spark: readonly DesiredSparkPost[];
  readonly pin?: Pin;
  readonly protected: boolean;
  /** Location of each value by its path in the document; `''` is the first line of the document. */
  readonly location: Readonly<Record<string, Location>>;
  /** Environment variables with the credentials of this layer. */
  readonly credentials: CredentialNames;
};

/**
 * A bare number is in wire form; an amount with a currency is in major units. `text` is the number as written,
 * `30.000`: its decimals are checked once the currency is known.
 */
export type DesiredCap =
  | { readonly written: 'bare'; readonly wire: number; readonly text: string; readonly inherited: boolean }
  | { readonly written: 'money'; readonly money: Money };

export type DesiredSparkPost = {
  readonly post: string;
  readonly item?: string;
  /** Environment variable with the code: `SPARK_ACME_1`. */
  readonly variable: string;
};

export type Pin = { readonly name?: string; readonly currency?: string; readonly timezone?: string };

export type CredentialNames = { readonly layers: string; readonly tiktok: string };

/**
 * A live value and its source. `unknown`: not readable, so neither absent nor equal. `undefined`: known to be absent.
 */
export type LiveValue<V extends Value = Value> =
  | { readonly provenance: 'api' | 'recorded'; readonly value: V | undefined }
  | { readonly provenance: 'unknown' };

/**
 * The live value of a field. One of the config is any JSON: Layers decides what is in it, and an unusual value is shown
 * as it is.
 */
export type LiveField<P extends FieldPath = FieldPath> = LiveValue<FieldValues[P] | UnusualValues[P]>;

/** Every value that an API may show for a config field. */
type UnusualValues = { readonly [P in FieldPath]: P extends ConfigPath ? Value : never };

export type LiveFields = { readonly [P in FieldPath]?: LiveField<P> };

/** One layer as the APIs and the ledger show it. */
export type LiveLayer = {
  readonly name: string;
  readonly organization: string;
  readonly installed: 'yes' | 'no';
  /** Layers' id of the project layer, if it is readable. */
  readonly layerId?: string;
  /** A path that is missing is unknown. */
  readonly fields: LiveFields;
  /** Fields that this transport can write by API. All others are manual. */
  readonly writable: readonly FieldPath[];
  /** Keys of the live config that reconcile does not know. They are kept and reported. */
  readonly unknownKeys: readonly string[];
  /** TikTok ad accounts connected to the project. */
  readonly accounts: readonly ConnectedAccount[];
  /** The SDK app whose toggle an API write would use; absent if the toggle is manual. */
  readonly toggleApp?: string;
  /**
   * The project has several TikTok layers or accounts, so it is unknown which one capi-status and defaults describe.
   */
  readonly ambiguous: boolean;
  readonly capi?: { readonly status: string; readonly tokenValid: boolean | null };
  readonly ledger: LedgerView;
  /** The ad account in the document, at TikTok. */
  readonly account: LiveAccount;
  /** The pixel in the document, as that ad account sees it. */
  readonly pixel: LivePixel;
  /** Spent since the first of the month, in the account's time zone. */
  readonly spend?: Money;
  /** If on, Layers denies every ad write of this layer. */
  readonly killSwitch: boolean;
  /**
   * Whether the two Business Centers are partners, and how many ad accounts they share; absent if not requested or not
   * readable.
   */
  readonly partnership?: { readonly partners: boolean; readonly accounts: number };
  /** TikTok's state of the posts in the document; absent if not requested or not readable. */
  readonly sparkPosts?: readonly SparkPost[];
  /**
   * TikTok campaigns of this layer's ad account; absent if not requested, or if it is unknown which ones belong to it.
   */
  readonly campaigns?: readonly LiveCampaign[];
};

/** One of the document's posts at TikTok. */
export type SparkPost = {
  readonly post: string;
  /** `absent`: the ad account does not list the code. `unusable`: its status at TikTok is unknown to reconcile. */
  readonly state: 'authorised' | 'expired' | 'absent' | 'unusable';
  /** TikTok's status if `unusable`. */
  readonly word?: string;
  /** The TikTok post that the code authorises. */
  readonly item?: string;
  /** ISO 8601, UTC. */
  readonly until?: string;
};

/** A TikTok campaign as Layers lists it. */
export type LiveCampaign = {
  /** Layers' id. */
  readonly id: string;
  readonly name: string;
  /** Status at Layers: `active`, `paused`, `in_review`, … */
  readonly status: string;
  /** Layers' id of the ad account; not every generation of the API shows it. */
  readonly account?: string;
  /** State requested before and waiting for approval. */
  readonly pending?: string;
  /** Queue id of a pause that reconcile requested and the gate rejected. Absent if not read. */
  readonly rejected?: string;
  /** How the gate treats pausing and resuming it; absent if not read. */
  readonly authority?: Authority;
};

/**
 * Whether a campaign spends, or will once it is reviewed.
 *
 * Source: developers.layers.com docs/api/reference/ads/list-campaigns (documented words).
 */
export function isRunning({ status }: Pick<LiveCampaign, 'status'>): boolean {
  return status === 'active' || status === 'in_review';
}

/** An axis of the write gate: refuse, queue for approval, do. `unknown`: the key has no permission to read it. */
export type Authority = 'off' | 'draft' | 'auto' | 'unknown';

export type ConnectedAccount = {
  /** Id at Layers. */
  readonly id?: string;
  /** TikTok's advertiser id. */
  readonly advertiserId: string;
  readonly name: string;
  readonly currency?: string;
  readonly timezone?: string;
  readonly mode?: 'agency' | 'byo';
  readonly tokenStatus?: string;
};

export type LiveAccount =
  | { readonly state: 'seen'; readonly facts: AccountFacts }
  /** Not readable with this token: deleted, or not granted. */
  | { readonly state: 'unreadable'; readonly reason: string }
  /** The document has no ad account. */
  | { readonly state: 'unnamed' };

export type AccountFacts = {
  readonly advertiserId: string;
  readonly name: string;
  /** TikTok's status, such as `STATUS_ENABLE`. */
  readonly status: string;
  readonly currency: string;
  /** IANA name. Months begin and end in it. */
  readonly timezone: string;
  /** The Business Center that owns it, if the token may read it. */
  readonly ownerBusinessId?: string;
};

/**
 * Ad accounts that a Business Center shares with a partner. Every account in the list is shared. Its role is not read:
 * it may be the caller's (unknown).
 */
export type LivePartnership =
  | { readonly state: 'seen'; readonly partners: boolean; readonly accounts: ReadonlySet<string> }
  /** The token does not belong to an administrator of this Business Center. */
  | { readonly state: 'unreadable'; readonly reason: string };

/** Ad accounts that may use a pixel of a Business Center. */
export type LivePixelLinks =
  | { readonly state: 'seen'; readonly advertisers: readonly string[] }
  /** The Business Center does not own the pixel, or the token may not read its links. Never the same as not linked. */
  | { readonly state: 'unreadable'; readonly reason: string };

/**
 * Spark codes that an ad account has entered, by `sparkKey`. An unreadable row is a failure of its own code only. The
 * codes stay in the `live` and `apply` rooms.
 */
export type SparkCodes = ReadonlyMap<string, Result<SparkCode>>;

/** Post and status of a Spark code. */
export type SparkCode = {
  readonly item: string;
  /** At TikTok: `AUTHORIZED`, `EXPIRED`. */
  readonly status: string;
  /** ISO 8601, UTC. */
  readonly until?: string;
};

export type LivePixel =
  | { readonly state: 'usable'; readonly code: string; readonly name: string }
  /** `unbound`: no longer linked to this account. `absent`: not listed by the account. */
  | { readonly state: 'unbound' | 'absent'; readonly code: string }
  /** The document has TikTok's numeric pixel id instead of its code. */
  | { readonly state: 'numeric'; readonly id: string; readonly code: string }
  /** Not read, because the account is unreadable or the document has no pixel. */
  | { readonly state: 'unasked' };

/**
 * A Spark code for comparison: without surrounding white space and the leading `#`. TikTok shows codes with `#`, and
 * some tools drop it. A code is sent as it was written.
 *
 * Source: a code begins with `#` (second-hand); whether TikTok accepts it without is unknown.
 */
export function sparkKey(code: string): string {
  return code.trim().replace(/^#/, '');
}
