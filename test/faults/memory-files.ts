import type { Files } from '../../src/machine.ts';

/** A disk in memory with the given files and all later writes, by absolute path. */
export function memoryFiles(given: Readonly<Record<string, string>>): {
  readonly files: Files;
  /** Written files, by path. */
  readonly written: () => ReadonlyMap<string, string>;
} {
  const written = new Map<string, string>();
  const at = (path: string): string | undefined => written.get(path) ?? given[path];
  const paths = (): readonly string[] => [...new Set([...Object.keys(given), ...written.keys()])];
  const isFolder = (path: string): boolean => paths().some((each) => each.startsWith(`${path}/`));
  const files: Files = {
    read: async (path) => {
      const text = at(path);
      if (text === undefined) throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
      return new TextEncoder().encode(text);
    },
    look: async (path) => {
      const text = at(path);
      if (text !== undefined) return { kind: 'file', size: Buffer.byteLength(text), real: path };
      return isFolder(path) ? { kind: 'folder', size: 0, real: path } : undefined;
    },
    list: async (path) => {
      const below = paths().filter((each) => each.startsWith(`${path}/`));
      const names = new Set(below.map((each) => each.slice(path.length + 1).split('/')[0] ?? ''));
      return [...names].sort().map((name) => ({ name, kind: isFolder(`${path}/${name}`) ? 'folder' : 'file' }));
    },
    write: async (path, text) => void written.set(path, typeof text === 'string' ? text : [...text].join('')),
    append: async (path, text) => void written.set(path, (at(path) ?? '') + text),
  };
  return { files, written: () => written };
}

/** The same files below a folder. */
export function below(folder: string, files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
}
