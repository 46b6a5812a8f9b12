import { expect, test } from 'vitest';
import { type StoryHarness, withHarness } from '../support/harness.ts';
import {
  acme,
  client,
  connected,
  copied,
  documentOf,
  documentsOf,
  fileOf,
  KEY,
  settings,
  worldOf,
} from '../support/worlds.ts';

const live = acme();
const file = fileOf(live);
const files = { ...documentsOf([live]), 'reconcile.yaml': settings() };

/** Paths that were written to. */
const paths = (harness: StoryHarness) => [...new Set(harness.writes().map(({ path }) => path))];

test('no layer is installed: the install is manual, and dependent changes are not tried', async () => {
  const bare = acme({ inProject: { layers: [], adAccounts: [] } });
  await withHarness({ files, world: worldOf([bare], { switches: { generation: 'seed' } }) }, async (harness) => {
    const applied = await harness.run('apply --auto-approve');
    expect(applied.exit).toBe(3);
    expect(applied.out).toContain('waiting  install, for you');
    for (const kind of ['binding', 'pixel', 'capi', 'objectives', 'cost-cap']) {
      expect(applied.out).toContain(`not tried  ${kind}`);
    }
    expect(paths(harness), 'only the ledger').toEqual([`/v1/projects/${live.project}`]);

    harness.note('Maya installs the layer and connects the ad account.');
    await harness.call('POST', '/__sandbox/people/install', { project: live.project });
    await harness.call('POST', '/__sandbox/people/connect', { project: live.project, adAccount: live.account });
    const next = await harness.run('plan');
    expect(next.exit).toBe(0);
    expect(next.out).not.toContain('install (manual)');
    expect(next.out).not.toContain('adAccountId: ');
    await expect(harness.transcript()).toMatchFileSnapshot('golden/setup-install.txt');
  });
});

test('two TikTok accounts in one project: the values are ambiguous', async () => {
  const other = '7333333333333333333';
  const two = acme({ inProject: { adAccounts: [connected(live.account), connected(other)] } });
  const desired = documentOf(live, { capi: { enabled: false } });
  await withHarness({ files: { ...files, [file]: desired }, world: worldOf([two]) }, async (harness) => {
    const planned = await harness.run('plan');
    expect(planned.exit).toBe(0);
    expect(planned.out).toContain('layers/ambiguous');
    expect(planned.out).toContain(other);
    expect(planned.out, 'what capi-status shows is not taken for this layer').toContain(
      'capi.enabled: (unknown) → false',
    );
    expect(planned.out).not.toContain('by reconcile');

    harness.note('The toggle of the app could affect the other layer, so it is a manual step.');
    const applied = await harness.run('apply --auto-approve');
    expect(applied.exit).toBe(3);
    expect(paths(harness), 'only the ledger').toEqual([`/v1/projects/${live.project}`]);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/setup-two-accounts.txt');
  });
});

test('two SDK apps: the document selects the toggle', async () => {
  const second = 'app_bbbbbbbbbbbbbbbbbbbbbbbb';
  const off = acme({
    config: { capi: { enabled: false } },
    inProject: {
      apps: [
        { appId: live.app, name: 'Acme iOS' },
        { appId: second, name: 'Acme Android', platform: 'android' },
      ],
    },
  });
  await withHarness({ files, world: worldOf([off]) }, async (harness) => {
    const unsaid = await harness.run('plan');
    expect(unsaid.exit).toBe(1);
    expect(unsaid.err).toContain('layers/app');
    expect(unsaid.err).toContain(`app: ${live.app} (Acme iOS, ios); app: ${second} (Acme Android, android)`);

    await harness.edit(file, `project: ${live.project}`, `project: ${live.project}\napp: ${second}`);
    await harness.run('confirm acme-ios --json -', { input: copied(off.config) });
    expect((await harness.run('apply --auto-approve')).exit).toBe(0);
    const apps = harness.world().layers.projects[0]?.apps.map(({ appId, capi }) => [appId, capi.tiktok?.enabled]);
    expect(apps).toEqual([
      [live.app, undefined],
      [second, true],
    ]);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/setup-two-apps.txt');
  });
});

test('a key of a different organization finds nothing, and nothing is written', async () => {
  const stranger = 'lp_test_stranger00000001_secret';
  const world = worldOf([live], {
    keys: [{ key: stranger, organization: '0d6b5f6e-0000-4000-8000-0000000000ff', name: 'Other Agency' }],
  });
  await withHarness({ files, world }, async (harness) => {
    const applied = await harness.run('apply --auto-approve', { env: { LAYERS_API_KEY: stranger } });
    expect(applied.exit).toBe(1);
    expect(applied.err).toContain('api/not-found');
    expect(applied.err).toContain(live.project);
    expect(applied.err).toContain('apply/incomplete');
    expect(applied.err).not.toContain(stranger);
    expect(harness.writes()).toEqual([]);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/setup-wrong-organization.txt');
  });
});

test('missing credentials are reported together, before any request', async () => {
  const other = client(2, { name: 'beta-ios' });
  const credentials = [{ match: 'layers/beta*', layers: 'BETA_LAYERS_API_KEY', tiktok: 'BETA_TIKTOK_ACCESS_TOKEN' }];
  const both = { ...documentsOf([live, other]), 'reconcile.yaml': settings({ credentials }) };
  await withHarness(
    { files: both, world: worldOf([live, other], { env: { LAYERS_API_KEY: KEY } }) },
    async (harness) => {
      for (const command of ['plan', 'apply --auto-approve', 'drift', 'confirm acme-ios']) {
        const ran = await harness.run(command);
        expect(ran.exit).toBe(1);
        // The recorded values belong to one layer.
        const others = command.startsWith('confirm') ? [] : ['BETA_LAYERS_API_KEY', 'BETA_TIKTOK_ACCESS_TOKEN'];
        for (const name of ['TIKTOK_ACCESS_TOKEN', ...others]) {
          expect(ran.err).toContain(`The environment variable ${name} is not set`);
        }
        expect(ran.err).not.toContain('variable LAYERS_API_KEY');
        if (command === 'plan')
          await expect(harness.transcript()).toMatchFileSnapshot('golden/setup-missing-credentials.txt');
      }
      expect(harness.log()).toEqual([]);
      expect((await harness.run('validate')).exit, 'checking documents needs none').toBe(0);
    },
  );
});
