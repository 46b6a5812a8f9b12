import { describe, expect, test } from 'vitest';
import type { LayerAddress, Ledger } from '../../src/model/index.ts';
import { NEVER } from '../http/harness.ts';
import {
  ACCOUNT,
  ADDRESS,
  APP,
  DEFAULTS,
  ENTRY,
  NOT_FOUND,
  NO_LEDGER,
  OTHER,
  PIXEL,
  PROJECT,
  account,
  app,
  capi,
  layers,
  no,
  type Routes,
} from './world.ts';

describe('config, documented', () => {
  const read = async (routes: Routes, address: LayerAddress = ADDRESS, ledger: Ledger = NO_LEDGER) => {
    const harness = layers(routes);
    const result = await harness.reader.config(address, ledger, NEVER);
    return { result, ...harness };
  };
  const seen = (value: unknown) => ({ provenance: 'api', value });

  test('one account, one layer, one app: exactly what the API returns', async () => {
    const { result, log } = await read({});
    expect(result).toEqual({
      ok: true,
      value: {
        installed: 'yes',
        layerId: 'lyr_0d6b5f6e-0000-4000-8000-000000000001',
        fields: {
          adAccountId: seen(ACCOUNT),
          mode: seen('byo'),
          'capi.pixel_id': seen(PIXEL),
          'capi.enabled': seen(false),
        },
        writable: ['capi.enabled'],
        unknownKeys: [],
        accounts: [
          {
            id: '01J0000000000000000000TTK1',
            advertiserId: ACCOUNT,
            name: 'Acme iOS',
            currency: 'USD',
            timezone: 'America/New_York',
            mode: 'byo',
            tokenStatus: 'valid',
          },
        ],
        toggleApp: APP,
        ambiguous: false,
        capi: { status: 'healthy', tokenValid: true, tokenValidatedAt: '2026-11-09T00:00:00Z' },
        killSwitch: false,
      },
    });
    expect(log.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'GET']);
  });

  test('the newer generation, which returns no mode, and an id without quotes', async () => {
    const items = `{"items":[{"platform":"tiktok_ads","externalId":${ACCOUNT},"name":null,"credentialMode":null}]}`;
    const { result } = await read({ 'GET /ads/ad-accounts': { body: items } });
    expect(result).toMatchObject({
      ok: true,
      value: { fields: { adAccountId: seen(ACCOUNT) }, accounts: [{ advertiserId: ACCOUNT, name: '' }] },
    });
    expect(result.ok && 'mode' in result.value.fields).toBe(false);
  });

  test.each<{
    name: string;
    why: string;
    routes: Routes;
    address?: LayerAddress;
    ledger?: Ledger;
    value: object;
    missing?: readonly string[];
  }>([
    {
      name: 'no layer',
      why: 'defaults answers 404 and capi-status has no entry',
      routes: {
        'GET /ads/tiktok/defaults': NOT_FOUND,
        'GET /ads/capi-status': { body: { projectId: PROJECT, platforms: [] } },
        'GET /ads/ad-accounts': { body: { items: [] } },
      },
      value: { installed: 'no', fields: {}, writable: ['capi.enabled'], killSwitch: false },
      missing: ['layerId', 'capi'],
    },
    {
      name: 'a layer that only capi-status shows',
      why: 'an entry is a view over its config',
      routes: { 'GET /ads/tiktok/defaults': NOT_FOUND },
      value: { installed: 'yes', writable: ['capi.enabled'] },
      missing: ['layerId'],
    },
    {
      name: 'a layer without an account',
      why: 'seen to be absent is not unknown',
      routes: { 'GET /ads/ad-accounts': { body: { items: [] } } },
      value: { fields: { adAccountId: seen(undefined), 'capi.pixel_id': seen(PIXEL), 'capi.enabled': seen(false) } },
    },
    {
      name: 'no pixel',
      why: 'null is shown, so it is known to be absent',
      routes: {
        'GET /ads/capi-status': capi({
          pixelId: null,
          accessTokenValid: null,
          lastError: 'no pixel',
          status: 'degraded',
        }),
      },
      value: {
        fields: {
          adAccountId: seen(ACCOUNT),
          mode: seen('byo'),
          'capi.pixel_id': seen(undefined),
          'capi.enabled': seen(false),
        },
        capi: { status: 'degraded', tokenValid: null },
      },
    },
    {
      name: 'the kill switch',
      why: 'a plan has to report it',
      routes: { 'GET /ads/tiktok/defaults': { body: { layerId: 'lyr_1', killSwitchActive: true } } },
      value: { killSwitch: true, layerId: 'lyr_1' },
    },
    {
      name: 'a wallet in cents',
      why: 'the rule of the ads contract; in other currencies only zero is known',
      routes: {
        'GET /ads/ad-accounts': { body: { items: [account(ACCOUNT, { walletBalance: 12_050 })] } },
      },
      value: { accounts: [{ wallet: { minor: 12_050, currency: 'USD' } }] },
    },
    {
      name: 'two ad accounts',
      why: 'it is unknown which layer is described',
      routes: { 'GET /ads/ad-accounts': { body: { items: [account(ACCOUNT), account(OTHER)] } } },
      value: { installed: 'yes', ambiguous: true, fields: {}, writable: [] },
      missing: ['layerId', 'toggleApp', 'capi'],
    },
    {
      name: 'a document that names a layer other than that of Layers',
      why: 'the project has several, and the values are those of the other one',
      routes: {},
      address: { ...ADDRESS, layer: 'lyr_other' },
      value: { ambiguous: true, fields: {}, writable: [] },
      missing: ['layerId', 'toggleApp', 'capi'],
    },
    {
      name: 'a document that names the layer that Layers shows',
      why: 'it is the same',
      routes: {},
      address: { ...ADDRESS, layer: 'lyr_0d6b5f6e-0000-4000-8000-000000000001' },
      value: { ambiguous: false, layerId: 'lyr_0d6b5f6e-0000-4000-8000-000000000001' },
    },
    {
      name: 'one account connected twice, and one of a different platform',
      why: 'it is one TikTok account',
      routes: {
        'GET /ads/ad-accounts': {
          body: {
            items: [account(ACCOUNT), account(ACCOUNT, { name: 'again' }), account('act_1', { platform: 'meta_ads' })],
          },
        },
      },
      value: { ambiguous: false, accounts: [{ name: 'Acme iOS' }] },
    },
    {
      name: 'a ledger of two layers',
      why: 'the project has, or had, two',
      routes: {},
      ledger: { ...NO_LEDGER, entries: { lyr_a: { state: 'kept', entry: ENTRY }, [OTHER]: { state: 'unreadable' } } },
      value: { ambiguous: true, fields: {} },
    },
    {
      name: 'a ledger entry under two keys',
      why: 'one layer while it moves from its account to its id',
      routes: {},
      ledger: {
        ...NO_LEDGER,
        entries: { lyr_a: { state: 'kept', entry: ENTRY }, [ACCOUNT]: { state: 'kept', entry: ENTRY } },
      },
      value: { ambiguous: false },
    },
    {
      name: 'no app',
      why: 'there is no toggle, so the step is manual',
      routes: { 'GET /sdk-apps': { body: { items: [], nextCursor: null } } },
      value: { writable: [] },
      missing: ['toggleApp'],
    },
    {
      name: 'several apps and a document that names one',
      why: 'that one',
      routes: { 'GET /sdk-apps': { body: { items: [app('app_1'), app(APP)], nextCursor: null } } },
      address: { ...ADDRESS, app: APP },
      value: { toggleApp: APP },
    },
    {
      name: 'a document without a toggle',
      why: 'only needed requests are sent',
      routes: { 'GET /sdk-apps': no(500, 'INTERNAL') },
      address: { ...ADDRESS, wantsToggle: false },
      value: { writable: [] },
      missing: ['toggleApp'],
    },
  ])('$name: $why', async ({ routes, address, ledger, value, missing = [] }) => {
    const { result } = await read(routes, address, ledger);
    expect(result).toMatchObject({ ok: true, value });
    if (result.ok) expect(Object.keys(result.value).filter((key) => missing.includes(key))).toEqual([]);
    if (result.ok && 'fields' in value) expect(result.value.fields).toEqual(value.fields);
  });

  test.each<{
    name: string;
    routes: Routes;
    address?: LayerAddress;
    code: string;
    says: readonly string[];
    count?: number;
  }>([
    {
      name: 'several apps, none named',
      routes: { 'GET /sdk-apps': { body: { items: [app('app_1', 'iOS'), app('app_2', 'Droid', 'android')] } } },
      code: 'layers/app',
      says: ['app: app_1 (iOS, ios)', 'app: app_2 (Droid, android)'],
    },
    {
      name: 'an app that is not there',
      routes: {},
      address: { ...ADDRESS, app: 'app_gone' },
      code: 'layers/app',
      says: ['app_gone', `app: ${APP}`],
    },
    {
      name: 'an app in a project without one',
      routes: { 'GET /sdk-apps': { body: { items: [] } } },
      address: { ...ADDRESS, app: 'app_gone' },
      code: 'layers/app',
      says: ['app_gone'],
    },
    {
      name: 'no such project',
      routes: {
        'GET /ads/ad-accounts': NOT_FOUND,
        'GET /ads/tiktok/defaults': NOT_FOUND,
        'GET /ads/capi-status': NOT_FOUND,
        'GET /sdk-apps': NOT_FOUND,
      },
      code: 'api/not-found',
      says: [PROJECT, 'layer document'],
    },
    {
      name: 'a part that fails',
      routes: { 'GET /ads/capi-status': no(500, 'INTERNAL') },
      code: 'api/unreachable',
      says: ['capi-status'],
    },
    {
      name: 'a key that is refused everywhere is reported once',
      routes: Object.fromEntries(
        ['/ads/ad-accounts', '/ads/tiktok/defaults', '/ads/capi-status', '/sdk-apps'].map((path) => [
          `GET ${path}`,
          no(401, 'UNAUTHENTICATED'),
        ]),
      ),
      code: 'api/unauthenticated',
      says: [],
      count: 1,
    },
    {
      name: 'a part in a different form',
      routes: { 'GET /ads/capi-status': { body: { platforms: [{ platform: 'tiktok_ads', enabled: 'yes' }] } } },
      code: 'api/unreadable',
      says: ['platforms.0.enabled'],
    },
    {
      name: 'an empty object in place of the defaults, which is not the absence of a layer',
      routes: { 'GET /ads/tiktok/defaults': { body: {} } },
      code: 'api/unreadable',
      says: ['tiktok/defaults'],
    },
    {
      name: 'a list that goes round',
      routes: { 'GET /sdk-apps': { body: { items: [app(APP)], nextCursor: 'again' } } },
      code: 'api/unreadable',
      says: ['repeats the pages'],
    },
  ])('a problem: $name', async ({ routes, address, code, says, count = 1 }) => {
    const { result } = await read(routes, address);
    expect(result).toMatchObject({ ok: false, problems: [{ code }] });
    if (!result.ok) expect(result.problems).toHaveLength(count);
    for (const parts of says) expect(JSON.stringify(result)).toContain(parts);
  });

  test('a list without an end is given up after a hundred pages', async () => {
    let page = 0;
    const { result, log } = await read({ 'GET /sdk-apps': () => ({ body: { items: [], nextCursor: `c${++page}` } }) });
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'api/unreadable' }] });
    expect(log.filter(({ path }) => path.includes('sdk-apps'))).toHaveLength(100);
  });

  test('apps on all pages count', async () => {
    const { result, log } = await read({
      'GET /sdk-apps': ({ path }) =>
        path.includes('cursor=a%2Bb')
          ? { body: { items: [app(APP)], nextCursor: null } }
          : { body: { items: [], nextCursor: 'a+b' } },
    });
    expect(result).toMatchObject({ ok: true, value: { toggleApp: APP } });
    expect(log).toHaveLength(5);
  });

  test('a reader has no way to write', () => {
    const { reader } = layers();
    expect(Object.keys(reader).sort()).toEqual([
      'adsContent',
      'authority',
      'calls',
      'campaigns',
      'config',
      'events',
      'organization',
      'project',
      'readsPerMinute',
      'rejectedPauses',
    ]);
  });

  test('defaults may return no layer', async () => {
    const { result } = await read({
      'GET /ads/tiktok/defaults': { body: { ...(DEFAULTS.body as object), layerId: null } },
      'GET /ads/capi-status': { body: { platforms: [] } },
    });
    expect(result).toMatchObject({ ok: true, value: { installed: 'no' } });
  });
});
