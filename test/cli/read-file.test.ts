import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readNamed } from '../../src/io/read-file.ts';
import { realFiles } from '../../src/io/node-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'reconcile-read-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

for (const path of ['git/.git', 'git/ads/layers', 'bare/layers', 'plain', 'home']) {
  mkdirSync(join(folder, path), { recursive: true });
}
writeFileSync(join(folder, 'home/x'), 'home');
writeFileSync(join(folder, 'bare/reconcile.yml'), '');
for (const path of ['git', 'git/ads', 'bare', 'plain']) {
  writeFileSync(join(folder, path, 'x'), 'inside');
  symlinkSync(join(folder, 'home/x'), join(folder, path, 'link'));
}
linkSync(join(folder, 'git/x'), join(folder, 'git/hard'));

describe('a file that a person names', () => {
  test.each([
    { cwd: 'git/ads', path: 'x', read: true, why: 'it lies in the repository' },
    { cwd: 'git/ads', path: '../x', read: true, why: 'it still does' },
    { cwd: 'git', path: 'hard', read: true, why: 'a name of its own' },
    { cwd: 'git/ads', path: '../../home/x', read: false, why: 'it is elsewhere, and no lines of it are shown' },
    { cwd: 'git/ads', path: 'link', read: 'outside', why: 'the author of the link chose' },
    { cwd: 'git/ads/layers', path: '../../link', read: 'outside', why: 'also above the settings, in the repository' },
    { cwd: 'bare/layers', path: '../link', read: 'outside', why: 'without git the root is the folder of the settings' },
    { cwd: 'plain', path: 'link', read: 'outside', why: 'without either it is the working folder' },
    { cwd: 'plain', path: '../git/link', read: false, why: 'a different repository is outside' },
    { cwd: 'plain', path: 'none', read: 'absent', why: 'nothing is there' },
    { cwd: 'plain', path: '.', read: 'no file', why: 'a folder is no file' },
  ])('$path from $cwd is read: $read, because $why', async ({ cwd, path, read }) => {
    const found = await readNamed(path, 100, { files: realFiles(false), cwd: join(folder, cwd) });
    expect(found.ok ? found.inside : found.why).toBe(read);
  });
});
