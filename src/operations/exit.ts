import type { Machine } from '../machine.ts';

export const EXIT = { ok: 0, problems: 1, changes: 2, waiting: 3, refused: 4, fault: 70, interrupted: 130 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export type Ending = {
  /** By a policy, a stale plan or another apply. */
  readonly refused?: boolean;
  readonly problems?: boolean;
  /** For a person or an approval. */
  readonly waiting?: boolean;
  /** Drift, or changes if a plan should report them. */
  readonly changes?: boolean;
};

/** `interrupted` if the run was stopped, unless the exit code is a fault. */
export function unlessStopped(exit: ExitCode, { stop }: Pick<Machine, 'stop'>): ExitCode {
  return stop.aborted && exit !== EXIT.fault ? EXIT.interrupted : exit;
}

/** The first that applies, from most to least important. */
export function exitCode(ending: Ending): ExitCode {
  if (ending.refused) return EXIT.refused;
  if (ending.problems) return EXIT.problems;
  if (ending.waiting) return EXIT.waiting;
  return ending.changes ? EXIT.changes : EXIT.ok;
}
