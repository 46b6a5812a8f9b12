import { posix, relative, resolve, sep } from 'node:path';
import type { FileKind, Files, Machine } from '../machine.ts';
import { fail, ok, type Problem, type Result } from '../model/index.ts';
import { blobSizes, commitId, filesOf, isShallow, locateInGit, readBlobs } from './git.ts';

/** Files of a commit as a disk. No checkout is touched. */
export type GitTree = {
  readonly commit: string;
  /** Path of the root in the repository, with `/`; `''` at the top. */
  readonly prefix: string;
  readonly files: Pick<Files, 'read' | 'look' | 'list'>;
  /** The first failed read, if any: then nothing that was read is reliable. */
  readonly fault: () => Problem | undefined;
  /** Submodules at or below the root, relative to it. The commit does not contain their files. */
  readonly submodules: readonly string[];
};

type Blob = { readonly id: string; readonly kind: FileKind };

/** File systems have a limit too, so a link to itself ends. */
const MAX_LINKS = 40;

const LINK = '120000';
const SUBMODULE = '160000';

type GitMachine = Pick<Machine, 'git' | 'gitBlobs' | 'gitSizes'>;

/**
 * Opens a commit in the repository of `root`. Files are read on demand, many with one process.
 *
 * @param root absolute; it may be behind a link
 */
export async function gitTree(ref: string, root: string, machine: GitMachine): Promise<Result<GitTree>> {
  const location = await locateInGit(root, machine);
  if (!location.ok) return location;
  const { top, prefix } = location.value;
  const commit = await commitId(ref, root, machine);
  if (!commit.ok) return commit;
  if (commit.value === undefined) return noCommit(ref, root, machine);
  const tree = await filesOf(commit.value, root, machine);
  if (!tree.ok) return tree;
  const entries = tree.value.filter(({ mode }) => mode !== SUBMODULE);
  const linked = entries.filter(({ mode }) => mode === LINK);
  const targets = await readBlobs(
    linked.map(({ id }) => id),
    root,
    machine,
  );
  if (!targets.ok) return targets;
  const links = new Map(linked.map(({ path }, index) => [path, new TextDecoder().decode(targets.value[index])]));
  const blobs = new Map(
    entries.map(({ path, id, mode }): [string, Blob] => [path, { id, kind: mode === LINK ? 'link' : 'file' }]),
  );
  const disk = diskOf(blobs, links, { top, prefix, root }, machine);
  const submodules = tree.value
    .filter(({ mode }) => mode === SUBMODULE)
    .map(({ path }) => posix.relative(`/${prefix}`, `/${path}`));
  return ok({ commit: commit.value, prefix, submodules, ...disk });
}

/**
 * Follows links like a checkout of the commit, even out of the repository and back. `undefined` if the end is outside.
 */
function follower(links: ReadonlyMap<string, string>, top: string): (filePath: string) => string | undefined {
  const root = top.split('/');
  const inside = (steps: readonly string[]): string | undefined =>
    root.every((part, index) => steps[index] === part) ? steps.slice(root.length).join('/') : undefined;
  return (filePath) => {
    let steps: readonly string[] = root;
    let followed = 0;
    let todo = filePath.split('/');
    for (let part = todo.shift(); part !== undefined; part = todo.shift()) {
      if (part === '' || part === '.') continue;
      const next = part === '..' ? steps.slice(0, Math.max(1, steps.length - 1)) : [...steps, part];
      const target = part === '..' ? undefined : links.get(inside(next) ?? '');
      if (target === undefined) steps = next;
      else {
        followed += 1;
        if (followed > MAX_LINKS) return undefined;
        if (target.startsWith('/')) steps = [''];
        todo = [...target.split('/'), ...todo];
      }
    }
    return inside(steps);
  };
}

type Root = { readonly top: string; readonly prefix: string; readonly root: string };

function diskOf(
  blobs: ReadonlyMap<string, Blob>,
  links: ReadonlyMap<string, string>,
  { top, prefix, root }: Root,
  machine: GitMachine,
): Pick<GitTree, 'files' | 'fault'> {
  const folders = foldersOf(blobs.entries());
  const follow = follower(links, top);
  // Paths start with `root` as given, which may be behind a link.
  const behind = (path: string): string | undefined =>
    follow(posix.join(prefix, relative(root, path).split(sep).join('/')));
  const real = (filePath: string): string => resolve(root, posix.relative(`/${prefix}`, `/${filePath}`));
  let fault: Problem | undefined;
  const orNothing = <T>(result: Result<readonly T[]>): readonly (T | undefined)[] => {
    if (result.ok) return result.value;
    fault ??= result.problems[0];
    return [];
  };
  const bytesOf = batched((ids) => readBlobs(ids, root, machine).then(orNothing));
  const sizeOf = batched((ids) => blobSizes(ids, root, machine).then(orNothing));
  const files: GitTree['files'] = {
    read: async (path, atMost) => {
      const blob = blobs.get(behind(path) ?? '');
      if (blob !== undefined && ((await sizeOf(blob.id)) ?? 0) > atMost)
        throw Object.assign(new Error('too large'), { code: 'TOO_LARGE' });
      const bytes = blob && (await bytesOf(blob.id));
      if (bytes === undefined) throw Object.assign(new Error('not in the commit'), { code: 'ENOENT' });
      return bytes;
    },
    look: async (path) => {
      const filePath = behind(path);
      // The target is not part of this commit.
      if (filePath === undefined) return { kind: 'folder', size: 0, real: resolve(root, '/') };
      if (folders.has(filePath)) return { kind: 'folder', size: 0, real: real(filePath) };
      const blob = blobs.get(filePath);
      return blob && { kind: blob.kind, size: (await sizeOf(blob.id)) ?? 0, real: real(filePath) };
    },
    list: async (path) => {
      const names = [...(folders.get(behind(path) ?? '/') ?? [])].map(([name, kind]) => ({ name, kind }));
      return names.sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
  return { files, fault: () => fault };
}

function foldersOf(blobs: Iterable<readonly [string, Blob]>): ReadonlyMap<string, ReadonlyMap<string, FileKind>> {
  const folders = new Map<string, Map<string, FileKind>>([['', new Map()]]);
  for (const [path, { kind }] of blobs) {
    for (let inner = path, innerKind: FileKind = kind; inner !== ''; innerKind = 'folder') {
      const folder = posix.dirname(inner) === '.' ? '' : posix.dirname(inner);
      const names = folders.get(folder) ?? new Map<string, FileKind>();
      folders.set(folder, names);
      if (names.has(posix.basename(inner))) break;
      names.set(posix.basename(inner), innerKind);
      inner = folder;
    }
  }
  return folders;
}

async function noCommit(ref: string, root: string, machine: GitMachine): Promise<Result<never>> {
  const shallow = await isShallow(root, machine);
  if (!shallow.ok) return shallow;
  const problem: Problem = {
    code: 'base/unknown',
    message: `git has no commit "${ref}"${shallow.value ? ' in this shallow clone' : ''}.`,
    remedy: shallow.value
      ? 'Fetch more: fetch-depth: 2 in actions/checkout for the merge commit and its parent, or git fetch --deepen=50.'
      : 'Use a branch, a tag or a commit that git log shows.',
  };
  return fail(problem);
}

/** Enough work for a process, and an answer that fits into memory. */
const MAX_BATCH_IDS = 256;

type Pending<T> = {
  readonly id: string;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
};

/**
 * Turns a query for many items into a query for one: calls in the same turn of the event loop are combined.
 *
 * @param readAll returns answers in the order of the ids
 */
export function batched<T>(readAll: (ids: readonly string[]) => Promise<readonly T[]>): (id: string) => Promise<T> {
  let waiting: Pending<T>[] = [];
  const flush = (): void => {
    const batch = waiting;
    waiting = [];
    for (let at = 0; at < batch.length; at += MAX_BATCH_IDS) void settle(batch.slice(at, at + MAX_BATCH_IDS), readAll);
  };
  return (id) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ id, resolve, reject });
    });
}

async function settle<T>(batch: readonly Pending<T>[], readAll: (ids: readonly string[]) => Promise<readonly T[]>) {
  try {
    const values = await readAll(batch.map(({ id }) => id));
    for (const [index, { resolve }] of batch.entries()) resolve(values[index] as T);
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}
