import { warningPrinter } from '../../publish/index.ts';
import { EXIT, type ExitCode, openWorkspace, settingsWarnings, offlineChecks } from '../../operations/index.ts';
import type { Machine } from '../../machine.ts';
import { validAsJson, validAsText } from '../../render/index.ts';
import type { CommonOptions } from '../options.ts';
import { printProblems } from '../print.ts';

/** Runs all checks that need no network, credentials or environment. */
export async function validate(
  options: Omit<CommonOptions, 'sandbox'> & { readonly paths: readonly string[] },
  machine: Pick<Machine, 'files' | 'cwd' | 'terminal'>,
): Promise<ExitCode> {
  const workspace = await openWorkspace(options, { ...machine, env: {} });
  if (!workspace.ok) {
    printProblems(workspace.problems, machine, options.format);
    return EXIT.problems;
  }
  warningPrinter(machine)(settingsWarnings(workspace.value));
  const valid = offlineChecks(workspace.value);
  const { colour } = machine.terminal;
  machine.terminal.print(options.format === 'json' ? validAsJson(valid) : validAsText(valid, { colour }));
  return EXIT.ok;
}
