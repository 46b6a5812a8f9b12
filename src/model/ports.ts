import type { AccountBudget, FieldPath, PartnerRole } from './field.ts';
import type { FieldChange } from './change.ts';
import type { NeededReads } from './needed-reads.ts';
import type {
  LiveAccount,
  LiveAssetShare,
  Authority,
  LiveCampaign,
  LivePartnership,
  LivePixelLinks,
  LivePixel,
  PixelEvents,
  LiveFields,
  LiveLayer,
  LiveValue,
  SparkCodes,
} from './layer.ts';
import type { Claim, Ledger, LedgerEntry } from './ledger.ts';
import type { SeenEvents } from './event-map.ts';
import type { Result } from './problem.ts';
import type { AccountSpend, SpendingAccount } from './spend-reports.ts';
import type { Value } from './value.ts';

export type LayerAddress = {
  readonly project: string;
  /** In the document. */
  readonly layer?: string;
  readonly app?: string;
  /** In the document. */
  readonly adAccountId?: string;
  /** The document sets `capi.enabled`, which needs the app with the toggle. */
  readonly wantsToggle: boolean;
};

/** A project at Layers. */
export type LiveProject = {
  readonly ledger: Ledger;
  /** Complete: keys of other tools are kept in every write. */
  readonly metadata: Readonly<Record<string, Value>>;
  /** The partner's id of the customer. Layers stores it in the metadata, so every write includes it. */
  readonly customerExternalId?: string;
};

/**
 * `fields` has only API values, never `recorded`. A missing path is unknown. Without a read of the defaults, `layerId` is
 * the one of the ledger, and `killSwitch` is missing.
 */
export type FetchedConfig = Pick<
  LiveLayer,
  | 'installed'
  | 'layerId'
  | 'fields'
  | 'writable'
  | 'unknownKeys'
  | 'accounts'
  | 'toggleApp'
  | 'ambiguous'
  | 'capi'
  | 'killSwitch'
>;

/** Which reads are still needed. Called again after each of them. */
export type NeededConfig = (config: FetchedConfig) => Promise<Pick<NeededReads, 'defaults' | 'apps'>>;

/** Reads with one API key; cannot write. Rejects only on abort. */
export type LayersReader = {
  /** Of the key. Memoized. */
  readonly organization: (signal: AbortSignal) => Promise<Result<string>>;
  /** The rate limit of the key's tier; that of the smallest tier before the organization was read. */
  readonly readsPerMinute?: () => number;
  readonly project: (project: string, signal: AbortSignal) => Promise<Result<LiveProject>>;
  /**
   * `ledger` identifies the layer if a project has several; its values are not in the result.
   *
   * @param needed decides which reads are sent after the ad accounts and the relay; absent: all
   */
  readonly config: (
    address: LayerAddress,
    ledger: Ledger,
    signal: AbortSignal,
    needed?: NeededConfig,
  ) => Promise<Result<FetchedConfig>>;
  /** TikTok campaigns that are not deleted, with pending approvals. Three calls and their pages. */
  readonly campaigns: (project: string, signal: AbortSignal) => Promise<Result<readonly LiveCampaign[]>>;
  /** Pauses rejected by a person, or after 7 days without a decision: latest id by campaign. One call and its pages. */
  readonly rejectedPauses: (project: string, signal: AbortSignal) => Promise<Result<ReadonlyMap<string, string>>>;
  /** For pausing and resuming; `unknown` if the key may not read it. One call. */
  readonly authority: (project: string, campaign: string, signal: AbortSignal) => Promise<Result<Authority>>;
  /** Content that ads may show, with its eligibility. One call and its pages. */
  readonly adsContent: (project: string, signal: AbortSignal) => Promise<Result<readonly AdsContent[]>>;
  /** SDK events that an app sent, from the newest back. At most `pages` calls. */
  readonly events: (project: string, query: EventQuery, signal: AbortSignal) => Promise<Result<SeenEvents>>;
  /** Sent so far, including retries. */
  readonly calls: () => number;
};

/** `since`: ISO 8601, UTC, inclusive. Without an app, events of all apps of the project. `pages`: of 200 events. */
export type EventQuery = { readonly since: string; readonly app?: string; readonly pages: number };

export type AdsContent = {
  readonly id: string;
  /** Its texts besides the id: which of them names its source is unknown. */
  readonly texts: readonly string[];
  /** Whether ads may show it; `undefined` if Layers does not show it. */
  readonly isEligible?: boolean;
  readonly override?: string;
};

/** Result of a write at the gate. */
export type GateAnswer = {
  readonly outcome: 'done' | 'queued';
  readonly job?: string;
  readonly verdict?: string;
};

export type ConfigWrite = {
  readonly address: LayerAddress;
  readonly layerId?: string;
  readonly fields: readonly FieldChange[];
  /** Other live values it depends on. */
  readonly basis: readonly { readonly path: FieldPath; readonly live: LiveValue | undefined }[];
  /** One per change, shared by all attempts. */
  readonly key: string;
};

export type ConfigWritten = {
  /** After the write. */
  readonly fields: LiveFields;
  /** Every written field reads back with its new value. */
  readonly tookEffect: boolean;
};

/** Writes at Layers with one API key. */
export type LayersWriter = LayersReader & {
  /**
   * Reads the config, fails with `apply/stale` if a `before` or a basis changed, writes, and reads back. Repeatable
   * with the same key: Layers replays its first response for 24 hours.
   */
  readonly writeConfig: (write: ConfigWrite, signal: AbortSignal) => Promise<Result<ConfigWritten>>;
  /**
   * Replaces the metadata by `seen.metadata` with the next ledger. Keys of other tools and entries not in `next` are
   * kept. Fails with `api/conflict` if a concurrent run used the key with a different body.
   */
  readonly writeLedger: (
    project: string,
    seen: LiveProject,
    next: LedgerNext,
    key: string,
    signal: AbortSignal,
  ) => Promise<Result<void>>;
  /** Through the gate. Fails with `api/denied` if it refuses. Repeatable with the same key, as above. */
  readonly setCampaign: (
    project: string,
    campaign: string,
    verb: 'pause' | 'resume',
    key: string,
    signal: AbortSignal,
  ) => Promise<Result<GateAnswer>>;
  /** Fails with `ledger/too-large` if the metadata would exceed Layers' limit. Sends nothing. */
  readonly checkLedgerSize: (seen: LiveProject, next: LedgerNext) => Result<void>;
};

export type LedgerNext = {
  readonly revision: number;
  /** Absent: releases the claim. */
  readonly claim?: Claim;
  /** Entries to set, by ledger key. */
  readonly entries: Readonly<Record<string, LedgerEntry>>;
  /** Keys of entries that moved from an ad account's id to a layer's. */
  readonly drop: readonly string[];
};

/** Reads at TikTok with one token. */
export type TikTokReader = {
  /** One result per id: a failed batch does not affect others. */
  readonly accounts: (
    advertiserIds: readonly string[],
    signal: AbortSignal,
  ) => Promise<ReadonlyMap<string, Result<LiveAccount>>>;
  /** As an ad account sees it. `pixel` is a code, or by mistake the numeric id. */
  readonly pixel: (advertiserId: string, pixel: string, signal: AbortSignal) => Promise<Result<LivePixel>>;
  /**
   * Between two dates (inclusive, `YYYY-MM-DD`, in each account's time zone); `"0"` without spend. One result per id.
   * 1,000 accounts per call if a sample shows that the report of their Business Center is exact, otherwise 5.
   */
  readonly spend: (
    accounts: readonly SpendingAccount[],
    from: string,
    to: string,
    signal: AbortSignal,
  ) => Promise<ReadonlyMap<string, Result<AccountSpend>>>;
  /** `pixel` is TikTok's number of it. Dates are UTC (inclusive, `YYYY-MM-DD`), at most 30 days apart. One call. */
  readonly pixelEvents: (
    advertiserId: string,
    pixel: string,
    from: string,
    to: string,
    signal: AbortSignal,
  ) => Promise<Result<PixelEvents>>;
  /** One call if they are not partners, otherwise two or three. */
  readonly partnership: (business: string, partner: string, signal: AbortSignal) => Promise<Result<LivePartnership>>;
  /** One call and its pages. */
  readonly assetShare: (asset: SharedAsset, signal: AbortSignal) => Promise<Result<LiveAssetShare>>;
  /** `pixel` is a code. One call and its pages. */
  readonly pixelLinks: (business: string, pixel: string, signal: AbortSignal) => Promise<Result<LivePixelLinks>>;
  /**
   * An account that the Business Center does not or may not list is left out; one with an unreadable budget is a
   * failure. One call per account.
   */
  readonly budgets: (
    business: string,
    advertiserIds: readonly string[],
    signal: AbortSignal,
  ) => Promise<Result<ReadonlyMap<string, Result<AccountBudget>>>>;
  /** `undefined` if the token may not read them. One call and its pages. */
  readonly sparkCodes: (advertiserId: string, signal: AbortSignal) => Promise<Result<SparkCodes | undefined>>;
  readonly calls: () => number;
};

/** An asset that only a person shares. `id`: of a pixel its number, not its code. */
export type SharedAsset = {
  readonly business: string;
  readonly partner: string;
  readonly type: 'PIXEL' | 'TT_ACCOUNT';
  readonly id: string;
};

export type AccountShare = {
  readonly business: string;
  readonly partner: string;
  readonly advertiserId: string;
  readonly role: PartnerRole;
};

/** `pixel` is a code. */
export type PixelLink = { readonly business: string; readonly pixel: string; readonly advertiserId: string };

/** Each write sends one request: the caller reads before, after, and before a retry. */
export type TikTokWriter = TikTokReader & {
  /** Creates a missing partnership, and shares. Repeatable; never lowers a role. */
  readonly shareAccount: (share: AccountShare, signal: AbortSignal) => Promise<Result<void>>;
  readonly linkPixel: (link: PixelLink, signal: AbortSignal) => Promise<Result<void>>;
  /** Absolute. TikTok allows few changes a day, and counts a repeated one. */
  readonly setBudget: (
    business: string,
    advertiserId: string,
    budget: AccountBudget,
    signal: AbortSignal,
  ) => Promise<Result<void>>;
  /** A repetition may be refused. Without an answer, the caller reads `sparkCodes`. */
  readonly authoriseSpark: (advertiserId: string, code: string, signal: AbortSignal) => Promise<Result<void>>;
};
