import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { type StoryHarness, withHarness } from '../support/harness.ts';
import { client, connected, copied, endpoint, settings, worldOf } from '../support/worlds.ts';

vi.setConfig({ testTimeout: 120_000 });

const PROGRESS = /^Reading (layers|projects): .*\n/gm;
const NO_CHANGES = /^(SANDBOX · )?No changes: (\d+ layers? match)/;

/** All text files of a repository by path, without the world. */
function filesIn({ folder }: Pick<StoryHarness, 'folder'>): Readonly<Record<string, string>> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    paths
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]),
  );
}

/** The laws of every import: valid documents, an empty plan, and no byte that a second import changes. */
async function expectEmptyPlan(harness: StoryHarness, layers: number): Promise<void> {
  const validated = await harness.run('validate');
  expect(validated.exit, validated.err).toBe(0);
  const plan = await harness.run('plan --detailed-exitcode');
  expect([plan.exit, plan.out], plan.err).toEqual([0, expect.stringMatching(NO_CHANGES)]);
  expect(plan.out).toContain(layers === 1 ? '1 layer matches' : `${layers} layers match`);
  await expectSecondIsIdle(harness);
}

async function expectSecondIsIdle(harness: StoryHarness, line = 'import'): Promise<void> {
  const before = filesIn(harness);
  const again = await harness.run(line);
  expect(filesIn(harness), again.out).toEqual(before);
  expect(again.out).toMatch(/unchanged|Nothing to import/);
}

const clients = [1, 2, 3, 4].map((n) => client(n, { inProject: { adAccounts: [account(n, 'byo')] } }));
const configs = Object.fromEntries(clients.map(({ name, config }) => [name, config]));

/** An ad account as Layers lists it, with its mode. */
function account(n: number, credentialMode?: string) {
  const { account: id, name, currency, timezone } = client(n);
  return connected(id, { name, currency, timezone, ...(credentialMode && { credentialMode }) });
}

describe('each example', () => {
  test.each([
    { name: 'byo', layers: 1 },
    { name: 'event-map', layers: 1 },
    { name: 'agency-many', layers: 26 },
  ])('$name: imported into an empty repository, its plan is empty', ({ name, layers }) =>
    withHarness(
      {
        files: { 'reconcile.yaml': readFileSync(`examples/${name}/reconcile.yaml`, 'utf8') },
        world: readFileSync(`examples/${name}/world.yaml`, 'utf8'),
      },
      async (harness) => {
        const imported = await harness.run('import');
        expect([imported.exit, imported.err.replace(PROGRESS, '')]).toEqual([0, '']);
        await expectEmptyPlan(harness, layers);
        await expect(
          `${harness.transcript().replace(PROGRESS, '')}\n${textOf(filesIn(harness), name === 'agency-many' ? 4 : 9)}`,
        ).toMatchFileSnapshot(`golden/import-${name}.txt`);
      },
    ),
  );

  test('agency: a layer without an ad account has nothing to import', () =>
    withHarness(
      { files: { 'reconcile.yaml': '{}\n' }, world: readFileSync('examples/agency/world.yaml', 'utf8') },
      async (harness) => {
        const imported = await harness.run('import');
        expect([imported.exit, imported.out]).toEqual([
          0,
          expect.stringContaining('Layers without an ad account: fernweh-ios'),
        ]);
        expect(Object.keys(filesIn(harness))).toEqual(['reconcile.yaml']);
      },
    ));

  test.each(['byo', 'event-map', 'agency', 'agency-many'])(
    '%s: imported over its documents, only values that an API shows change, and comments stay',
    (name) =>
      withHarness({ from: `examples/${name}` }, async (harness) => {
        const before = filesIn(harness);
        const imported = await harness.run('import');
        expect([imported.exit, imported.err.replace(PROGRESS, '')]).toEqual([0, '']);
        // The event map of this example goes, with the comments in it.
        if (name !== 'event-map') expect(comments(filesIn(harness))).toEqual(comments(before));
        expect(linesChanged(before, filesIn(harness))).toMatchSnapshot();
        // The caps of other examples are only in the ledger.
        await (name === 'event-map' ? expectEmptyPlan(harness, 1) : expectSecondIsIdle(harness));
      }),
  );
});

/** Lines that are in only one of two states of the files. */
function linesChanged(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): string {
  return Object.keys(after)
    .toSorted()
    .flatMap((path) => {
      const [old, fresh] = [before[path]?.split('\n') ?? [], after[path]?.split('\n') ?? []];
      return [
        ...old.filter((line) => !fresh.includes(line)).map((line) => `${path} - ${line}`),
        ...fresh.filter((line) => !old.includes(line)).map((line) => `${path} + ${line}`),
      ];
    })
    .join('\n');
}

function comments(files: Readonly<Record<string, string>>): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, [...text.matchAll(/(^|\s)#.*$/gm)].map(([comment]) => comment)]),
  );
}

function textOf(files: Readonly<Record<string, string>>, max: number): string {
  return Object.entries(files)
    .filter(([path]) => /^(layers|defaults)\//.test(path))
    .slice(0, max)
    .map(([path, text]) => `--- ${path}\n${text}`)
    .join('\n');
}

describe('without a config from a person', () => {
  test('a document has only what an API shows, and says what is missing', () =>
    withHarness({ files: {}, world: worldOf(clients) }, async (harness) => {
      const imported = await harness.run('import');
      expect([imported.exit, imported.err]).toEqual([0, '']);
      await expectEmptyPlan(harness, 4);
      const document = await harness.read('layers/client-1.yaml');
      expect(document).toContain('# monthlyCostCap: not shown by any API');
      expect(document).toContain('  # enabled: live is true, which needs pixel_id and access_token_vault_id here');
      expect(document).not.toContain('28000');
      await expect(`${harness.transcript()}\n${document}`).toMatchFileSnapshot('golden/import-not-shown.txt');
    }));

  test('a layer whose mode no API shows gets no document', () =>
    withHarness({ files: {}, world: worldOf(clients, { switches: { generation: 'newer' } }) }, async (harness) => {
      const imported = await harness.run('import client-1 client-2');
      expect(imported.exit).toBe(1);
      expect(imported.out).toContain('Incomplete: 2 of 2 layers could not be imported.');
      expect(imported.err).toContain('import/missing-value');
      expect(imported.err).toContain('It concerns 2 layers: client-1, client-2.');
      expect(filesIn(harness)).toEqual({});
      const one = await harness.run('import client-1 --json -', { input: copied(clients[0]?.config ?? {}) });
      expect([one.exit, one.err]).toEqual([0, '']);
      await harness.run('confirm client-1 --json -', { input: copied(clients[0]?.config ?? {}) });
      await expectEmptyPlan(harness, 1);
    }));

  test('60 layers without a value that a document needs are one problem with their names', () => {
    const world = worldOf(
      Array.from({ length: 60 }, (_, n) => client(n + 1)),
      { switches: { generation: 'newer' } },
    );
    return withHarness({ files: {}, world }, async (harness) => {
      const { out, err, exit } = await harness.run('import --dry-run');
      expect(exit).toBe(1);
      expect(out).toContain('Incomplete: 60 of 60 layers could not be imported.');
      expect(out).not.toContain('without --dry-run');
      expect(err.match(/import\/missing-value/g)).toHaveLength(1);
      expect(err).toContain('client-10 and 50 more.');
      expect(err.length).toBeLessThan(800);
    });
  });
});

describe('with configs that a person copied', () => {
  test('the documents are complete, and the same file adopts the layers', () =>
    withHarness({ files: { 'reconcile.yaml': settings() }, world: worldOf(clients) }, async (harness) => {
      await harness.write('configs.json', JSON.stringify(configs));
      const imported = await harness.run('import --json configs.json');
      expect([imported.exit, imported.err]).toEqual([0, '']);
      expect(Object.keys(filesIn(harness))).toContain('defaults/byo.yaml');
      const plan = await harness.run('plan');
      expect(plan.out).toContain('4 layers to adopt');
      expect((await harness.run('confirm --json configs.json')).exit).toBe(0);
      await expectEmptyPlan(harness, 4);
      await expectSecondIsIdle(harness, 'import --json configs.json');
      const files = textOf(filesIn(harness), 3);
      await expect(`${harness.transcript().replace(PROGRESS, '')}\n${files}`).toMatchFileSnapshot(
        'golden/import-pasted.txt',
      );
    }));

  test('the lines that a first import left open are filled in, wherever a person moved them', () =>
    withHarness({ files: { 'reconcile.yaml': settings() }, world: worldOf(clients) }, async (harness) => {
      await harness.run('import');
      await harness.edit('layers/client-2.yaml', /^/, '# Ours.\n');
      await harness.edit('layers/client-2.yaml', 'mode: byo', "mode: 'byo'     # since 2024");
      const filled = await harness.run('import client-2 --json -', { input: copied(clients[1]?.config ?? {}) });
      expect([filled.exit, filled.err]).toEqual([0, '']);
      const text = await harness.read('layers/client-2.yaml');
      expect(text).toMatch(/^# Ours\.\n# yaml-language-server/);
      expect(text).toContain("mode: 'byo'     # since 2024\n");
      expect(text).toContain('monthlyCostCap: 28000\n');
      expect(text).toContain('  enabled: true\n');
      expect(text).not.toMatch(/not shown|No API|reconcile import/);
      expect(await harness.read('layers/client-1.yaml'), 'no other document changes').toContain('not shown');
      const adopt = await harness.run('confirm client-2 --json -', { input: copied(clients[1]?.config ?? {}) });
      expect(adopt.exit).toBe(0);
      await expectEmptyPlan(harness, 4);
    }));

  test('a config that an API contradicts, one with a token and one for no layer stop only their own layer', () =>
    withHarness({ files: { 'reconcile.yaml': settings() }, world: worldOf(clients) }, async (harness) => {
      const token = `lp_live_${'0123456789abcdef'.repeat(2)}_secret`;
      const text = JSON.stringify({
        ...configs,
        'client-1': { ...configs['client-1'], adAccountId: '7111111111111111111' },
        'client-2': { ...configs['client-2'], access_token: token },
        'client-99': configs['client-1'],
      });
      const imported = await harness.run('import --json -', { input: text });
      expect(imported.exit).toBe(1);
      expect(imported.err).toContain('confirm/contradicted');
      expect(imported.err).toContain('document/secret');
      expect(imported.err).toContain('"client-99"');
      expect(imported.err + imported.out + JSON.stringify(filesIn(harness))).not.toContain(token);
      const documents = Object.keys(filesIn(harness)).filter((path) => path.startsWith('layers/'));
      expect(documents).toEqual(['layers/client-3.yaml', 'layers/client-4.yaml']);
    }));
});

describe('with a config endpoint', () => {
  const files = { 'reconcile.yaml': settings({ transport: endpoint() }) };

  test('everything is known, and shared values become defaults', () =>
    withHarness({ files, world: worldOf(clients) }, async (harness) => {
      expect((await harness.run('import')).exit).toBe(0);
      await expectEmptyPlan(harness, 4);
      expect(await harness.read('defaults/byo.yaml')).toContain('objectives: [app_installs, video_view]');
      expect(await harness.read('layers/client-3.yaml')).toContain('extends: ../defaults/byo.yaml');
    }));

  test('a layer without a shared value removes it, and one with a different value keeps it', () => {
    const [third, fourth] = [
      client(3, { config: { objectives: undefined } }),
      client(4, { config: { capi: { enabled: false } } }),
    ];
    const others = [1, 2, 5, 6].map((n) => client(n));
    return withHarness({ files, world: worldOf([...others, third, fourth]) }, async (harness) => {
      expect((await harness.run('import')).exit).toBe(0);
      expect(await harness.read('layers/client-3.yaml')).toContain('objectives: null\n');
      expect(await harness.read('layers/client-4.yaml')).toContain('  enabled: false\n');
      await expectEmptyPlan(harness, 6);
    });
  });

  test('two layers that share little have no defaults', () =>
    withHarness(
      { files, world: worldOf([client(1), client(2, { config: { monthlyCostCap: 9 } })]) },
      async (harness) => {
        await harness.run('import');
        expect(Object.keys(filesIn(harness)).toSorted()).toEqual([
          'layers/client-1.yaml',
          'layers/client-2.yaml',
          'reconcile.yaml',
        ]);
        await expectEmptyPlan(harness, 2);
      },
    ));
});
