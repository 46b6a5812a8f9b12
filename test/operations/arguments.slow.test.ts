import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { selectLayers } from '../../src/operations/select-layers.ts';
import { openPartialWorkspace } from '../../src/operations/index.ts';
import { fakeMachine } from '../support/fake-machine.ts';
import { acme, client, documentOf } from '../support/worlds.ts';

const documents = {
  'layers/acme-ios.yaml': documentOf(acme()),
  'layers/acme-web.yaml': documentOf({ ...client(2), name: 'acme-web' }),
  'layers/eu/birk.yaml': documentOf({ ...client(3), name: 'birk' }),
};

type WordCase = {
  readonly name: string;
  readonly words: readonly string[];
  /** Working folder, below the root. */
  readonly cwd?: string;
  readonly layers: readonly string[];
};

const cases: readonly WordCase[] = [
  { name: 'a name', words: ['birk'], layers: ['birk'] },
  { name: 'names and paths together', words: ['birk', 'layers/acme-ios.yaml'], layers: ['acme-ios', 'birk'] },
  { name: 'a folder', words: ['layers/eu'], layers: ['birk'] },
  { name: 'a glob', words: ['layers/acme-*.yaml'], layers: ['acme-ios', 'acme-web'] },
  { name: 'a glob over folders', words: ['layers/**/*.yaml'], layers: ['acme-ios', 'acme-web', 'birk'] },
  { name: 'alternatives', words: ['layers/acme-{ios,tv}.yaml'], layers: ['acme-ios'] },
  { name: 'a glob from a folder', words: ['../acme-*.yaml'], cwd: 'layers/eu', layers: ['acme-ios', 'acme-web'] },
  { name: 'a glob as Windows writes it', words: ['layers\\acme-*.yaml'], layers: ['acme-ios', 'acme-web'] },
  { name: 'a glob that also matches a fragment', words: ['**/*.yaml'], layers: ['acme-ios', 'acme-web', 'birk'] },
];

const faults = [
  { word: 'layers/nothing-*.yaml', message: 'The pattern "layers/nothing-*.yaml" matches no file.' },
  { word: 'layers/{a,b.yaml', message: expect.stringContaining('unbalanced braces') },
  { word: 'acme-tv', message: 'No layer document is named "acme-tv".' },
  { word: 'layers/none.yaml', message: 'The file layers/none.yaml does not exist.' },
];

let root = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'reconcile-arguments-'));
  const files = { ...documents, 'reconcile.yaml': '{}', 'defaults/usd.yaml': 'monthlyCostCap: 30000\n' };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
});

afterAll(() => rm(root, { recursive: true, force: true }));

async function opened(words: readonly string[], cwd = '.') {
  const { machine } = fakeMachine({ cwd: join(root, cwd) });
  return { machine, workspace: await openPartialWorkspace({ paths: words }, machine) };
}

describe('what an argument means', () => {
  test.each(cases)('$name, where documents are planned', async ({ words, cwd, layers }) => {
    const { workspace } = await opened(words, cwd);
    expect(workspace.ok && workspace.value.desired.map(({ name }) => name)).toEqual(layers);
  });

  test.each(cases)('$name, where steps are confirmed', async ({ words, cwd, layers }) => {
    const { machine, workspace } = await opened([], cwd);
    const selection = workspace.ok ? selectLayers(words, workspace.value, machine) : undefined;
    expect(selection?.problems).toEqual([]);
    expect([...(selection?.namesByWord.values() ?? [])].flat().sort()).toEqual(layers);
  });

  test.each(faults)('$word is a problem with a remedy', async ({ word, message }) => {
    const { workspace } = await opened([word]);
    const problems = workspace.ok ? workspace.value.problemsOf(workspace.value.invalid) : workspace.problems;
    expect(problems).toMatchObject([{ message, remedy: expect.any(String) }]);
    expect(workspace.ok ? workspace.value.desired : []).toEqual([]);
  });
});
