import type { PastedConfig } from '../desired/index.ts';
import type { Machine } from '../machine.ts';
import { groupBy, nameList, ok, type Problem, type Result } from '../model/index.ts';
import { type PastedSource, readPasted } from './read-pasted.ts';
import { selectLayers } from './select-layers.ts';
import { openPartialWorkspace, type WorkspaceOptions } from './workspace.ts';

/** The layers of a confirmation, and their pasted configs. */
export type StatementSelection = {
  /** Unique; absent: all layers. */
  readonly names?: readonly string[];
  /** By layer name. A layer without one is confirmed by word, or has a problem. */
  readonly configs: ReadonlyMap<string, PastedConfig>;
  /** Each stops only its own layer. */
  readonly problems: readonly Problem[];
};

/**
 * Opens the documents first: then all secrets are known, so a problem of the pasted text may quote it.
 *
 * @param words names or files; empty: all layers, or those of `pasted`
 */
export async function selectStatements(
  {
    words,
    pasted,
    ...options
  }: WorkspaceOptions & { readonly words: readonly string[]; readonly pasted?: PastedSource },
  machine: Machine,
): Promise<Result<StatementSelection>> {
  const workspace = await openPartialWorkspace(options, machine);
  if (!workspace.ok) return workspace;
  const named = selectLayers(words, workspace.value, machine);
  if (pasted === undefined) {
    const names = [...new Set([...named.namesByWord.values()].flat())];
    return ok({ ...(words.length > 0 && { names }), configs: new Map(), problems: named.problems });
  }
  if (words.length > 0 && named.namesByWord.size === 0)
    return ok({ names: [], configs: new Map(), problems: named.problems });
  const read = await readPasted(pasted, words, machine);
  if (!read.ok) return read;
  const { namesByWord, problems } =
    words.length > 0 ? named : selectLayers([...read.value.keys()], workspace.value, machine);
  const found = [...namesByWord].flatMap(([word, names]) =>
    names.map((name) => ({ name, word, result: read.value.get(word) })),
  );
  const given = found.filter(({ result }) => result !== undefined);
  const twice = [...groupBy(given, ({ name }) => name)].filter(([, same]) => same.length > 1);
  const isTwice = new Set(twice.map(([name]) => name));
  const configs = new Map(
    found.flatMap(({ name, result }) =>
      result?.ok === true && !isTwice.has(name) ? [[name, result.value] as const] : [],
    ),
  );
  return ok({
    names: [...configs.keys()],
    configs,
    problems: [
      ...(read.value.size === 0 ? [empty] : []),
      ...problems,
      ...twice.map(([name, same]) =>
        severalConfigs(
          name,
          same.map(({ word }) => word),
        ),
      ),
      ...found.flatMap(({ name, word, result }) =>
        result === undefined ? [noConfig(name, word)] : result.ok ? [] : result.problems,
      ),
    ],
  });
}

const empty: Problem = {
  code: 'confirm/invalid',
  message: 'There is no config in the pasted text or folder.',
  remedy: 'Write { "NAME": { … }, … }, or put one file NAME.json for each layer into the folder.',
};

/** By its name and by its file, for example: which one is meant is not guessed. */
function severalConfigs(layer: string, words: readonly string[]): Problem {
  return {
    code: 'confirm/invalid',
    layer,
    message: `The layer has several configs: ${nameList(words.map((word) => JSON.stringify(word)))}. Nothing was recorded for it.`,
    remedy: 'Keep the newest one, under the name of the layer.',
  };
}

function noConfig(layer: string, key: string): Problem {
  return {
    code: 'confirm/invalid',
    layer,
    message: `There is no config for ${JSON.stringify(key)}.`,
    remedy: 'Add it under this name, or leave out the name.',
  };
}
