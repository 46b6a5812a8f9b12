import type { Change, DesiredLayer, LayersWriter, LiveLayer, Result, TikTokWriter } from '../../model/index.ts';

/** Carries out one change by API. Resolves when it was read back or is waiting. Safe to repeat. */
export type Executor = (task: ChangeTask, signal: AbortSignal) => Promise<Result<WriteOutcome>>;

export type ChangeTask = {
  readonly change: Change;
  readonly desired: DesiredLayer;
  readonly live: LiveLayer;
  readonly writers: Writers;
  /** For idempotency at Layers. */
  readonly key: string;
  readonly claim: ClaimGuard;
  /** Called for each campaign that was sent. */
  readonly report: (campaign: string, outcome: CampaignOutcome) => void;
};

/** Both APIs with the credentials of one layer. */
export type Writers = {
  readonly layers: LayersWriter;
  readonly tiktok: TikTokWriter;
  /** The Spark code in a variable, sent only to TikTok. */
  readonly codeOf: (variable: string) => string | undefined;
  readonly sleep: Sleep;
};

/** Resolves at once with `stopped` if the run is interrupted. */
export type Sleep = (ms: number) => Promise<void | 'stopped'>;

/** The claim of this run. Both functions fail with `apply/concurrent-run` if it was lost. */
export type ClaimGuard = {
  readonly check: () => Promise<Result<void>>;
  /** Adds a campaign to the claim before it is sent, so that the next run can record it. */
  readonly addIntent: (campaign: string, verb: 'pause' | 'resume') => Promise<Result<void>>;
};

/** Of a change that did not fail. Without `waitingOn`: done. */
export type WriteOutcome = { readonly waitingOn?: string };

/** `unconfirmed`: accepted, but not visible. */
export type CampaignOutcome = 'done' | 'queued' | 'unconfirmed';
