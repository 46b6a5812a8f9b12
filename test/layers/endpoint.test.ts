import { describe, expect, test } from 'vitest';
import { CONFIG_PATHS, type Ledger } from '../../src/model/index.ts';
import { NEVER, type FakeResponse } from '../http/harness.ts';
import { api, CONFIG, LAYER, PATH, server, endpoint } from './config-server.ts';
import { ACCOUNT, ADDRESS, ENTRY, NOT_FOUND, NO_LEDGER, OTHER, PIXEL, PROJECT, account, layers } from './world.ts';

describe('config, endpoint', () => {
  test('every field is known, and unknown keys are named', async () => {
    const { reader, log } = layers(server(), endpoint('merge'));
    expect(await reader.config(ADDRESS, NO_LEDGER, NEVER)).toMatchObject({
      ok: true,
      value: {
        installed: 'yes',
        layerId: LAYER,
        fields: {
          mode: api('byo'),
          tiktokBusinessId: api('7012345678901234567'),
          adAccountId: api(ACCOUNT),
          'capi.enabled': api(false),
          'capi.pixel_id': api(PIXEL),
          'capi.access_token_vault_id': api('vault_xyz'),
          'capi.event_map': api({ a: 'Purchase', b: 'Search' }),
          objectives: api(['app_installs', 'video_view']),
          monthlyCostCap: api(null),
        },
        writable: CONFIG_PATHS,
        unknownKeys: ['schedule', 'capi.sampling'],
        ambiguous: false,
        capi: { status: 'healthy' },
        killSwitch: false,
      },
    });
    expect(log).toHaveLength(4);
  });

  test('an empty config is all absent, not unknown', async () => {
    const { reader } = layers(server({}), endpoint('merge'));
    const result = await reader.config(ADDRESS, NO_LEDGER, NEVER);
    expect(result.ok && result.value.fields).toEqual(
      Object.fromEntries(CONFIG_PATHS.map((path) => [path, api(undefined)])),
    );
  });

  test('an id without quotes keeps all its digits', async () => {
    const { reader } = layers({ [`GET ${PATH}`]: { body: `{"adAccountId":${ACCOUNT}}` } }, endpoint('merge'));
    expect(await reader.config(ADDRESS, NO_LEDGER, NEVER)).toMatchObject({
      ok: true,
      value: { fields: { adAccountId: api(ACCOUNT) } },
    });
  });

  test('no layer', async () => {
    const { reader } = layers({ 'GET /ads/tiktok/defaults': NOT_FOUND }, endpoint('merge'));
    expect(await reader.config(ADDRESS, NO_LEDGER, NEVER)).toMatchObject({
      ok: true,
      value: { installed: 'no', fields: {} },
    });
  });

  test('no project', async () => {
    const { reader } = layers(
      { 'GET /ads/ad-accounts': NOT_FOUND, 'GET /ads/tiktok/defaults': NOT_FOUND, 'GET /ads/capi-status': NOT_FOUND },
      endpoint('merge'),
    );
    expect(await reader.config(ADDRESS, NO_LEDGER, NEVER)).toMatchObject({
      ok: false,
      problems: [{ code: 'api/not-found', message: expect.stringContaining(PROJECT) }],
    });
  });

  test('the layer that the ledger has for the account comes before that of defaults', async () => {
    const ledger: Ledger = {
      ...NO_LEDGER,
      entries: {
        'lyr/b': { state: 'kept', entry: { ...ENTRY, config: { adAccountId: OTHER } } },
        [LAYER]: { state: 'kept', entry: ENTRY },
      },
    };
    const both = {
      'GET /ads/ad-accounts': { body: { items: [account(ACCOUNT), account(OTHER)] } },
      'GET /layers/lyr%2Fb/config': { body: { ...CONFIG, adAccountId: OTHER } },
    };
    const { reader } = layers({ ...server(), ...both }, endpoint('merge'));
    expect(await reader.config({ ...ADDRESS, adAccountId: OTHER }, ledger, NEVER)).toMatchObject({
      ok: true,
      value: { layerId: 'lyr/b', fields: { adAccountId: api(OTHER) } },
    });
    expect(await reader.config(ADDRESS, ledger, NEVER)).toMatchObject({ ok: true, value: { layerId: LAYER } });
  });

  test('the layer that the document names comes first, also in a project of several', async () => {
    const both = {
      'GET /ads/ad-accounts': { body: { items: [account(ACCOUNT), account(OTHER)] } },
      'GET /layers/lyr_named/config': { body: { ...CONFIG, adAccountId: OTHER } },
    };
    const ledger: Ledger = { ...NO_LEDGER, entries: { lyr_recorded: { state: 'kept', entry: ENTRY } } };
    const { reader } = layers({ ...server(), ...both }, endpoint('merge'));
    expect(await reader.config({ ...ADDRESS, layer: 'lyr_named' }, ledger, NEVER)).toMatchObject({
      ok: true,
      value: { layerId: 'lyr_named', fields: { adAccountId: api(OTHER) } },
    });
  });

  test('a layer that the document names and Layers does not have is a problem, and nothing to install', async () => {
    const { reader } = layers({ ...server(), 'GET /ads/tiktok/defaults': NOT_FOUND }, endpoint('merge'));
    expect(await reader.config({ ...ADDRESS, layer: 'lyr_typo' }, NO_LEDGER, NEVER)).toMatchObject({
      ok: false,
      problems: [{ code: 'api/not-found', remedy: expect.stringContaining('lyr_typo') }],
    });
  });

  test.each([
    {
      name: 'one account, which the document changes',
      why: 'there is only this layer',
      accounts: [ACCOUNT],
      wanted: OTHER,
      ok: true,
    },
    { name: 'two accounts', why: 'it may be the other layer', accounts: [ACCOUNT, OTHER], wanted: OTHER, ok: false },
    {
      name: 'two accounts, bound as wanted',
      why: 'it is the one',
      accounts: [ACCOUNT, OTHER],
      wanted: ACCOUNT,
      ok: true,
    },
  ])('$name: $why', async ({ accounts, wanted, ok }) => {
    const items = accounts.map((id) => account(id));
    const { reader } = layers({ ...server(), 'GET /ads/ad-accounts': { body: { items } } }, endpoint('merge'));
    const result = await reader.config({ ...ADDRESS, adAccountId: wanted }, NO_LEDGER, NEVER);
    expect(result.ok ? 'ok' : result.problems[0]?.code).toBe(ok ? 'ok' : 'layers/layer-unknown');
  });

  test.each<{ name: string; reply: FakeResponse; code: string }>([
    { name: 'a path that is wrong', reply: NOT_FOUND, code: 'api/not-found' },
    { name: 'a list', reply: { body: [] }, code: 'api/unreadable' },
    { name: 'a capi that is no object', reply: { body: { capi: 'on' } }, code: 'api/unreadable' },
  ])('a problem: $name', async ({ reply, code }) => {
    const { reader } = layers({ [`GET ${PATH}`]: reply }, endpoint('merge'));
    expect(await reader.config(ADDRESS, NO_LEDGER, NEVER)).toMatchObject({ ok: false, problems: [{ code }] });
  });
});
