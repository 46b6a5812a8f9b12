import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { realSleep } from '../support/real-sleep.ts';
import {
  ADVERTISER,
  APP,
  type RequestOptions,
  ask,
  EMPTY_PROJECT,
  inSandbox,
  KEY,
  KILLED,
  LAYER,
  ORGANIZATION,
  PROJECT,
  READER,
  RIVAL,
  RIVALS_PROJECT,
  withSwitches,
  worldOf,
} from './harness.ts';

const P = `/v1/projects/${PROJECT}`;
const EMPTY = `/v1/projects/${EMPTY_PROJECT}`;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ world: worldOf(), sleep: realSleep });
});
afterAll(() => sandbox.stop());

const answered: { name: string; why: string; path: string; body: object }[] = [
  {
    name: 'whoami',
    why: 'the organization and the tier are what a client needs first',
    path: '/v1/whoami',
    body: { organizationId: ORGANIZATION, workspaceId: ORGANIZATION, rateLimitTier: 'standard', killSwitch: false },
  },
  {
    name: 'projects',
    why: "a rival's project is not in the list",
    path: '/v1/projects',
    body: { items: [{ id: PROJECT, name: 'Acme iOS', status: 'active' }, { id: EMPTY_PROJECT }], nextCursor: null },
  },
  {
    name: 'projects by name',
    why: 'search is documented',
    path: '/v1/projects?search=emp',
    body: { items: [{ name: 'Empty' }] },
  },
  { name: 'archived projects', why: 'none is', path: '/v1/projects?status=archived', body: { items: [] } },
  {
    name: 'a project',
    why: 'metadata is where the ledger lives',
    path: P,
    body: { id: PROJECT, metadata: { theirs: { kept: true } } },
  },
  {
    name: 'a project by its prefixed id',
    why: 'both id styles are accepted as input',
    path: `/v1/projects/prj_${PROJECT}`,
    body: { id: PROJECT },
  },
  {
    name: 'ad accounts',
    why: 'externalId is what TikTok calls the account',
    path: `${P}/ads/ad-accounts?platforms=tiktok_ads`,
    body: { items: [{ externalId: ADVERTISER, platform: 'tiktok_ads', credentialMode: 'byo', walletBalance: null }] },
  },
  {
    name: 'ad accounts of two platforms',
    why: 'lists are sent by repeating the parameter',
    path: `${P}/ads/ad-accounts?platforms=tiktok_ads&platforms=meta_ads`,
    body: { items: [{ platform: 'tiktok_ads' }, { platform: 'meta_ads' }] },
  },
  {
    name: 'healthy ad accounts',
    why: 'healthy keeps valid tokens',
    path: `${P}/ads/ad-accounts?healthy=true`,
    body: { items: [{ tokenStatus: 'valid' }] },
  },
  {
    name: 'agency ad accounts',
    why: 'the filter is documented',
    path: `${P}/ads/ad-accounts?credentialMode=agency`,
    body: { items: [] },
  },
  {
    name: 'defaults',
    why: 'the only read that shows the id of the layer',
    path: `${P}/ads/tiktok/defaults`,
    body: { layerId: LAYER, platform: 'tiktok', killSwitchActive: false, defaults: { creative: 'auto' } },
  },
  {
    name: 'capi-status',
    why: 'a view over the config',
    path: `${P}/ads/capi-status`,
    body: {
      platforms: [
        {
          platform: 'tiktok_ads',
          enabled: false,
          pixelId: 'C4A9P2Q7R5S8T1U6V2W0',
          accessTokenValid: true,
          eventsLast1h: null,
        },
      ],
    },
  },
  {
    name: 'capi-status of Meta',
    why: 'no such layer, no entry',
    path: `${P}/ads/capi-status?platforms=meta_ads`,
    body: { platforms: [] },
  },
  {
    name: 'capi-status without a layer',
    why: 'the entry is absent',
    path: `${EMPTY}/ads/capi-status`,
    body: { projectId: EMPTY_PROJECT, platforms: [] },
  },
  {
    name: 'SDK apps',
    why: 'without capi',
    path: `${P}/sdk-apps`,
    body: { items: [{ appId: APP, bundleId: null }, { platform: 'android' }], nextCursor: null },
  },
  {
    name: 'SDK apps of a platform',
    why: 'the filter is documented',
    path: `${P}/sdk-apps?platform=android`,
    body: { items: [{ platform: 'android' }] },
  },
  {
    name: 'an SDK app',
    why: 'capi is empty until the toggle is used',
    path: `${P}/sdk-apps/${APP}`,
    body: { appId: APP, capi: {} },
  },
  {
    name: 'ads-metrics',
    why: 'cents, and today counts only when it has begun',
    path: `${P}/ads-metrics?scope=ad_account&id=01J0000000000000000000TTK1&metrics=spend&since=2026-11-01&until=2026-11-15`,
    body: { granularity: 'day', totals: { spend: 310_000 } },
  },
  {
    name: 'ads-metrics by week',
    why: 'a week is seven of its days',
    path: `${P}/ads-metrics?scope=project&id=${PROJECT}&metrics=spend&since=2026-11-01&until=2026-11-09&granularity=week`,
    body: {
      series: [
        { bucket: '2026-11-01T00:00:00Z', spend: 217_000 },
        { bucket: '2026-11-08T00:00:00Z', spend: 31_000 },
      ],
    },
  },
];

describe('Layers answers', () => {
  test.each(answered)('$name: $why', async ({ path, body }) => {
    const answer = await ask(sandbox, path);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject(body);
    expect(answer.headers.get('x-request-id')).toMatch(/^req_[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(answer.headers.get('x-ratelimit-endpoint-class')).toBe('read-light');
  });
});

const refused: { name: string; why: string; path: string; asked?: RequestOptions; status: number; code: string }[] = [
  {
    name: 'no key',
    why: 'deny by default',
    path: '/v1/whoami',
    asked: { key: null },
    status: 401,
    code: 'UNAUTHENTICATED',
  },
  {
    name: 'a wrong key',
    why: 'keys are exact',
    path: P,
    asked: { key: `${KEY}x` },
    status: 401,
    code: 'UNAUTHENTICATED',
  },
  {
    name: 'another scheme',
    why: 'Bearer only',
    path: P,
    asked: { key: null, headers: { authorization: `Basic ${KEY}` } },
    status: 401,
    code: 'UNAUTHENTICATED',
  },
  {
    name: 'a killed key',
    why: 'suspended is not unknown',
    path: P,
    asked: { key: KILLED },
    status: 503,
    code: 'KILL_SWITCH',
  },
  {
    name: 'a missing scope',
    why: 'scopes are enforced',
    path: `${P}/ads-metrics?scope=project&id=${PROJECT}`,
    asked: { key: READER },
    status: 403,
    code: 'FORBIDDEN_SCOPE',
  },
  {
    name: "another organization's project",
    why: 'existence is hidden',
    path: `/v1/projects/${RIVALS_PROJECT}`,
    status: 404,
    code: 'NOT_FOUND',
  },
  {
    name: 'our project with their key',
    why: 'both directions',
    path: P,
    asked: { key: RIVAL },
    status: 404,
    code: 'NOT_FOUND',
  },
  {
    name: 'an id that is no UUID',
    why: 'documented for SDK apps',
    path: '/v1/projects/acme/sdk-apps',
    status: 422,
    code: 'VALIDATION',
  },
  { name: 'an unknown route', why: 'nothing answers there', path: '/v1/layers', status: 404, code: 'NOT_FOUND' },
  {
    name: 'defaults without a layer',
    why: 'there is none to show',
    path: `${EMPTY}/ads/tiktok/defaults`,
    status: 404,
    code: 'NOT_FOUND',
  },
  {
    name: 'an unknown SDK app',
    why: 'not of this project',
    path: `${P}/sdk-apps/app_8ffb9410eb0eb848264f8a67`,
    status: 404,
    code: 'NOT_FOUND',
  },
  { name: 'limit 0', why: 'from 1', path: `${P}/sdk-apps?limit=0`, status: 422, code: 'VALIDATION' },
  { name: 'limit 101', why: 'up to 100', path: `${P}/sdk-apps?limit=101`, status: 422, code: 'VALIDATION' },
  { name: 'projects limit 201', why: 'up to 200', path: '/v1/projects?limit=201', status: 422, code: 'VALIDATION' },
  {
    name: 'a malformed cursor',
    why: 'this list refuses it',
    path: `${P}/sdk-apps?cursor=x`,
    status: 422,
    code: 'VALIDATION',
  },
  {
    name: 'an unknown platform',
    why: 'enums are strict',
    path: `${P}/ads/ad-accounts?platforms=tiktok`,
    status: 422,
    code: 'VALIDATION',
  },
  {
    name: 'metrics without a scope',
    why: 'it is required',
    path: `${P}/ads-metrics?id=${PROJECT}`,
    status: 422,
    code: 'VALIDATION',
  },
  {
    name: 'metrics by the advertiser id',
    why: "the id is Layers' own",
    path: `${P}/ads-metrics?scope=ad_account&id=${ADVERTISER}`,
    status: 404,
    code: 'NOT_FOUND',
  },
  {
    name: 'metrics since an invalid day',
    why: 'dates are of the calendar',
    path: `${P}/ads-metrics?scope=project&id=${PROJECT}&since=2026-02-30`,
    status: 422,
    code: 'VALIDATION',
  },
];

describe('Layers refuses', () => {
  test.each(refused)('$name: $why', async ({ path, asked, status, code }) => {
    const answer = await ask(sandbox, path, asked);
    expect({ status: answer.status, code: answer.body.error?.code }).toEqual({ status, code });
    expect(answer.body.error?.requestId).toBe(answer.headers.get('x-request-id'));
  });
});

describe('paging', () => {
  test('pages through a list, each item once', async () => {
    const world = worldOf();
    const [project] = world.layers.projects;
    const ids = Array.from({ length: 60 }, (_, index) => `app_${String(index).padStart(24, '0')}`);
    project?.apps.splice(0, 2, ...ids.map((appId) => ({ appId, name: appId, platform: 'ios' as const, capi: {} })));
    await inSandbox(world, async (full) => {
      const seen: unknown[] = [];
      let cursor: unknown;
      let pages = 0;
      do {
        const { body } = await ask(full, `${P}/sdk-apps${cursor === undefined ? '' : `?cursor=${cursor}`}`);
        seen.push(...(body.items ?? []).map(({ appId }) => appId));
        cursor = body.nextCursor;
        pages += 1;
      } while (cursor !== null);
      expect({ seen, pages }).toEqual({ seen: ids, pages: 3 });
    });
  });

  test("refuses another list's cursor", async () => {
    const { body } = await ask(sandbox, '/v1/projects?limit=1');
    expect((await ask(sandbox, `${P}/sdk-apps?cursor=${body.nextCursor}`)).status).toBe(422);
  });
});

describe('switches', () => {
  test('returns prefixed ids', () =>
    inSandbox(withSwitches({ idStyle: 'prefixed' }), async (other) => {
      expect((await ask(other, '/v1/whoami')).body.organizationId).toBe(`org_${ORGANIZATION}`);
      expect((await ask(other, P)).body).toMatchObject({ id: `prj_${PROJECT}`, organizationId: `org_${ORGANIZATION}` });
      expect((await ask(other, `${P}/ads/capi-status`)).body.projectId).toBe(`prj_${PROJECT}`);
    }));

  test('omits dropped members in the newer generation', () =>
    inSandbox(withSwitches({ generation: 'newer' }), async (other) => {
      const who = (await ask(other, '/v1/whoami')).body;
      expect(Object.keys(who)).toContain('parentOrganizationId');
      expect(Object.keys(who)).not.toContain('killSwitch');
      const [account] = (await ask(other, `${P}/ads/ad-accounts`)).body.items ?? [];
      expect(Object.keys(account ?? {})).not.toContain('credentialMode');
      expect((await ask(other, '/v1/whoami', { key: null, headers: { 'x-api-key': KEY } })).status).toBe(401);
      expect((await ask(other, '/v1/whoami', { key: KILLED })).status).toBe(503);
    }));

  test('accepts X-Api-Key in the oldest generation, with priority, and reports a killed key', async () => {
    expect((await ask(sandbox, P, { key: null, headers: { 'x-api-key': KEY } })).status).toBe(200);
    expect((await ask(sandbox, P, { headers: { 'x-api-key': RIVAL } })).status).toBe(404);
    expect((await ask(sandbox, '/v1/whoami', { key: KILLED })).body).toMatchObject({
      killSwitch: true,
      apiAccessRevoked: true,
    });
  });

  test('records scopes without enforcing them', () =>
    inSandbox(withSwitches({ scopesEnforced: false }), async (other) => {
      expect((await ask(other, `${P}/ads-metrics?scope=project&id=${PROJECT}`, { key: READER })).status).toBe(200);
    }));

  test('adds unknown members everywhere except to data of users', () =>
    inSandbox(withSwitches({ extraMembers: true }), async (other) => {
      const project = (await ask(other, P)).body;
      expect(Object.keys(project)).toContain('undocumentedMember');
      expect(project.metadata).toEqual({ theirs: { kept: true } });
      const [account] = (await ask(other, `${P}/ads/ad-accounts`)).body.items ?? [];
      expect(Object.keys(account ?? {})).toContain('undocumentedMember');
      const config = await ask(other, `/__sandbox/projects/${PROJECT}/layers/${LAYER}/config`);
      expect(config.body).toEqual(worldOf().layers.projects[0]?.layers[0]?.config);
    }));
});
