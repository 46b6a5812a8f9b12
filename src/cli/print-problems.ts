import type { Machine } from '../machine.ts';
import type { Problem } from '../model/index.ts';
import { problemsAsJson, problemsAsText } from '../render/index.ts';
import type { Format } from './options.ts';

/** Prints problems to standard error, or to standard output if the format is JSON and nothing else is printed. */
export function printProblems(
  problems: readonly Problem[],
  machine: Pick<Machine, 'terminal'>,
  format: Format,
  alone = true,
): void {
  if (problems.length === 0) return;
  if (format === 'json' && alone) machine.terminal.print(problemsAsJson(problems));
  else machine.terminal.warn(problemsAsText(problems, { colour: machine.terminal.colour }));
}
