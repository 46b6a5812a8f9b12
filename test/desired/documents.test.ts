import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { collectDocuments, type Disk } from '../../src/io/find-documents.ts';
import { findSettings } from '../../src/io/find-settings.ts';
import { credentialsBy } from '../../src/settings/index.ts';
import { loadDesired } from '../../src/desired/index.ts';
import type { FileKind, FileLook } from '../../src/machine.ts';
import type { Settings } from '../../src/model/index.ts';
import { settings, told, WHOLE } from './harness.ts';

/** A file's text, a size without a text, a link. */
type Entry = string | { readonly size: number } | { readonly link: string };

/** A disk in memory that records the reads. */
function disk(entries: Readonly<Record<string, Entry>>, cwd = '/repo'): Disk & { readonly read: string[] } {
  const read: string[] = [];
  const real = (path: string): string => {
    for (const [at, entry] of Object.entries(entries)) {
      if (typeof entry === 'string' || !('link' in entry)) continue;
      if (path === at || path.startsWith(`${at}/`))
        return real(posix.resolve(posix.dirname(at), entry.link) + path.slice(at.length));
    }
    return path;
  };
  const kindOf = (path: string): FileKind | undefined => {
    if (entries[path] !== undefined) return 'file';
    return path === '/' || Object.keys(entries).some((at) => at.startsWith(`${path}/`)) ? 'folder' : undefined;
  };
  const look = async (path: string): Promise<FileLook | undefined> => {
    const location = real(path);
    const kind = kindOf(location);
    const entry = entries[location];
    const size = typeof entry === 'string' ? entry.length : entry !== undefined && 'size' in entry ? entry.size : 0;
    const itself = entries[path];
    const link = itself !== undefined && typeof itself !== 'string' && 'link' in itself;
    return kind === undefined ? undefined : { kind: link ? 'link' : kind, size, real: location };
  };
  const denied = async () => Promise.reject(new Error('Nothing is written here.'));
  return {
    cwd,
    read,
    files: {
      look,
      read: async (path, atMost) => {
        const entry = entries[real(path)];
        const isLarge = typeof entry === 'object' && 'size' in entry && entry.size > atMost;
        if (isLarge) throw Object.assign(new Error(`${path} is too large`), { code: 'TOO_LARGE' });
        read.push(path);
        if (typeof entry !== 'string') throw Object.assign(new Error(`no ${path}`), { code: 'EACCES' });
        return new TextEncoder().encode(entry);
      },
      list: async (path) => {
        const folder = real(path);
        const below = Object.keys(entries).filter((at) => at.startsWith(folder === '/' ? '/' : `${folder}/`));
        const names = [
          ...new Set(below.map((at) => at.slice(folder === '/' ? 1 : folder.length + 1).split('/')[0] ?? '')),
        ];
        return names.sort().map((name) => {
          const entry = entries[`${folder}/${name}`];
          const link = entry !== undefined && typeof entry !== 'string' && 'link' in entry;
          return { name, kind: link ? ('link' as const) : (kindOf(`${folder}/${name}`) ?? 'other') };
        });
      },
      write: denied,
      append: denied,
    },
  };
}

const collect = async (machine: Disk, paths: readonly string[] = [], changed: Partial<Settings> = {}) => {
  const collected = await collectDocuments(paths, '/repo', settings(changed), machine);
  if (!collected.ok) return { files: [], problems: collected.problems };
  const loaded = loadDesired(collected.value, credentialsBy(settings(changed)));
  return {
    files: collected.value.map(({ filePath, role }) => `${role} ${filePath}`).sort(),
    problems: loaded.ok ? [] : loaded.problems,
  };
};

const EXTENDING = `extends: ../defaults/a.yaml\n${WHOLE}`;

describe('collectDocuments', () => {
  test('finds the files that the glob matches, and all their fragments, also indirect ones', async () => {
    const machine = disk({
      '/repo/layers/ios/a.yaml': WHOLE.replace('template', 'extends: ../../defaults/a.yaml\ntemplate'),
      '/repo/layers/notes.md': 'no',
      '/repo/layers/.hidden/b.yaml': 'no',
      '/repo/layers/node_modules/b.yaml': 'no',
      '/repo/defaults/a.yaml': 'extends: ./b.yaml\n',
      '/repo/defaults/b.yaml': 'state: active\n',
      '/repo/defaults/unused.yaml': 'no',
    });
    expect(await collect(machine)).toEqual({
      files: ['document layers/ios/a.yaml', 'fragment defaults/a.yaml', 'fragment defaults/b.yaml'],
      problems: [],
    });
    expect(machine.read).toHaveLength(3);
  });

  test('accepts files and folders as arguments, relative to the working folder, with either slash', async () => {
    const entries = {
      '/repo/clients/x/a.yaml': WHOLE,
      '/repo/clients/x/b.txt': 'no',
      '/repo/clients/reconcile.yaml': 'layers: x\n',
    };
    for (const path of ['x/a.yaml', 'x\\a.yaml', 'x', '.', './x/', '../clients']) {
      expect(await collect(disk(entries, '/repo/clients'), [path])).toEqual({
        files: ['document clients/x/a.yaml'],
        problems: [],
      });
    }
    const twice = await collect(disk(entries, '/repo/clients'), ['x', 'x/a.yaml']);
    expect(twice.files).toEqual(['document clients/x/a.yaml']);
  });

  test('of a folder that the glob reaches, takes the matching files', async () => {
    const machine = disk({ '/repo/layers/a.yaml': WHOLE, '/repo/package.json': '{}', '/repo/defaults/b.yaml': '' });
    expect((await collect(machine, ['.'])).files).toEqual(['document layers/a.yaml']);
  });

  test.each([
    ['nothing at all', {}, []],
    ['no file that the glob means', { '/repo/layers/a.txt': 'x' }, []],
    ['an empty folder', { '/repo/layers/x/a.txt': 'x' }, ['layers/x']],
  ])('%s is document/none', async (_, entries, paths) => {
    const { problems } = await collect(disk(entries), paths);
    expect(problems.map(({ code }) => code)).toEqual(['document/none']);
    expect(problems[0]?.remedy).toContain('reconcile.yaml');
  });

  test('a file of 50 MB is not read', async () => {
    const machine = disk({ '/repo/layers/a.yaml': { size: 50 * 1024 * 1024 }, '/repo/layers/b.yaml': WHOLE });
    expect(told((await collect(machine)).problems)).toEqual(['layers/a.yaml:1:1 document/too-large']);
    expect(machine.read).toEqual(['/repo/layers/b.yaml']);
  });

  test('an unreadable file is reported together with all other problems', async () => {
    const machine = disk({ '/repo/layers/a.yaml': WHOLE.replace('byo', 'bio') });
    const { problems } = await collect(machine, [
      'layers/a.yaml',
      'layers/missing.yaml',
      '../other/b.yaml',
      '/etc/passwd',
    ]);
    expect(told(problems)).toEqual([
      '../other/b.yaml:1:1 document/unreadable',
      '/etc/passwd:1:1 document/unreadable',
      'layers/a.yaml:4:7 document/invalid-value "bio"',
      'layers/missing.yaml:1:1 document/unreadable',
    ]);
    for (const { remedy } of problems) expect(remedy).toBeTruthy();
    expect(machine.read).toEqual(['/repo/layers/a.yaml']);
  });

  test('an unreadable file has a reason, without paths of this machine', async () => {
    const machine = disk({ '/repo/layers/a.yaml': { size: 5 } });
    const { problems } = await collect(machine);
    expect(told(problems)).toEqual(['layers/a.yaml:1:1 document/unreadable']);
    expect(problems[0]?.message).toContain('EACCES');
    expect(JSON.stringify(problems)).not.toContain('/repo');
  });

  test('links are followed within the root and nowhere else', async () => {
    const inside = disk({ '/repo/layers/a.yaml': { link: '../store/a.yaml' }, '/repo/store/a.yaml': WHOLE });
    expect(await collect(inside)).toEqual({ files: ['document layers/a.yaml'], problems: [] });

    const outside = disk({ '/repo/layers/a.yaml': { link: '/etc/secret.yaml' }, '/etc/secret.yaml': WHOLE });
    expect(told((await collect(outside)).problems)).toEqual(['layers/a.yaml:1:1 document/unreadable']);
    expect(outside.read).toEqual([]);

    const folder = disk({ '/repo/layers/a.yaml': WHOLE, '/repo/layers/x': { link: '/etc' }, '/etc/b.yaml': WHOLE });
    expect(told((await collect(folder)).problems)).toEqual(['layers/x:1:1 document/unreadable']);
    expect(folder.read).toEqual(['/repo/layers/a.yaml']);

    const fragment = disk({
      '/repo/layers/a.yaml': EXTENDING,
      '/repo/defaults/a.yaml': { link: '/etc/b.yaml' },
      '/etc/b.yaml': 'x: 1',
    });
    const { problems } = await collect(fragment);
    expect(told(problems)).toEqual(['layers/a.yaml:1:10 document/extends "../defaults/a.yaml"']);
    expect(problems[0]?.message).toContain('link');
    expect(fragment.read).toEqual(['/repo/layers/a.yaml']);
  });

  test('a link to a folder above does not go round for ever', async () => {
    const machine = disk({ '/repo/layers/a.yaml': WHOLE, '/repo/layers/up': { link: '..' } });
    expect((await collect(machine)).files).toEqual(['document layers/a.yaml']);
  });

  test('a link that leads nowhere is not passed over', async () => {
    const machine = disk({ '/repo/layers/a.yaml': WHOLE, '/repo/layers/b.yaml': { link: 'gone.yaml' } });
    expect(told((await collect(machine)).problems)).toEqual(['layers/b.yaml:1:1 document/unreadable']);
  });

  test('a fragment that is too large, missing or outside is a problem of the document that names it', async () => {
    const large = disk({ '/repo/layers/a.yaml': EXTENDING, '/repo/defaults/a.yaml': { size: 2 ** 21 } });
    expect(told((await collect(large)).problems)).toEqual(['defaults/a.yaml:1:1 document/too-large']);
    const missing = disk({ '/repo/layers/a.yaml': EXTENDING });
    expect(told((await collect(missing)).problems)).toEqual([
      'layers/a.yaml:1:10 document/extends "../defaults/a.yaml"',
    ]);
    const outside = disk({ '/repo/layers/a.yaml': EXTENDING.replace('..', '../..'), '/defaults/a.yaml': 'mode: byo' });
    expect(told((await collect(outside)).problems)).toEqual([
      'layers/a.yaml:1:10 document/extends "../../defaults/a.yaml"',
    ]);
    expect(outside.read).toEqual(['/repo/layers/a.yaml']);
  });
});

describe('findSettings', () => {
  const found = async (machine: Disk, option?: string) => {
    const result = await findSettings(machine, option);
    return result.ok ? [result.value.root, result.value.file?.filePath] : result.problems.map(({ code }) => code);
  };

  test('the nearest upwards; the repository is the end; without any the working folder is the root', async () => {
    const entries = {
      '/reconcile.yaml': '',
      '/repo/.git/HEAD': '',
      '/repo/a/reconcile.yaml': '',
      '/repo/a/b/x': '',
      '/repo/c/x': '',
    };
    expect(await found(disk(entries, '/repo/a/b'))).toEqual(['/repo/a', 'reconcile.yaml']);
    expect(await found(disk(entries, '/repo/c'))).toEqual(['/repo/c', undefined]);
    expect(await found(disk({ '/x/y': '' }, '/x'))).toEqual(['/x', undefined]);
    expect(await found(disk({ ...entries, '/repo/reconcile.yaml': '' }, '/repo/c'))).toEqual([
      '/repo',
      'reconcile.yaml',
    ]);
  });

  test('the one that is named', async () => {
    const machine = disk({ '/repo/ops/settings.yaml': 'x' }, '/repo');
    expect(await found(machine, 'ops/settings.yaml')).toEqual(['/repo/ops', 'settings.yaml']);
    expect(await found(machine, 'ops/none.yaml')).toEqual(['settings/invalid']);
    expect(await found(machine, 'ops')).toEqual(['document/unreadable']);
    expect(await found(disk({ '/repo/reconcile.yaml': { size: 2 ** 21 } }))).toEqual(['document/too-large']);
  });
});
