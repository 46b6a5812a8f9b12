import type { ConnectedAccount } from './layer.ts';
import type { TikTokReader } from './ports.ts';
import type { Result } from './problem.ts';

/** Reads at TikTok that only `verify` needs. */
export type TikTokSetupReader = Pick<TikTokReader, 'pixelEvents'> & {
  /** Campaigns of an ad account that are not deleted. One call and its pages. */
  readonly campaigns: (advertiserId: string, signal: AbortSignal) => Promise<Result<readonly TikTokCampaign[]>>;
  /**
   * Of the campaigns that are not deleted, between two dates (inclusive), as decimal text in major units. A campaign
   * without an entry spent nothing. One call and its pages.
   */
  readonly campaignSpend: (
    advertiserId: string,
    from: string,
    to: string,
    signal: AbortSignal,
  ) => Promise<Result<ReadonlyMap<string, Result<string>>>>;
};

/** Result of a synthetic event that Layers sent through the whole relay. */
export type TrackingReport = {
  /** `healthy`; other words are unknown. */
  readonly status: string;
  /** Whether it reached TikTok. Absent: the response has no readable confirmation for TikTok. */
  readonly dispatched?: boolean;
  readonly reason?: string;
  /** Expected events that the app has not sent. */
  readonly missing: readonly string[];
};

/** What only `verify --send-test-event` and `connect` send at Layers. Readers have none of these methods. */
export type LayersSender = {
  /**
   * Sends one synthetic event with the token in the vault. Repeatable with the same key: Layers replays its response.
   *
   * @param app the SDK app; `undefined` for the only one of the project
   */
  readonly sendTestEvent: (
    project: string,
    app: string | undefined,
    key: string,
    signal: AbortSignal,
  ) => Promise<Result<TrackingReport>>;
  /**
   * A link on which a person connects an ad account. It works once, so it is shown on a terminal only. Repeatable with
   * the same key, as above.
   */
  readonly oauthLink: (
    project: string,
    returnUrl: string,
    key: string,
    signal: AbortSignal,
  ) => Promise<Result<OauthLink>>;
  /** TikTok ad accounts that are connected to the project. One call and its pages. */
  readonly accounts: (project: string, signal: AbortSignal) => Promise<Result<readonly ConnectedAccount[]>>;
  readonly calls: () => number;
};

/** `expiresAt`: ISO 8601, UTC; absent if Layers does not show it. */
export type OauthLink = { readonly url: string; readonly expiresAt?: string };

/** A synthetic web event for TikTok's test view. */
export type TestEvent = {
  /** Code of the pixel. */
  readonly pixel: string;
  /** From Events Manager, Test events. */
  readonly testCode: string;
  readonly eventId: string;
  readonly at: Date;
};

/** Sends with an Events API token. */
export type TikTokSender = {
  /** TikTok does not count it, so a repetition is harmless. Sent once. */
  readonly sendTestEvent: (event: TestEvent, signal: AbortSignal) => Promise<Result<void>>;
  readonly calls: () => number;
};

/** Lists what a Layers key may see: only `init` starts without a document that names a project. */
export type LayersDirectory = {
  readonly organization: (signal: AbortSignal) => Promise<Result<OrganizationRow>>;
  /** Active ones, the newest first. One call per 200. */
  readonly projects: (signal: AbortSignal) => Promise<Result<readonly ProjectRow[]>>;
  /** TikTok ad accounts that are connected to a project. One call and its pages. */
  readonly accounts: (project: string, signal: AbortSignal) => Promise<Result<readonly ConnectedAccount[]>>;
};

export type OrganizationRow = { readonly id: string; readonly name: string; readonly tier: string };

export type ProjectRow = { readonly id: string; readonly name: string };

/** Words of TikTok; absent if it returned none. */
export type TikTokCampaign = {
  readonly id: string;
  readonly name: string;
  /** `APP_PROMOTION`, `TRAFFIC`, … */
  readonly objective?: string;
  /** A person or the optimizer has it on; `undefined` for a word other than `ENABLE` and `DISABLE`. */
  readonly isOn?: boolean;
  readonly budgetMode?: string;
  /** Decimal text in major units. */
  readonly budget?: string;
};
