/** Milliseconds between reads of a claim that blocks this run. Short at first, because most claims are. */
const PAUSES_MS: readonly number[] = [1_000, 2_000, 4_000];
const LONGEST_PAUSE_MS = 8_000;

/** `over`: no time is left. `stopped`: the run was interrupted. */
export type Patience = () => Promise<'again' | 'over' | 'stopped'>;

/** @param ms total of all pauses, in milliseconds */
export function patience(
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
): Patience {
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
