import { expect, test } from 'vitest';
import { withHarness } from '../support/harness.ts';

const PROJECT = '6f0c2a4e-31d7-4b58-8c1e-5a7d9e2f4b60';

test('a client in agency mode: from an installed layer to events that are relayed', async () => {
  await withHarness({ from: 'examples/agency' }, async (harness) => {
    expect((await harness.run('validate')).exit).toBe(0);
    // The layer has no ad account yet, so its first cap is not an increase.
    expect((await harness.run('plan')).exit).toBe(0);
    expect((await harness.run('apply --auto-approve')).exit).toBe(3);
    const atTikTok = harness.writes().filter(({ path }) => path.startsWith('/open_api'));
    expect(atTikTok.map(({ path }) => path)).toEqual([
      '/open_api/v1.3/bc/partner/add/',
      '/open_api/v1.3/tt_video/authorize/',
      '/open_api/v1.3/tt_video/authorize/',
    ]);

    harness.note('Lena shares the pixel and the identities; no API does it.');
    harness.note('The agency binds the account in the wizard, pastes the members, and attaches the Spark codes.');
    await harness.call('POST', '/__sandbox/people/connect', { project: PROJECT, adAccount: '7123400000000000003' });
    await harness.call('POST', '/__sandbox/people/paste', {
      project: PROJECT,
      json: {
        mode: 'agency',
        tiktokBusinessId: '7123400000000000002',
        adAccountId: '7123400000000000003',
        capi: { pixel_id: 'CFERNWEH0IOS0PIXEL01', access_token_vault_id: 'vault_fernweh_events' },
        objectives: ['app_installs', 'video_view'],
        monthlyCostCap: 12000,
      },
    });
    expect((await harness.run('confirm fernweh-ios')).exit).toBe(0);
    harness.forget();
    expect((await harness.run('apply --auto-approve')).exit).toBe(0);
    const relayed = harness.writes().filter(({ path }) => path.includes('/sdk-apps/'));
    expect(relayed.map(({ body }) => body)).toEqual([{ capi: { tiktok: { enabled: true } } }]);
    expect((await harness.run('plan --detailed-exitcode')).exit).toBe(0);
    expect((await harness.run('drift')).exit).toBe(0);

    const [project] = harness.world().layers.projects;
    expect(project?.layers[0]?.config, 'the relay is on in the layer itself').toMatchObject({
      capi: { enabled: true },
    });
    expect(project?.metadata, "another tool's note is still there").toMatchObject({ crm: { account: 'FW-2041' } });
    const said = harness.transcript() + JSON.stringify(project) + JSON.stringify(harness.log());
    expect(said, 'Spark codes went to TikTok before, and nowhere else').not.toMatch(/L3NA42|T0M099/);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/agency.txt');
  });
});

test('without its Spark codes the repository is valid, and cannot be planned', async () => {
  await withHarness({ from: 'examples/agency', env: { SPARK_FERNWEH_TOMO: '' } }, async (harness) => {
    expect((await harness.run('validate')).exit).toBe(0);
    const { exit, err } = await harness.run('plan');
    expect(exit).toBe(1);
    expect(err).toContain('layers/fernweh-ios.yaml:19');
    expect(err).toContain('SPARK_FERNWEH_TOMO is not set');
    expect(err).not.toContain('SPARK_FERNWEH_LENA is');
    expect(harness.log(), 'no request was sent').toEqual([]);
  });
});
