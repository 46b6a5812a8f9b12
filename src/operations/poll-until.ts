import type { Machine } from '../machine.ts';

/** Between two looks at something that a person does. */
const POLL_MS = 5_000;

/**
 * Calls `look` until it returns a value. `undefined` if the time is over, or if the run is interrupted.
 *
 * @param waitMs 0: looks once
 */
export async function pollUntil<T>(
  look: () => Promise<T | undefined>,
  waitMs: number,
  { now, sleep, stop, activity }: Pick<Machine, 'now' | 'sleep' | 'stop' | 'activity'>,
): Promise<T | undefined> {
  const end = now().getTime() + waitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (now().getTime() + POLL_MS > end) return undefined;
    activity?.waiting(POLL_MS, 'a person');
    try {
      await sleep(POLL_MS, stop);
    } catch (error) {
      if (stop.aborted) return undefined;
      throw error;
    }
  }
}
