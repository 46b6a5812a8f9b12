import { warningPrinter } from '../../publish/index.ts';
import type { Machine } from '../../machine.ts';
import { EXIT, type ExitCode, verifyExit, verifyNow } from '../../operations/index.ts';
import { verifyAsJson, verifyAsText } from '../../render/index.ts';
import type { VerifyFlags } from '../flags.ts';
import { printProblems } from '../print.ts';

/** Judges the setup of layers item by item. Read-only. */
export async function verify(
  options: VerifyFlags & { readonly paths: readonly string[] },
  machine: Machine,
): Promise<ExitCode> {
  const { terminal } = machine;
  const verified = await verifyNow({ ...options, warn: warningPrinter(machine) }, machine);
  if (!verified.ok) {
    printProblems(verified.problems, machine, options.format);
    return EXIT.problems;
  }
  const { report, problems } = verified.value;
  printProblems(problems, machine, options.format, false);
  terminal.print(
    options.format === 'json'
      ? verifyAsJson(report, problems)
      : verifyAsText(report, { colour: terminal.colour, verbose: options.verbose === true }),
  );
  return verifyExit(report, problems);
}
