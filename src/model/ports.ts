import type { AccountBudget, FieldPath, PartnerRole } from './field.ts';
import type { FieldChange } from './change.ts';
import type {
  LiveAccount,
  Authority,
  LiveCampaign,
  LivePartnership,
  LivePixelLinks,
  LivePixel,
  LiveFields,
  LiveLayer,
  LiveValue,
  SparkCodes,
} from './layer.ts';
import type { Claim, Ledger, LedgerEntry } from './ledger.ts';
import type { Result } from './problem.ts';
import type { Value } from './value.ts';

export type LayerAddress = {
  readonly project: string;
  /** The project layer in the document. */
  readonly layer?: string;
  readonly app?: string;
  /** The ad account in the document. */
  readonly adAccountId?: string;
  /** Whether the document sets `capi.enabled`, which needs the app with the toggle. */
  readonly wantsToggle: boolean;
};

/** A project at Layers: its metadata, including the ledger. */
export type LiveProject = {
  readonly ledger: Ledger;
  /** The complete metadata: keys of other tools are kept in every write. */
  readonly metadata: Readonly<Record<string, Value>>;
  /** The partner's own id of the customer. Included in every write of the metadata, in which Layers stores it. */
  readonly customerExternalId?: string;
};

/** Config of a layer. `fields` has only values from an API, never `recorded`. A missing path is unknown. */
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

/** Reads at Layers with one API key. The type guarantees that it cannot write. Rejects only on abort. */
export type LayersReader = {
  /** The organization of the key. Memoized. */
  readonly organization: (signal: AbortSignal) => Promise<Result<string>>;
  readonly project: (project: string, signal: AbortSignal) => Promise<Result<LiveProject>>;
  /** `ledger` identifies the layer if a project has several; its values are never part of the result. */
  readonly config: (address: LayerAddress, ledger: Ledger, signal: AbortSignal) => Promise<Result<FetchedConfig>>;
  /** All TikTok campaigns of a project that are not deleted, with pending approvals. Three calls and their pages. */
  readonly campaigns: (project: string, signal: AbortSignal) => Promise<Result<readonly LiveCampaign[]>>;
  /**
   * Rejected pauses, by a person or after 7 days without a decision: the latest id by campaign. One call and its pages.
   */
  readonly rejectedPauses: (project: string, signal: AbortSignal) => Promise<Result<ReadonlyMap<string, string>>>;
  /** How the gate treats pausing and resuming this campaign; `unknown` if the key may not read it. One call. */
  readonly authority: (project: string, campaign: string, signal: AbortSignal) => Promise<Result<Authority>>;
  /** Requests sent so far, including retries. */
  readonly calls: () => number;
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
  /** Other live values that the write depends on. */
  readonly basis: readonly { readonly path: FieldPath; readonly live: LiveValue | undefined }[];
  /** One per change, shared by all attempts. */
  readonly key: string;
};

export type ConfigWritten = {
  /** Live values of the written fields after the write. */
  readonly fields: LiveFields;
  /** Whether every written field reads back with its new value. */
  readonly tookEffect: boolean;
};

/** Writes at Layers with one API key. */
export type LayersWriter = LayersReader & {
  /**
   * Reads the config again, fails with `apply/stale` if a `before` or a basis changed, writes, and reads back.
   * Repeatable with the same key: Layers replays its first response for 24 hours.
   */
  readonly writeConfig: (write: ConfigWrite, signal: AbortSignal) => Promise<Result<ConfigWritten>>;
  /**
   * Replaces the project's metadata by `seen.metadata` with the next ledger in it. Keys of other tools and entries that
   * are not in `next` are kept. Fails with `api/conflict` if the key was used with a different body: a concurrent run
   * was first.
   */
  readonly writeLedger: (
    project: string,
    seen: LiveProject,
    next: LedgerNext,
    key: string,
    signal: AbortSignal,
  ) => Promise<Result<void>>;
  /**
   * Sends the pause or resume of one campaign through the gate. Fails with `api/denied` if the gate refuses. Repeatable
   * with the same key, as above.
   */
  readonly setCampaign: (
    project: string,
    campaign: string,
    verb: 'pause' | 'resume',
    key: string,
    signal: AbortSignal,
  ) => Promise<Result<GateAnswer>>;
  /** Fails with `ledger/too-large` if the metadata would exceed the limit of Layers. Sends nothing. */
  readonly checkLedgerSize: (seen: LiveProject, next: LedgerNext) => Result<void>;
};

export type LedgerNext = {
  readonly revision: number;
  /** Absent: releases the claim. */
  readonly claim?: Claim;
  /** Entries to set, by ledger key. */
  readonly entries: Readonly<Record<string, LedgerEntry>>;
  /** Ledger keys to drop, for an entry that moved from an ad account's id to a layer's. */
  readonly drop: readonly string[];
};

/** Reads at TikTok with one token. */
export type TikTokReader = {
  /** In batches as large as the endpoint takes. One result per id: a failed batch does not affect others. */
  readonly accounts: (
    advertiserIds: readonly string[],
    signal: AbortSignal,
  ) => Promise<ReadonlyMap<string, Result<LiveAccount>>>;
  /** A pixel as an ad account sees it. `pixel` may be a code, or by mistake the numeric id. */
  readonly pixel: (advertiserId: string, pixel: string, signal: AbortSignal) => Promise<Result<LivePixel>>;
  /**
   * Spend between two dates (inclusive, `YYYY-MM-DD`, in the time zone of each account) as decimal text in major units
   * of the account's currency; `"0"` without spend. One result per id.
   */
  readonly spend: (
    advertiserIds: readonly string[],
    from: string,
    to: string,
    signal: AbortSignal,
  ) => Promise<ReadonlyMap<string, Result<string>>>;
  /** Shares of a Business Center with a partner. One call if they are not partners, otherwise two or three. */
  readonly partnership: (business: string, partner: string, signal: AbortSignal) => Promise<Result<LivePartnership>>;
  /** `pixel` is a code. One call and its pages. */
  readonly pixelLinks: (business: string, pixel: string, signal: AbortSignal) => Promise<Result<LivePixelLinks>>;
  /**
   * Budgets of ad accounts of a Business Center. An account that it does not or may not list is left out; one whose
   * budget cannot be read is a failure. One call per account.
   */
  readonly budgets: (
    business: string,
    advertiserIds: readonly string[],
    signal: AbortSignal,
  ) => Promise<Result<ReadonlyMap<string, Result<AccountBudget>>>>;
  /** Codes that an ad account has entered; `undefined` if the token may not read them. One call and its pages. */
  readonly sparkCodes: (advertiserId: string, signal: AbortSignal) => Promise<Result<SparkCodes | undefined>>;
  readonly calls: () => number;
};

export type AccountShare = {
  readonly business: string;
  readonly partner: string;
  readonly advertiserId: string;
  readonly role: PartnerRole;
};

/** `pixel` is a code. */
export type PixelLink = { readonly business: string; readonly pixel: string; readonly advertiserId: string };

/** Writes at TikTok with one token. Each sends one request only: the caller reads before, after, and before a retry. */
export type TikTokWriter = TikTokReader & {
  /** Creates the partnership if it does not exist, and shares. Repeatable; it never lowers a role. */
  readonly shareAccount: (share: AccountShare, signal: AbortSignal) => Promise<Result<void>>;
  readonly linkPixel: (link: PixelLink, signal: AbortSignal) => Promise<Result<void>>;
  /** Sets an absolute value. TikTok allows few changes a day, and counts a repeated one. */
  readonly setBudget: (
    business: string,
    advertiserId: string,
    budget: AccountBudget,
    signal: AbortSignal,
  ) => Promise<Result<void>>;
  /** A repetition may be refused. Without an answer, the caller reads `sparkCodes`. */
  readonly authoriseSpark: (advertiserId: string, code: string, signal: AbortSignal) => Promise<Result<void>>;
};
