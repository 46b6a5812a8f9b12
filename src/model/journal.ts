import type { Change, Holder, Outcome, Problem, Result } from './index.ts';

/**
 * One line of the journal on disk. It explains a run, and names the process that took a claim. Nothing needs it to go
 * on: without it the next run waits until the claim expires.
 */
export type JournalLine = Holder & {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly project: string;
  readonly revision: number;
  /** A change's id, or `ledger/claim` and `ledger/record`. */
  readonly change: string;
  /** `before`: what is about to be written. `after`: what became of it. */
  readonly moment: 'before' | 'after';
  readonly key: string;
  readonly fields?: Change['fields'];
  readonly outcome?: Outcome;
  readonly problems?: readonly Problem[];
};

/** Appends a line and resolves when it is on the disk. */
export type Journal = (line: JournalLine) => Promise<Result<void>>;
