import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { type StoryHarness, withHarness } from '../support/harness.ts';
import { client, connected, documentOf, documentsOf, fileOf, settings, worldOf } from '../support/worlds.ts';

vi.setConfig({ testTimeout: 120_000 });

const clients = Array.from({ length: 34 }, (_, index) => client(index + 1));
const configs = Object.fromEntries(clients.map(({ name, config }) => [name, config]));
const files = { ...documentsOf(clients), 'reconcile.yaml': settings() };

test('34 existing layers are adopted with one command from one file', () =>
  withHarness({ files, world: worldOf(clients) }, async (harness) => {
    const before = await harness.run('plan');
    expect(before.exit).toBe(0);
    expect(before.out).toContain('34 layers to adopt');
    expect(before.out.split('\n').length).toBeLessThan(40);

    await harness.write('configs.json', JSON.stringify(configs, null, 2));
    const adopted = await harness.run('confirm --json configs.json');
    expect([adopted.exit, adopted.err]).toEqual([0, '']);
    expect(adopted.out.split('\n').length, 'one page').toBeLessThan(40);
    expect(harness.writes(), 'one write for each project').toHaveLength(34);

    const after = await harness.run('plan --detailed-exitcode');
    expect([after.exit, after.out]).toEqual([
      0,
      expect.stringContaining('No changes: 34 layers match their documents.'),
    ]);
    harness.forget();
    expect((await harness.run('confirm --all')).exit).toBe(0);
    expect(harness.writes(), 'nothing is left to say').toEqual([]);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/adopt-many.txt');
  }));

test('one bad entry stops only its layer, and a name without a document is a problem', () =>
  withHarness({ files, world: worldOf(clients) }, async (harness) => {
    const text = JSON.stringify({ ...configs, 'client-7': { mode: 'agencyy' }, 'client-99': configs['client-1'] });
    const adopted = await harness.run('confirm --json -', { input: text });
    expect(adopted.exit).toBe(1);
    expect(adopted.err).toContain('Did you mean "agency"?');
    expect(adopted.err).toContain('No layer document is named "client-99".');
    expect(harness.writes()).toHaveLength(33);
    expect((await harness.run('plan')).out).toContain('1 layer to adopt');

    const other = JSON.stringify({
      ...configs,
      'client-7': { ...configs['client-7'], adAccountId: '7111111111111111111' },
    });
    harness.forget();
    const contradicted = await harness.run('confirm client-7 client-8 --json - --format json', { input: other });
    expect(contradicted.exit).toBe(1);
    expect(JSON.parse(contradicted.out)).toMatchObject({
      layers: [
        { name: 'client-7', state: 'failed' },
        { name: 'client-8', state: 'recorded' },
      ],
      problems: [{ code: 'confirm/contradicted', layer: 'client-7' }],
    });
  }));

test('a folder has one file for each layer, in UTF-8', () =>
  withHarness({ files, world: worldOf(clients) }, async (harness) => {
    await mkdir(join(harness.folder, 'copied'));
    for (const { name, config } of clients.slice(0, 3)) {
      const text = JSON.stringify({ ...config, capi: { ...config.capi, event_map: { café: 'Search' } } });
      await writeFile(join(harness.folder, 'copied', `${name}.json`), text, name === 'client-2' ? 'latin1' : 'utf8');
    }
    await harness.write('copied/.DS_Store', 'not a config');
    await harness.write('copied/notes.txt', 'not a config');
    const adopted = await harness.run('confirm --json copied');
    expect(adopted.exit).toBe(1);
    expect(adopted.err).toContain('document/encoding');
    expect(adopted.err).toContain('"notes.txt"');
    expect(adopted.err).not.toContain('DS_Store');
    expect(adopted.out).toContain('2 layers: client-1, client-3');
    expect(harness.writes()).toHaveLength(2);
    const one = await harness.run('confirm client-5 --json copied');
    expect([one.exit, one.err]).toEqual([1, expect.stringContaining('There is no config for "client-5".')]);
  }));

const [first = client(1), second = client(2)] = clients;
/** Both layers are in one project. */
const both = client(1, {
  inProject: {
    adAccounts: [connected(first.account), connected(second.account)],
    layers: [
      { id: first.layer, config: first.config },
      { id: second.layer, config: second.config },
    ],
  },
});

test('two layers of one project are recorded in one write', () =>
  withHarness(
    {
      files: {
        'reconcile.yaml': settings(),
        [fileOf(first)]: documentOf(first, { layer: first.layer }),
        [fileOf(second)]: documentOf({ ...second, project: first.project }, { layer: second.layer }),
      },
      world: worldOf([both], {
        advertisers: [{ id: second.account, name: second.name, timezone: second.timezone }],
        pixels: [{ id: '7000000000000000012', code: second.pixel, owner: second.account }],
      }),
    },
    async (harness) => {
      const adopted = await harness.run('confirm --json -', {
        input: JSON.stringify({ [first.name]: first.config, [second.name]: second.config }),
      });
      expect(adopted.out, adopted.err).toContain('Recorded for 2 layers: client-1, client-2.');
      expect(harness.writes()).toHaveLength(1);
      expect(entriesOf(harness)).toEqual([first.account, second.account]);
    },
  ));

function entriesOf(harness: StoryHarness): readonly string[] {
  const metadata = harness.world().layers.projects[0]?.metadata as { reconcile?: { layers?: object } } | undefined;
  return Object.keys(metadata?.reconcile?.layers ?? {}).sort();
}

test('of two configs for one layer, none is recorded, and the other layers are', () => {
  const pair = clients.slice(0, 2);
  const [one, two] = [client(1), client(2)];
  const other = { ...one.config, monthlyCostCap: 99 };
  const pages = { ...documentsOf(pair), 'reconcile.yaml': settings() };
  return withHarness({ files: pages, world: worldOf(pair) }, async (harness) => {
    const input = JSON.stringify({ [one.name]: one.config, [fileOf(one)]: other, [two.name]: two.config });
    const keyed = await harness.run('confirm --json -', { input });
    expect([keyed.exit, harness.writes().length]).toEqual([1, 1]);
    expect(keyed.err).toContain('The layer has several configs: "client-1", "layers/client-1.yaml".');
    await harness.write('pasted/client-1.json', JSON.stringify(one.config));
    await harness.write('pasted/client-1', JSON.stringify(other));
    harness.forget();
    const folder = await harness.run('confirm --json pasted');
    expect([folder.exit, harness.writes()]).toEqual([1, []]);
    expect(folder.err).toContain('both "client-1" and "client-1.json"');
  });
});
