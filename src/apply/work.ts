import type {
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
import type { HasEnded } from './claim.ts';
import type { Writers } from './hands.ts';

export type ApplyInput = {
  /** Fresh, and without refusals: what is in it is carried out. */
  readonly plan: Plan;
  readonly desired: readonly DesiredLayer[];
  readonly live: readonly LiveLayer[];
  readonly writersFor: (layer: DesiredLayer) => Writers;
  /** Whose claim it is. */
  readonly holder: Holder;
  readonly hasEnded: HasEnded;
  /** How long claims of other runs are waited for while none of them ends, in milliseconds. */
  readonly waitClaimMs: number;
  /** Rejects when `signal` aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly replan: Replan;
  readonly owner: Owner;
  readonly commit: string | null;
  readonly now: () => Date;
  readonly journal: Journal;
  /** Finishes the request in hand and stops before the next. */
  readonly stop: AbortSignal;
  readonly progress?: (done: number, of: number) => void;
  /** Called once for each claim that is waited for. */
  readonly waiting?: (project: string, rival: string) => void;
};

/**
 * Reads these layers again, plans them afresh, and compares that with the plan that is being applied. Called if the ledger
 * is not the one that the plan was made from.
 */
export type Replan = (layers: readonly string[]) => Promise<Replanned>;

export type Replanned =
  /** The plan is the same, or what differs has become unnecessary. */
  | { readonly state: 'ready'; readonly plan: Pick<Plan, 'layers'>; readonly live: readonly LiveLayer[] }
  /** It is stale, refused by now, or could not be made again. */
  | { readonly state: 'failed'; readonly problems: readonly Problem[] };

export type Applied = {
  /** What was carried out: the plan, or what was left of it when its turn came. */
  readonly plan: Plan;
  /** One per change, in the order of the plan. */
  readonly entries: readonly Entry[];
  /** Runs that hold a project: its changes were not tried. */
  readonly concurrentRuns: readonly {
    readonly project: string;
    readonly run: string;
    readonly until: string | undefined;
  }[];
  /** What went wrong beside a change: a claim that could not be taken, a ledger that could not be written. */
  readonly problems: readonly Problem[];
  /** Sorted by project. */
  readonly notRecorded: readonly NotRecorded[];
  /** Whether anything was written, so that what is live has to be looked at again. */
  readonly wrote: boolean;
};

/** What became of one project. */
export type ProjectApplied = Omit<Applied, 'plan'> & {
  readonly layers: readonly PlannedLayer[];
  /** Whether another run holds it, so that it may be tried again. */
  readonly taken: boolean;
};

/** One layer with everything an apply needs of it. */
export type Work = { readonly layer: PlannedLayer; readonly desired: DesiredLayer; readonly live: LiveLayer };
