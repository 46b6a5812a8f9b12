import type {
  Claim,
  DesiredLayer,
  Entry,
  Holder,
  Journal,
  LiveLayer,
  NotRecorded,
  Owner,
  Plan,
  PlannedLayer,
  Problem,
} from '../model/index.ts';
import type { Writers } from './executors/executor.ts';

export type ApplyInput = {
  /** Fresh, and without refusals. */
  readonly plan: Plan;
  readonly desired: readonly DesiredLayer[];
  readonly live: readonly LiveLayer[];
  readonly writersFor: (layer: DesiredLayer) => Writers;
  readonly holder: Holder;
  readonly hasEnded: HasEnded;
  /** Maximum wait while no other run releases its claim. */
  readonly waitClaimMs: number;
  /** Rejects when `signal` aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly replan: Replan;
  readonly owner: Owner;
  readonly commit: string | null;
  readonly now: () => Date;
  readonly journal: Journal;
  /** Finishes the current request and stops before the next. */
  readonly stop: AbortSignal;
  readonly progress?: (done: number, of: number) => void;
  /** Called for each claim that blocks this run. */
  readonly waiting?: (project: string, run: string) => void;
};

/** Plans these layers again and compares, if the ledger changed. */
export type Replan = (layers: readonly string[]) => Promise<Replanned>;

export type Replanned =
  /** The plan is the same, or the difference has become unnecessary. */
  | { readonly state: 'ready'; readonly plan: Pick<Plan, 'layers'>; readonly live: readonly LiveLayer[] }
  | { readonly state: 'failed'; readonly problems: readonly Problem[] };

export type AppliedPlan = {
  /** With the new plans of replanned projects. */
  readonly plan: Plan;
  /** One per change, in the order of the plan. */
  readonly entries: readonly Entry[];
  /** Runs that block a project. Its changes were not tried. */
  readonly concurrentRuns: readonly {
    readonly project: string;
    readonly run: string;
    readonly until: string | undefined;
  }[];
  /** Of claims and ledgers, not of changes. */
  readonly problems: readonly Problem[];
  /** Sorted by project. */
  readonly notRecorded: readonly NotRecorded[];
  /** Names of the layers whose live state must be read again. */
  readonly touched: readonly string[];
};

/** Result of one project. */
export type AppliedProject = Omit<AppliedPlan, 'plan' | 'touched'> & {
  readonly layers: readonly PlannedLayer[];
  /** Live state differs from what was read. */
  readonly wrote: boolean;
  /** Another run has the claim, so it may be tried again. */
  readonly taken: boolean;
};

export type LayerTask = { readonly layer: PlannedLayer; readonly desired: DesiredLayer; readonly live: LiveLayer };

/** Whether the process of a claim has certainly ended. */
export type HasEnded = (claim: Claim) => Promise<boolean>;
