import { warningPrinter } from '../../publish/index.ts';
import { EXIT, offlineChecks, openWorkspace } from '../../operations/index.ts';
import { withStandardInput } from '../../io/index.ts';
import type { Machine } from '../../machine.ts';
import { validAsText, validJson } from '../../render/index.ts';
import { type Ended, failed } from '../ended.ts';
import type { CommonOptions } from '../options.ts';

export type ValidateOptions = Omit<CommonOptions, 'sandbox'> & { readonly paths: readonly string[] };

/** Runs all checks that need no network, credentials or environment. */
export async function validate(
  options: ValidateOptions,
  machine: Pick<Machine, 'files' | 'cwd' | 'terminal'>,
): Promise<Ended> {
  const given = await withStandardInput(options.paths, machine);
  if (!given.ok) return failed(given.problems, machine, options.format);
  const { paths } = given.value;
  const workspace = await openWorkspace({ ...options, paths }, { ...given.value.machine, env: {} });
  if (!workspace.ok) return failed(workspace.problems, machine, options.format);
  const valid = offlineChecks(workspace.value);
  warningPrinter(machine)(valid.warnings);
  if (options.format === 'json') return { exit: EXIT.ok, json: validJson(valid) };
  machine.terminal.print(validAsText(valid, { colour: machine.terminal.colour }));
  return EXIT.ok;
}
