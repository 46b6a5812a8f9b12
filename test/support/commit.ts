import type { Machine } from '../../src/machine.ts';

/** A file's text, or where a link leads. */
export type CommitEntry = string | { readonly link: string };

/**
 * Git as it answers in a repository whose every name is one commit with these files, without a process.
 *
 * @param top absolute path of the work tree, which is the folder that everything is asked in
 */
export function committed(
  files: Readonly<Record<string, CommitEntry>>,
  top: string,
): Pick<Machine, 'git' | 'gitBlobs' | 'gitSizes'> {
  const all = Object.entries(files).map(([path, entry], index) => ({
    path,
    id: (index + 1).toString(16).padStart(40, '0'),
    mode: typeof entry === 'string' ? '100644' : '120000',
    bytes: new TextEncoder().encode(typeof entry === 'string' ? entry : entry.link),
  }));
  const bytes = new Map(all.map((one) => [one.id, one.bytes]));
  const listing = all.map(({ mode, id, path }) => `${mode} blob ${id}\t${path}\0`).join('');
  const said: Readonly<Record<string, string>> = {
    '--show-prefix': '\n',
    '--show-toplevel': `${top}\n`,
    '--verify': `${'c'.repeat(40)}\n`,
  };
  return {
    git: async (args) => ({ ok: true, stdout: args[0] === 'ls-tree' ? listing : (said[args[1] ?? ''] ?? '') }),
    gitBlobs: async (ids) => ({ ok: true, value: ids.map((id) => bytes.get(id) ?? new Uint8Array()) }),
    gitSizes: async (ids) => ({ ok: true, value: ids.map((id) => bytes.get(id)?.length ?? 0) }),
  };
}
