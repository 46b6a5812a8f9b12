import { join } from 'node:path';
import type { Machine } from '../../machine.ts';
import type { Problem } from '../../model/index.ts';
import type { FileOfImport } from './import-files.ts';

/** `failed`: names of layers with a file that was not written. */
export type WrittenFiles = { readonly failed: ReadonlySet<string>; readonly problems: readonly Problem[] };

/**
 * Writes files in their order. A new file never replaces one that appeared since, and a document whose fragment was not
 * written is left out. Never writes through a link, nor a text with a known secret.
 */
export async function writeFiles(
  files: readonly FileOfImport[],
  root: string,
  machine: Pick<Machine, 'files' | 'clean'>,
): Promise<WrittenFiles> {
  const failed = new Set<string>();
  const problems: Problem[] = [];
  for (const { path, before, after, layers } of files) {
    if (layers.length === 1 && layers.some((name) => failed.has(name))) continue;
    const problem = hasSecret(before, after, machine)
      ? secret(path)
      : await written(path, after, before === null, root, machine);
    if (problem === undefined) continue;
    for (const name of layers) failed.add(name);
    problems.push({ ...problem, layers });
  }
  return { failed, problems };
}

async function written(
  path: string,
  text: string,
  fresh: boolean,
  root: string,
  { files }: Pick<Machine, 'files'>,
): Promise<Problem | undefined> {
  const target = join(root, ...path.split('/'));
  try {
    // A write would replace a link by a file of its own.
    if (!fresh && (await files.look(target))?.kind !== 'file') return unwritable(path, 'is a link');
    await files.write(target, text, { below: root, ...(fresh && { fresh }) });
    return undefined;
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return unwritable(path, code);
  }
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
