type Shared = {
  /** Free places are `undefined`. */
  readonly calls: ((() => void) | undefined)[];
  readonly free: number[];
  readonly listener: () => void;
};

const sharedBy = new WeakMap<AbortSignal, Shared>();

/**
 * Calls `call` when the signal aborts; the returned function takes that back and leaves no listener behind. All calls
 * share one listener, because Node searches all listeners of a signal whenever one is added or removed. Not in a set:
 * what was deleted from a set stays in memory until all old objects are collected.
 */
export function onAbort(signal: AbortSignal, call: () => void): () => void {
  const shared = sharedBy.get(signal) ?? listening(signal);
  const place = shared.free.pop() ?? shared.calls.length;
  shared.calls[place] = call;
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    shared.calls[place] = undefined;
    shared.free.push(place);
    if (shared.free.length < shared.calls.length) return;
    sharedBy.delete(signal);
    signal.removeEventListener('abort', shared.listener);
  };
}

function listening(signal: AbortSignal): Shared {
  const calls: Shared['calls'] = [];
  const listener = (): void => calls.forEach((call) => call?.());
  signal.addEventListener('abort', listener);
  const shared = { calls, free: [], listener };
  sharedBy.set(signal, shared);
  return shared;
}
