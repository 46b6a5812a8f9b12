/** Limit of one call, so that a process has enough work and its answer fits into memory. */
const MAX_TOGETHER = 256;

type Waiting<T> = {
  readonly id: string;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
};

/**
 * Turns a query for many items into a query for one: calls in the same turn of the event loop are combined.
 *
 * @param ask returns answers in the order of the ids
 */
export function together<T>(ask: (ids: readonly string[]) => Promise<readonly T[]>): (id: string) => Promise<T> {
  let waiting: Waiting<T>[] = [];
  const send = (): void => {
    const asked = waiting;
    waiting = [];
    for (let at = 0; at < asked.length; at += MAX_TOGETHER) void answer(asked.slice(at, at + MAX_TOGETHER), ask);
  };
  return (id) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(send);
      waiting.push({ id, resolve, reject });
    });
}

async function answer<T>(asked: readonly Waiting<T>[], ask: (ids: readonly string[]) => Promise<readonly T[]>) {
  try {
    const values = await ask(asked.map(({ id }) => id));
    for (const [index, { resolve }] of asked.entries()) resolve(values[index] as T);
  } catch (error) {
    for (const { reject } of asked) reject(error);
  }
}
