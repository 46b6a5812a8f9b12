import { checksumOf, type DesiredLayer, groupBy, type Shard } from '../../model/index.ts';

type Assignable = Pick<DesiredLayer, 'project' | 'credentials'>;

/** The number of the shard of a document. */
export type ShardAssignment = {
  /** The layers of a project have one ledger, so they are in one shard. */
  readonly ofProject: (project: string) => number;
  /** For an invalid document: its project is unknown. */
  readonly ofFile: (file: string) => number;
};

/**
 * Divides projects between shards. If the settings name at least as many Layers keys as there are shards, the projects
 * of one key stay together, and each shard has about as many keys. Otherwise each project is on its own.
 *
 * A layer that is added moves no other one: the assignment depends on hashes and on the settings only.
 *
 * @param documents of the checkout, then those of the base: the first of a project decide its key
 * @param keys the variables with a Layers key that the settings name
 */
export function assignShards(
  documents: readonly (readonly Assignable[])[],
  keys: readonly string[],
  of: Shard['of'],
): ShardAssignment {
  const known = [...new Set(keys)];
  const hashed = (text: string): number => (Number.parseInt(scoreOf(text).slice(0, 8), 16) % of) + 1;
  if (known.length < of) return { ofProject: hashed, ofFile: hashed };
  const shardOfKey = shardsOfKeys(known, of);
  const keyOfProject = new Map<string, string>();
  for (const layers of documents) {
    for (const [project, group] of groupBy(layers, (layer) => layer.project)) {
      const [first] = group.map(({ credentials }) => credentials.layers).sort();
      if (first !== undefined && !keyOfProject.has(project)) keyOfProject.set(project, first);
    }
  }
  return {
    ofProject: (project) => {
      const key = keyOfProject.get(project) ?? project;
      return shardOfKey.get(key) ?? hashed(key);
    },
    ofFile: hashed,
  };
}

/** In each round every shard takes the key for which it has the highest score. */
function shardsOfKeys(keys: readonly string[], of: number): ReadonlyMap<string, number> {
  const numbers = Array.from({ length: of }, (_, index) => index + 1);
  const pairs = keys
    .flatMap((key) => numbers.map((number) => ({ key, number, score: scoreOf(`${number} ${key}`) })))
    .sort((a, b) => (a.score < b.score ? 1 : -1));
  const shards = new Map<string, number>();
  while (shards.size < keys.length) {
    const taken = new Set<number>();
    for (const { key, number } of pairs) {
      if (shards.has(key) || taken.has(number)) continue;
      shards.set(key, number);
      taken.add(number);
    }
  }
  return shards;
}

function scoreOf(text: string): string {
  return checksumOf(text).slice('sha256:'.length);
}
