import type { Machine } from '../machine.ts';
import type { Problem } from '../model/index.ts';
import { durationText, type WaitNotices } from '../operations/index.ts';
import { awaitedAsText, forTerminal, reasonAsText, warningsAsText } from '../render/index.ts';

/** Texts of an apply. Prints what it waits for to stderr. */
export function applyNotices({ terminal }: Pick<Machine, 'terminal'>): WaitNotices {
  return {
    staleText: reasonAsText,
    waiting: (ms, project, run) =>
      terminal.warn(
        `Waiting up to ${durationText(ms)} for ${forTerminal(run)}, which is writing to project ${project}.\n`,
      ),
    awaiting: (awaited, leftMs) => terminal.warn(`Waiting up to ${restText(leftMs)}:\n${awaitedAsText(awaited)}`),
    overdue: (awaited, waitMs) =>
      terminal.warn(`Stopped waiting after ${durationText(waitMs)}. Not visible yet:\n${awaitedAsText(awaited)}`),
  };
}

const MINUTE_MS = 60_000;

/** Whole minutes, rounded up; seconds below one minute. */
function restText(ms: number): string {
  return durationText(ms < MINUTE_MS ? ms : Math.ceil(ms / MINUTE_MS) * MINUTE_MS);
}

/** Prints warnings to stderr. They do not change the exit code. */
export function warningPrinter({ terminal }: Pick<Machine, 'terminal'>): (problems: readonly Problem[]) => void {
  return (problems) => {
    terminal.warn(warningsAsText(problems, { colour: terminal.warnColour }));
  };
}
