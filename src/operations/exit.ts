import type { Machine } from '../machine.ts';

/** Exit codes, everywhere. */
export const EXIT = { ok: 0, problems: 1, changes: 2, waiting: 3, refused: 4, fault: 70, interrupted: 130 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What may be true at once when a command ends. */
export type Ending = {
  /** A policy, a stale plan, another apply. */
  readonly refused?: boolean;
  readonly problems?: boolean;
  /** For a person or an approval. */
  readonly waiting?: boolean;
  /** Changes in a plan that was asked for them, or drift. */
  readonly changes?: boolean;
};

/** What a command ends with that was asked to stop before it had ended: never 0, whatever was done by then. */
export function unlessStopped(exit: ExitCode, { stop }: Pick<Machine, 'stop'>): ExitCode {
  return stop.aborted && exit !== EXIT.fault ? EXIT.interrupted : exit;
}

/** The first that holds, in the order that tells the most. */
export function exitCode(ending: Ending): ExitCode {
  if (ending.refused) return EXIT.refused;
  if (ending.problems) return EXIT.problems;
  if (ending.waiting) return EXIT.waiting;
  return ending.changes ? EXIT.changes : EXIT.ok;
}
