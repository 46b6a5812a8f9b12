import type { Patience } from './patience.ts';

/** One try of one project. `taken`: another run holds it, so nothing was done. */
export type Tried<T> = { readonly taken: boolean; readonly result: T };

export type RoundsOptions<P, T> = {
  /** Takes the claim of a project and does its work under it, or finds it taken. Holds nothing afterwards. */
  readonly attempt: (project: P) => Promise<Tried<T>>;
  /** How many projects are worked on at a time. */
  readonly lanes: number;
  /** How long to wait for what others hold; a new one each time that something was to be had. */
  readonly patience: () => Patience;
  /** Hears of the projects that are waited for, before each pause. */
  readonly waiting: (late: readonly Tried<T>[]) => void;
  /** Hears how many projects are settled. */
  readonly progress: (done: number) => void;
};

export type Rounds<T> = {
  readonly settled: readonly T[];
  /** What others held to the end. */
  readonly late: readonly T[];
  /** Whether waiting was broken off because the program was asked to stop. */
  readonly stopped: boolean;
};

/**
 * Works on projects side by side, and never waits while it holds one. What another run holds is put off to the next round.
 * It gives up after a round in which it held nothing at any time and found all that is left taken, and then takes nothing
 * any more.
 *
 * So two runs never both give up because of each other, however slow they are. Suppose they do, and take the last look of
 * each. It finds a claim of the other run, which holds nothing in its own last round, and nothing after it: so the other's
 * last round comes later. That would have to be so both ways round.
 */
export async function inRounds<P, T>(projects: readonly P[], options: RoundsOptions<P, T>): Promise<Rounds<T>> {
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
      // Some of these looks happened while another project was held: they do not count as the last.
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
