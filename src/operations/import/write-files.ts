import { join } from 'node:path';
import { decode } from '../../desired/index.ts';
import type { Machine } from '../../machine.ts';
import { MAX_FILE_BYTES, type Problem } from '../../model/index.ts';
import type { FileOfImport } from './import-files.ts';

export type WrittenFiles = {
  readonly files: readonly FileOfImport[];
  /** Names of layers with a file that was not written. */
  readonly failed: ReadonlySet<string>;
  readonly problems: readonly Problem[];
};

/**
 * Writes files in their order. Never replaces a file that appeared or changed since it was read, and leaves out a document
 * whose fragment was not written. Never writes through a link, nor a text with a known secret.
 */
export async function writeFiles(
  files: readonly FileOfImport[],
  root: string,
  machine: Pick<Machine, 'files' | 'clean'>,
): Promise<WrittenFiles> {
  const failed = new Set<string>();
  const problems: Problem[] = [];
  const done: FileOfImport[] = [];
  for (const file of files) {
    const { path, before, after, layers } = file;
    if (layers.length === 1 && layers.some((name) => failed.has(name))) continue;
    const problem = hasSecret(before, after, machine) ? secret(path) : await written(file, root, machine);
    if (problem === undefined) {
      done.push(file);
      continue;
    }
    for (const name of layers) failed.add(name);
    problems.push({ ...problem, layers });
  }
  return { files: done, failed, problems };
}

async function written(
  { path, before, after }: FileOfImport,
  root: string,
  { files }: Pick<Machine, 'files'>,
): Promise<Problem | undefined> {
  const target = join(root, ...path.split('/'));
  const fresh = before === null;
  try {
    // A write would replace a link by a file of its own.
    if (!fresh && (await files.look(target))?.kind !== 'file') return unwritable(path, 'is a link');
    if (!fresh && decode(await files.read(target, MAX_FILE_BYTES)).text !== before) return changed(path);
    await files.write(target, after, { below: root, ...(fresh && { fresh }) });
    return undefined;
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return unwritable(path, code);
  }
}

function changed(path: string): Problem {
  return {
    code: 'disk/unwritable',
    message: `${path} was not written: it changed while the import was reading.`,
    remedy: 'Run reconcile import again.',
  };
}

function unwritable(path: string, why: string): Problem {
  return {
    code: 'disk/unwritable',
    message: `${path} could not be written (${why}).`,
    remedy: 'Make the folder writable, without links or files in place of folders, and run reconcile import again.',
  };
}

/** A value at Layers can repeat a credential of this machine. */
function hasSecret(before: string | null, after: string, { clean }: Pick<Machine, 'clean'>): boolean {
  if (clean === undefined) return false;
  const added = new Set(after.split('\n'));
  for (const line of before?.split('\n') ?? []) added.delete(line);
  return [...added].some((line) => clean(line) !== line);
}

function secret(path: string): Problem {
  return {
    code: 'document/secret',
    message: `${path} was not written: a live value repeats a credential.`,
    remedy: 'Remove the credential from the config at Layers, and replace it.',
  };
}
