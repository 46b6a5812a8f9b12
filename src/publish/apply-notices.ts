import type { Machine } from '../machine.ts';
import { type ApplyNotices, durationText } from '../operations/index.ts';
import { forTerminal, reasonAsText } from '../render/index.ts';

/** Texts of an apply. Prints to stderr which run it waits for. */
export function applyNotices({ terminal }: Pick<Machine, 'terminal'>): ApplyNotices {
  return {
    staleText: reasonAsText,
    waiting: (ms, project, run) =>
      terminal.warn(
        `Waiting up to ${durationText(ms)} for project ${project}, which ${forTerminal(run)} is writing to.\n`,
      ),
  };
}
