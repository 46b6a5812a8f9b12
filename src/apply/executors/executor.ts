import type { Change, DesiredLayer, LayersWriter, LiveLayer, Result, TikTokWriter } from '../../model/index.ts';

/** Carries out one change by API. Resolves when the change was read back or is waiting. Safe to repeat. */
export type Executor = (task: ChangeTask, signal: AbortSignal) => Promise<Result<WriteOutcome>>;

export type ChangeTask = {
  readonly change: Change;
  readonly desired: DesiredLayer;
  readonly live: LiveLayer;
  readonly writers: Writers;
  /** Idempotency key of the change at Layers. Writes of a part derive their own from it. */
  readonly key: string;
  readonly claim: ClaimGuard;
  /** Called with the outcome of each campaign that was sent, even if others were refused. */
  readonly report: (campaign: string, outcome: CampaignOutcome) => void;
};

/** Both APIs with the credentials of one layer, its Spark codes, and the delay between reads. */
export type Writers = {
  readonly layers: LayersWriter;
  readonly tiktok: TikTokWriter;
  /** The Spark code in a variable. It is sent only to TikTok. */
  readonly codeOf: (variable: string) => string | undefined;
  readonly sleep: Sleep;
};

/** Resolves after `ms` milliseconds, or at once with `stopped` if the run is interrupted. */
export type Sleep = (ms: number) => Promise<void | 'stopped'>;

/** The claim of this run, for a change of several writes. Both fail with `apply/concurrent-run` if it was lost. */
export type ClaimGuard = {
  readonly check: () => Promise<Result<void>>;
  /** Adds a campaign to the claim, before it is sent: until it is recorded, only this run knows of it. */
  readonly addIntent: (campaign: string, verb: 'pause' | 'resume') => Promise<Result<void>>;
};

/** Outcome of a change that did not fail: done, or waiting. */
export type WriteOutcome = { readonly waitingOn?: string };

/** Outcome of a campaign that Layers was asked to pause or resume. `unconfirmed`: accepted, but not visible. */
export type CampaignOutcome = 'done' | 'queued' | 'unconfirmed';
