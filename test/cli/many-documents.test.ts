import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/program.ts';
import { fakeMachine } from '../support/fake-machine.ts';

const folder = mkdtempSync(join(tmpdir(), 'reconcile-many-'));
const few = join(folder, 'few');
const many = join(folder, 'many');

beforeAll(() => {
  for (const [root, count] of [
    [few, 499],
    [many, 500],
  ] as const) {
    cpSync('examples/byo', root, { recursive: true });
    for (let n = 1; n < count; n += 1) writeFileSync(join(root, 'layers', `${n}.yaml`), '');
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Prints each flag that a program sets. */
const SPY = `data:text/javascript,${encodeURIComponent(`
  const v8 = process.getBuiltinModule('node:v8');
  v8.setFlagsFromString = (flag) => process.stdout.write('flag ' + flag + '\\n');
`)}`;

async function flagsSetBy(program: readonly string[], cwd: string): Promise<number> {
  const started = promisify(execFile)(process.execPath, ['--import', SPY, ...program], { cwd });
  // Most documents are empty, so `validate` fails.
  const { stdout } = await started.catch((error: { stdout: string }) => error);
  expect(stdout).toContain('document/');
  return stdout.split('\n').filter((line) => line.startsWith('flag ')).length;
}

describe('V8 is set up', () => {
  const validate = [resolve('dist/cli/main.js'), 'validate', '--format', 'json'];
  const library = `
    const { loadDesired } = await import(${JSON.stringify(resolve('dist/library.js'))});
    console.log((await loadDesired()).value.problems[0].code);
  `;

  test.each([
    { name: 'for many documents', program: validate, root: many, isSetUp: true },
    { name: 'not for fewer, because it takes longer than it saves', program: validate, root: few, isSetUp: false },
    {
      name: 'not by the library, because the process is not its own',
      program: ['--input-type=module', '--eval', library],
      root: many,
      isSetUp: false,
    },
  ])('$name', async ({ program, root, isSetUp }) => {
    expect((await flagsSetBy(program, root)) > 0).toBe(isSetUp);
  });
});

describe('the number of documents is known before one is read', () => {
  const small = join(folder, 'small');

  beforeAll(() => {
    cpSync('examples/agency', small, { recursive: true });
    writeFileSync(join(small, 'layers', 'empty.yaml'), '');
  });

  test.each([
    { line: 'validate', counts: [2], why: 'a fragment is not a document' },
    { line: 'validate layers/empty.yaml', counts: [1, 2], why: 'the others are read too' },
    { line: 'validate -', counts: [1, 2], why: 'standard input is a document' },
  ])('$line: $why', async ({ line, counts }) => {
    const fake = fakeMachine({ cwd: small, env: {}, input: '' });
    const calls: (number | 'read')[] = [];
    const { files } = fake.machine;
    const read: typeof files.read = async (path, atMost) => {
      if (path.includes('/layers/')) calls.push('read');
      return files.read(path, atMost);
    };
    const machine = { ...fake.machine, files: { ...files, read, prepare: (count: number) => calls.push(count) } };
    await run(line.split(' '), { bare: machine, full: async () => machine });
    await fake.close();
    expect(calls[0]).toBe(counts[0]);
    expect(calls.filter((call) => call !== 'read')).toEqual(counts);
  });
});
