import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, test, vi } from 'vitest';
import { type StoryHarness, withHarness } from '../support/harness.ts';
import {
  client,
  type Client,
  connected,
  copied,
  documentOf,
  documentsOf,
  endpoint,
  settings,
  worldOf,
} from '../support/worlds.ts';

vi.setConfig({ testTimeout: 120_000 });

const files = { 'reconcile.yaml': settings({ transport: endpoint() }) };
const [one, two, three] = [client(1), client(2), client(3)];

function documents({ folder }: Pick<StoryHarness, 'folder'>): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => path.startsWith('layers/') || path.startsWith('defaults/'))
    .toSorted();
}

async function expectNoChanges(harness: StoryHarness): Promise<void> {
  const plan = await harness.run('plan --detailed-exitcode');
  expect([plan.exit, plan.out], plan.err).toEqual([0, expect.stringMatching(/^SANDBOX · No changes: /)]);
}

describe('names of projects', () => {
  test.each([
    { title: '../../etc/passwd', name: 'etc-passwd', why: 'it is no path' },
    { title: '__proto__', name: 'proto', why: 'it is no key' },
    { title: 'Acme | `rm -rf` <b>\u001b[31m', name: 'acme-rm-rf-b-31m', why: 'it is no Markdown and no escape' },
    { title: 'True', name: 'true', why: 'in quotes, it is text in YAML' },
    { title: '1e3', name: '1e3', why: 'in quotes, it is no number' },
    { title: 'Café Größe', name: 'cafe-gro-e', why: 'accents are dropped' },
    { title: '日本', name: 'project-254a4ce1', why: 'nothing of it remains' },
    { title: 'CON', name: 'project-254a4ce1', why: 'Windows opens no such file' },
    { title: 'x'.repeat(128), name: 'x'.repeat(48), why: 'a name has a limit' },
  ])('$title becomes $name: $why', ({ title, name }) =>
    withHarness({ files, world: worldOf([{ ...one, inProject: { name: title } }]) }, async (harness) => {
      const imported = await harness.run('import');
      expect([imported.exit, imported.err]).toEqual([0, '']);
      expect(documents(harness)).toEqual([`layers/${name}.yaml`]);
      expect(parse(await harness.read(`layers/${name}.yaml`))).toMatchObject({ name, adAccountId: one.account });
      await expectNoChanges(harness);
    }),
  );

  test('two equal names both get a part of their id, and a file of a person is not used', () =>
    withHarness(
      {
        files: { ...files, 'layers/solo.yaml': '# A draft.\n' },
        world: worldOf([
          { ...one, project: '254a4ce1-f4ca-42b1-9e36-000000000001', name: 'Acme' },
          { ...two, project: '777a4ce1-f4ca-42b1-9e36-000000000002', name: 'acme!' },
          { ...three, project: '888a4ce1-f4ca-42b1-9e36-000000000003', name: 'Solo' },
        ]),
      },
      async (harness) => {
        await harness.run('import');
        const paths = documents(harness).filter((path) => path.startsWith('layers/'));
        expect(paths).toEqual([
          'layers/acme-254a4ce1.yaml',
          'layers/acme-777a4ce1.yaml',
          'layers/solo-888a4ce1.yaml',
          'layers/solo.yaml',
        ]);
        expect(await harness.read('layers/solo.yaml')).toBe('# A draft.\n');
      },
    ));
});

describe('values of live configs', () => {
  test('a value that a document cannot have is left out, and a long id stays in quotes', () =>
    withHarness(
      {
        files,
        world: worldOf([
          client(1, { config: { monthlyCostCap: 0, objectives: ['app_installs', 'app_installs'] } }),
          client(2, {
            config: { monthlyCostCap: 100.555, capi: { event_map: { __proto__x: 'Lead', 'a: b': '- #x' } } },
          }),
          client(3, { config: { capi: { pixel_id: '7098765432109876543' } } }),
        ]),
      },
      async (harness) => {
        const imported = await harness.run('import');
        expect([imported.exit, imported.err]).toEqual([0, '']);
        expect(await harness.read('layers/client-1.yaml')).toContain(
          '# monthlyCostCap: live, in a form that a document cannot have',
        );
        expect(await harness.read('layers/client-2.yaml')).toContain('event_map: { __proto__x: Lead, "a: b": "- #x" }');
        expect(await harness.read('layers/client-3.yaml')).toContain('pixel_id: "7098765432109876543"');
        await expectNoChanges(harness);
      },
    ));
});

describe('reads that fail', () => {
  test('one project stops only itself, and the next import completes it', () =>
    withHarness({ files, world: worldOf([one, two, three]) }, async (harness) => {
      const fault = { kind: 'status', status: 500 };
      const path = `/v1/projects/${two.project}`;
      await harness.call('POST', '/__sandbox/faults', { method: 'GET', path, times: 100, fault });
      const imported = await harness.run('import');
      expect(imported.exit).toBe(1);
      expect(imported.out).toMatch(/^SANDBOX · Incomplete: 1 of 3 layers could not be imported\./);
      expect(imported.err).toContain('client-2');
      expect(documents(harness)).toEqual(['layers/client-1.yaml', 'layers/client-3.yaml']);
      await harness.call('DELETE', '/__sandbox/faults');
      expect((await harness.run('import')).exit).toBe(0);
      expect(documents(harness)).toContain('layers/client-2.yaml');
      await expectNoChanges(harness);
    }));

  test('without a list of projects, the documents are still updated', () =>
    withHarness({ files: { ...files, ...documentsOf([one]) }, world: worldOf([one, two]) }, async (harness) => {
      await harness.edit('layers/client-1.yaml', 'monthlyCostCap: 28000', 'monthlyCostCap: 1');
      const fault = { kind: 'status', status: 500 };
      await harness.call('POST', '/__sandbox/faults', { method: 'GET', path: '/v1/projects', times: 100, fault });
      const imported = await harness.run('import --format json');
      expect(imported.exit).toBe(1);
      expect(JSON.parse(imported.out)).toMatchObject({
        counts: { created: 0, updated: 1 },
        problems: [{ message: expect.stringContaining('The projects of LAYERS_API_KEY could not be listed.') }],
      });
      expect(await harness.read('layers/client-1.yaml')).toContain('monthlyCostCap: 28000');
    }));

  test('an unset variable is named once', () =>
    withHarness({ files, world: worldOf([one]) }, async (harness) => {
      const imported = await harness.run('import', { env: { TIKTOK_ACCESS_TOKEN: '' } });
      expect([imported.exit, documents(harness)]).toEqual([1, []]);
      expect(imported.err).toContain('The environment variable TIKTOK_ACCESS_TOKEN is not set');
      expect(harness.log()).toEqual([]);
    }));
});

describe('selection', () => {
  test.each([
    { words: 'client-2', why: 'the name of its new layer' },
    { words: two.project, why: 'a project id' },
    { words: two.project.toUpperCase(), why: 'in either case' },
  ])('$words: $why', ({ words }) =>
    withHarness({ files, world: worldOf([one, two]) }, async (harness) => {
      expect((await harness.run(`import ${words}`)).exit).toBe(0);
      expect(documents(harness)).toEqual(['layers/client-2.yaml']);
    }),
  );

  test('a document needs no list of projects, and an unknown word is a problem', () =>
    withHarness({ files: { ...files, ...documentsOf([one]) }, world: worldOf([one, two]) }, async (harness) => {
      await harness.edit('layers/client-1.yaml', 'monthlyCostCap: 28000', 'monthlyCostCap: 1');
      expect((await harness.run('import layers/client-1.yaml')).exit).toBe(0);
      expect(harness.log().map(({ path }) => path.replace(/\?.*/, ''))).not.toContain('/v1/projects');
      expect(documents(harness)).toEqual(['layers/client-1.yaml']);
      const unknown = await harness.run('import client-9');
      expect([unknown.exit, unknown.err]).toEqual([1, expect.stringContaining('"client-9"')]);
    }));

  test('an invalid document gets no second one, and keeps its bytes', () =>
    withHarness(
      { files: { ...files, 'layers/mine.yaml': `name: mine\nproject: ${one.project}\n` }, world: worldOf([one, two]) },
      async (harness) => {
        const imported = await harness.run('import');
        expect([imported.exit, imported.err]).toEqual([1, expect.stringContaining('document/missing-field')]);
        expect(documents(harness)).toEqual(['layers/client-2.yaml', 'layers/mine.yaml']);
        expect(await harness.read('layers/mine.yaml')).toBe(`name: mine\nproject: ${one.project}\n`);
      },
    ));
});

describe('a document of a person', () => {
  const live = client(1, { config: { objectives: ['app_installs', 'reach'] } });
  const MINE = `# Ours. Do not reformat.
capi: {   pixel_id: ${live.pixel}, access_token_vault_id: 'vault_client_1',enabled: false }   # see ticket 7
name:   acme
template: tiktok-ads
project: "${live.project}"
mode: 'byo'

tiktokBusinessId: "${live.business}"
adAccountId:     '${live.account}'
objectives:
- app_installs     # always
- video_view
monthlyCostCap: 30000.00 USD   # until June
`;
  const UPDATED = MINE.replace('enabled: false', 'enabled: true')
    .replace('- video_view', '- reach')
    .replace('30000.00 USD', '28000 USD');

  test.each([
    { name: 'as it is', text: MINE, after: UPDATED },
    { name: 'with Windows line ends', text: MINE.replaceAll('\n', '\r\n'), after: UPDATED.replaceAll('\n', '\r\n') },
    { name: 'with a byte order mark', text: `\uFEFF${MINE}`, after: `\uFEFF${UPDATED}` },
  ])('changes only where it differs: $name', ({ text, after }) =>
    withHarness({ files: { ...files, 'layers/acme.yaml': text }, world: worldOf([live]) }, async (harness) => {
      const imported = await harness.run('import');
      expect([imported.exit, imported.err]).toEqual([0, '']);
      expect(await harness.read('layers/acme.yaml')).toBe(after);
      await expectNoChanges(harness);
      await harness.run('import');
      expect(await harness.read('layers/acme.yaml')).toBe(after);
    }),
  );

  test('with --dry-run the difference is printed, and nothing is written', () =>
    withHarness({ files: { ...files, 'layers/acme.yaml': MINE }, world: worldOf([live, two]) }, async (harness) => {
      await harness.run('import --dry-run');
      expect(documents(harness)).toEqual(['layers/acme.yaml']);
      expect(await harness.read('layers/acme.yaml')).toBe(MINE);
      await harness.run('import --dry-run --format json');
      await expect(harness.transcript()).toMatchFileSnapshot('golden/import-dry-run.txt');
    }));

  test('an inherited value is overridden in the document, so that no other layer changes', () => {
    const shared = 'objectives: [app_installs, video_view]\nmonthlyCostCap: 28000\n';
    const extending = (each: Client): string =>
      `extends: ../defaults/all.yaml\n${documentOf(each, { objectives: undefined, monthlyCostCap: undefined })}`;
    const raised = client(2, { config: { monthlyCostCap: 31000 } });
    return withHarness(
      {
        files: {
          ...files,
          'defaults/all.yaml': shared,
          'layers/client-1.yaml': extending(one),
          'layers/client-2.yaml': extending(raised),
        },
        world: worldOf([one, raised]),
      },
      async (harness) => {
        expect((await harness.run('import')).exit).toBe(0);
        expect(await harness.read('defaults/all.yaml')).toBe(shared);
        expect(await harness.read('layers/client-1.yaml')).toBe(extending(one));
        expect(await harness.read('layers/client-2.yaml')).toBe(`${extending(raised)}monthlyCostCap: 31000\n`);
        await expectNoChanges(harness);
      },
    );
  });

  test('a layout that allows no exact edit is left as it is', () => {
    const pair = new RegExp(`pixel_id: ${one.pixel}\\n( *)access_token_vault_id: .*`);
    const text = documentOf(one).replace(pair, `access_token_vault_id: &same ${one.pixel}\n$1pixel_id: *same`);
    return withHarness(
      { files: { ...files, 'layers/client-1.yaml': text }, world: worldOf([one]) },
      async (harness) => {
        expect(text).toContain('*same');
        const imported = await harness.run('import');
        expect([imported.exit, imported.err]).toEqual([1, expect.stringContaining('import/not-updated')]);
        expect(await harness.read('layers/client-1.yaml')).toBe(text);
      },
    );
  });

  test('a layer that is not live yet keeps its document', () =>
    withHarness(
      {
        files: { ...files, ...documentsOf([one]) },
        world: worldOf([{ ...one, inProject: { layers: [], adAccounts: [] } }]),
      },
      async (harness) => {
        const imported = await harness.run('import --format json');
        expect(JSON.parse(imported.out)).toMatchObject({
          exitCode: 0,
          counts: { skipped: 1 },
          layers: [{ reason: 'no-layer' }],
        });
        expect(await harness.read('layers/client-1.yaml')).toBe(documentOf(one));
      },
    ));

  test('a document behind a link is not written', () =>
    withHarness(
      { files: { ...files, 'real/client-1.yaml': documentOf(one, { monthlyCostCap: 1 }) }, world: worldOf([one]) },
      async (harness) => {
        mkdirSync(join(harness.folder, 'layers'));
        symlinkSync('../real/client-1.yaml', join(harness.folder, 'layers/client-1.yaml'));
        const imported = await harness.run('import');
        expect([imported.exit, imported.err]).toEqual([1, expect.stringContaining('disk/unwritable')]);
        expect(readFileSync(join(harness.folder, 'real/client-1.yaml'), 'utf8')).toContain('monthlyCostCap: 1\n');
      },
    ));
});

describe('several layers of one project', () => {
  const both = client(1, {
    inProject: {
      adAccounts: [connected(one.account), connected(two.account)],
      layers: [
        { id: one.layer, config: one.config },
        { id: two.layer, config: two.config },
      ],
    },
  });
  const world = worldOf([both], {
    advertisers: [{ id: two.account, name: two.name, timezone: two.timezone }],
    pixels: [{ id: '7000000000000000012', code: two.pixel, owner: two.account }],
  });

  test('no document is guessed, and documents that name their layer are updated', () =>
    withHarness({ files, world }, async (harness) => {
      const guessed = await harness.run('import');
      expect([guessed.exit, guessed.err]).toEqual([1, expect.stringContaining('import/several-layers')]);
      expect(documents(harness)).toEqual([]);
      await harness.write('layers/a.yaml', documentOf({ ...one, name: 'a' }, { layer: one.layer, monthlyCostCap: 1 }));
      await harness.write(
        'layers/b.yaml',
        documentOf({ ...two, name: 'b', project: one.project }, { layer: two.layer }),
      );
      const updated = await harness.run('import');
      expect([updated.exit, updated.err]).toEqual([0, '']);
      expect(await harness.read('layers/a.yaml')).toContain('monthlyCostCap: 28000');
      await expectNoChanges(harness);
    }));
});

describe('a document ahead of live state', () => {
  const stated = { 'reconcile.yaml': settings(), ...documentsOf([one]) };
  const uncapped = client(1, { config: { monthlyCostCap: undefined } });
  const line = { file: 'layers/client-1.yaml', cap: 'monthlyCostCap: 28000' };

  /** Records the live config, and applies the edit of the document, which then waits for a person. */
  async function waiting(harness: StoryHarness, live: Client, edited: string): Promise<void> {
    await harness.write('live.json', copied(live.config));
    await harness.run('confirm client-1 --json live.json');
    await harness.write(line.file, edited);
    await harness.run('apply --auto-approve');
  }

  test.each([
    {
      name: 'a cap that was lowered',
      live: one,
      edit: { monthlyCostCap: 20000 },
      kept: '20,000.00 USD, recorded: 28,000.00 USD',
    },
    { name: 'the first cap', live: uncapped, edit: { monthlyCostCap: 20000 }, kept: '20,000.00 USD, recorded: none' },
    {
      name: 'objectives',
      live: one,
      edit: { objectives: ['reach'] },
      kept: '["reach"], recorded: ["app_installs","video_view"]',
    },
    {
      name: 'a toggle that an API shows',
      live: one,
      edit: { capi: { ...one.config.capi, enabled: false } },
      kept: 'false, live: true',
    },
  ])('keeps a reviewed change that waits: $name', ({ live, edit, kept }) =>
    withHarness({ files: stated, world: worldOf([live]) }, async (harness) => {
      const path = `/v1/projects/${one.project}/sdk-apps/${one.app}`;
      await harness.call('POST', '/__sandbox/faults', {
        method: 'PATCH',
        path,
        times: 100,
        fault: { kind: 'status', status: 403 },
      });
      const edited = documentOf(live, edit);
      await waiting(harness, live, edited);
      const before = await harness.run('plan');
      const imported = await harness.run('import');
      expect([imported.exit, imported.err]).toEqual([0, '']);
      expect(imported.out).toContain(`document: ${kept} (its reviewed change is not done)`);
      expect(await harness.read(line.file)).toBe(edited);
      expect((await harness.run('plan')).out).toBe(before.out);
      const pasted = await harness.run('import client-1 --json live.json');
      expect([pasted.exit, await harness.read(line.file)]).toEqual([0, edited]);
    }),
  );

  test.each([
    { name: 'a lower cap', text: documentOf(one, { monthlyCostCap: 20000 }), field: 'monthlyCostCap' },
    { name: 'a pause', text: `${documentOf(one)}state: paused\n`, field: 'state' },
  ])('keeps what only the ledger has differently: $name', ({ text, field }) =>
    withHarness({ files: stated, world: worldOf([one]) }, async (harness) => {
      await harness.write('live.json', copied(one.config));
      await harness.run('confirm client-1 --json live.json');
      await harness.write(line.file, `${documentOf(one)}state: active\n`);
      expect((await harness.run('confirm client-1')).exit).toBe(0);
      await harness.write(line.file, text);
      const imported = await harness.run('import --format json');
      expect(await harness.read(line.file)).toBe(text);
      expect(JSON.parse(imported.out)).toMatchObject({
        counts: { unchanged: 1 },
        layers: [{ edits: [], kept: [{ field, isRecorded: true, why: 'recorded' }] }],
      });
    }),
  );

  test('a pasted config and an API change it, and each edit is printed', () =>
    withHarness({ files: stated, world: worldOf([one]) }, async (harness) => {
      await harness.write('live.json', copied(one.config));
      await harness.write(line.file, documentOf(one, { monthlyCostCap: 20000, objectives: ['reach'] }));
      const imported = await harness.run('import client-1 --json live.json');
      expect([imported.exit, imported.err]).toEqual([0, '']);
      expect(imported.out).toContain('monthlyCostCap: 20,000.00 USD → 28,000.00 USD\n');
      expect(imported.out).toContain('objectives: ["reach"] → ["app_installs","video_view"]\n');
      expect(await harness.read(line.file)).toContain(line.cap);
      await harness.edit(line.file, line.cap, 'monthlyCostCap: 20000');
      const json = await harness.run('import client-1 --json live.json --format json');
      expect(JSON.parse(json.out)).toMatchObject({
        costCapUnit: 'major',
        layers: [{ currency: 'USD', edits: [{ field: 'monthlyCostCap', before: 20000, after: 28000 }], kept: [] }],
      });
    }));
});

test('defaults have no id and no cap of a client, even of most layers', () => {
  const [same, fourth] = [{ tiktokBusinessId: one.business }, client(4, { config: { monthlyCostCap: undefined } })];
  const clients = [one, client(2, { config: same }), client(3, { config: same }), fourth];
  return withHarness({ files, world: worldOf(clients) }, async (harness) => {
    expect((await harness.run('import')).exit).toBe(0);
    const fragment = await harness.read('defaults/byo.yaml');
    expect(Object.keys(parse(fragment) as object)).toEqual(['mode', 'capi', 'objectives']);
    expect(await harness.read('layers/client-4.yaml')).not.toMatch(/null|monthlyCostCap/);
    await expectNoChanges(harness);
  });
});

describe('files of other documents', () => {
  test('what a person saves during an import stays', () => {
    const mine = documentOf(one, { objectives: ['app_installs'], monthlyCostCap: 10000 });
    const start = { ...files, 'layers/client-1.yaml': documentOf(one, { objectives: ['app_installs'] }) };
    return withHarness({ files: start, world: worldOf([one]) }, async (harness) => {
      harness.intervene(() => writeFileSync(join(harness.folder, 'layers/client-1.yaml'), mine));
      const imported = await harness.run('import');
      expect([imported.exit, imported.err]).toEqual([
        1,
        expect.stringContaining('changed while the import was reading'),
      ]);
      expect(imported.out).not.toContain('updated');
      expect(await harness.read('layers/client-1.yaml')).toBe(mine);
    });
  });

  /** A second project with the ad account of the first. */
  const twin = {
    ...two,
    inProject: {
      adAccounts: [connected(one.account, { name: 'x', currency: 'USD', timezone: 'America/New_York' })],
      layers: [{ id: two.layer, config: { ...two.config, adAccountId: one.account } }],
    },
  };

  test('a document that would stop a healthy one is not written', () =>
    withHarness({ files: { ...files, ...documentsOf([one]) }, world: worldOf([one, twin, three]) }, async (harness) => {
      const imported = await harness.run('import');
      expect(imported.exit).toBe(1);
      expect(imported.err).toContain('layers/client-2.yaml has the same ad account as layers/client-1.yaml');
      expect(imported.out).toContain('Incomplete: 1 of 3 layers could not be imported.');
      expect(documents(harness)).toEqual(['layers/client-1.yaml', 'layers/client-3.yaml']);
      await expectNoChanges(harness);
    }));

  test('of two new documents with one ad account, neither is written', () =>
    withHarness({ files, world: worldOf([one, twin, three]) }, async (harness) => {
      const imported = await harness.run('import --format json');
      expect([imported.exit, documents(harness)]).toEqual([1, ['layers/client-3.yaml']]);
      expect(JSON.parse(imported.out)).toMatchObject({ counts: { created: 1, failed: 2 } });
    }));

  test('a document with a syntax error gets no second one', () =>
    withHarness({ files: { ...files, ...documentsOf([one]) }, world: worldOf([one, two]) }, async (harness) => {
      await harness.edit('layers/client-1.yaml', 'mode: byo', 'mode: [byo');
      await harness.run('import');
      expect(documents(harness)).toEqual(['layers/client-1.yaml', 'layers/client-2.yaml']);
      const named = await harness.run(`import ${one.project}`);
      expect([named.exit, named.err]).toEqual([1, expect.stringContaining('document/syntax')]);
    }));

  test.each([
    { name: 'without an id', text: 'mode: [byo\n' },
    { name: 'with only the id of its layer', text: `layer: ${one.layer}\nmode: [byo\n` },
    { name: 'not in UTF-8', text: '\uD800' },
  ])('while the project of a file is unknown, no project gets a document: $name', ({ text }) =>
    withHarness({ files: { ...files, ...documentsOf([two]) }, world: worldOf([one, two, three]) }, async (harness) => {
      const bytes = text === '\uD800' ? Buffer.from(documentOf(one), 'utf16le') : Buffer.from(text);
      writeFileSync(join(harness.folder, 'layers/draft.yaml'), bytes);
      await harness.edit('layers/client-2.yaml', 'monthlyCostCap: 28000', 'monthlyCostCap: 1');
      const imported = await harness.run('import');
      expect(imported.exit).toBe(1);
      expect(imported.err).toContain('layers/draft.yaml cannot be read, so its project is unknown.');
      expect(documents(harness)).toEqual(['layers/client-2.yaml', 'layers/draft.yaml']);
      expect(await harness.read('layers/client-2.yaml')).toContain('monthlyCostCap: 28000');
    }),
  );

  test('only files that were written are listed', () =>
    withHarness({ files, world: worldOf([1, 2, 3, 4].map((n) => client(n))) }, async (harness) => {
      mkdirSync(join(harness.folder, 'real'));
      symlinkSync('real', join(harness.folder, 'defaults'));
      const imported = await harness.run('import');
      expect([imported.exit, imported.err]).toEqual([1, expect.stringContaining('disk/unwritable')]);
      expect(imported.out).toMatch(/Incomplete: 4 of 4 layers could not be imported\. Nothing to import\.\n$/);
      expect(documents(harness)).toEqual([]);
    }));
});
