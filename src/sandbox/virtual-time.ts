import type { Machine } from '../machine.ts';
import type { Sleep } from './core/deliver.ts';

/** Waiting that moves a clock instead of taking time. */
type VirtualTime = Pick<Machine, 'sleep' | 'deadline'> & {
  /** Call both around each request: the clock does not move while one is pending. */
  readonly begin: () => void;
  readonly end: () => void;
  /** For the server: its pending request does not stop the clock. */
  readonly sleepInRequest: Sleep;
};

type Waiting = { readonly at: number; readonly wake: () => void };

/**
 * The clock moves to the end of the earliest wait as soon as nothing else happens. A run that waits for hours takes
 * seconds, and both sides see the same hours.
 *
 * @param clock the clock that waits move
 * @param machine `sleep` lets other work go first; `deadline` still ends a request that hangs
 */
export function virtualTime(
  clock: () => { readonly now: () => Date; readonly advance: (ms: number) => void },
  machine: Pick<Machine, 'sleep' | 'deadline'>,
): VirtualTime {
  const waits = new Set<Waiting>();
  const deadlines = new Set<Waiting>();
  let pending = 0;
  let moving = false;
  const now = () => clock().now().getTime();

  const move = async (): Promise<void> => {
    if (moving) return;
    moving = true;
    while (waits.size > 0) {
      await machine.sleep(0);
      if (pending > 0 || waits.size === 0) break;
      const next = Math.min(...[...waits].map(({ at }) => at));
      // A clock that runs by itself may be past it.
      if (next > now()) clock().advance(next - now());
      wakeUntil(now(), deadlines);
      wakeUntil(now(), waits);
    }
    moving = false;
  };

  const end = (): void => {
    pending -= 1;
    if (pending === 0) void move();
  };
  const begin = (): void => void (pending += 1);
  const sleep: Machine['sleep'] = (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const giveUp = (): void => {
        waits.delete(waiting);
        reject(signal?.reason);
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      const waiting = { at: now() + ms, wake };
      waits.add(waiting);
      signal?.addEventListener('abort', giveUp, { once: true });
      void move();
    });

  return {
    sleep,
    deadline: (ms) => {
      const controller = new AbortController();
      const wake = (): void => controller.abort(new DOMException('The deadline has ended.', 'TimeoutError'));
      deadlines.add({ at: now() + ms, wake });
      return AbortSignal.any([machine.deadline(ms), controller.signal]);
    },
    begin,
    end,
    sleepInRequest: async (ms, signal) => {
      end();
      try {
        await sleep(ms, signal);
      } finally {
        begin();
      }
    },
  };
}

function wakeUntil(now: number, waits: Set<Waiting>): void {
  // In order of their ends, so that equal runs stay equal.
  const due = [...waits].filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
  for (const waiting of due) {
    waits.delete(waiting);
    waiting.wake();
  }
}
