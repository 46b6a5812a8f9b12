export type RoundsOptions<P, T> = {
  /** Holds no claim afterwards. */
  readonly attempt: (project: P) => Promise<T>;
  readonly maxConcurrent: number;
  /** Created again after each round with progress. */
  readonly pauses: () => NextPause;
  /** Called before each pause. */
  readonly onBlocked: (blocked: readonly T[]) => void;
  readonly onDone: (count: number) => void;
};

/** `taken`: another run has the claim, so nothing was done. */
export type Rounds<T> = { readonly done: readonly T[]; readonly taken: readonly T[]; readonly stopped: boolean };

/**
 * Works on projects concurrently, and never waits while it holds a claim. A taken project is tried again in the next
 * round. Gives up after a round without any claim.
 *
 * Two runs cannot both give up because of each other: each would have read a claim of the other, which has none from
 * its last round on. Each last round would come after the other.
 */
export async function runInRounds<P, T extends { readonly taken: boolean }>(
  projects: readonly P[],
  { attempt, maxConcurrent, pauses, onBlocked, onDone }: RoundsOptions<P, T>,
): Promise<Rounds<T>> {
  const done: T[] = [];
  let left = projects;
  let nextPause = pauses();
  for (;;) {
    const blocked = await oneRound(left);
    const taken = blocked.map(({ result }) => result);
    if (taken.length === 0) return { done, taken, stopped: false };
    const hadClaims = taken.length < left.length;
    left = blocked.map(({ project }) => project);
    if (hadClaims) {
      // Not a last round: this run had a claim during some of these reads.
      nextPause = pauses();
      continue;
    }
    onBlocked(taken);
    const next = await nextPause();
    if (next !== 'again') return { done, taken, stopped: next === 'stopped' };
  }

  async function oneRound(round: readonly P[]): Promise<readonly { readonly project: P; readonly result: T }[]> {
    const queue = [...round];
    const blocked: { project: P; result: T }[] = [];
    const worker = async (): Promise<void> => {
      for (let project = queue.shift(); project !== undefined; project = queue.shift()) {
        const result = await attempt(project);
        if (result.taken) blocked.push({ project, result });
        else onDone(done.push(result));
      }
    };
    await Promise.all(Array.from({ length: Math.min(maxConcurrent, round.length) }, worker));
    return blocked;
  }
}

/** Short at first, because most claims are. */
const PAUSES_MS: readonly number[] = [1_000, 2_000, 4_000];
const MAX_PAUSE_MS = 8_000;

/** `over`: no time is left. `stopped`: the run was interrupted. */
export type NextPause = () => Promise<'again' | 'over' | 'stopped'>;

type PauseMachine = {
  readonly now: () => Date;
  /** Rejects when `signal` aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly stop: AbortSignal;
};

/** @param ms total of all pauses */
export function pausesFor(ms: number, { now, sleep, stop }: PauseMachine): NextPause {
  const end = now().getTime() + ms;
  let count = 0;
  return async () => {
    const left = end - now().getTime();
    if (left <= 0) return 'over';
    try {
      await sleep(Math.min(left, PAUSES_MS[count] ?? MAX_PAUSE_MS), stop);
    } catch (error) {
      if (!stop.aborted) throw error;
    }
    count += 1;
    return stop.aborted ? 'stopped' : 'again';
  };
}
