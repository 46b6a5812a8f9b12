import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isOurs } from '../../src/action/apply/layer-commits.ts';
import { collectDocuments } from '../../src/io/find-documents.ts';
import { gitTree } from '../../src/io/git-tree.ts';
import { realFiles } from '../../src/io/node-files.ts';
import type { Machine } from '../../src/machine.ts';
import { MAX_FILE_BYTES } from '../../src/model/index.ts';
import { settings } from '../desired/harness.ts';
import { type CommitEntry, committed } from '../support/commit.ts';

const outside = realpathSync(mkdtempSync(join(tmpdir(), 'reconcile-names-')));
const root = join(outside, 'repo');
afterAll(() => rmSync(outside, { recursive: true, force: true }));

/** Names and their meaning under the glob below, on the disk, in a commit and in a push. */
const FILES: Readonly<
  Record<string, readonly [entry: CommitEntry, is: 'document' | 'large' | 'problem' | 'fragment' | 'none']>
> = {
  'layers/a.yaml': ['extends: ../defaults/shared.yaml\n', 'document'],
  'layers/b.yml': ['', 'document'],
  'layers/c.json': ['{}', 'document'],
  'layers/deep/er/d.yaml': ['', 'document'],
  'layers/by-glob.conf': ['', 'document'],
  'layers/large.yaml': ['#'.repeat(MAX_FILE_BYTES + 1), 'large'],
  'layers/with space.yaml': ['', 'document'],
  'layers/ é\n.yaml': ['', 'document'],
  'layers/UPPER.YAML': ['', 'none'],
  'layers/notes.txt': ['', 'none'],
  'layers/.#lock.yaml': [{ link: 'user@host.1234:56' }, 'none'],
  'layers/._sidecar.yaml': ['\0\x05\x16\x07', 'none'],
  'layers/.hidden.yaml': ['', 'none'],
  'layers/.backup/a.yaml': ['', 'none'],
  'layers/node_modules/x.yaml': ['', 'none'],
  '.github/x.yaml': ['', 'none'],
  'other/stored.yaml': ['', 'none'],
  'other/stored.txt': ['', 'none'],
  'defaults/shared.yaml': ['extends: [./more.yaml, ./odd.txt, ./.hidden.yaml]\n', 'fragment'],
  'defaults/more.yaml': ['', 'fragment'],
  'defaults/odd.txt': ['', 'problem'],
  'defaults/.hidden.yaml': ['', 'fragment'],
  'defaults/unused.yaml': ['', 'none'],
  'layers/link.yaml': [{ link: '../other/stored.yaml' }, 'document'],
  'layers/odd-link.yaml': [{ link: '../other/stored.txt' }, 'problem'],
  'layers/nowhere.yaml': [{ link: 'gone.yaml' }, 'problem'],
  'layers/out.yaml': [{ link: '../../secret.yaml' }, 'problem'],
  'layers/round.yaml': [{ link: 'round.yaml' }, 'problem'],
  'layers/gone': [{ link: '../no-such-folder' }, 'problem'],
};

const wanted = settings({ layers: 'layers/**/*.{yaml,yml,json,conf}' });

async function collected(files: Machine['files']): Promise<Readonly<Record<string, string>>> {
  const found = await collectDocuments([], root, wanted, { cwd: root, files });
  expect(found.ok).toBe(true);
  const all = found.ok ? found.value : [];
  return Object.fromEntries(
    all.map(({ filePath, role, problem }) => [
      filePath,
      problem === undefined ? role : problem.code === 'document/too-large' ? 'large' : 'problem',
    ]),
  );
}

describe('which files are documents is one rule', () => {
  const expected = Object.fromEntries(
    Object.entries(FILES).flatMap(([path, [, is]]) => (is === 'none' ? [] : [[path, is]])),
  );

  beforeAll(() => {
    writeFileSync(join(outside, 'secret.yaml'), '');
    for (const [path, [entry]] of Object.entries(FILES)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      if (typeof entry === 'string') writeFileSync(join(root, path), entry);
      else symlinkSync(entry.link, join(root, path));
    }
  });

  test('on the disk', async () => {
    expect(await collected(realFiles(false))).toEqual(expected);
  });

  test('in a commit', async () => {
    const entries = Object.fromEntries(Object.entries(FILES).map(([path, [entry]]) => [path, entry]));
    const tree = await gitTree('HEAD', root, committed(entries, root));
    if (!tree.ok) throw new Error(tree.problems[0]?.message);
    const denied = () => Promise.reject(new Error('a commit is not written to'));
    expect(await collected({ ...tree.value.files, write: denied, append: denied })).toEqual(expected);
    expect(tree.value.fault()).toBeUndefined();
  });

  test.each(Object.entries(FILES).filter(([, [entry, is]]) => typeof entry === 'string' && is !== 'none'))(
    'a push that changes only %j is not skipped',
    (path, [, is]) => {
      // A fragment with a different extension is a problem at each use, so no push with it is skipped.
      expect(isOurs('reconcile.yaml', wanted.layers)(path)).toBe(is !== 'problem');
      expect(isOurs('ads/reconcile.yaml', wanted.layers)(`ads/${path}`)).toBe(is !== 'problem');
    },
  );

  test.each([
    ['reconcile.yaml', 'reconcile.yaml', true],
    ['reconcile.yaml', 'reconcile.yml', true],
    ['own.settings', 'own.settings', true],
    ['reconcile.yaml', 'src/main.ts', false],
    ['ads/reconcile.yaml', 'layers/by-glob.conf', false],
    ['reconcile.yaml', 'layers/.hidden.conf', false],
  ])('with the settings %s, that of %s is: %s', (settingsFile, path, matters) => {
    expect(isOurs(settingsFile, wanted.layers)(path)).toBe(matters);
  });
});
