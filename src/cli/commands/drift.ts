import { warningPrinter } from '../../publish/index.ts';
import type { Machine } from '../../machine.ts';
import { driftExit, driftNow, EXIT, type ExitCode } from '../../operations/index.ts';
import { driftAsJson, driftAsText } from '../../render/index.ts';
import type { CommonOptions } from '../options.ts';
import { printProblems } from '../print.ts';

/** Compares live state with the last applied values. Read-only. */
export async function drift(
  options: CommonOptions & { readonly paths: readonly string[]; readonly record?: string },
  machine: Machine,
): Promise<ExitCode> {
  const found = await driftNow({ ...options, warn: warningPrinter(machine) }, machine);
  const report = found.ok ? found.value.report : undefined;
  const problems = found.ok ? found.value.problems : found.problems;
  printProblems(problems, machine, options.format, report === undefined);
  if (report === undefined) return EXIT.problems;
  machine.terminal.print(
    options.format === 'json'
      ? driftAsJson(report, problems)
      : driftAsText(report, { colour: machine.terminal.colour }),
  );
  return driftExit(report, problems);
}
