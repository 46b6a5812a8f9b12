/** Milliseconds that a request in hand still has when the run is asked to stop. A runner waits for 7.5 s before it insists. */
const GRACE = 5_000;

/** When a request is given up. `forget` ends it where the request has ended before. */
export type Deadline = { readonly signal: AbortSignal; readonly forget: () => void };

/**
 * Aborts after `timeout` milliseconds, and earlier where the run is asked to stop: what was begun is finished then, but
 * a server that says nothing is not waited for.
 *
 * @param stop absent: nobody asks
 * @param grace milliseconds after that, 5 s where absent
 */
export function deadline(timeout: number, stop?: AbortSignal, grace: number = GRACE): Deadline {
  const over = new AbortController();
  const after = (ms: number): void => {
    AbortSignal.timeout(ms).addEventListener('abort', ({ target }) => {
      over.abort(target instanceof AbortSignal ? target.reason : undefined);
    });
  };
  const hurry = (): void => after(Math.min(grace, timeout));
  after(timeout);
  if (stop?.aborted) hurry();
  else stop?.addEventListener('abort', hurry, { once: true });
  return { signal: over.signal, forget: () => stop?.removeEventListener('abort', hurry) };
}
