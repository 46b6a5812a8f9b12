import type { Machine } from '../../machine.ts';
import { eventNames } from '../../plan/index.ts';
import { validAsJson, validAsText } from '../../render/index.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { CommonOptions } from '../options.ts';
import { printProblems } from '../say.ts';
import { warnOfUnmatchedRules } from '../unmatched-rules.ts';
import { openWorkspace, type Workspace } from '../workspace.ts';

/** Everything that can be said without network, credentials and environment. */
export async function validate(
  options: Omit<CommonOptions, 'sandbox'> & { readonly paths: readonly string[] },
  machine: Pick<Machine, 'files' | 'cwd' | 'terminal'>,
): Promise<ExitCode> {
  const workspace = await openWorkspace({ ...options, ownProblems: true }, { ...machine, env: {} });
  if (!workspace.ok) {
    printProblems(workspace.problems, machine, options.format);
    return EXIT.problems;
  }
  warnOfUnmatchedRules(workspace.value, machine);
  const valid = validated(workspace.value);
  const { colour } = machine.terminal;
  machine.terminal.print(options.format === 'json' ? validAsJson(valid) : validAsText(valid, { colour }));
  return EXIT.ok;
}

/** What is printed of documents that are valid. */
export function validated({ desired, files }: Workspace): Parameters<typeof validAsText>[0] {
  const layers = desired.map(({ name, file }) => ({ name, file }));
  return { layers, files: files.length, checks: desired.flatMap(eventNames) };
}
