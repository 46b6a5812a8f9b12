import { expect, test } from 'vitest';
import { onStage } from '../support/stage.ts';

const PROJECT = '6f0c2a4e-31d7-4b58-8c1e-5a7d9e2f4b60';

test('a client in agency mode: from an installed layer to events that are relayed', async () => {
  await onStage({ from: 'examples/agency' }, async (stage) => {
    expect((await stage.run('validate')).exit).toBe(0);
    // A cap that nobody stated before counts as a raise from nothing: somebody has to say that it is meant.
    expect((await stage.run('plan')).exit).toBe(4);
    expect((await stage.run('apply --auto-approve --allow cap-increase=fernweh-ios')).exit).toBe(3);
    const atTikTok = stage.writes().filter(({ path }) => path.startsWith('/open_api'));
    expect(atTikTok.map(({ path }) => path)).toEqual([
      '/open_api/v1.3/bc/partner/add/',
      '/open_api/v1.3/tt_video/authorize/',
      '/open_api/v1.3/tt_video/authorize/',
    ]);

    stage.tell('Lena shares pixel and identities, which no API does.');
    stage.tell('The agency binds the account in the wizard, pastes the members, and attaches the Spark codes.');
    await stage.call('POST', '/__sandbox/people/connect', { project: PROJECT, adAccount: '7123400000000000003' });
    await stage.call('POST', '/__sandbox/people/paste', {
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
    expect((await stage.run('confirm fernweh-ios')).exit).toBe(0);
    stage.forget();
    expect((await stage.run('apply --auto-approve')).exit).toBe(0);
    const relayed = stage.writes().filter(({ path }) => path.includes('/sdk-apps/'));
    expect(relayed.map(({ body }) => body)).toEqual([{ capi: { tiktok: { enabled: true } } }]);
    expect((await stage.run('plan --detailed-exitcode')).exit).toBe(0);
    expect((await stage.run('drift')).exit).toBe(0);

    const [project] = stage.world().layers.projects;
    expect(project?.layers[0]?.config, 'the relay is on in the layer itself').toMatchObject({
      capi: { enabled: true },
    });
    expect(project?.metadata, "another tool's note is still there").toMatchObject({ crm: { account: 'FW-2041' } });
    const said = stage.transcript() + JSON.stringify(project) + JSON.stringify(stage.log());
    expect(said, 'Spark codes went to TikTok before, and nowhere else').not.toMatch(/L3NA42|T0M099/);
    await expect(stage.transcript()).toMatchFileSnapshot('then/agency.txt');
  });
});

test('without its Spark codes the repository is valid, and cannot be planned', async () => {
  await onStage({ from: 'examples/agency', env: { SPARK_FERNWEH_TOMO: '' } }, async (stage) => {
    expect((await stage.run('validate')).exit).toBe(0);
    const { exit, err } = await stage.run('plan');
    expect(exit).toBe(1);
    expect(err).toContain('layers/fernweh-ios.yaml:19');
    expect(err).toContain('SPARK_FERNWEH_TOMO is not set');
    expect(err).not.toContain('SPARK_FERNWEH_LENA is');
    expect(stage.log(), 'no request was sent').toEqual([]);
  });
});
