import type { Machine } from '../machine.ts';
import type { Problem } from '../model/index.ts';
import { EXIT, type ExitCode, unlessStopped } from '../operations/index.ts';
import { type CommandJson, commandJsonParts, problemsJson } from '../render/index.ts';
import type { Format } from './options.ts';
import { printProblems } from './print.ts';

/** How a command ended. With `--format json` it returns its output, which is printed last, with the final exit code. */
export type Ended = ExitCode | { readonly exit: ExitCode; readonly json: CommandJson };

/** Problems as the only result. */
export function failed(
  problems: readonly Problem[],
  machine: Pick<Machine, 'terminal'>,
  format: Format,
  exit: ExitCode = EXIT.problems,
): Ended {
  if (format === 'json') return { exit, json: problemsJson(problems) };
  printProblems(problems, machine);
  return exit;
}

export function exitOf(ended: Ended): ExitCode {
  return typeof ended === 'object' ? ended.exit : ended;
}

/** Prints the JSON of a command, if it has some, part by part, and returns the final exit code. */
export async function conclude(ended: Ended, machine: Pick<Machine, 'terminal' | 'stop'>): Promise<ExitCode> {
  const { terminal } = machine;
  const exitCode = unlessStopped(exitOf(ended), machine);
  for (const part of typeof ended === 'object' ? commandJsonParts(ended.json, { exitCode }) : []) {
    terminal.print(part);
    await terminal.drained?.();
  }
  return exitCode;
}
