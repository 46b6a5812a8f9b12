import type { ConfigPath, FieldPath, Fields, FieldValues } from './field.ts';
import type { LedgerView } from './ledger.ts';
import type { Money } from './money.ts';
import type { Location, Result } from './problem.ts';
import type { Value } from './value.ts';

/** One layer of the documents, after `extends`, settings and validation. */
export type DesiredLayer = {
  readonly name: string;
  /** Relative to the root, with `/`. */
  readonly file: string;
  /** The template's id, even if the document has `tiktok-ads`. */
  readonly template: string;
  readonly project: string;
  /** Layers' id of the project layer; absent if not in the document. */
  readonly layer?: string;
  /** The SDK app whose CAPI toggle is used. */
  readonly app?: string;
  /** `monthlyCostCap` as written: a number, or `"30000.00 USD"`. `spark` without the codes. */
  readonly fields: Fields;
  readonly cap?: DesiredCap;
  readonly spark: readonly DesiredSparkPost[];
  readonly pin?: Pin;
  readonly protected: boolean;
  /** By path in the document; `''` is its first line. The first access parses the document again. */
  readonly location: Readonly<Record<string, Location>>;
  /** Environment variables. */
  readonly credentials: CredentialNames;
};

/** A layer document with a mistake, or one that extends a file with a mistake. */
export type InvalidDocument = {
  /** As in the document, or its file path if that is not a name of one document. */
  readonly name: string;
  readonly file: string;
};

/**
 * A bare number is in wire form, money in major units. `text` is the number as written, `30.000`: its decimals are
 * checked once the currency is known.
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

/** `unknown`: not readable, so neither absent nor equal. `undefined`: known to be absent. */
export type LiveValue<V extends Value = Value> =
  | { readonly provenance: 'api' | 'recorded'; readonly value: V | undefined }
  | { readonly provenance: 'unknown' };

/** A config value is any JSON: Layers decides what is in it, and an unusual value is shown as it is. */
export type LiveField<P extends FieldPath = FieldPath> = LiveValue<FieldValues[P] | UnusualValues[P]>;

type UnusualValues = { readonly [P in FieldPath]: P extends ConfigPath ? Value : never };

export type LiveFields = { readonly [P in FieldPath]?: LiveField<P> };

/** One layer in the APIs and the ledger. */
export type LiveLayer = {
  readonly name: string;
  readonly organization: string;
  readonly installed: 'yes' | 'no';
  /** Layers' id of the project layer, if readable; if it was not read, the one in the ledger. */
  readonly layerId?: string;
  /** A missing path is unknown. */
  readonly fields: LiveFields;
  /** Fields that this transport writes by API. All others are manual. */
  readonly writable: readonly FieldPath[];
  /** Unknown to reconcile; kept and reported. */
  readonly unknownKeys: readonly string[];
  /** TikTok ad accounts connected to the project. */
  readonly accounts: readonly ConnectedAccount[];
  /** App whose toggle an API write would use; absent if the toggle is manual. */
  readonly toggleApp?: string;
  /** Several TikTok layers or accounts: unknown which one capi-status and defaults describe. */
  readonly ambiguous: boolean;
  readonly capi?: CapiHealth;
  readonly ledger: LedgerView;
  /** That of the document, at TikTok. */
  readonly account: LiveAccount;
  /** That of the document, as its ad account sees it. */
  readonly pixel: LivePixel;
  /** Of the last 30 days. Absent: not read. */
  readonly pixelEvents?: Result<PixelEvents>;
  /** Since the first of the month, in the account's time zone. */
  readonly spend?: Money;
  /** The Business Center whose report showed the spend. Absent: read by ad account, or not read. */
  readonly spendReport?: string;
  /** Layers denies every ad write of this layer. Absent if not read. */
  readonly killSwitch?: boolean;
  /** `accounts`: number of ad accounts that the two Business Centers share. Absent if not requested or not readable. */
  readonly partnership?: { readonly partners: boolean; readonly accounts: number };
  /** Posts of the document; absent if not requested or not readable. */
  readonly sparkPosts?: readonly SparkPost[];
  /** Of this layer's ad account; absent if not requested, or if it is unknown which ones belong to it. */
  readonly campaigns?: readonly LiveCampaign[];
};

/**
 * Health of the relay, as Layers reports it. An absent member is not shown.
 *
 * Source: developers.layers.com docs/api/reference/ads/capi-status (documented; the counts are `null` in its samples).
 */
export type CapiHealth = {
  /** `healthy`, `degraded`; others are unknown. */
  readonly status: string;
  readonly tokenValid: boolean | null;
  /** ISO 8601, UTC. */
  readonly tokenValidatedAt?: string;
  readonly lastEventAt?: string;
  readonly lastError?: string;
};

/** One of the document's posts at TikTok. */
export type SparkPost = {
  readonly post: string;
  /** `absent`: the ad account does not list the code. `undocumented`: the meaning of its status is unknown. */
  readonly state: 'authorised' | 'expired' | 'absent' | 'undocumented';
  /** TikTok's status if `undocumented`. */
  readonly word?: string;
  /** TikTok's status of the post itself: `HESITATE_RECOMMEND` is public. */
  readonly postStatus?: string;
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
  /** `active`, `paused`, `in_review`, … */
  readonly status: string;
  /** Layers' id of the ad account, if this generation of the API shows it. */
  readonly account?: string;
  /** Requested state that waits for approval. */
  readonly pending?: string;
  /** Queue id of a pause that reconcile requested and the gate rejected. Absent if not read. */
  readonly rejected?: string;
  /** Of pausing and resuming it; absent if not read. */
  readonly authority?: Authority;
};

/**
 * It spends, or will once it is reviewed. Source: developers.layers.com docs/api/reference/ads/list-campaigns
 * (documented words).
 */
export function isRunning({ status }: Pick<LiveCampaign, 'status'>): boolean {
  return status === 'active' || status === 'in_review';
}

/** An axis of the write gate: refuse, queue, do. `unknown`: the key may not read it. */
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
  /** Of the wallet that pays in agency mode; absent if not shown. */
  readonly wallet?: Money;
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
  /** Available, rounded down; absent if not readable. */
  readonly balance?: Money;
  /** Owning Business Center, if the token may read it. */
  readonly ownerBusinessId?: string;
};

/** Ad accounts that a Business Center shares with a partner. The role is not read: it may be the caller's (unknown). */
export type LivePartnership =
  | { readonly state: 'seen'; readonly partners: boolean; readonly accounts: ReadonlySet<string> }
  /** The token is not of an administrator of the Business Center. */
  | { readonly state: 'unreadable'; readonly reason: string };

/** Whether a Business Center shares an asset with a partner. The level is not shown. */
export type LiveAssetShare =
  | { readonly state: 'seen'; readonly shared: boolean }
  /** Not an asset of the Business Center, or not readable with the token. Never the same as not shared. */
  | { readonly state: 'unreadable'; readonly reason: string };

/** Ad accounts that may use a pixel of a Business Center. */
export type LivePixelLinks =
  | { readonly state: 'seen'; readonly advertisers: readonly string[] }
  /** Not owned by the Business Center, or not readable with the token. Never the same as not linked. */
  | { readonly state: 'unreadable'; readonly reason: string };

/**
 * Codes entered at an ad account, by `sparkKey`. An unreadable row fails only its own code. Codes stay in `live` and
 * `apply`.
 */
export type SparkCodes = ReadonlyMap<string, Result<SparkCode>>;

/** Post and status of a Spark code. */
export type SparkCode = {
  readonly item: string;
  /** At TikTok: `AUTHORIZED`, `EXPIRED`. */
  readonly status: string;
  /** Of the post itself. */
  readonly postStatus?: string;
  /** ISO 8601, UTC. */
  readonly until?: string;
};

export type LivePixel =
  /** `id`: TikTok's number of it. */
  | { readonly state: 'usable'; readonly code: string; readonly name: string; readonly id?: string }
  /** Not read, because the ledger has a recent check of it. `id`: as above. `checkedAt`: ISO 8601, UTC. */
  | { readonly state: 'recorded'; readonly code: string; readonly id?: string; readonly checkedAt: string }
  /** `unbound`: no longer linked to the account. `absent`: not listed by it. */
  | { readonly state: 'unbound' | 'absent'; readonly code: string }
  /** The document has the numeric pixel id instead of the code. */
  | { readonly state: 'numeric'; readonly id: string; readonly code: string }
  /** The account is unreadable, or the document has no pixel. */
  | { readonly state: 'unasked' };

/** Events that a pixel counted, without test events. */
export type PixelEvents = { readonly server: number; readonly browser: number };

/**
 * A code for comparison: without surrounding white space and `#`, which some tools drop. It is sent as written.
 *
 * Source: codes begin with `#` (second-hand); whether TikTok accepts one without is unknown.
 */
export function sparkKey(code: string): string {
  return code.trim().replace(/^#/, '');
}
