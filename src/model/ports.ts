import type { FieldPath } from './field.ts';
import type { FieldChange } from './change.ts';
import type {
  AccountBudget,
  LiveAccount,
  Authority,
  LiveCampaign,
  ConnectedAccount,
  LivePartnership,
  LivePixelLinks,
  LivePixel,
  LiveFields,
  SparkCodes,
} from './layer.ts';
import type { Claim, Ledger, LedgerEntry } from './ledger.ts';
import type { Result } from './problem.ts';
import type { Value } from './value.ts';

/** Which layer is meant, in what a request needs. */
export type LayerAddress = {
  readonly project: string;
  /** The project layer that the document names. */
  readonly layer?: string;
  readonly app?: string;
  /** The ad account that the document names. */
  readonly adAccountId?: string;
  /** Whether the document wishes for `capi.enabled`, so that the app with the toggle must be found. */
  readonly wantsToggle: boolean;
};

/** A project at Layers as far as reconcile cares: its metadata, with the ledger in it. */
export type LiveProject = {
  readonly ledger: Ledger;
  /** The whole metadata as it was read: other tools' keys are carried over in every write. */
  readonly metadata: Readonly<Record<string, Value>>;
  /** The partner's own id of the customer. Sent along in every write of the metadata, in which Layers stores it. */
  readonly customerExternalId?: string;
};

/** What one transport shows of one layer's config. */
export type LiveConfig = {
  readonly installed: 'yes' | 'no';
  readonly layerId?: string;
  /** Only what an API shows; never `recorded`. A path that is missing is unknown. */
  readonly fields: LiveFields;
  readonly writable: readonly FieldPath[];
  readonly unknownKeys: readonly string[];
  readonly accounts: readonly ConnectedAccount[];
  readonly toggleApp?: string;
  readonly ambiguous: boolean;
  readonly capi?: { readonly status: string; readonly tokenValid: boolean | null };
  readonly killSwitch: boolean;
};

/** Reads at Layers with one API key. It has no way to write: the type is the guarantee. Nothing rejects but an abort. */
export type LayersReader = {
  /** The organization that the key belongs to. Asked once, then remembered. */
  readonly organization: (signal: AbortSignal) => Promise<Result<string>>;
  readonly project: (project: string, signal: AbortSignal) => Promise<Result<LiveProject>>;
  /** `ledger` helps to tell layers of one project apart; it is never mixed into what is answered. */
  readonly config: (address: LayerAddress, ledger: Ledger, signal: AbortSignal) => Promise<Result<LiveConfig>>;
  /** All TikTok campaigns of a project that are not deleted, with what waits for approval. Three calls and their pages. */
  readonly campaigns: (project: string, signal: AbortSignal) => Promise<Result<readonly LiveCampaign[]>>;
  /**
   * Pauses of campaigns that were rejected at the gate, by a person or because nobody decided within 7 days: by campaign
   * the id of the latest. One call and its pages.
   */
  readonly rejectedPauses: (project: string, signal: AbortSignal) => Promise<Result<ReadonlyMap<string, string>>>;
  /** How the gate treats pausing and resuming this campaign; `unknown` where the key may not ask. One call. */
  readonly authority: (project: string, campaign: string, signal: AbortSignal) => Promise<Result<Authority>>;
  /** Requests sent so far, repeats included. */
  readonly calls: () => number;
};

/** What the gate made of a write. */
export type GateAnswer = {
  readonly outcome: 'done' | 'queued';
  readonly job?: string;
  readonly verdict?: string;
};

/** What one config write left behind. */
export type ConfigWritten = {
  /** The written fields as they are live afterwards. */
  readonly fields: LiveFields;
  /** Whether every written field reads back as it was written. */
  readonly tookEffect: boolean;
};

/** Writes at Layers with one API key. */
export type LayersWriter = LayersReader & {
  /**
   * Reads the config again, answers `apply/stale` if a `before` or a basis moved, writes, and reads back.
   * Safe to repeat with the same key: Layers replays its first answer for 24 hours.
   *
   * @param key one per change, shared by all its tries
   */
  readonly writeConfig: (
    write: {
      readonly address: LayerAddress;
      readonly layerId?: string;
      readonly fields: readonly FieldChange[];
      readonly basis: readonly { readonly path: FieldPath; readonly seen: LiveFields[FieldPath] }[];
      readonly key: string;
    },
    signal: AbortSignal,
  ) => Promise<Result<ConfigWritten>>;
  /**
   * Replaces the project's metadata by `seen.metadata` with the next ledger in it. Others' keys and entries that are
   * not named are carried over as they were read. Answers `api/conflict` where the same key was used with another
   * body: another run was first.
   */
  readonly writeLedger: (
    project: string,
    seen: LiveProject,
    next: LedgerNext,
    key: string,
    signal: AbortSignal,
  ) => Promise<Result<void>>;
  /**
   * Sends one campaign's pause or resume through the gate. `api/denied` where the gate refuses. Safe to repeat with the
   * same key, as above.
   */
  readonly setCampaign: (
    project: string,
    campaign: string,
    verb: 'pause' | 'resume',
    key: string,
    signal: AbortSignal,
  ) => Promise<Result<GateAnswer>>;
  /** `ledger/too-large` where the metadata would be larger than Layers takes. Sends nothing. */
  readonly checkLedgerSize: (seen: LiveProject, next: LedgerNext) => Result<void>;
};

/** What the ledger of one project becomes. */
export type LedgerNext = {
  readonly revision: number;
  /** Absent: nobody is writing any more. */
  readonly claim?: Claim;
  /** Entries to set, by ledger key. */
  readonly entries: Readonly<Record<string, LedgerEntry>>;
  /** Ledger keys to drop: an entry that moved from an ad account's id to a layer's. */
  readonly drop: readonly string[];
};

/** Reads at TikTok with one token. */
export type TikTokReader = {
  /** In the largest batches the endpoint takes. One result per id that was asked: a batch that fails stops no other. */
  readonly accounts: (
    advertiserIds: readonly string[],
    signal: AbortSignal,
  ) => Promise<ReadonlyMap<string, Result<LiveAccount>>>;
  /** A pixel seen from an ad account. `pixel` may be a code, or by mistake the numeric id. */
  readonly pixel: (advertiserId: string, pixel: string, signal: AbortSignal) => Promise<Result<LivePixel>>;
  /**
   * Spend between two dates (inclusive, `YYYY-MM-DD`, each account's own time zone) as decimal text in major units
   * of the account's currency. Accounts without spend answer `"0"`. One result per id that was asked.
   */
  readonly spend: (
    advertiserIds: readonly string[],
    from: string,
    to: string,
    signal: AbortSignal,
  ) => Promise<ReadonlyMap<string, Result<string>>>;
  /** What a Business Center shares with a partner. One call where they are no partners, else two or three. */
  readonly partnership: (business: string, partner: string, signal: AbortSignal) => Promise<Result<LivePartnership>>;
  /** `pixel` is a code. One call and its pages. */
  readonly pixelLinks: (business: string, pixel: string, signal: AbortSignal) => Promise<Result<LivePixelLinks>>;
  /**
   * Budgets of ad accounts of a Business Center; an account that it does not list, or may not, is left out, and one whose
   * budget cannot be read fails. A call an account.
   */
  readonly budgets: (
    business: string,
    advertiserIds: readonly string[],
    signal: AbortSignal,
  ) => Promise<Result<ReadonlyMap<string, Result<AccountBudget>>>>;
  /** The codes that an ad account has entered; `undefined` where the token may not ask. One call and its pages. */
  readonly sparkCodes: (advertiserId: string, signal: AbortSignal) => Promise<Result<SparkCodes | undefined>>;
  readonly calls: () => number;
};

/** Roles of a partner on an ad account, from the least. */
export type PartnerRole = 'ANALYST' | 'OPERATOR' | 'ADMIN';

/**
 * Writes at TikTok with one token. Each only sends, and only once: looking before and after, and before sending again, is
 * its caller's work.
 */
export type TikTokWriter = TikTokReader & {
  /** Makes the partnership where there is none, and shares. Repeating it is harmless; it never lowers a role. */
  readonly shareAccount: (
    share: {
      readonly business: string;
      readonly partner: string;
      readonly advertiserId: string;
      readonly role: PartnerRole;
    },
    signal: AbortSignal,
  ) => Promise<Result<void>>;
  readonly linkPixel: (
    link: { readonly business: string; readonly pixel: string; readonly advertiserId: string },
    signal: AbortSignal,
  ) => Promise<Result<void>>;
  /** Sets an absolute value. TikTok takes few changes a day, and counts a repeated one. */
  readonly setBudget: (
    business: string,
    advertiserId: string,
    budget: AccountBudget,
    signal: AbortSignal,
  ) => Promise<Result<void>>;
  /** A second time may be refused. Whoever gets no answer looks at `sparkCodes`. */
  readonly authoriseSpark: (advertiserId: string, code: string, signal: AbortSignal) => Promise<Result<void>>;
};
