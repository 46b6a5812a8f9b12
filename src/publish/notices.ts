import type { Machine } from '../machine.ts';
import type { Problem } from '../model/index.ts';
import { type ApplyNotices, durationText } from '../operations/index.ts';
import { forTerminal, problemsAsText, reasonAsText } from '../render/index.ts';

/** Texts of an apply. Prints the run that it waits for to stderr. */
export function applyNotices({ terminal }: Pick<Machine, 'terminal'>): ApplyNotices {
  return {
    staleText: reasonAsText,
    waiting: (ms, project, run) =>
      terminal.warn(
        `Waiting up to ${durationText(ms)} for ${forTerminal(run)}, which is writing to project ${project}.\n`,
      ),
  };
}

/** Prints warnings to stderr. They do not change the exit code. */
export function warningPrinter({ terminal }: Pick<Machine, 'terminal'>): (problems: readonly Problem[]) => void {
  return (problems) => {
    if (problems.length > 0) terminal.warn(`Warning\n${problemsAsText(problems, { colour: terminal.colour })}`);
  };
}
