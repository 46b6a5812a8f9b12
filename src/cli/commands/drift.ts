import { warningPrinter } from '../../publish/index.ts';
import type { Machine } from '../../machine.ts';
import { driftExit, driftNow } from '../../operations/index.ts';
import { driftAsText, driftJson } from '../../render/index.ts';
import { type Ended, failed } from '../ended.ts';
import type { DriftFlags } from '../flags.ts';
import { printProblems } from '../print.ts';

/** Compares live state with the last applied values. Read-only. */
export async function drift(
  options: DriftFlags & { readonly paths: readonly string[] },
  machine: Machine,
): Promise<Ended> {
  const found = await driftNow({ ...options, readsAll: options.full === true, warn: warningPrinter(machine) }, machine);
  const report = found.ok ? found.value.report : undefined;
  const problems = found.ok ? found.value.problems : found.problems;
  if (report === undefined) return failed(problems, machine, options.format);
  printProblems(problems, machine);
  const exit = driftExit(report, problems);
  if (options.format === 'json') return { exit, json: driftJson(report, problems) };
  machine.terminal.print(driftAsText(report, { colour: machine.terminal.colour, verbose: options.verbose === true }));
  return exit;
}
