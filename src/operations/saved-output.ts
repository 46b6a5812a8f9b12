import { collectDocuments, openOutputs, type Output, type Outputs } from '../io/index.ts';
import type { Machine } from '../machine.ts';
import { fail, ok, type Result } from '../model/index.ts';
import type { OpenedSettings } from './workspace.ts';

/**
 * Opens the output of a command that only reads a saved plan. Fails if the file may not be written; nothing is written
 * before that is known.
 *
 * @param plan path of the saved plan
 */
export async function openSavedOutput(
  output: Output | undefined,
  plan: string,
  opened: OpenedSettings,
  machine: Pick<Machine, 'files' | 'cwd'>,
): Promise<Result<Outputs>> {
  const files = output === undefined ? undefined : await collectDocuments([], opened.root, opened.settings, machine);
  const outputs = openOutputs({ ...opened, files: files?.ok ? files.value : [], inputs: [plan] }, machine);
  const problem = output === undefined ? undefined : await outputs.problem(output);
  return problem === undefined ? ok(outputs) : fail(problem);
}
