import type { Change } from './change.ts';
import type { Holder } from './ledger.ts';
import type { Outcome } from './plan.ts';
import type { Problem, Result } from './problem.ts';

/** Explains a run, and names the process that took a claim. Without it, the next run waits until the claim expires. */
export type JournalLine = Holder & {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly project: string;
  readonly revision: number;
  /** Id of a change, or `ledger/claim` or `ledger/record`. */
  readonly change: string;
  /** `before`: about to be written. `after`: its result. */
  readonly moment: 'before' | 'after';
  readonly key: string;
  readonly fields?: Change['fields'];
  readonly outcome?: Outcome;
  readonly problems?: readonly Problem[];
};

/** Appends a line and resolves when it is on the disk. */
export type Journal = (line: JournalLine) => Promise<Result<void>>;
