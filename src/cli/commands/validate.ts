import type { Machine } from '../../machine.ts';
import { validAsJson } from '../../render/index.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { CommonOptions } from '../options.ts';
import { sayProblems } from '../say.ts';
import { openWorkspace } from '../workspace.ts';

/** Everything that can be said without network, credentials and environment. */
export async function validate(
  options: Omit<CommonOptions, 'sandbox'> & { readonly paths: readonly string[] },
  machine: Pick<Machine, 'files' | 'cwd' | 'terminal'>,
): Promise<ExitCode> {
  const workspace = await openWorkspace({ ...options, ownProblems: true }, { ...machine, env: {} });
  if (!workspace.ok) {
    sayProblems(workspace.problems, machine, options.format);
    return EXIT.problems;
  }
  const { desired } = workspace.value;
  const layers = desired.map(({ name, file }) => ({ name, file }));
  machine.terminal.print(options.format === 'json' ? validAsJson(layers) : validText(layers.length));
  return EXIT.ok;
}

/** @param count of layer documents */
export function validText(count: number): string {
  return `${count === 1 ? '1 layer document is' : `${count} layer documents are`} valid.\n`;
}
