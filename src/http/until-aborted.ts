/**
 * The same as `work`, but rejects as soon as the signal aborts: undici heeds a signal only once it is connected, and a
 * proxy may keep it from that for minutes. What `work` comes to after that is nobody's concern.
 */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(signal.reason);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}
