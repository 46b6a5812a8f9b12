import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { realFiles } from '../../src/io/node-files.ts';
import { freshFolder, undoNames } from '../../src/operations/undo.ts';

describe('the documents of a way back', () => {
  test.each([
    { addresses: ['layers/a.yaml', 'layers/b.yml'], names: ['layers/a.yaml', 'layers/b.yml'], why: 'as they are' },
    { addresses: ['layers/a.json'], names: ['layers/a.yaml'], why: 'the output is YAML' },
    { addresses: ['layers/a.json', 'layers/a.yaml'], names: ['layers/a.yaml', 'layers/a-2.yaml'], why: 'two layers' },
    {
      addresses: ['A.yaml', 'a.yaml'],
      names: ['A.yaml', 'a-2.yaml'],
      why: 'one file on a file system that ignores case',
    },
    { addresses: ['a.conf'], names: ['a.conf.yaml'], why: 'a folder is searched for YAML and JSON' },
    { addresses: ['.back/.a.yaml'], names: ['back/a.yaml'], why: 'hidden files are no documents' },
  ])('$addresses become $names: $why', ({ addresses, names }) => {
    expect([...undoNames(addresses).values()]).toEqual(names);
  });

  test('law: no two share a name', () => {
    const name = fc.stringMatching(/^\.?[aA](-2)?\.(json|yaml|yml|JSON|conf)$/);
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 12 }), (addresses) => {
        const names = [...undoNames(addresses).values()].map((each) => each.toLowerCase());
        expect(new Set(names).size).toBe(addresses.length);
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});

describe('the folder of a way back', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'reconcile-undo-'));
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));
  const machine = { files: realFiles(false), cwd };
  mkdirSync(join(cwd, 'empty'));
  mkdirSync(join(cwd, 'used/2'), { recursive: true });
  mkdirSync(join(cwd, 'other'));
  writeFileSync(join(cwd, 'other/readme'), '');
  symlinkSync('nowhere', join(cwd, 'other/2'));

  test.each([
    ['new', 'new', 'nothing is there'],
    ['empty', 'empty', 'nothing is in it'],
    ['used', 'used/3', 'the second is there as well'],
    ['other', 'other/3', 'a link to nowhere is not nothing'],
  ])('%s is %s: %s', async (named, fresh) => {
    expect(await freshFolder(named, machine)).toBe(fresh);
  });
});
