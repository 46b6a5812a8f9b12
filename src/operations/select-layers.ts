import { basename, resolve, sep } from 'node:path';
import { globBelow, matchesNothing } from '../io/index.ts';
import type { Machine } from '../machine.ts';
import { nearest, type Problem } from '../model/index.ts';
import { globMatcher } from '../settings/index.ts';

type Named = { readonly name: string; readonly file: string };

/** The part of a workspace that has names. */
export type NamedDocuments = {
  readonly root: string;
  readonly desired: readonly Named[];
  readonly unselected: readonly Named[];
  readonly invalid: readonly Named[];
  readonly unselectedInvalid: readonly Named[];
  readonly files: readonly { readonly filePath: string; readonly bytes?: Uint8Array }[];
};

export type LayerSelection = {
  /** Names of layers and of invalid documents by word, in the given order. */
  readonly namesByWord: ReadonlyMap<string, readonly string[]>;
  /** One for each word that no document answers to. */
  readonly problems: readonly Problem[];
};

/** The layers that words of a command line mean: names, or files, folders or globs of documents. Nothing is guessed. */
export function selectLayers(
  words: readonly string[],
  workspace: NamedDocuments,
  { cwd }: Pick<Machine, 'cwd'>,
): LayerSelection {
  const all = [...workspace.desired, ...workspace.unselected, ...workspace.invalid, ...workspace.unselectedInvalid];
  const known = new Set(all.map(({ name }) => name));
  const nameByFile = new Map(all.map(({ name, file }) => [resolve(workspace.root, file), name]));
  const namesOf = (word: string): readonly string[] => {
    if (known.has(word)) return [word];
    const path = resolve(cwd, word.replaceAll('\\', '/'));
    const name = nameByFile.get(path);
    if (name !== undefined) return [name];
    const glob = globBelow(word, workspace.root, cwd);
    if (glob !== undefined) return all.filter(({ file }) => globMatcher(glob)(file)).map((one) => one.name);
    const inFolder = [...nameByFile].filter(([file]) => file.startsWith(`${path}${sep}`));
    return inFolder.length > 0 ? inFolder.map(([, one]) => one) : unreadableAs(word, workspace);
  };
  const selected = words.map((word) => ({ word, names: namesOf(word) }));
  return {
    namesByWord: new Map(selected.flatMap(({ word, names }) => (names.length === 0 ? [] : [[word, names] as const]))),
    problems: selected.flatMap(({ word, names }) => {
      if (names.length > 0) return [];
      return globBelow(word, workspace.root, cwd) === undefined
        ? [noSuchLayer(word, [...known])]
        : [matchesNothing(word, 'cli/usage')];
    }),
  };
}

/** Documents whose name cannot be read, but which probably have this one: they have a problem that explains it. */
function unreadableAs(word: string, { invalid, unselectedInvalid, files }: NamedDocuments): readonly string[] {
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

export function notOneLayer(word: string): Problem {
  return {
    code: 'cli/usage',
    message: `"${word}" is not one layer.`,
    remedy: 'Name one layer or its document, such as acme-ios or layers/acme-ios.yaml.',
  };
}
