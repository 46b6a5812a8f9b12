import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { ROUTES } from '../../src/sandbox/layers/routes.ts';
import { proves, type Row } from '../support/conformance.ts';
import { realSleep } from '../support/real-sleep.ts';
import { ACCOUNT, adsWorld, CONTENT, NOBODY, P, send } from './layers-harness.ts';
import { APP, inSandbox, KILLED, LAYER, PROJECT, RIVAL } from './harness.ts';

type Case = {
  readonly method: Row['method'];
  /** As the route has it. */
  readonly route: string;
  readonly class: 'read-light' | 'write-light' | 'long-running';
  readonly certainty: Row['certainty'];
  readonly path: string;
  readonly body?: unknown;
  readonly status: number;
  readonly answer: object;
  /** The key needs a scope. Absent: yes. */
  readonly scoped?: false;
};

const J = '/v1/projects/:projectId';
const C = `${J}/ads/:platform/campaigns`;
/** The world below has one job already, so numbers go on from there. */
const write = { jobId: expect.stringMatching(/^job_01J0+2$/), verdictId: expect.stringMatching(/^ver_/) };
const done = { ...write, status: 'dispatched' };
const light = 'write-light';
const read = 'read-light';

/** One good request for every route: the class and the certainty are those of the documentation. */
const cases: readonly Case[] = [
  {
    method: 'GET',
    route: '/v1/whoami',
    class: read,
    certainty: 'documented',
    path: '/v1/whoami',
    status: 200,
    answer: { rateLimitTier: 'standard', creditBalance: 6000 },
    scoped: false,
  },
  {
    method: 'GET',
    route: '/v1/projects',
    class: read,
    certainty: 'documented',
    path: '/v1/projects',
    status: 200,
    answer: { items: [{ id: PROJECT }, {}], nextCursor: null },
  },
  {
    method: 'POST',
    route: '/v1/projects',
    class: light,
    certainty: 'documented',
    path: '/v1/projects',
    body: { name: 'New', timezone: 'UTC', ownerEmail: 'a@example.com' },
    status: 201,
    answer: {
      name: 'New',
      status: 'active',
      ownerEmail: 'a@example.com',
      metadata: {},
      createdAt: '2026-11-10T12:00:00.000Z',
    },
  },
  {
    method: 'GET',
    route: J,
    class: read,
    certainty: 'documented',
    path: P,
    status: 200,
    answer: { id: PROJECT, metadata: { theirs: { kept: true } } },
  },
  {
    method: 'PATCH',
    route: J,
    class: light,
    certainty: 'documented',
    path: P,
    body: { name: 'Other' },
    status: 200,
    answer: { name: 'Other' },
  },
  {
    method: 'DELETE',
    route: J,
    class: light,
    certainty: 'inferred',
    path: P,
    status: 200,
    answer: { id: PROJECT, status: 'archived' },
  },
  {
    method: 'GET',
    route: '/v1/jobs/:jobId',
    class: read,
    certainty: 'documented',
    path: '/v1/jobs/job_SEED',
    status: 200,
    answer: { jobId: 'job_SEED', kind: 'ads_optimizer_run', status: 'running', progress: 0.5 },
  },
  {
    method: 'GET',
    route: `${J}/ads/ad-accounts`,
    class: read,
    certainty: 'documented',
    path: `${P}/ads/ad-accounts`,
    status: 200,
    answer: { items: [{ adAccountId: ACCOUNT }, {}] },
  },
  {
    method: 'POST',
    route: `${J}/ads/ad-accounts/oauth-url`,
    class: light,
    certainty: 'documented',
    path: `${P}/ads/ad-accounts/oauth-url`,
    body: { platform: 'tiktok_ads', redirectUrl: 'https://example.com/connected' },
    status: 200,
    answer: { url: expect.stringContaining('/portal/auth?'), expiresAt: '2026-11-10T12:10:00.000Z' },
  },
  {
    method: 'GET',
    route: `${J}/ads/capi-status`,
    class: read,
    certainty: 'documented',
    path: `${P}/ads/capi-status`,
    status: 200,
    answer: { platforms: [{ enabled: false }] },
  },
  {
    method: 'GET',
    route: `${J}/ads/campaigns`,
    class: read,
    certainty: 'documented',
    path: `${P}/ads/campaigns`,
    status: 200,
    answer: {
      items: [{ campaignId: 'cmp_ONE', status: 'active', metricsSnapshot7d: {}, dailyBudgetCents: 20_000 }, {}, {}],
      nextCursor: null,
    },
  },
  {
    method: 'GET',
    route: `${J}/ads/campaigns/:campaignId`,
    class: read,
    certainty: 'unknown',
    path: `${P}/ads/campaigns/cmp_ONE`,
    status: 200,
    answer: { campaignId: 'cmp_ONE', budgetMode: 'CBO' },
  },
  {
    method: 'GET',
    route: `${C}/:campaignId`,
    class: read,
    certainty: 'unknown',
    path: `${P}/ads/tiktok/campaigns/cmp_ONE`,
    status: 200,
    answer: { campaignId: 'cmp_ONE' },
  },
  {
    method: 'POST',
    route: C,
    class: 'long-running',
    certainty: 'inferred',
    path: `${P}/ads/tiktok/campaigns`,
    body: {
      adAccountId: ACCOUNT,
      name: 'New',
      outcome: 'app_installs',
      dailyBudgetCents: 5000,
      campaignManagementMode: 'draft',
      creativeMode: 'autopilot',
    },
    status: 202,
    answer: { ...done, campaignId: expect.stringMatching(/^cmp_/) },
  },
  {
    method: 'PATCH',
    route: `${C}/:campaignId/budget`,
    class: light,
    certainty: 'documented',
    path: `${P}/ads/tiktok/campaigns/cmp_ONE/budget`,
    body: { dailyBudgetCents: 25_000 },
    status: 202,
    answer: done,
  },
  {
    method: 'POST',
    route: `${C}/:campaignId/pause`,
    class: 'long-running',
    certainty: 'inferred',
    path: `${P}/ads/tiktok/campaigns/cmp_ONE/pause`,
    status: 202,
    answer: done,
  },
  {
    method: 'POST',
    route: `${C}/:campaignId/resume`,
    class: 'long-running',
    certainty: 'inferred',
    path: `${P}/ads/tiktok/campaigns/cmp_TWO/resume`,
    status: 202,
    answer: done,
  },
  {
    method: 'DELETE',
    route: `${C}/:campaignId`,
    class: light,
    certainty: 'documented',
    path: `${P}/ads/tiktok/campaigns/cmp_ONE`,
    status: 202,
    answer: write,
  },
  {
    method: 'GET',
    route: `${C}/:campaignId/authority`,
    class: read,
    certainty: 'documented',
    path: `${P}/ads/tiktok/campaigns/cmp_ONE/authority`,
    status: 200,
    answer: {
      campaignId: 'cmp_ONE',
      platform: 'tiktok',
      source: 'layer_defaults',
      authority: { creative: 'auto' },
      lastModifiedBy: { actorType: 'user' },
    },
  },
  {
    method: 'PATCH',
    route: `${C}/:campaignId/authority`,
    class: light,
    certainty: 'documented',
    path: `${P}/ads/tiktok/campaigns/cmp_ONE/authority`,
    body: { authority: { tactical: 'off' } },
    status: 200,
    answer: {
      campaignId: 'cmp_ONE',
      authority: { creative: 'auto', tactical: 'off', structural: 'auto' },
      verdictId: write.verdictId,
    },
  },
  {
    method: 'GET',
    route: `${J}/ads/:platform/defaults`,
    class: read,
    certainty: 'documented',
    path: `${P}/ads/tiktok/defaults`,
    status: 200,
    answer: { layerId: LAYER, platform: 'tiktok', killSwitchActive: false },
  },
  {
    method: 'PATCH',
    route: `${J}/ads/:platform/defaults`,
    class: light,
    certainty: 'inferred',
    path: `${P}/ads/tiktok/defaults`,
    body: { defaults: { structural: 'draft' } },
    status: 200,
    answer: {
      defaults: { creative: 'auto', tactical: 'auto', structural: 'draft' },
      lastModifiedBy: { actorType: 'partner' },
      verdictId: write.verdictId,
    },
  },
  {
    method: 'GET',
    route: `${J}/ads/adsets`,
    class: read,
    certainty: 'documented',
    path: `${P}/ads/adsets`,
    status: 200,
    answer: { items: [{ adsetId: 'adg_ONE', campaignId: 'cmp_ONE' }, {}], nextCursor: null },
  },
  {
    method: 'PATCH',
    route: `${J}/ads/:platform/adsets/:adsetId/budget`,
    class: light,
    certainty: 'documented',
    path: `${P}/ads/tiktok/adsets/adg_ONE/budget`,
    body: { dailyBudgetCents: 9000 },
    status: 202,
    answer: done,
  },
  {
    method: 'POST',
    route: `${J}/ads/:platform/adsets/:adsetId/pause`,
    class: 'long-running',
    certainty: 'inferred',
    path: `${P}/ads/tiktok/adsets/adg_ONE/pause`,
    status: 202,
    answer: done,
  },
  {
    method: 'POST',
    route: `${J}/ads/:platform/adsets/:adsetId/resume`,
    class: 'long-running',
    certainty: 'inferred',
    path: `${P}/ads/tiktok/adsets/adg_ONE/resume`,
    status: 202,
    answer: done,
  },
  {
    method: 'DELETE',
    route: `${J}/ads/:platform/adsets/:adsetId`,
    class: light,
    certainty: 'documented',
    path: `${P}/ads/tiktok/adsets/adg_ONE`,
    status: 202,
    answer: write,
  },
  {
    method: 'GET',
    route: `${J}/ads/ads`,
    class: read,
    certainty: 'documented',
    path: `${P}/ads/ads`,
    status: 200,
    answer: { items: [{ adId: 'ad_ONE', adsetId: 'adg_TWO', campaignId: 'cmp_TWO', adsContentId: CONTENT }, {}] },
  },
  {
    method: 'GET',
    route: `${J}/ads/:platform/pending`,
    class: read,
    certainty: 'documented',
    path: `${P}/ads/tiktok/pending`,
    status: 200,
    answer: {
      items: [
        {
          pendingId: 'pa_SEED',
          actionType: 'pause_adset',
          platform: 'tiktok',
          status: 'pending',
          expiresAt: '2026-11-16T12:00:00.000Z',
          dispatchedAt: null,
        },
      ],
    },
  },
  {
    method: 'GET',
    route: `${J}/ads/:platform/pending/count`,
    class: read,
    certainty: 'unknown',
    path: `${P}/ads/tiktok/pending/count`,
    status: 200,
    answer: { count: 1 },
  },
  {
    method: 'POST',
    route: `${J}/ads/:platform/pending/:pendingId/approve`,
    class: light,
    certainty: 'documented',
    path: `${P}/ads/tiktok/pending/pa_SEED/approve`,
    body: { comment: 'yes' },
    status: 200,
    answer: { pendingId: 'pa_SEED', status: 'approved', dispatched: false, dispatchedAt: null },
  },
  {
    method: 'POST',
    route: `${J}/ads/:platform/pending/:pendingId/reject`,
    class: light,
    certainty: 'documented',
    path: `${P}/ads/tiktok/pending/pa_SEED/reject`,
    body: { reason: 'no' },
    status: 200,
    answer: { pendingId: 'pa_SEED', status: 'rejected' },
  },
  {
    method: 'POST',
    route: `${J}/ads/optimizer/run`,
    class: 'long-running',
    certainty: 'documented',
    path: `${P}/ads/optimizer/run`,
    body: { layerId: LAYER, platform: 'tiktok_ads' },
    status: 202,
    answer: {
      kind: 'ads_optimizer_run',
      status: 'running',
      runId: expect.stringMatching(/^run_/),
      locationUrl: expect.stringMatching(/^\/v1\/jobs\/job_/),
    },
  },
  {
    method: 'GET',
    route: `${J}/ads/optimizer/runs/:runId`,
    class: read,
    certainty: 'unknown',
    path: `${P}/ads/optimizer/runs/run_SEED`,
    status: 200,
    answer: { runId: 'run_SEED', status: 'running' },
  },
  {
    method: 'GET',
    route: `${J}/sdk-apps`,
    class: read,
    certainty: 'documented',
    path: `${P}/sdk-apps`,
    status: 200,
    answer: { items: [{ appId: APP }, {}] },
  },
  {
    method: 'POST',
    route: `${J}/sdk-apps`,
    class: light,
    certainty: 'documented',
    path: `${P}/sdk-apps`,
    body: { name: 'New', platform: 'ios', bundleId: 'com.example' },
    status: 201,
    answer: { name: 'New', bundleId: 'com.example', capi: {}, apiKey: expect.any(String) },
  },
  {
    method: 'GET',
    route: `${J}/sdk-apps/:appId`,
    class: read,
    certainty: 'documented',
    path: `${P}/sdk-apps/${APP}`,
    status: 200,
    answer: { appId: APP },
  },
  {
    method: 'PATCH',
    route: `${J}/sdk-apps/:appId`,
    class: light,
    certainty: 'documented',
    path: `${P}/sdk-apps/${APP}`,
    body: { rotateKey: true },
    status: 200,
    answer: { appId: APP, apiKey: expect.any(String), lastRotatedAt: '2026-11-10T12:00:00.000Z' },
  },
  {
    method: 'POST',
    route: `${J}/sdk-apps/:appId/verify-tracking`,
    class: light,
    certainty: 'inferred',
    path: `${P}/sdk-apps/${APP}/verify-tracking`,
    body: {},
    status: 200,
    answer: { status: 'degraded', missing: ['app_open'], platforms: [{ dispatched: false, error: 'capi_disabled' }] },
  },
  {
    method: 'GET',
    route: `${J}/ads-metrics`,
    class: read,
    certainty: 'inferred',
    path: `${P}/ads-metrics?scope=project&id=${PROJECT}`,
    status: 200,
    answer: { totals: { spend: expect.any(Number) } },
  },
  {
    method: 'GET',
    route: `${J}/ads-content`,
    class: read,
    certainty: 'inferred',
    path: `${P}/ads-content`,
    status: 200,
    answer: {
      items: [{ adsContentId: CONTENT, eligible: true, override: null, activePromotions: [] }, { eligible: false }],
    },
  },
  {
    method: 'PATCH',
    route: `${J}/ads-content/:adsContentId`,
    class: light,
    certainty: 'documented',
    path: `${P}/ads-content/${CONTENT}`,
    body: { override: 'exclude', note: 'old' },
    status: 200,
    answer: { override: 'exclude', eligible: false },
  },
  {
    method: 'POST',
    route: '/v1/events',
    class: light,
    certainty: 'inferred',
    path: '/v1/events',
    body: { projectId: PROJECT, sdkAppId: APP, events: [{ name: 'app_open', occurredAt: '2026-11-10T11:00:00Z' }] },
    status: 202,
    answer: { accepted: 1, duplicates: 0, rejected: [] },
  },
  {
    method: 'GET',
    route: `${J}/events`,
    class: read,
    certainty: 'documented',
    path: `${P}/events`,
    status: 200,
    answer: { items: [], nextCursor: null },
  },
  {
    method: 'GET',
    route: `${J}/engagement`,
    class: read,
    certainty: 'documented',
    path: `${P}/engagement`,
    status: 200,
    answer: { projectLayerId: 'pl_ONE', enabled: true, replyToComments: { autoReplyDelay: 'PT3M' } },
  },
  {
    method: 'PATCH',
    route: `${J}/engagement`,
    class: light,
    certainty: 'documented',
    path: `${P}/engagement`,
    body: { enabled: false, replyToComments: { tone: 'cool' } },
    status: 200,
    answer: { enabled: false, replyToComments: { tone: 'cool', maxPerPostPerHour: 10 } },
  },
  {
    method: 'GET',
    route: '/v1/audit-log',
    class: read,
    certainty: 'documented',
    path: '/v1/audit-log',
    status: 200,
    answer: { items: expect.any(Array), nextCursor: null },
    scoped: false,
  },
  {
    method: 'GET',
    route: '/partner/v1/audit-log',
    class: read,
    certainty: 'documented',
    path: '/partner/v1/audit-log',
    status: 200,
    answer: { items: expect.any(Array) },
    scoped: false,
  },
  {
    method: 'POST',
    route: '/v1/api-keys/:keyId/kill',
    class: light,
    certainty: 'documented',
    path: '/v1/api-keys/KEY/kill',
    status: 200,
    answer: { killed: true, apiKey: { killSwitch: true, isActive: false } },
    scoped: false,
  },
  {
    method: 'GET',
    route: '/v1/credits',
    class: read,
    certainty: 'documented',
    path: '/v1/credits',
    status: 200,
    answer: { balance: 6000, available: 6000, currentPeriod: { start: '2026-11-01T00:00:00.000Z' } },
    scoped: false,
  },
];

const WORLD = adsWorld((world) => {
  const organization = world.layers.projects[0]?.organization ?? '';
  world.layers.jobs.push({
    ...{ jobId: 'job_SEED', organization, project: PROJECT, kind: 'ads_optimizer_run', runId: 'run_SEED' },
    ...{ startedAt: '2026-11-10T11:55:00Z', lasts: 600, ends: 'completed', result: {}, error: {} },
  });
});

const UUID = '1f0c4a7e-5a37-4c1e-9d7b-6f2d8e3b9a10';

/** whoami returns the id of a key. */
async function pathFor(sandbox: Sandbox, { path }: Case): Promise<string> {
  if (!path.includes('/KEY/')) return path;
  const { body } = await send(sandbox, 'GET', '/v1/whoami', undefined, { key: NOBODY });
  return path.replace('KEY', String(body.apiKeyId));
}

test('has a case for every route, and no other', () => {
  const routes = ROUTES.map(({ method, path }) => `${method} ${path}`);
  expect(cases.map(({ method, route }) => `${method} ${route}`).sort()).toEqual(routes.sort());
});

describe.each(cases)('$method $route', (one) => {
  const row = { api: 'layers', method: one.method, path: one.route, certainty: one.certainty } as const;

  proves({ ...row, aspect: 'shape' }, 'responds to a valid request', () =>
    inSandbox(WORLD, async (sandbox) => {
      const answer = await send(sandbox, one.method, await pathFor(sandbox, one), one.body);
      expect({ status: answer.status, body: answer.body }).toMatchObject({
        status: one.status,
        body: one.answer,
      });
      expect(answer.headers.get('x-request-id')).toMatch(/^req_/);
    }),
  );

  if (one.method === 'POST' || one.method === 'PATCH') {
    proves({ ...row, aspect: 'idempotency', certainty: 'documented' }, 'replays, and writes once', () =>
      inSandbox(WORLD, async (sandbox) => {
        const path = await pathFor(sandbox, one);
        const headers = { 'idempotency-key': UUID };
        const first = await send(sandbox, one.method, path, one.body, { headers });
        const after = sandbox.world();
        const again = await send(sandbox, one.method, path, one.body, { headers });
        expect([again.status, again.text]).toEqual([first.status, first.text]);
        expect(sandbox.world()).toEqual(after);
        const other = await send(sandbox, one.method, path, { another: 'body' }, { headers });
        expect(other).toMatchObject({ status: 409, body: { error: { code: 'IDEMPOTENCY_CONFLICT' } } });
      }),
    );
  }
});

describe.each(cases)('$method $route', (one) => {
  const row = { api: 'layers', method: one.method, path: one.route } as const;
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ world: WORLD, sleep: realSleep });
  });
  afterAll(() => sandbox.stop());

  const ask = async (key: string | null) => send(sandbox, one.method, await pathFor(sandbox, one), one.body, { key });

  proves({ ...row, aspect: 'limits', certainty: 'documented' }, `is ${one.class}`, async () => {
    // Returned even without a key, so nothing happens.
    expect((await ask(null)).headers.get('x-ratelimit-endpoint-class')).toBe(one.class);
  });

  proves({ ...row, aspect: 'errors', certainty: 'documented' }, 'refuses a key without permission', async () => {
    expect(await ask(null)).toMatchObject({ status: 401, body: { error: { code: 'UNAUTHENTICATED' } } });
    if (one.route !== '/v1/whoami') {
      const killed = { status: 503, body: { error: { code: 'KILL_SWITCH', details: { scope: 'key' } } } };
      expect(await ask(KILLED)).toMatchObject(killed);
    }
    if (one.scoped !== false) {
      expect(await ask(NOBODY)).toMatchObject({ status: 403, body: { error: { code: 'FORBIDDEN_SCOPE' } } });
    }
    if (one.route.includes(':') || one.route === '/v1/events') {
      expect(await ask(RIVAL)).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } });
    }
    // None of them changed anything.
    expect(sandbox.world()).toEqual(WORLD);
  });
});
