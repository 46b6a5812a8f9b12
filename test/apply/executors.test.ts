import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { EXECUTORS } from '../../src/apply/executors/index.ts';
import { CHANGE_KINDS, CONFIG_CHANGE_KINDS } from '../../src/model/index.ts';

const SOURCE = 'src/apply/executors/index.ts';

/** Errors of the compiler in files with these texts, by file name. */
function compile(texts: Readonly<Record<string, string>>): Readonly<Record<string, readonly string[]>> {
  const folder = mkdtempSync(join(tmpdir(), 'executors-'));
  try {
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
    const config = {
      extends: resolve('tsconfig.json'),
      compilerOptions: { typeRoots: [resolve('node_modules/@types')] },
      files: Object.keys(texts),
      include: [],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const { stdout } = spawnSync(resolve('node_modules/.bin/tsc'), ['-p', folder, '--pretty', 'false'], {
      encoding: 'utf8',
    });
    const lines = stdout.split('\n');
    return Object.fromEntries(
      Object.keys(texts).map((name) => [name, lines.filter((line) => line.includes(`${name}(`))]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the table of executors without one of its lines does not compile', () => {
  const source = readFileSync(SOURCE, 'utf8').replaceAll(/from '(\.[^']+)'/g, (_, path: string) => {
    return `from '${resolve('src/apply/executors', path)}'`;
  });
  const lines = source.split('\n');
  const special = CHANGE_KINDS.filter((kind) => !(CONFIG_CHANGE_KINDS as readonly string[]).includes(kind));
  // The kinds of the config have one line together, and a compiler names the first that is missing.
  const entryOf = new Map([
    ...special.map((kind) => [kind, lines.find((line) => new RegExp(`^ {2}'?${kind}'?[:,]`).test(line))] as const),
    ['binding', lines.find((line) => line === '  ...configWrites,')] as const,
  ]);
  const without = (entry: string | undefined): string => lines.filter((line) => line !== entry).join('\n');
  const errors = compile({
    'complete.mts': source,
    ...Object.fromEntries([...entryOf].map(([kind, entry]) => [`without-${kind}.mts`, without(entry)])),
  });
  expect(errors['complete.mts']).toEqual([]);
  for (const kind of entryOf.keys()) {
    expect(errors[`without-${kind}.mts`]?.join('\n'), kind).toMatch(
      new RegExp(`missing.*${kind}|${kind}.* is missing`),
    );
  }
});

test('the table has every kind of change', () => {
  expect(Object.keys(EXECUTORS).sort()).toEqual([...CHANGE_KINDS].sort());
});
