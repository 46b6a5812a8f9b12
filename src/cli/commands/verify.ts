import { warningPrinter } from '../../publish/index.ts';
import type { Machine } from '../../machine.ts';
import { verifyExit, verifyNow } from '../../operations/index.ts';
import { verifyAsText, verifyJson } from '../../render/index.ts';
import { type Ended, failed } from '../ended.ts';
import type { VerifyFlags } from '../flags.ts';
import { printProblems } from '../print.ts';

/** Judges the setup of layers item by item. Read-only. */
export async function verify(
  options: VerifyFlags & { readonly paths: readonly string[] },
  machine: Machine,
): Promise<Ended> {
  const { terminal } = machine;
  const verified = await verifyNow({ ...options, warn: warningPrinter(machine) }, machine);
  if (!verified.ok) return failed(verified.problems, machine, options.format);
  const { report, problems } = verified.value;
  printProblems(problems, machine);
  const exit = verifyExit(report, problems);
  if (options.format === 'json') return { exit, json: verifyJson(report, problems) };
  terminal.print(verifyAsText(report, { colour: terminal.colour, verbose: options.verbose === true }));
  return exit;
}
