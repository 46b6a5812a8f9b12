import type { Machine } from '../machine.ts';

/**
 * Milliseconds left for a pending request when the run is interrupted. A CI runner waits 7.5 s before it enforces the
 * stop.
 */
const GRACE = 5_000;

/** The abort signal of a request. `forget` removes its listener when the request has ended. */
export type Deadline = { readonly signal: AbortSignal; readonly forget: () => void };

/**
 * Aborts after `timeout` milliseconds, and earlier if the run is interrupted: a pending request may finish, but a
 * server that does not answer must not delay the exit.
 */
export function requestDeadline(
  { deadline, stop }: Pick<Machine, 'deadline'> & Partial<Pick<Machine, 'stop'>>,
  timeout: number,
): Deadline {
  const over = new AbortController();
  const after = (ms: number): void => {
    deadline(ms).addEventListener('abort', ({ target }) => {
      over.abort(target instanceof AbortSignal ? target.reason : undefined);
    });
  };
  const hurry = (): void => after(Math.min(GRACE, timeout));
  after(timeout);
  if (stop?.aborted) hurry();
  else stop?.addEventListener('abort', hurry, { once: true });
  return { signal: over.signal, forget: () => stop?.removeEventListener('abort', hurry) };
}
