import { collectDocuments, openOutputs, type Output, type Outputs } from '../io/index.ts';
import type { Machine } from '../machine.ts';
import { fail, ok, type Result } from '../model/index.ts';
import { sameFile } from './same-file.ts';
import type { OpenedSettings } from './workspace.ts';

/**
 * Opens the outputs of a command that only reads saved plans. Fails if a file may not be written; nothing is written
 * before that is known.
 *
 * @param plans paths of the saved plans
 */
export async function openSavedOutputs(
  named: readonly Output[],
  plans: readonly string[],
  opened: OpenedSettings,
  machine: Pick<Machine, 'files' | 'cwd'>,
): Promise<Result<Outputs>> {
  const files = named.length === 0 ? undefined : await collectDocuments([], opened.root, opened.settings, machine);
  const outputs = openOutputs({ ...opened, files: files?.ok ? files.value : [], inputs: plans }, machine);
  const same = sameFile(named, machine);
  if (same !== undefined) return fail(same);
  const problems = (await Promise.all(named.map(outputs.problem))).flatMap((one) => one ?? []);
  return problems.length === 0 ? ok(outputs) : fail(...problems);
}
