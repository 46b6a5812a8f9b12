import type { Ledger, LedgerEntry, Transport } from '../../src/model/index.ts';
import { createLayers } from '../../src/layers/index.ts';
import { ORIGIN, type FakeResponse, type Request, harnessWith } from '../http/harness.ts';

export const KEY = 'lp_live_abcdefghijklmnop_secretsecretsecret';
export const PROJECT = '254a4ce1-f4ca-42b1-9e36-17ca45ef3d39';
export const ACCOUNT = '7098765432109876543';
export const OTHER = '7098765432109876999';
export const PIXEL = 'C4A9P2Q7R5S8T1U6V2W0';

export const NO_LEDGER: Ledger = { revision: 0, entries: {}, unreadable: false };

export const ENTRY: LedgerEntry = {
  config: { adAccountId: ACCOUNT, 'capi.enabled': true },
  digest: 'd1',
  revision: 1,
  owner: { repository: 'acme/app', root: '.' },
  commit: 'abc',
  time: '2026-11-01T00:00:00Z',
};

/** The documented error envelope. */
export function no(
  status: number,
  code: string,
  message = 'Human text.',
  headers: Record<string, string> = {},
): FakeResponse {
  return { status, headers, body: { error: { code, message, requestId: 'req_01J0000000000000000000TEST' } } };
}

export const NOT_FOUND = no(404, 'NOT_FOUND');

/** As developers.layers.com docs/api/reference/ads/list-ad-accounts has an item, with unknown members. */
export function account(externalId: string, more: object = {}): object {
  return {
    adAccountId: '01J0000000000000000000TTK1',
    platform: 'tiktok_ads',
    externalId,
    name: 'Acme iOS',
    currency: 'USD',
    timezone: 'America/New_York',
    credentialMode: 'byo',
    tokenStatus: 'valid',
    tokenLastValidatedAt: null,
    walletBalance: null,
    connectedAt: '2026-03-18T09:42:00Z',
    brandNew: { nested: true },
    ...more,
  };
}

/** As in docs/api/reference/ads/capi-status. */
export function capi(more: object = {}): FakeResponse {
  return {
    body: {
      projectId: `prj_${PROJECT}`,
      platforms: [
        {
          platform: 'tiktok_ads',
          enabled: false,
          status: 'healthy',
          pixelId: PIXEL,
          accessTokenValid: true,
          accessTokenLastValidatedAt: '2026-11-09T00:00:00Z',
          eventsLast1h: null,
          eventsLast24h: null,
          lastEventAt: null,
          lastError: null,
          ...more,
        },
      ],
    },
  };
}

/** As in docs/api/reference/ads/patch-defaults. */
export const DEFAULTS: FakeResponse = {
  body: {
    layerId: 'lyr_0d6b5f6e-0000-4000-8000-000000000001',
    platform: 'tiktok',
    defaults: { creative: 'auto', tactical: 'draft', structural: 'off' },
    killSwitchActive: false,
    lastModifiedAt: '2026-11-01T00:00:00Z',
    lastModifiedBy: { actorType: 'user', actorOrganizationId: 'org_1' },
  },
};

export function app(appId: string, name = 'Acme iOS', platform = 'ios'): object {
  return { appId, name, platform, bundleId: 'com.acme.app', androidPackage: null, webDomain: null, lastEventAt: null };
}

export const APP = 'app_8ffb9410eb0eb848264f8a65';

export type Routes = Readonly<Record<string, FakeResponse | ((request: Request) => FakeResponse)>>;

/** A project with one account, one layer and one app; `routes` replaces answers by `METHOD path` in the project. */
const USUAL: Routes = {
  'GET /ads/ad-accounts': { body: { items: [account(ACCOUNT)] } },
  'GET /ads/tiktok/defaults': DEFAULTS,
  'GET /ads/capi-status': capi(),
  'GET /sdk-apps': { body: { items: [app(APP)], nextCursor: null } },
};

export const DOCUMENTED: Transport = { kind: 'documented' };

export function layers(routes: Routes = {}, transport: Transport = DOCUMENTED) {
  const all = { ...USUAL, ...routes };
  const harness = harnessWith((request) => {
    const path = request.path.replace(/\?.*$/, '').replace(`/v1/projects/${PROJECT}`, '');
    const route = all[`${request.method} ${path}`] ?? no(404, 'NOT_FOUND', `no route ${request.method} ${path}`);
    return typeof route === 'function' ? route(request) : route;
  });
  const options = { machine: harness.machine, origin: ORIGIN, key: KEY, transport };
  return { ...harness, ...createLayers(options) };
}

export const ADDRESS = { project: PROJECT, adAccountId: ACCOUNT, wantsToggle: true } as const;
