import { basename, resolve } from 'node:path';
import type { Machine } from '../machine.ts';
import { LAYER_NAME, nearest, ok, type Problem, type Result } from '../model/index.ts';
import { openPartialWorkspace, type Workspace } from './workspace.ts';

export type LayerSelection = {
  /** Names of layers and of invalid documents by word, in the given order. */
  readonly namesByWord: ReadonlyMap<string, readonly string[]>;
  /** One for each word that no document answers to. */
  readonly problems: readonly Problem[];
};

/** The layers that words of a command line mean: names, or files of documents. Nothing is guessed. */
export function selectLayers(
  words: readonly string[],
  workspace: Workspace,
  { cwd }: Pick<Machine, 'cwd'>,
): LayerSelection {
  const all = [...workspace.desired, ...workspace.unselected, ...workspace.invalid, ...workspace.unselectedInvalid];
  const known = new Set(all.map(({ name }) => name));
  const nameByFile = new Map(all.map(({ name, file }) => [resolve(workspace.root, file), name]));
  const namesOf = (word: string): readonly string[] => {
    if (known.has(word)) return [word];
    const name = nameByFile.get(resolve(cwd, word));
    return name === undefined ? unreadableAs(word, workspace) : [name];
  };
  const selected = words.map((word) => ({ word, names: namesOf(word) }));
  return {
    namesByWord: new Map(selected.flatMap(({ word, names }) => (names.length === 0 ? [] : [[word, names] as const]))),
    problems: selected.flatMap(({ word, names }) => (names.length > 0 ? [] : [noSuchLayer(word, [...known])])),
  };
}

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
  const files = new Map([...desired, ...invalid].map(({ name, file }) => [name, resolve(root, file)]));
  const { namesByWord, problems } = selectLayers(
    words.filter((_, index) => !isPath[index]),
    workspace.value,
    machine,
  );
  if (problems.length > 0) return { ok: false, problems };
  return ok(words.flatMap((word) => namesByWord.get(word)?.flatMap((name) => files.get(name) ?? []) ?? [word]));
}

/** Documents whose name cannot be read, but which probably have this one: they have a problem that explains it. */
function unreadableAs(word: string, { invalid, unselectedInvalid, files }: Workspace): readonly string[] {
  const bytesByFile = new Map(files.map(({ filePath, bytes }) => [filePath, bytes]));
  const written = new RegExp(
    `^\\s*["']?name["']?\\s*:\\s*["']?${word.replace(/[^\w-]/g, '\\$&')}["']?\\s*(#.*|,)?$`,
    'm',
  );
  return [...invalid, ...unselectedInvalid]
    .filter(({ name, file }) => {
      if (name !== file) return false;
      const text = new TextDecoder().decode(bytesByFile.get(file) ?? new Uint8Array());
      return basename(file).replace(/\.[^.]*$/, '') === word || written.test(text);
    })
    .map(({ name }) => name);
}

/** @param names of all layers */
export function noSuchLayer(name: string, names: readonly string[]): Problem {
  const meant = nearest(name, names);
  const all = `Layer names: ${names.slice(0, 10).join(', ')}${names.length > 10 ? ', …' : ''}.`;
  return {
    code: 'cli/usage',
    message: `No layer document is named "${name}".`,
    remedy: meant === undefined ? all : `Did you mean "${meant}"?`,
  };
}
