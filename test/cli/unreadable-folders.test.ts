import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../src/cli/program.ts';
import type { Machine } from '../../src/machine.ts';
import { fakeMachine } from '../support/fake-machine.ts';

const folder = mkdtempSync(join(tmpdir(), 'reconcile-folders-'));
beforeAll(() => {
  cpSync('examples/byo', folder, { recursive: true });
  for (const name of ['closed', 'pasted']) {
    mkdirSync(join(folder, 'layers', name), { recursive: true });
    writeFileSync(join(folder, 'layers', name, 'acme-ios.json'), '{}');
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Permissions stop no administrator, so the file system refuses here. */
function refusing(files: Machine['files'], name: string): Machine['files'] {
  const list: Machine['files']['list'] = async (path) => {
    if (basename(path) === name) throw Object.assign(new Error(`EACCES: ${path}`), { code: 'EACCES' });
    return files.list(path);
  };
  return { ...files, list };
}

async function ran(line: string, closed: string, cwd = folder) {
  const fake = fakeMachine({ cwd, env: {} });
  const machine = { ...fake.machine, files: refusing(fake.machine.files, closed) };
  const exit = await run(line.split(' '), { bare: machine, full: async () => machine });
  await fake.close();
  return { exit, out: fake.out(), err: fake.err() };
}

test('a folder of documents that cannot be read is a problem, and the other documents are checked', async () => {
  const { exit, err } = await ran('validate', 'closed');
  expect(exit).toBe(1);
  expect(err).toContain('layers/closed:1:1  document/unreadable');
  expect(err).toContain('The folder layers/closed could not be read (EACCES).');
});

test('a plan is incomplete while a folder cannot be read', async () => {
  const { exit, out } = await ran('plan --sandbox', 'closed');
  expect(exit).toBe(1);
  expect(out).toMatch(/^SANDBOX · Incomplete: /);
  expect(out).toContain('acme-ios  layers/acme-ios.yaml');
});

test('a named folder that cannot be read does not count as empty', async () => {
  const { exit, err } = await ran('validate layers/closed', 'closed');
  expect(exit).toBe(1);
  expect(err).toContain('The folder layers/closed could not be read (EACCES).');
  expect(err).not.toContain('document/none');
});

test('a folder of pasted configs that cannot be read is a problem', async () => {
  const { exit, err } = await ran('confirm acme-ios --sandbox --json layers/pasted', 'pasted');
  expect(exit).toBe(1);
  expect(err).toContain('layers/pasted could not be read (EACCES).');
});

test.each([
  { name: 'node_modules', glob: 'layers/**/*.yaml' },
  { name: 'too-deep', glob: 'layers/*.yaml' },
])('a broken link $name, below which $glob matches nothing, is not a problem', async ({ name, glob }) => {
  const root = mkdtempSync(join(tmpdir(), 'reconcile-links-'));
  cpSync('examples/byo', root, { recursive: true });

  writeFileSync(join(root, 'reconcile.yaml'), `costCapUnit: major\nlayers: "${glob}"\n`);
  symlinkSync('nowhere', join(root, 'layers', name));
  const { exit, out, err } = await ran('validate', 'no-such-folder', root);
  expect([exit, err], out).toEqual([0, '']);
  rmSync(root, { recursive: true, force: true });
});

test('a folder that cannot be read, and is too deep for a document, is not a problem', async () => {
  const root = mkdtempSync(join(tmpdir(), 'reconcile-links-'));
  cpSync('examples/byo', root, { recursive: true });
  writeFileSync(join(root, 'reconcile.yaml'), 'costCapUnit: major\nlayers: layers/*.yaml\n');
  mkdirSync(join(root, 'layers', 'closed'));
  const { exit, out, err } = await ran('validate', 'closed', root);
  expect([exit, err], out).toEqual([0, '']);
  rmSync(root, { recursive: true, force: true });
});
