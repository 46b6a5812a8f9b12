import { applyNotices, warningPrinter } from '../../publish/index.ts';
import type { Machine } from '../../machine.ts';
import { confirmNow, type ConfirmOptions, EXIT, type ExitCode } from '../../operations/index.ts';
import { confirmedAsJson, forTerminal, planAsText } from '../../render/index.ts';
import { type CommonOptions, parseAllowances } from '../options.ts';
import { printProblems } from '../print.ts';

/** Records a completed manual step or a pasted config in the ledger, and writes nothing else. */
export async function confirm(
  options: Omit<ConfirmOptions, 'allow'> & CommonOptions & { readonly allow: readonly string[] },
  machine: Machine,
): Promise<ExitCode> {
  const allow = parseAllowances(options.allow);
  if (!allow.ok) {
    printProblems(allow.problems, machine, options.format);
    return EXIT.problems;
  }
  const { exit, problems, text, plan } = await confirmNow(
    { ...options, warn: warningPrinter(machine), allow: allow.value },
    applyNotices(machine),
    machine,
  );
  printProblems(problems, machine, options.format, text === undefined);
  if (text === undefined) return exit;
  machine.terminal.print(
    options.format === 'json'
      ? confirmedAsJson(text, plan)
      : `${forTerminal(text)}\n${plan === undefined ? '' : planAsText(plan, { colour: machine.terminal.colour })}`,
  );
  return exit;
}
