/** One try of one project. `taken`: another run has its claim, so nothing was done. */
export type Tried<T> = { readonly taken: boolean; readonly result: T };

export type RoundsOptions<P, T> = {
  /** Takes the claim of a project and does its work, or finds it taken. Holds no claim afterwards. */
  readonly attempt: (project: P) => Promise<Tried<T>>;
  readonly lanes: number;
  /** How long to wait for other runs; created again after each round with progress. */
  readonly patience: () => NextPause;
  /** Called before each pause with the projects that are blocked. */
  readonly waiting: (late: readonly Tried<T>[]) => void;
  readonly progress: (done: number) => void;
};

export type Rounds<T> = {
  readonly settled: readonly T[];
  readonly late: readonly T[];
  readonly stopped: boolean;
};

/**
 * Works on projects concurrently, and never waits while it holds a claim. A taken project is tried again in the next
 * round. It gives up after a round without any claim in which all remaining projects were taken, and takes no more
 * claims.
 *
 * So two runs cannot both give up because of each other. Proof: suppose they do. The last read of each finds a claim of
 * the other run, which holds no claim in or after its own last round. So the other's last round comes later, for both
 * runs, which is a contradiction.
 */
export async function runInRounds<P, T>(projects: readonly P[], options: RoundsOptions<P, T>): Promise<Rounds<T>> {
  const { attempt, lanes, patience, waiting, progress } = options;
  const settled: T[] = [];
  let left = projects;
  let pause = patience();
  for (;;) {
    const { late, had } = await oneRound(left);
    if (late.length === 0) return { settled, late: [], stopped: false };
    left = late.map(({ project }) => project);
    const tried = late.map((one) => one.tried);
    if (had > 0) {
      // Some of these reads happened while this run had a claim, so they do not count as the last round.
      pause = patience();
      continue;
    }
    waiting(tried);
    const paused = await pause();
    if (paused !== 'again') {
      return { settled, late: tried.map(({ result }) => result), stopped: paused === 'stopped' };
    }
  }

  async function oneRound(
    round: readonly P[],
  ): Promise<{ readonly late: readonly { readonly project: P; readonly tried: Tried<T> }[]; readonly had: number }> {
    const queue = [...round];
    const late: { project: P; tried: Tried<T> }[] = [];
    const lane = async (): Promise<void> => {
      for (let project = queue.shift(); project !== undefined; project = queue.shift()) {
        const tried = await attempt(project);
        if (tried.taken) {
          late.push({ project, tried });
          continue;
        }
        settled.push(tried.result);
        progress(settled.length);
      }
    };
    await Promise.all(Array.from({ length: Math.min(lanes, round.length) }, lane));
    return { late, had: round.length - late.length };
  }
}

/** Milliseconds between reads of a claim that blocks this run. Short at first, because most claims are. */
const PAUSES_MS: readonly number[] = [1_000, 2_000, 4_000];
const LONGEST_PAUSE_MS = 8_000;

/** `over`: no time is left. `stopped`: the run was interrupted. */
export type NextPause = () => Promise<'again' | 'over' | 'stopped'>;

/** @param ms total of all pauses, in milliseconds */
export function pausesFor(
  ms: number,
  {
    now,
    sleep,
    stop,
  }: {
    readonly now: () => Date;
    /** Rejects when `signal` aborts. */
    readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
    readonly stop: AbortSignal;
  },
): NextPause {
  const end = now().getTime() + ms;
  let count = 0;
  return async () => {
    const left = end - now().getTime();
    if (left <= 0) return 'over';
    try {
      await sleep(Math.min(left, PAUSES_MS[count] ?? LONGEST_PAUSE_MS), stop);
    } catch (error) {
      if (!stop.aborted) throw error;
    }
    count += 1;
    return stop.aborted ? 'stopped' : 'again';
  };
}
