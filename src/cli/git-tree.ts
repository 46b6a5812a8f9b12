import { join, posix, relative, sep } from 'node:path';
import type { FileKind, Files, Machine } from '../machine.ts';
import type { Problem, Result } from '../model/index.ts';

/** A commit's files as a disk: what the working tree would hold at it. No checkout is touched. */
export type GitTree = { readonly commit: string; readonly files: Pick<Files, 'read' | 'look' | 'list'> };

type Blob = { readonly id: string; readonly size: number; readonly kind: FileKind };

/** Only these are read, and where links lead: nothing else can be a document, a fragment or settings. */
const READABLE = /\.(ya?ml|json)$/i;
const LARGEST_FILE = 1024 * 1024;

/** A disk follows no more, so that a link to itself comes to an end. */
const MOST_LINKS = 40;

/**
 * Reads a commit's YAML and JSON files below the repository that `root` is in, with two git processes however many they
 * are.
 *
 * @param settings absolute path of the settings, which may have any name
 */
export async function gitTree(
  ref: string,
  root: string,
  settings: string,
  machine: Pick<Machine, 'git' | 'gitBlobs'>,
): Promise<Result<GitTree>> {
  const top = (await machine.git(['rev-parse', '--show-toplevel'], root))?.trim();
  if (top === undefined || top === '') return failed(noRepository(root));
  const commit = (
    await machine.git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], root)
  )?.trim();
  if (commit === undefined || commit === '') return failed(await noCommit(ref, root, machine));
  const listing = await machine.git(['ls-tree', '-r', '-z', '-l', '--full-tree', commit], root);
  const blobs = listing === undefined ? undefined : parseListing(listing);
  const named = insideOf(top, settings);
  const wanted = [...(blobs ?? [])].filter(
    ([path, { size, kind }]) =>
      size <= LARGEST_FILE && (kind === 'link' || (kind === 'file' && (READABLE.test(path) || path === named))),
  );
  const contents = await machine.gitBlobs(
    wanted.map(([, { id }]) => id),
    root,
  );
  if (blobs === undefined || contents === undefined) return failed(unreadable(ref));
  const bytes = new Map(wanted.map(([path], index) => [path, contents[index] ?? new Uint8Array()]));
  return { ok: true, value: { commit, files: diskOf(blobs, bytes, top) } };
}

/** `100644 blob <id>    <size>\t<path>`, each with a NUL at its end. */
function parseListing(listing: string): ReadonlyMap<string, Blob> {
  const entries = listing.split('\0').flatMap((line): [string, Blob][] => {
    const match = /^(\d{6}) (\w+) ([0-9a-f]+) +(\d+|-)\t([\s\S]+)$/.exec(line);
    const [, mode, type, id, size, path] = match ?? [];
    if (id === undefined || path === undefined || type !== 'blob') return [];
    return [[path, { id, size: Number(size), kind: mode === '120000' ? 'link' : 'file' }]];
  });
  return new Map(entries);
}

function insideOf(top: string, path: string): string {
  return relative(top, path).split(sep).join('/');
}

/**
 * An address with every link on the way followed, as the disk follows them in a checkout of the commit: also one that
 * leaves the repository and comes back. `undefined` where it ends outside.
 */
function follower(links: ReadonlyMap<string, string>, top: string): (address: string) => string | undefined {
  const root = top.split('/');
  const inside = (way: readonly string[]): string | undefined =>
    root.every((part, index) => way[index] === part) ? way.slice(root.length).join('/') : undefined;
  return (address) => {
    let way: readonly string[] = root;
    let followed = 0;
    const todo = address.split('/');
    for (let part = todo.shift(); part !== undefined; part = todo.shift()) {
      if (part === '' || part === '.') continue;
      const next = part === '..' ? way.slice(0, Math.max(1, way.length - 1)) : [...way, part];
      const target = part === '..' ? undefined : links.get(inside(next) ?? '');
      if (target === undefined) way = next;
      else {
        followed += 1;
        if (followed > MOST_LINKS) return undefined;
        if (target.startsWith('/')) way = [''];
        todo.unshift(...target.split('/'));
      }
    }
    return inside(way);
  };
}

function diskOf(
  blobs: ReadonlyMap<string, Blob>,
  bytes: ReadonlyMap<string, Uint8Array>,
  top: string,
): GitTree['files'] {
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
  const links = new Map(
    [...blobs].flatMap(([path, { kind }]): [string, string][] =>
      kind === 'link' ? [[path, new TextDecoder().decode(bytes.get(path))]] : [],
    ),
  );
  const follow = follower(links, top);
  const behind = (path: string): string | undefined => follow(insideOf(top, path));
  return {
    read: async (path) => {
      const found = bytes.get(behind(path) ?? '');
      if (found === undefined) throw Object.assign(new Error('not in the commit'), { code: 'ENOENT' });
      return found;
    },
    // What is behind a link, and nothing where that is outside of the commit.
    look: async (path) => {
      const address = behind(path);
      if (address === undefined) return undefined;
      const real = join(top, ...address.split('/'));
      if (folders.has(address)) return { kind: 'folder', size: 0, real };
      const blob = blobs.get(address);
      return blob && { kind: blob.kind, size: blob.size, real };
    },
    list: async (path) => {
      const names = [...(folders.get(behind(path) ?? '/') ?? [])].map(([name, kind]) => ({ name, kind }));
      return names.sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
}

async function noCommit(ref: string, root: string, machine: Pick<Machine, 'git'>): Promise<Problem> {
  const shallow = (await machine.git(['rev-parse', '--is-shallow-repository'], root))?.trim() === 'true';
  return {
    code: 'base/unknown',
    message: `git knows no commit ${ref} here${shallow ? '; the clone is shallow, so it holds only the newest' : ''}.`,
    remedy: shallow
      ? 'Fetch more: fetch-depth: 2 in actions/checkout for the merge commit and its parent, or git fetch --deepen=50.'
      : 'Name a branch, a tag or a commit that git log shows.',
  };
}

function noRepository(root: string): Problem {
  return {
    code: 'base/unknown',
    message: `${root} is in no git repository, so there is no base.`,
    remedy: 'Leave --base out.',
  };
}

function unreadable(ref: string): Problem {
  return {
    code: 'base/unknown',
    message: `git could not read the files of ${ref}.`,
    remedy: 'Run git fsck, and fetch again.',
  };
}

function failed(problem: Problem): Result<never> {
  return { ok: false, problems: [problem] };
}
