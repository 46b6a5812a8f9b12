import { setTimeout } from 'node:timers/promises';

/** Waits in real time. Does not keep the process alive. */
export async function realSleep(ms: number, signal?: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { ref: false, ...(signal === undefined ? {} : { signal }) });
}
