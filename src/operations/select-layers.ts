import { resolve } from 'node:path';
import type { Machine } from '../machine.ts';
import { LAYER_NAME, ok, type Result } from '../model/index.ts';
import { noSuchLayer } from './confirm.ts';
import { openPartialWorkspace } from './workspace.ts';

type Disk = Pick<Machine, 'files' | 'cwd' | 'env' | 'hide'>;

/** Paths for arguments that are paths, or names of layers. A file or folder with the name of a layer is a path. */
export async function pathsOfArguments(
  words: readonly string[],
  config: string | undefined,
  machine: Disk,
): Promise<Result<readonly string[]>> {
  const isPath = await Promise.all(
    words.map(
      async (word) => !LAYER_NAME.test(word) || (await machine.files.look(resolve(machine.cwd, word))) !== undefined,
    ),
  );
  if (isPath.every(Boolean)) return ok(words);
  const workspace = await openPartialWorkspace({ paths: [], ...(config !== undefined && { config }) }, machine);
  if (!workspace.ok) return workspace;
  const { root, desired, invalid } = workspace.value;
  const documents = [...desired, ...invalid];
  const files = new Map(documents.map(({ name, file }) => [name, resolve(root, file)]));
  const names = [...files.keys()];
  const missing = words.filter((word, index) => !isPath[index] && !files.has(word));
  if (missing.length > 0) return { ok: false, problems: missing.map((name) => noSuchLayer(name, names)) };
  return ok(words.map((word) => files.get(word) ?? word));
}
