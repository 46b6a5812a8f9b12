import { join, resolve } from 'node:path';
import { isReadable } from '../desired/index.ts';
import type { Machine } from '../machine.ts';
import type { Output } from './outputs.ts';

/**
 * Names of undo documents by the file path of the document that they replace. They are unique even if case is ignored:
 * `a.json` and `a.yaml` are two layers. All are YAML, and none is hidden.
 */
export function undoNames(filePaths: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const filePath of filePaths) {
    const shown = filePath.replace(/(^|\/)\.+/g, '$1');
    const plain = isReadable(shown) ? shown.replace(/\.json$/i, '.yaml') : `${shown}.yaml`;
    let name = plain;
    for (let count = 2; taken.has(name.toLowerCase()); count += 1) name = plain.replace(/(\.ya?ml)$/i, `-${count}$1`);
    taken.add(name.toLowerCase());
    names.set(filePath, name);
  }
  return names;
}

/** All files that the undo documents may become, to check whether they may be written. */
export function undoOutputs(folder: string, desired: readonly { readonly file: string }[]): readonly Output[] {
  const names = undoNames(desired.map(({ file }) => file));
  return [...names.values()].map((name) => ({ option: '--undo-dir', path: join(folder, name) }));
}

/**
 * A folder for the undo documents of one apply, as typed: the named one if it is empty or absent, otherwise `2`, `3`
 * and so on in it. Earlier undo documents stay unchanged and are never mixed with others.
 */
export async function freshFolder(folder: string, { files, cwd }: Pick<Machine, 'files' | 'cwd'>): Promise<string> {
  const look = await files.look(resolve(cwd, folder));
  if (look === undefined || (await files.list(resolve(cwd, folder))).length === 0) return folder;
  for (let count = 2; ; count += 1) {
    const inner = join(folder, String(count));
    if ((await files.look(resolve(cwd, inner))) === undefined) return inner;
  }
}
