import type { Machine } from '../machine.ts';
import type { Problem } from '../model/index.ts';
import { problemsAsText } from '../render/index.ts';

/** Prints warnings to stderr. They do not change the exit code. */
export function warningPrinter({ terminal }: Pick<Machine, 'terminal'>): (problems: readonly Problem[]) => void {
  return (problems) => {
    if (problems.length > 0) terminal.warn(`Warning\n${problemsAsText(problems, { colour: terminal.colour })}`);
  };
}
