import { join } from 'node:path';
import { findSettings, locateInGit } from '../io/index.ts';
import type { Machine } from '../machine.ts';
import { fail, ok, type Problem, type Result } from '../model/index.ts';
import { type FirstLayer, initialFiles, workflowFiles } from './initial-files.ts';
import { openPartialWorkspace } from './workspace.ts';

export type InitOptions = {
  /** Used only if the repository has no layer document. */
  readonly layer: FirstLayer;
  readonly unit?: 'major' | 'minor';
  /** Whether to write the workflows of GitHub as well. */
  readonly workflows?: boolean;
};

/** `kept`: the file existed and was left alone. */
export type InitialisedFile = { readonly path: string; readonly result: 'created' | 'kept' };

/**
 * Creates the files of a repository in the working folder. Never overwrites a file: a second run creates only what is
 * missing. Fails before any write if the folder is inside a repository that has settings already.
 */
export async function initialise(
  { layer, unit, workflows = false }: InitOptions,
  machine: Pick<Machine, 'files' | 'cwd' | 'env' | 'git'>,
): Promise<Result<readonly InitialisedFile[]>> {
  const hasDocuments = await documentsExist(machine);
  if (!hasDocuments.ok) return hasDocuments;
  const found = await findSettings(machine);
  if (!found.ok) return found;
  const { file, root } = found.value;
  if (file !== undefined && root !== machine.cwd) return fail(alreadySetUp(join(root, file.filePath)));
  const folder = workflows ? await folderInRepository(machine) : '.';
  if (folder !== '.') return fail(notAtRoot(folder));
  const texts = workflows ? await workflowFiles() : [];
  const results: InitialisedFile[] = [];
  const problems: Problem[] = [];
  for (const { path, text } of [...initialFiles(hasDocuments.value ? undefined : layer, unit), ...texts]) {
    // Both names at once would be a problem.
    const isSettings = path === 'reconcile.yaml' && file !== undefined;
    const written = isSettings ? ok('kept' as const) : await writeNew(path, text, machine);
    if (written.ok) results.push({ path: isSettings ? file.filePath : path, result: written.value });
    else problems.push(...written.problems);
  }
  return problems.length > 0 ? fail(...problems) : ok(results);
}

/** `.`: the root, or no repository yet. */
export async function folderInRepository(machine: Pick<Machine, 'cwd' | 'git'>): Promise<string> {
  const found = await locateInGit(machine.cwd, machine);
  return found.ok && found.value.prefix !== '' ? found.value.prefix : '.';
}

/** Whether the settings match a document, valid or not. */
async function documentsExist(machine: Pick<Machine, 'files' | 'cwd' | 'env'>): Promise<Result<boolean>> {
  const opened = await openPartialWorkspace({ paths: [] }, machine);
  if (opened.ok) return ok(opened.value.files.some(({ role }) => role === 'document'));
  return opened.problems.every(({ code }) => code === 'document/none') ? ok(false) : opened;
}

async function writeNew(
  path: string,
  text: string,
  { files, cwd }: Pick<Machine, 'files' | 'cwd'>,
): Promise<Result<'created' | 'kept'>> {
  try {
    await files.write(join(cwd, path), text, { fresh: true, below: cwd });
    return ok('created');
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return ok('kept');
    return fail({
      code: 'disk/unwritable',
      message: `${path} could not be created (${code}).`,
      remedy: 'Make the folder writable, without links or files in place of folders, and run reconcile init again.',
    });
  }
}

function notAtRoot(folder: string): Problem {
  return {
    code: 'cli/usage',
    message: `GitHub reads workflows only in the root of a repository, and this is its folder ${folder}.`,
    remedy: 'Run reconcile init without --workflows, and copy the workflows from examples/github of reconcile.',
  };
}

function alreadySetUp(settings: string): Problem {
  return {
    code: 'cli/usage',
    message: `This folder belongs to the repository of ${settings}.`,
    remedy: 'Run reconcile init in the folder of that file, or in a folder outside of it.',
  };
}
