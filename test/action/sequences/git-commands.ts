import type { GitAnswer, Machine } from '../../../src/machine.ts';
import { blobIdOf, type Commit, type FilesAt, type Objects } from './objects.ts';

/** A clone: its names, and the commits whose parents it does not have. */
export type Clone = {
  readonly top: string;
  readonly refs: ReadonlyMap<string, string>;
  readonly boundary: ReadonlySet<string>;
};

/** Answers the plumbing commands of `src/io/git*.ts`. Throws for any other, so that a new one is not forgotten. */
export function answer(args: readonly string[], clone: Clone, objects: Objects, input = ''): string | undefined {
  const [command = '', ...given] = args;
  const named = given.filter((arg) => !arg.startsWith('-'));
  const has = (option: string): boolean => given.includes(option);
  const id = (name: string): string => resolve(name, clone, objects) ?? unknown(args);
  switch (command) {
    case 'rev-parse':
      if (has('--show-prefix')) return '';
      if (has('--show-toplevel')) return clone.top;
      if (has('--is-shallow-repository')) return String(clone.boundary.size > 0);
      return resolve(named[0] ?? '', clone, objects)?.slice(0, has('--short=7') ? 7 : undefined);
    case 'rev-list':
      return revList(given, clone, objects);
    case 'merge-base':
      return mergeBase(id(named[0] ?? ''), id(named[1] ?? ''), clone, objects);
    case 'ls-tree':
      return [...objects.at(id(named[0] ?? '')).files]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([path, text]) => `100644 blob ${blobIdOf(text)}\t${path}\0`)
        .join('');
    case 'diff-tree':
      if (!has('--stdin'))
        return rawChanges(objects.at(id(named[0] ?? '')).files, objects.at(id(named[1] ?? '')).files);
      return input
        .trimEnd()
        .split('\n')
        .map((line) => {
          const [commit = '', parent] = line.split(' ');
          const before: FilesAt = parent === undefined ? new Map() : objects.at(id(parent)).files;
          return `${commit}\0${rawChanges(before, objects.at(id(commit)).files)}`;
        })
        .join('');
    case 'diff':
      return changes(objects.at(id(named[0] ?? '')).files, objects.at(id(named[1] ?? '')).files)
        .map(({ path }) => path)
        .join('\n');
    case 'show':
      return textAt(named[0] ?? '', clone, objects);
    case 'config':
      return has('remote.origin.url') ? 'https://github.com/acme/ads' : undefined;
    case 'remote':
      return 'https://github.com/acme/ads';
    default:
      return unknown(args);
  }
}

/** Git of the machines of runners. */
export function machineGit(
  cloneAt: (folder: string) => Clone | undefined,
  objects: Objects,
): Pick<Machine, 'git' | 'gitBlobs' | 'gitSizes'> {
  const blobs = (ids: readonly string[]) => ids.map((id) => Buffer.from(objects.blob(id) ?? unknown([id])));
  return {
    git: async (args, folder, input): Promise<GitAnswer> => {
      const clone = cloneAt(folder);
      if (clone === undefined) return { ok: false, why: 'no-repository' };
      const stdout = answer(args, clone, objects, input);
      return stdout === undefined ? { ok: false, why: 'no' } : { ok: true, stdout };
    },
    gitBlobs: async (ids) => ({ ok: true, value: blobs(ids) }),
    gitSizes: async (ids) => ({ ok: true, value: blobs(ids).map(({ length }) => length) }),
  };
}

/** All commits that a commit contains, itself first. */
export function history(from: string, { boundary }: Pick<Clone, 'boundary'>, objects: Objects): ReadonlySet<string> {
  const seen = new Set<string>();
  const next = [from];
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    if (!boundary.has(id)) next.push(...objects.at(id).parents);
  }
  return seen;
}

/** The newest commit that both contain. */
export function mergeBase(one: string, other: string, clone: Pick<Clone, 'boundary'>, objects: Objects): string {
  const theirs = history(other, clone, objects);
  const common = [...history(one, clone, objects)].filter((id) => theirs.has(id));
  const best = common.find((id) => common.every((each) => history(id, clone, objects).has(each)));
  return best ?? unknown(['merge-base', one, other]);
}

function resolve(name: string, clone: Clone, objects: Objects): string | undefined {
  const [place = '', path] = name.split(':');
  if (path !== undefined) {
    const text = textAt(name, clone, objects);
    return text === undefined ? undefined : blobIdOf(text);
  }
  const [, bare = '', parent] = /^(.+?)(?:\^\{commit\})?(?:(\^)[01]?)?$/.exec(place.replace('^{commit}', '')) ?? [];
  const id =
    /^[0-9a-f]{40}$/.test(bare) && objects.has(bare)
      ? bare
      : ['', 'refs/', 'refs/heads/', 'refs/remotes/'].map((prefix) => clone.refs.get(prefix + bare)).find(Boolean);
  if (id === undefined || parent === undefined) return id;
  return parentsOf(objects.at(id), clone)[0];
}

function textAt(name: string, clone: Clone, objects: Objects): string | undefined {
  const [place = '', path = ''] = name.split(':');
  const id = resolve(place, clone, objects);
  return id === undefined ? undefined : objects.at(id).files.get(path);
}

function revList(args: readonly string[], clone: Clone, objects: Objects): string {
  const named = args
    .filter((arg) => !arg.startsWith('--'))
    .flatMap((arg) => (arg.includes('..') ? [arg.split('..')[1] ?? '', `^${arg.split('..')[0]}`] : [arg]));
  const without = new Set(
    named
      .filter((arg) => arg.startsWith('^'))
      .flatMap((arg) => [...history(resolve(arg.slice(1), clone, objects) ?? unknown(args), clone, objects)]),
  );
  const start = resolve(named.find((arg) => !arg.startsWith('^')) ?? '', clone, objects) ?? unknown(args);
  const listed: string[] = [];
  if (!args.includes('--first-parent') && !args.includes('--max-count=1')) unknown(args);
  for (let id: string | undefined = start; id !== undefined && !without.has(id); ) {
    const parents: readonly string[] = parentsOf(objects.at(id), clone);
    const first = args.includes('--first-parent') ? parents.slice(0, 1) : parents;
    listed.push(args.includes('--parents') ? [id, ...first].join(' ') : id);
    id = args.includes('--max-count=1') ? undefined : parents[0];
  }
  return listed.join('\n');
}

function parentsOf({ id, parents }: Commit, { boundary }: Clone): readonly string[] {
  return boundary.has(id) ? [] : parents;
}

function changes(before: FilesAt, after: FilesAt) {
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .map((path) => ({ path, from: before.get(path), to: after.get(path) }))
    .filter(({ from, to }) => from !== to);
}

function rawChanges(before: FilesAt, after: FilesAt): string {
  return changes(before, after)
    .map(({ path, from, to }) => `:${mode(from)} ${mode(to)} ${hash(from)} ${hash(to)} M\0${path}\0`)
    .join('');
}

function mode(text: string | undefined): string {
  return text === undefined ? '000000' : '100644';
}

function hash(text: string | undefined): string {
  return text === undefined ? '0'.repeat(40) : blobIdOf(text);
}

function unknown(args: readonly string[]): never {
  throw new Error(`git in memory does not know: ${args.join(' ')}`);
}
