import { createHash } from 'node:crypto';
import type { TreeEntry, Trees } from '../../support/fake-github/trees.ts';

/** The files of a commit by path, with their text. */
export type FilesAt = ReadonlyMap<string, string>;

export type Commit = {
  readonly id: string;
  readonly parents: readonly string[];
  readonly files: FilesAt;
  readonly message: string;
  /** Seconds since 1970. */
  readonly authored: number;
};

/**
 * Git's objects in memory. A process of git takes 10 ms, and a sequence would start hundreds. Ids are those of git, so
 * that a sequence has the same output with both.
 *
 * Source: git-scm.com, Pro Git 10.2, Git Objects (documented).
 */
export type Objects = {
  readonly commit: (commit: Omit<Commit, 'id'> & { readonly committed: number }) => string;
  /** Throws if it does not exist. */
  readonly at: (id: string) => Commit;
  readonly has: (id: string) => boolean;
  readonly blob: (id: string) => string | undefined;
  readonly trees: Trees;
};

const WHO = 'Maya <maya@example.com>';

export function createObjects(): Objects {
  const commits = new Map<string, Commit>();
  const blobs = new Map<string, string>();
  const folders = new Map<string, readonly TreeEntry[]>();
  const rootOf = new Map<string, string>();

  const at = (id: string): Commit => {
    const found = commits.get(id);
    if (found === undefined) throw new Error(`there is no commit ${id}`);
    return found;
  };
  return {
    commit: ({ committed, ...commit }) => {
      const tree = folder([...commit.files]);
      const lines = [
        `tree ${tree}`,
        ...commit.parents.map((parent) => `parent ${parent}`),
        `author ${WHO} ${commit.authored} +0000`,
        `committer ${WHO} ${committed} +0000`,
        '',
        `${commit.message}\n`,
      ];
      const id = objectId('commit', Buffer.from(lines.join('\n')));
      commits.set(id, { ...commit, id });
      rootOf.set(id, tree);
      return id;
    },
    at,
    has: (id) => commits.has(id),
    blob: (id) => blobs.get(id),
    trees: {
      set: () => {
        throw new Error('commits have their own files');
      },
      list: (id) => folders.get(rootOf.get(id) ?? id),
    },
  };

  /** Writes a folder, and answers with its id. */
  function folder(files: readonly (readonly [string, string])[]): string {
    const entries = new Map<string, TreeEntry>();
    for (const [path, text] of files) {
      const [name = '', ...below] = path.split('/');
      if (below.length === 0) entries.set(name, { path: name, mode: '100644', type: 'blob', sha: keep(text) });
      else if (!entries.has(name)) {
        const inside = files.filter(([one]) => one.startsWith(`${name}/`));
        const sha = folder(inside.map(([one, content]) => [one.slice(name.length + 1), content] as const));
        entries.set(name, { path: name, mode: '040000', type: 'tree', sha });
      }
    }
    // Git sorts a folder as if its name ended with a slash.
    const key = ({ path, type }: TreeEntry): string => (type === 'tree' ? `${path}/` : path);
    const sorted = [...entries.values()].sort((one, other) => (key(one) < key(other) ? -1 : 1));
    const content = sorted.flatMap(({ path, mode, sha }) => [
      Buffer.from(`${mode.replace(/^0/, '')} ${path}\0`),
      Buffer.from(sha, 'hex'),
    ]);
    const id = objectId('tree', Buffer.concat(content));
    folders.set(id, sorted);
    return id;
  }

  function keep(text: string): string {
    const id = blobIdOf(text);
    blobs.set(id, text);
    return id;
  }
}

export function blobIdOf(text: string): string {
  return objectId('blob', Buffer.from(text));
}

function objectId(type: string, content: Buffer): string {
  return createHash('sha1').update(`${type} ${content.length}\0`).update(content).digest('hex');
}
