import type { PastedByLayer } from '../../desired/index.ts';
import type { Machine } from '../../machine.ts';
import { type Fields, nearest, ok, type Problem, type Result } from '../../model/index.ts';
import { type PastedSource, readPasted } from '../read-pasted.ts';
import type { Candidate } from './candidate.ts';
import { normalizedId } from './new-names.ts';

/** Fields by layer name; a config with a mistake has its problems instead. */
export type PastedFields = {
  readonly byName: ReadonlyMap<string, Result<Fields>>;
  /** Of configs that no layer has. */
  readonly problems: readonly Problem[];
};

/** Reads pasted configs. Each belongs to the layer, or to the project, that its key names. */
export async function pastedFor(
  from: PastedSource | undefined,
  words: readonly string[],
  candidates: readonly Candidate[],
  machine: Machine,
): Promise<Result<PastedFields>> {
  if (from === undefined) return ok({ byName: new Map(), problems: [] });
  const read = await readPasted(from, words, machine);
  if (!read.ok) return { ok: false, problems: read.problems.map(aboutImport) };
  const byName = new Map<string, Result<Fields>>();
  const problems: Problem[] = [];
  for (const [key, config] of read.value) {
    const [only, another] = candidates.filter((one) => isNamed(one, key, words, read.value));
    const isTwice = only !== undefined && byName.has(only.name);
    if (only === undefined || another !== undefined) problems.push(nameless(key, candidates));
    else if (isTwice) problems.push(severalConfigs(only.name));
    else {
      const { name } = only;
      byName.set(
        name,
        config.ok
          ? ok(config.value.fields)
          : { ok: false, problems: config.problems.map((problem) => ({ ...aboutImport(problem), layer: name })) },
      );
    }
  }
  return ok({ byName, problems });
}

/** A text without names belongs to the one layer that the command line names, by whatever word. */
function isNamed({ name, project }: Candidate, key: string, words: readonly string[], all: PastedByLayer): boolean {
  if (words.length === 1 && words[0] === key && all.size === 1) return true;
  return key === name || normalizedId(key) === normalizedId(project);
}

/** The texts of `confirm`, which reads the same. */
function aboutImport(problem: Problem): Problem {
  const { remedy } = problem;
  return remedy === undefined
    ? problem
    : { ...problem, remedy: remedy.replaceAll('reconcile confirm', 'reconcile import') };
}

function nameless(key: string, candidates: readonly Candidate[]): Problem {
  const shown = JSON.stringify(key.slice(0, 80));
  const meant = nearest(
    key,
    candidates.map(({ name }) => name),
  );
  return {
    code: 'confirm/invalid',
    message: `A pasted config is for ${shown}, but this import has no such layer or project.`,
    remedy:
      meant === undefined ? 'Name the config after a layer, or by the id of a project.' : `Did you mean "${meant}"?`,
  };
}

function severalConfigs(name: string): Problem {
  return {
    code: 'confirm/invalid',
    layer: name,
    message: `The layer "${name}" has several pasted configs. The first one is used.`,
    remedy: 'Keep the newest one.',
  };
}
