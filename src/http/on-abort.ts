type Shared = { readonly calls: Set<() => void>; readonly listener: () => void };

const sharedBy = new WeakMap<AbortSignal, Shared>();

/**
 * Calls `call` if the signal aborts from now on; the returned function takes that back, and leaves no listener behind.
 * All calls share one listener: for each one that comes or goes, Node looks through all those of the signal.
 */
export function onAbort(signal: AbortSignal, call: () => void): () => void {
  const { calls, listener } = sharedBy.get(signal) ?? listening(signal);
  calls.add(call);
  return () => {
    if (!calls.delete(call) || calls.size > 0) return;
    sharedBy.delete(signal);
    signal.removeEventListener('abort', listener);
  };
}

function listening(signal: AbortSignal): Shared {
  const calls = new Set<() => void>();
  const listener = (): void => calls.forEach((call) => call());
  signal.addEventListener('abort', listener);
  const shared = { calls, listener };
  sharedBy.set(signal, shared);
  return shared;
}
