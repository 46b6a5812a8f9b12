import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';

export type TreeEntry = {
  readonly path: string;
  readonly mode: string;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly sha: string;
};

/** What commits hold: of a git repository on this disk, and of commits that a test makes up. */
export type Trees = {
  readonly set: (commit: string, files: Readonly<Record<string, string>>) => void;
  /** The entries of one folder, by the id of a commit or of a tree; `undefined` if it does not exist. */
  readonly list: (id: string) => readonly TreeEntry[] | undefined;
};

export function treesOf(git: string | undefined): Trees {
  const made = new Map<string, readonly TreeEntry[]>();
  return {
    set: (commit, files) => void made.set(commit, folder(Object.entries(files), made)),
    list: (id) => made.get(id) ?? (git === undefined ? undefined : listed(git, id)),
  };
}

/** Keeps each folder below under an id of its own. Ids of files are those that git gives. */
function folder(
  files: readonly (readonly [string, string])[],
  made: Map<string, readonly TreeEntry[]>,
): readonly TreeEntry[] {
  const here = files.filter(([path]) => !path.includes('/'));
  const names = new Set(files.filter(([path]) => path.includes('/')).map(([path]) => path.slice(0, path.indexOf('/'))));
  const folders = [...names].map((name): TreeEntry => {
    const below = files.filter(([path]) => path.startsWith(`${name}/`));
    const entries = folder(
      below.map(([path, text]) => [path.slice(name.length + 1), text] as const),
      made,
    );
    const sha = createHash('sha1').update(JSON.stringify(entries)).digest('hex');
    made.set(sha, entries);
    return { path: name, mode: '040000', type: 'tree', sha };
  });
  return [
    ...here.map(([path, text]): TreeEntry => ({ path, mode: '100644', type: 'blob', sha: blobId(text) })),
    ...folders,
  ];
}

/** Git's own id of a file with this text. */
export function blobId(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

function listed(git: string, id: string): readonly TreeEntry[] | undefined {
  if (!/^[0-9a-f]{40}$/.test(id)) return undefined;
  try {
    const text = execFileSync('git', ['ls-tree', '--full-tree', '-z', id], {
      cwd: git,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return text
      .split('\0')
      .filter((line) => line !== '')
      .map((line) => {
        const [, mode = '', type, sha = '', path = ''] = /^(\d+) (\w+) (\w+)\t(.*)$/s.exec(line) ?? [];
        return { mode, type: type as TreeEntry['type'], sha, path };
      });
  } catch {
    return undefined;
  }
}
