import type { Activity, Machine } from '../machine.ts';
import { durationText } from '../operations/index.ts';

const TICK_MS = 1_000;

/** Where each line stays, such as in CI: a run of an hour has about 30 of them. */
const MIN_INTERVAL_MS = 2_000;
const INTERVAL_SHARE = 1 / 10;

/** In total, for one reason. */
const MIN_WAITED_MS = 5_000;

const MINUTE_MS = 60_000;

type ActivityMachine = Pick<Machine, 'now' | 'every' | 'terminal'>;

/**
 * Shows on standard error what a run does, from its first second on: task, calls to each API, and why it waits. On a
 * terminal one line is replaced every second; elsewhere lines follow at growing intervals.
 *
 * @param machine with the real clock: that of a sandbox may stand still
 */
export function showActivity({ now, every, terminal }: ActivityMachine): {
  readonly activity: Activity;
  /** Removes the line, and names the long waits. */
  readonly end: () => void;
} {
  const startedAt = now().getTime();
  const { isReplaced, show } = terminal.status ?? {
    isReplaced: false,
    show: (line: string) => terminal.warn(`${line}\n`),
  };
  const calls = new Map<string, number>();
  let [task, nextAt] = ['', 0];
  let wait = { until: 0, why: '' };
  const waits = new Map<string, { readonly ms: number; readonly until: number }>();

  const lineAt = (time: number): string => {
    const counts = [...calls].map(([api, count]) => `${api} ${count}`).sort();
    const left = Math.ceil((wait.until - time) / 1000) * 1000;
    return [
      task,
      counts.length === 0 ? '' : `calls: ${counts.join(', ')}`,
      left > 0 ? `waiting ${durationText(left)} for ${wait.why}` : '',
      durationText(Math.floor((time - startedAt) / 1000) * 1000),
    ]
      .filter((part) => part !== '')
      .join(' · ');
  };
  const ticks = every?.(TICK_MS, () => {
    const time = now().getTime();
    const elapsed = time - startedAt;
    if (elapsed < TICK_MS || (!isReplaced && elapsed < nextAt)) return;
    nextAt = elapsed + Math.max(MIN_INTERVAL_MS, elapsed * INTERVAL_SHARE);
    show(lineAt(time));
  });
  return {
    activity: {
      task: (name, done, of) => {
        task = `${name}: ${done} of ${of}`;
      },
      sent: (api) => void calls.set(api, (calls.get(api) ?? 0) + 1),
      waiting: (ms, why) => {
        const time = now().getTime();
        const until = time + ms;
        if (until > wait.until) wait = { until, why };
        // Two waits at the same time are one.
        const before = waits.get(why) ?? { ms: 0, until: time };
        const added = Math.max(0, until - Math.max(time, before.until));
        waits.set(why, { ms: before.ms + added, until: Math.max(until, before.until) });
      },
    },
    end: () => {
      ticks?.stop();
      if (isReplaced) show('');
      if (ticks === undefined) return;
      const time = now().getTime();
      for (const [why, { ms, until }] of waits) {
        const waited = ms - Math.max(0, until - time);
        if (waited >= MIN_WAITED_MS) terminal.warn(`Waited ${roundedText(waited)} for ${why}.\n`);
      }
    },
  };
}

/** Whole seconds, from two minutes on whole minutes. */
function roundedText(ms: number): string {
  const unit = ms < 2 * MINUTE_MS ? 1_000 : MINUTE_MS;
  return durationText(Math.round(ms / unit) * unit);
}
