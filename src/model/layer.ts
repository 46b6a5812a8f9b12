import type { FieldPath, Fields } from './field.ts';
import type { LedgerView } from './ledger.ts';
import type { Money } from './money.ts';
import type { Result, Location } from './problem.ts';
import type { Value } from './value.ts';

/** The template of the TikTok Ads Manager layer. Source: developers.layers.com docs/paid-media/tiktok-setup (documented). */
export const TIKTOK_ADS_TEMPLATE = '1a7f69d7-c013-4cb4-9d59-eb2d7fd5f52d';

/** One layer as its document wants it, after `extends`, settings and validation. */
export type DesiredLayer = {
  readonly name: string;
  /** The document's address: relative to the root, with `/` between folders. */
  readonly file: string;
  /** Always the template's id, also where the document says `tiktok-ads`. */
  readonly template: string;
  readonly project: string;
  /** Layers' id of the project layer; absent if the document does not name it. */
  readonly layer?: string;
  /** The SDK app whose CAPI toggle is used. */
  readonly app?: string;
  /**
   * What the document writes. `monthlyCostCap` stands here as it was written: a number, or `"30000.00 USD"`.
   * `spark` holds `{ post, item? }` without the codes.
   */
  readonly fields: Fields;
  readonly cap?: DesiredCap;
  readonly spark: readonly DesiredSparkPost[];
  readonly pin?: Pin;
  readonly protected: boolean;
  /** Where each written value stands, by its path in the document; `''` is the document's first line. */
  readonly location: Readonly<Record<string, Location>>;
  /** Names of the environment variables that hold this layer's credentials. */
  readonly credentials: CredentialNames;
};

/**
 * A bare number goes to the wire as it is; an amount with a currency is in major units. `text` is the number as it is
 * written, `30.000`: its decimals are judged once the currency is known.
 */
export type DesiredCap =
  | { readonly written: 'bare'; readonly wire: number; readonly text: string; readonly inherited: boolean }
  | { readonly written: 'money'; readonly money: Money };

export type DesiredSparkPost = {
  readonly post: string;
  readonly item?: string;
  /** The name of the environment variable that holds the code: `SPARK_ACME_1`. */
  readonly variable: string;
};

export type Pin = { readonly name?: string; readonly currency?: string; readonly timezone?: string };

export type CredentialNames = { readonly layers: string; readonly tiktok: string };

/** A live value and how we know it. `unknown` is not absent: nobody shows it to us. `undefined` is: seen to be absent. */
export type LiveValue =
  | { readonly provenance: 'api' | 'recorded'; readonly value: Value | undefined }
  | { readonly provenance: 'unknown' };

export type LiveFields = Readonly<Partial<Record<FieldPath, LiveValue>>>;

/** One layer as the APIs and the ledger show it. */
export type LiveLayer = {
  /** The name of the document that was read for. */
  readonly name: string;
  readonly organization: string;
  readonly installed: 'yes' | 'no';
  /** Layers' id of the project layer, where it is shown. */
  readonly layerId?: string;
  /** A path that is missing is unknown. */
  readonly fields: LiveFields;
  /** The fields that this transport can write by API. All others are a person's. */
  readonly writable: readonly FieldPath[];
  /** Keys of the live config that reconcile does not know. They are kept, and reported. */
  readonly unknownKeys: readonly string[];
  /** The TikTok ad accounts connected to the project. */
  readonly accounts: readonly ConnectedAccount[];
  /** The SDK app whose toggle an API write would use; absent where the toggle is a person's. */
  readonly toggleApp?: string;
  /** Several TikTok layers or accounts are in the project, so what capi-status and defaults describe is unknown. */
  readonly ambiguous: boolean;
  readonly capi?: { readonly status: string; readonly tokenValid: boolean | null };
  readonly ledger: LedgerView;
  /** The ad account that the document names, at TikTok. */
  readonly account: LiveAccount;
  /** The pixel that the document names, seen from that ad account. */
  readonly pixel: LivePixel;
  /** Spent since the first of the month, in the account's time zone. */
  readonly spend?: Money;
  /** Layers denies every ad write of this layer while it is on. */
  readonly killSwitch: boolean;
  /** Whether the two Business Centers are partners already, and how many ad accounts they share; absent where nobody asked or it cannot be read. */
  readonly partnership?: { readonly partners: boolean; readonly accounts: number };
  /** The posts of the document as TikTok knows their codes; absent where nobody asked or it cannot be read. */
  readonly sparkPosts?: readonly SparkPost[];
  /** The TikTok campaigns of this layer's ad account; absent where nobody asked or it cannot be told which are its. */
  readonly campaigns?: readonly LiveCampaign[];
};

/** One of the document's posts at TikTok. */
export type SparkPost = {
  readonly post: string;
  /** `absent`: the ad account does not list the code. `unusable`: TikTok's word for it is none that we know. */
  readonly state: 'authorised' | 'expired' | 'absent' | 'unusable';
  /** TikTok's word for `unusable`. */
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
  /** Layers' word: `active`, `paused`, `in_review`, … */
  readonly status: string;
  /** Layers' id of the ad account; not shown by every generation of the API. */
  readonly account?: string;
  /** Asked for before, and waiting for somebody: what it would become. */
  readonly pending?: string;
  /** A pause that reconcile asked for and that was rejected at the gate: its id in the queue. Absent where nobody looked. */
  readonly rejected?: string;
  /** How the gate treats pausing and resuming it; absent where nobody asked. */
  readonly authority?: Authority;
};

/**
 * Whether a campaign spends, or will as soon as it is reviewed.
 *
 * Source: developers.layers.com docs/api/reference/ads/list-campaigns (documented words).
 */
export function isRunning({ status }: Pick<LiveCampaign, 'status'>): boolean {
  return status === 'active' || status === 'in_review';
}

/** An axis of the write gate: refuse, hold until somebody approves, do. `unknown`: the key may not ask. */
export type Authority = 'off' | 'draft' | 'auto' | 'unknown';

export type ConnectedAccount = {
  /** Layers' id of it. */
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
  /** The token cannot read it: deleted, or not granted. */
  | { readonly state: 'unreadable'; readonly reason: string }
  /** The document names no ad account. */
  | { readonly state: 'unnamed' };

export type AccountFacts = {
  readonly advertiserId: string;
  readonly name: string;
  /** TikTok's own word, such as `STATUS_ENABLE`. */
  readonly status: string;
  readonly currency: string;
  /** IANA name. Month boundaries are counted in it. */
  readonly timezone: string;
  /** The Business Center that owns it, where the token may know. */
  readonly ownerBusinessId?: string;
};

/**
 * With whom a Business Center shares its ad accounts. An account in the list is shared. The role in its row is not read:
 * it may be that of the caller (unknown).
 */
export type LivePartnership =
  | { readonly state: 'seen'; readonly partners: boolean; readonly accounts: ReadonlySet<string> }
  /** The token is not of an administrator of this Business Center. */
  | { readonly state: 'unreadable'; readonly reason: string };

/** Which ad accounts may use a pixel of a Business Center. */
export type LivePixelLinks =
  | { readonly state: 'seen'; readonly advertisers: readonly string[] }
  /** The Business Center does not own the pixel, or the token may not say. Never to be read as not linked. */
  | { readonly state: 'unreadable'; readonly reason: string };

/** The budget that a Business Center set for an ad account as a whole. */
export type AccountBudget = {
  /** TikTok's word: `UNLIMITED`, `MONTHLY_BUDGET`, `DAILY_BUDGET`, `CUSTOM_BUDGET`. */
  readonly mode: string;
  /** Decimal text in major units of the account's currency; absent for `UNLIMITED`. */
  readonly amount?: string;
};

/**
 * The Spark codes that an ad account has entered, by `sparkKey`. A row that cannot be read fails its own code. The codes go
 * no further than the `live` and `apply` rooms.
 */
export type SparkCodes = ReadonlyMap<string, Result<SparkCode>>;

/** What a Spark code authorises. */
export type SparkCode = {
  readonly item: string;
  /** TikTok's word: `AUTHORIZED`, `EXPIRED`. */
  readonly status: string;
  /** ISO 8601, UTC. */
  readonly until?: string;
};

export type LivePixel =
  | { readonly state: 'usable'; readonly code: string; readonly name: string }
  /** `unbound`: it was linked to this account and is not any more. `absent`: the account does not list it. */
  | { readonly state: 'unbound' | 'absent'; readonly code: string }
  /** The document holds TikTok's numeric pixel id where its code belongs. */
  | { readonly state: 'numeric'; readonly id: string; readonly code: string }
  /** Not asked, because the account is unreadable or no pixel is named. */
  | { readonly state: 'unasked' };
