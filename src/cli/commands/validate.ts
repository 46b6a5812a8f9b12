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
  const { desired, files } = workspace.value;
  const layers = desired.map(({ name, file }) => ({ name, file }));
  const json = options.format === 'json';
  machine.terminal.print(json ? validAsJson(layers, files.length) : validText(layers.length, files.length));
  return EXIT.ok;
}

/** The result with both counts: a file that is no document, and no fragment of one, would show as a difference. */
export function validText(documents: number, files: number): string {
  const valid = documents === 1 ? '1 layer document is valid' : `${documents} layer documents are valid`;
  return `${valid} (${files === 1 ? '1 file' : `${files} files`}).\n`;
}
