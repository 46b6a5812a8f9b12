import {
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openOutputs } from '../../src/io/outputs.ts';
import { run } from '../../src/cli/program.ts';
import { realFiles } from '../../src/io/node-files.ts';
import { planAsJson } from '../../src/render/index.ts';
import { planOf } from '../support/layers.ts';
import { fakeMachine } from '../support/fake-machine.ts';

const folder = mkdtempSync(join(tmpdir(), 'reconcile-outputs-'));
const root = join(folder, 'repo');
const at = (path: string): string => join(root, path);

beforeAll(() => {
  cpSync('examples/byo', root, { recursive: true });
  mkdirSync(join(folder, 'home'));
  mkdirSync(at('.git'));
  mkdirSync(at('defaults'));
  mkdirSync(at('out'));
  writeFileSync(at('defaults/shared.yaml'), 'state: active\n');
  const document = at('layers/acme-ios.yaml');
  writeFileSync(document, `extends: ../defaults/shared.yaml\n${readFileSync(document, 'utf8')}`);
  linkSync(document, at('out/hard.json'));
  symlinkSync('../layers/acme-ios.yaml', at('out/soft.json'));
  symlinkSync('layers', at('folder'));
  symlinkSync('../home', at('away'));
  writeFileSync(at('saved.json'), planAsJson(planOf()));
  cpSync(at('world.yaml'), at('w.yaml'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NEVER = [
  ['layers/acme-ios.yaml', 'a document'],
  ['./layers/../layers/acme-ios.yaml', 'the same, spelled otherwise'],
  ['folder/acme-ios.yaml', 'a document behind a linked folder'],
  ['out/soft.json', 'a link to a document'],
  ['out/hard.json', 'another name of a document'],
  ['layers/new.json', 'the next command would take it for a document'],
  ['folder/deep/new.json', 'so it would there'],
  ['defaults/shared.yaml', 'a fragment'],
  ['reconcile.yaml', 'the settings'],
  ['reconcile.yml', 'two settings would be a problem'],
  ['world.yaml', 'the world'],
  ['out', 'a folder'],
  ['new/', 'a folder that is not there yet'],
  ['away/plan.json', 'a link leads out of the repository'],
  ['.git/config', 'git’s own'],
] as const;

/** Every file with its content, so that a write anywhere is seen. */
function everything(): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((path) => {
      const whole = join(folder, path);
      return statSync(whole).isFile() ? `${path}: ${readFileSync(whole, 'utf8')}` : path;
    });
}

async function ran(line: readonly string[]) {
  // Nothing listens there, so a request would be a different problem.
  const nowhere = { LAYERS_API_URL: 'http://127.0.0.1:9', TIKTOK_API_URL: 'http://127.0.0.1:9' };
  const env = { ...nowhere, LAYERS_API_KEY: 'k'.repeat(9), TIKTOK_ACCESS_TOKEN: 't'.repeat(9) };
  const still = fakeMachine({ cwd: root, env });
  const exit = await run(line, { bare: still.machine, full: async () => still.machine });
  await still.close();
  return { exit, text: still.out() + still.err() };
}

describe.each([
  { line: ['plan'], option: '--out' },
  { line: ['plan'], option: '--record' },
  { line: ['drift'], option: '--record' },
  { line: ['comment', 'saved.json'], option: '--out' },
])('$line.0 $option', ({ line, option }) => {
  test.each(NEVER)('never writes to %s: %s', async (path, why) => {
    const before = everything();
    const { exit, text } = await ran([...line, option, path]);
    expect([exit, everything()], why + text).toEqual([1, before]);
    expect(text).toMatch(new RegExp(`^${option}: `, 'm'));
  });
});

test('nor over other input files of the command line', async () => {
  for (const [line, read] of [
    [['comment', 'saved.json', '--out', './saved.json'], 'saved.json'],
    [['plan', '--sandbox', 'w.yaml', '--out', './w.yaml'], 'w.yaml'],
  ] as const) {
    const before = readFileSync(at(read), 'utf8');
    expect(await ran(line)).toEqual({ exit: 1, text: expect.stringMatching(/^--out: .*input/m) });
    expect(readFileSync(at(read), 'utf8')).toBe(before);
  }
});

test('two outputs are two files', async () => {
  const { exit, text } = await ran(['plan', '--out', 'x.json', '--record', './x.json']);
  expect([exit, text]).toEqual([1, expect.stringContaining('have the same file')]);
});

test.each([
  ['.', 'it would go over the documents'],
  ['./layers/..', 'spelled otherwise'],
  ['layers', 'the next command would take it for documents'],
  ['folder', 'so it would there'],
  ['away', 'a link leads out of the repository'],
  ['away/new', 'also where the folder is yet to be made'],
  ['.git/hooks', 'git’s own'],
])('apply --undo-dir never writes to %s: %s', async (path, why) => {
  const before = everything();
  const { exit, text } = await ran(['apply', '--auto-approve', '--undo-dir', path]);
  expect([exit, everything()], why + text).toEqual([1, before]);
  expect(text).toMatch(/^--undo-dir: /m);
});

describe('a file may be written', () => {
  const sources = {
    root,
    settingsFile: 'reconcile.yaml',
    settings: { layers: 'layers/**/*.{yaml,yml,json}' },
    files: [{ filePath: 'layers/acme-ios.yaml' }, { filePath: 'defaults/shared.yaml' }],
    inputs: [],
  };
  const open = () => openOutputs(sources, { files: realFiles(false), cwd: root });

  test.each([
    ['plan.json', 'beside the settings'],
    ['out/new/plan.json', 'in a folder that is not there yet'],
    ['layers/plan.txt', 'a name that is none of a document'],
    ['layers/.plan.json', 'hidden files are no documents'],
    ['../home/plan.json', 'outside, as the person says'],
    ['saved.json', 'over an earlier one'],
    ['/dev/null', 'a device that is named'],
  ])('to %s: %s', async (path) => {
    expect(await open().problem({ option: '--out', path })).toBeUndefined();
  });

  test('and is whole, or there is a problem', async () => {
    const outputs = open();
    expect(await outputs.write({ option: '--out', path: 'out/plan.json' }, 'a plan')).toEqual([]);
    expect(readFileSync(at('out/plan.json'), 'utf8')).toBe('a plan');
    const [problem] = await outputs.write({ option: '--out', path: 'out/plan.json/inner' }, 'a plan');
    expect(problem?.code).toBe('disk/unwritable');
  });

  test('not if a link was put there in the meantime', async () => {
    const outputs = open();
    expect(await outputs.problem({ option: '--out', path: 'late.json' })).toBeUndefined();
    symlinkSync('layers/acme-ios.yaml', at('late.json'));
    const [problem] = await outputs.write({ option: '--out', path: 'late.json' }, 'a plan');
    expect(problem?.code).toBe('cli/usage');
    expect(readFileSync(at('layers/acme-ios.yaml'), 'utf8')).toContain('acme-ios');
  });
});
