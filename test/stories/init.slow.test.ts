import { symlinkSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../src/machine.ts';
import { initialise } from '../../src/operations/index.ts';
import { fakeMachine } from '../support/fake-machine.ts';
import { withHarness, type StoryHarness } from '../support/harness.ts';
import { client, CREDENTIALS, worldOf } from '../support/worlds.ts';

const one = [client(1)];
const two = [client(1), client(2)];
const NO_KEY = { LAYERS_API_KEY: '', TIKTOK_ACCESS_TOKEN: '' };
const WORKFLOWS = 'examples/github/.github/workflows';
const FILES = [
  '.gitignore',
  '.vscode/extensions.json',
  '.vscode/settings.json',
  'reconcile.yaml',
  'schemas/defaults.schema.json',
  'schemas/layer.schema.json',
  'schemas/settings.schema.json',
];

async function filesOf({ folder, read }: StoryHarness): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const texts = paths.map(async (path) => [path.slice(folder.length + 1), await read(path.slice(folder.length + 1))]);
  return Object.fromEntries((await Promise.all(texts)).toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)));
}

const inEmpty = (clients: typeof one, play: (harness: StoryHarness) => Promise<void>): Promise<void> =>
  withHarness({ world: worldOf(clients) }, play);

describe('in an empty folder', () => {
  test('without credentials: files that validate, a first plan in a sandbox, and a second run that changes nothing', async () => {
    await inEmpty(one, async (harness) => {
      const first = await harness.run('init --yes --name acme-ios', { env: NO_KEY });
      expect(first.exit).toBe(0);
      const created = await filesOf(harness);
      expect(Object.keys(created)).toEqual([...FILES.slice(0, 3), 'layers/acme-ios.yaml', ...FILES.slice(3)]);
      expect((await harness.run('validate')).exit).toBe(0);
      expect((await harness.run('init --yes', { env: NO_KEY })).exit).toBe(0);
      expect(await filesOf(harness)).toEqual(created);
      expect(harness.log(), 'without a key, nothing is sent').toEqual([]);
      await expect(harness.transcript()).toMatchFileSnapshot('golden/init.txt');
      await expect(created['layers/acme-ios.yaml']).toMatchFileSnapshot('golden/init-layer.yaml');
      await expect(created['reconcile.yaml']).toMatchFileSnapshot('golden/init-settings.yaml');
    });
  });

  test.each(['2048', 'true', '1e5'])('a name that looks like another type is text: %s', async (name) => {
    await inEmpty(one, async (harness) => {
      await harness.run(`init --yes --name ${name}`, { env: NO_KEY });
      expect((await harness.run('validate')).exit, await harness.read(`layers/${name}.yaml`)).toBe(0);
    });
  });

  test.each(['byo', 'agency'])(
    'mode %s: the document is valid as written, and with each comment taken away',
    async (mode) => {
      await inEmpty(one, async (harness) => {
        expect((await harness.run(`init --yes --name acme --mode ${mode}`, { env: NO_KEY })).exit).toBe(0);
        const text = await harness.read('layers/acme.yaml');
        await harness.write(
          'layers/acme.yaml',
          text.replace(/^# ?(?=(\s*[a-z_A-Z]+: (?!your own|an ad)|capi:))/gm, ''),
        );
        const settings = await harness.read('reconcile.yaml');
        await harness.write('reconcile.yaml', settings.replace('# costCapUnit', 'costCapUnit'));
        expect((await harness.run('validate')).exit).toBe(0);
        expect(await harness.read('layers/acme.yaml')).toMatch(
          /^  access_token_vault_id: vault_xyz\nobjectives: .*\n.*\nmonthlyCostCap/m,
        );
      });
    },
  );

  test('--workflows writes the workflows of the examples, which pass both linters, and keeps those that exist', async () => {
    await inEmpty(one, async (harness) => {
      const names = await readdir(WORKFLOWS);
      await harness.write('.github/workflows/reconcile-plan.yml', 'mine: true\n');
      const ran = await harness.run('init --yes --workflows --format json', { env: NO_KEY });
      const path = (name: string) => `.github/workflows/${name}`;
      expect(JSON.parse(ran.out).files).toEqual(
        expect.arrayContaining(
          names.map((name) => ({ path: path(name), result: name === 'reconcile-plan.yml' ? 'kept' : 'created' })),
        ),
      );
      for (const name of names) {
        const expected = name === 'reconcile-plan.yml' ? 'mine: true\n' : await readFile(join(WORKFLOWS, name), 'utf8');
        expect(await harness.read(path(name)), name).toBe(expected);
      }
      const written = names
        .filter((name) => name !== 'reconcile-plan.yml')
        .map((name) => join(harness.folder, path(name)));
      const lint = spawnSync(process.execPath, ['test/workflows/lint.mjs', ...written], { encoding: 'utf8' });
      expect([lint.status, lint.stdout, lint.stderr]).toEqual([0, expect.any(String), '']);
    });
  });

  test.each([
    ['y', true],
    ['', false],
  ])('a person is asked for the workflows: %j', async (answer, isWritten) => {
    await inEmpty(one, async (harness) => {
      const ran = await harness.run('init', { env: NO_KEY, typed: ['', '', answer] });
      expect(ran.exit).toBe(0);
      expect(Object.keys(await filesOf(harness)).includes('.github/workflows/reconcile-plan.yml')).toBe(isWritten);
    });
  });

  test('--workflows in a folder of a repository writes nothing, because GitHub would not find them', async () => {
    await inEmpty(one, async (harness) => {
      const git: Machine['git'] = async (args) => ({
        ok: true,
        stdout: args.includes('--show-prefix') ? 'ads/\n' : '/repo\n',
      });
      const ran = await harness.run('init --yes --workflows', { env: NO_KEY, git });
      expect([ran.exit, ran.err]).toEqual([1, expect.stringContaining('only in the root of a repository')]);
      expect(Object.keys(await filesOf(harness))).toEqual([]);
    });
  });

  test('the local schemas are the ones that the command prints', async () => {
    await inEmpty(one, async (harness) => {
      await harness.run('init --yes', { env: NO_KEY });
      for (const name of ['layer', 'defaults', 'settings'])
        expect(await harness.read(`schemas/${name}.schema.json`)).toBe((await harness.run(`schema ${name}`)).out);
    });
  });

  test('the only project of the key and its only account are used, and the plan is of live state', async () => {
    await inEmpty(one, async (harness) => {
      const { exit, out } = await harness.run('init --yes');
      expect(exit).toBe(0);
      expect(out).toContain('Layers key: organization');
      const text = await harness.read('layers/client-1.yaml');
      expect(text).toContain(`project: ${one[0]?.project}\n`);
      expect(text).toContain(`adAccountId: "${one[0]?.account}"\n`);
      expect(harness.writes()).toEqual([]);
    });
  });

  test('of two projects, none is guessed', async () => {
    await inEmpty(two, async (harness) => {
      expect((await harness.run('init --yes --name acme-ios')).exit).toBe(0);
      const text = await harness.read('layers/acme-ios.yaml');
      for (const { project, account } of two) {
        expect(text).not.toContain(project);
        expect(text).not.toContain(account);
      }
    });
  });

  test('a person chooses a project, a name and the unit', async () => {
    await inEmpty(two, async (harness) => {
      const typed = ['3', '2', 'Beta', 'beta-ios', '1'];
      expect((await harness.run('init', { typed })).exit).toBe(0);
      const listed = await harness.call('GET', '/v1/projects', undefined, {
        authorization: `Bearer ${CREDENTIALS.LAYERS_API_KEY}`,
      });
      const { items } = (await listed.json()) as { readonly items: readonly { readonly id: string }[] };
      expect(await harness.read('layers/beta-ios.yaml')).toContain(`project: ${items[1]?.id}\n`);
      expect(await harness.read('reconcile.yaml')).toContain('\ncostCapUnit: major\n');
    });
  });

  test('the end of input decides nothing and writes placeholders', async () => {
    await inEmpty(two, async (harness) => {
      expect((await harness.run('init', { typed: [] })).exit).toBe(0);
      expect(await harness.read('reconcile.yaml')).toContain('\n# costCapUnit: major\n');
    });
  });

  test('JSON has the files, the projects and the plan', async () => {
    await inEmpty(one, async (harness) => {
      const { out } = await harness.run('init --yes --format json');
      const report = JSON.parse(out);
      expect(report).toMatchObject({
        format: 'reconcile-init',
        version: 1,
        problems: [],
        plan: { format: 'reconcile-plan' },
      });
      expect(report.files).toHaveLength(8);
      expect(report.projects).toEqual([{ id: one[0]?.project, name: 'client-1' }]);
    });
  });
});

describe('files of the user', () => {
  test('are never overwritten, and the page says what they need', async () => {
    await inEmpty(one, async (harness) => {
      await harness.write('.vscode/settings.json', '{}');
      await harness.write('.gitignore', 'node_modules\n');
      await harness.write('reconcile.yml', 'costCapUnit: minor\n');
      const { exit, out } = await harness.run('init --yes', { env: NO_KEY });
      expect(exit).toBe(0);
      expect(out).toContain('Kept reconcile.yml, .vscode/settings.json, .gitignore.');
      expect(out).toContain('"yaml.schemas"');
      expect(out).toContain('.gitignore should contain .reconcile/');
      const files = await filesOf(harness);
      expect(files['.vscode/settings.json']).toBe('{}');
      expect(files['reconcile.yml']).toBe('costCapUnit: minor\n');
      expect(files['reconcile.yaml']).toBeUndefined();
    });
  });

  test('a repository with documents gets no further document', async () => {
    await withHarness({ from: 'examples/byo' }, async (harness) => {
      expect((await harness.run('init --yes')).exit).toBe(0);
      expect(Object.keys(await filesOf(harness)).filter((path) => path.startsWith('layers/'))).toEqual([
        'layers/acme-ios.yaml',
      ]);
    });
  });

  test('a folder inside a repository with settings is refused before any write', async () => {
    await withHarness({ from: 'examples/byo' }, async (harness) => {
      const before = await filesOf(harness);
      const { machine, close } = fakeMachine({ cwd: join(harness.folder, 'layers') });
      const created = await initialise({ layer: { name: 'acme', mode: 'byo' } }, machine);
      await close();
      expect(created).toMatchObject({ ok: false, problems: [{ code: 'cli/usage' }] });
      expect(await filesOf(harness)).toEqual(before);
    });
  });

  test('a link in place of a folder is not followed', async () => {
    await inEmpty(one, async (harness) => {
      const outside = join(harness.folder, '../reconcile-init-outside');
      symlinkSync(outside, join(harness.folder, 'schemas'));
      const { exit, err } = await harness.run('init --yes', { env: NO_KEY });
      expect(exit).toBe(1);
      expect(err).toContain('schemas/layer.schema.json could not be created');
    });
  });
});

test('a rejected key is a problem, and nothing is written', async () => {
  await inEmpty(one, async (harness) => {
    const { exit, err } = await harness.run('init --yes', { env: { LAYERS_API_KEY: 'lp_test_unknown00000001_wrong' } });
    expect(exit).toBe(1);
    expect(err).toContain('api/unauthenticated');
    expect(Object.keys(await filesOf(harness))).toEqual([]);
  });
});

test('a hostile name of a project is inert', async () => {
  const hostile = [client(1, { inProject: { name: 'Acme\u001B[31m\n::error::x' } })];
  await inEmpty(hostile, async (harness) => {
    const { out } = await harness.run('init --yes');
    expect(out).not.toContain('\u001B');
    expect(out).not.toMatch(/^::error/m);
  });
});
