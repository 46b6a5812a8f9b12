import { describe, expect, test } from 'vitest';
import { withHarness } from '../support/harness.ts';
import { client, connected, documentOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

const acme = client(1, { name: 'acme-ios' });
const beta = client(2, { name: 'beta-ios' });
const desired = { objectives: ['traffic'], monthlyCostCap: 30000 };
const files = {
  [fileOf(acme)]: documentOf(acme, desired),
  [fileOf(beta)]: documentOf(beta, desired),
  'reconcile.yaml': settings({ transport: endpoint() }),
};

test('one layer fails, the other continues, and the next apply finishes', async () => {
  await withHarness({ files, world: worldOf([acme, beta]) }, async (harness) => {
    // Every write of the first layer is reverted, as long as the hook puts the old config back.
    harness.intervene((request, moment, { layers }) => {
      const layer = layers.projects[0]?.layers[0];
      if (moment !== 'after' || request.method !== 'PATCH' || layer === undefined) return;
      if (request.path.includes(layer.id)) layer.config = { ...acme.config } as typeof layer.config;
    });
    const applied = await harness.run('apply --auto-approve');
    expect(applied.exit).toBe(1);
    expect(applied.out).toContain('1 failed, 1 not tried, 2 done');
    const [first, second] = harness.world().layers.projects;
    expect(first?.layers[0]?.config).toEqual(acme.config);
    expect(second?.layers[0]?.config).toMatchObject(desired);
    expect(ledgerOf(first), 'what failed is not recorded as done').not.toMatchObject({ monthlyCostCap: 30000 });
    expect(ledgerOf(second)).toMatchObject(desired);

    harness.intervene(undefined);
    harness.forget();
    expect((await harness.run('apply --auto-approve')).exit).toBe(0);
    const touched = harness.writes().map(({ path }) => path);
    expect(touched.length).toBeGreaterThan(0);
    expect(
      touched.filter((path) => path.includes(beta.project)),
      'what was done is left alone',
    ).toEqual([]);
    expect((await harness.run('plan --detailed-exitcode')).exit).toBe(0);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/several-one-fails.txt');
  });
});

describe('two TikTok layers in one project', () => {
  const shared = { ...beta, project: acme.project };
  const both = client(1, {
    name: 'acme-ios',
    inProject: {
      adAccounts: [connected(acme.account), connected(beta.account)],
      layers: [
        { id: acme.layer, config: acme.config },
        { id: beta.layer, config: beta.config },
      ],
    },
  });
  const advertiser = { id: beta.account, name: beta.name, timezone: beta.timezone };
  const pixel = { id: '7000000000000000012', code: beta.pixel, owner: beta.account };
  const world = worldOf([both], { advertisers: [advertiser], pixels: [pixel], switches: { whichLayer: 'first' } });

  test('documents that cannot be told apart are a problem', async () => {
    const documents = { ...files, [fileOf(beta)]: documentOf(shared, desired) };
    await withHarness({ files: documents, world }, async (harness) => {
      const planned = await harness.run('plan');
      expect(planned.exit).toBe(1);
      expect(planned.err).toContain('document/duplicate-project');
      expect((await harness.run('apply --auto-approve')).exit).toBe(1);
      expect(harness.world().layers.projects[0]?.layers[1]).toMatchObject({ config: beta.config });
      await expect(harness.transcript()).toMatchFileSnapshot('golden/several-in-one-project.txt');
    });
  });

  test('a document that does not name its layer is left alone, and layers of other projects are not', async () => {
    const gamma = client(3, { name: 'gamma-ios' });
    const documents = {
      'reconcile.yaml': files['reconcile.yaml'],
      [fileOf(beta)]: documentOf(shared, desired),
      [fileOf(gamma)]: documentOf(gamma, desired),
    };
    const beside = worldOf([both, gamma], {
      advertisers: [advertiser],
      pixels: [pixel],
      switches: { whichLayer: 'first' },
    });
    await withHarness({ files: documents, world: beside }, async (harness) => {
      const planned = await harness.run('plan');
      expect([planned.exit, planned.err]).toEqual([1, expect.stringContaining('layers/layer-unknown')]);
      expect((await harness.run('apply --auto-approve')).exit).toBe(1);
      const [first, second] = harness.world().layers.projects;
      expect(first?.layers.map(({ config }) => config)).toEqual([acme.config, beta.config]);
      expect(JSON.stringify(first?.metadata)).not.toContain(beta.account);
      expect(second?.layers[0]?.config).toMatchObject(desired);
    });
  });

  test('each document that names its layer writes to that one', async () => {
    const documents = {
      ...files,
      [fileOf(acme)]: documentOf(acme, { ...desired, layer: acme.layer }),
      [fileOf(beta)]: documentOf(shared, { ...desired, layer: beta.layer, objectives: ['reach'] }),
    };
    await withHarness({ files: documents, world }, async (harness) => {
      expect((await harness.run('apply --auto-approve --undo-dir back')).exit).toBe(0);
      expect((await harness.run('validate back')).exit, 'the ways back name their layers too').toBe(0);
      const [first, second] = harness.world().layers.projects[0]?.layers ?? [];
      expect(first?.config).toMatchObject({ ...desired, adAccountId: acme.account });
      expect(second?.config).toMatchObject({ objectives: ['reach'], adAccountId: beta.account });
      expect((await harness.run('plan --detailed-exitcode')).exit).toBe(0);
    });
  });
});

test('a path applies one layer and leaves the other for later', async () => {
  await withHarness({ files, world: worldOf([acme, beta]) }, async (harness) => {
    expect((await harness.run(`apply --auto-approve ${fileOf(beta)}`)).exit).toBe(0);
    expect(harness.world().layers.projects[0]).toMatchObject({ metadata: {}, layers: [{ config: acme.config }] });
    expect((await harness.run(`plan --detailed-exitcode ${fileOf(beta)}`)).exit).toBe(0);
    expect((await harness.run('plan --detailed-exitcode')).exit).toBe(2);
  });
});

test('an unreadable layer stops no other: it is named first, and the other is planned, saved and applied', async () => {
  await withHarness({ files, world: worldOf([acme]) }, async (harness) => {
    for (const command of ['plan', 'drift']) {
      const { exit, out, err } = await harness.run(`${command} --format json`);
      const { layers, unread, problems } = JSON.parse(out);
      expect([exit, layers.length, unread, problems[0].layer], command).toEqual([1, 1, [beta.name], beta.name]);
      expect(err).toContain(problems[0].message);
      const text = await harness.run(command);
      expect(text.out.split('\n')[0]).toMatch(/^SANDBOX · Incomplete: 1 of 2 layers could not be read\./);
    }
    const { out } = await harness.run('plan --format json --out saved.json');
    await harness.write('with-problems.json', out);
    const refused = await harness.run('apply with-problems.json --auto-approve');
    expect([refused.exit, refused.err]).toEqual([1, expect.stringContaining('plan/unreadable')]);
    expect(harness.writes()).toEqual([]);
    expect((await harness.run('apply saved.json --auto-approve')).exit, 'it is about the layer that was read').toBe(0);
    expect((await harness.run(`plan --detailed-exitcode ${fileOf(acme)}`)).exit).toBe(0);
  });
});

test('apply applies the readable layers, and exits 1', async () => {
  await withHarness({ files, world: worldOf([acme]) }, async (harness) => {
    const { exit, out, err } = await harness.run('apply --auto-approve');
    expect(exit).toBe(1);
    expect(err).toContain('api/not-found');
    expect(out).toMatch(/^SANDBOX · Incomplete: 1 of 2 layers could not be read\. Done: 2 changes in 1 layer\.$/m);
    expect(out).toContain('differences in the layers that could be read');
    expect((await harness.run(`plan --detailed-exitcode ${fileOf(acme)}`)).exit).toBe(0);
  });
});

type Ledgered = { readonly metadata: Readonly<Record<string, unknown>> };

/** The config that the ledger keeps for the first layer of a project. */
function ledgerOf(project: Ledgered | undefined): unknown {
  const ledger = project?.metadata['reconcile'] as { layers: Record<string, { config: unknown }> } | undefined;
  return Object.values(ledger?.layers ?? {})[0]?.config;
}
