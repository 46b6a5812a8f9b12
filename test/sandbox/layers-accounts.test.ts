import { describe, expect } from 'vitest';
import type { Sandbox, World } from '../../src/sandbox/index.ts';
import { proves } from '../support/conformance.ts';
import { adsWorld, campaignIn, clockOf, layerIn, NOBODY, P, send } from './layers-harness.ts';
import {
  ADVERTISER,
  APP,
  EMPTY_PROJECT,
  inSandbox,
  KEY,
  LAYER,
  PROJECT,
  READER,
  withSwitches,
  YEN,
} from './harness.ts';

const base = { api: 'layers', certainty: 'documented' } as const;
const J = '/v1/projects/:projectId';
const oauth = { ...base, method: 'POST', path: `${J}/ads/ad-accounts/oauth-url` } as const;
const link = `/v1/projects/${EMPTY_PROJECT}/ads/ad-accounts/oauth-url`;
const both = {
  ...{ platform: 'tiktok_ads', state: 'abc' },
  ...{ returnUrl: 'https://example.com/new', redirectUrl: 'https://example.com/old' },
};
const switched = (switches: Partial<World['switches']>) => (world: World) => {
  Object.assign(world.switches, switches);
};

/** A browser that does not follow. */
async function browse(url: string) {
  const response = await fetch(url, { redirect: 'manual' });
  return { status: response.status, to: response.headers.get('location'), text: await response.text() };
}

describe.each([
  { generation: 'seed', only: 'redirectUrl', back: 'old' },
  { generation: 'write', only: 'returnUrl', back: 'new' },
  { generation: 'newer', only: 'returnUrl', back: 'new' },
] as const)('generation $generation', ({ generation, only, back }) => {
  proves({ ...oauth, aspect: 'shape' }, 'returns a person with an account, once', () =>
    inSandbox(adsWorld(switched({ generation })), async (sandbox) => {
      const url = String((await send(sandbox, 'POST', link, both)).body.url);
      expect((await browse(url)).text).toContain(`adAccount=${YEN}`);
      const { status, to } = await browse(`${url}&adAccount=${YEN}`);
      const [account] = sandbox.world().layers.projects[1]?.adAccounts ?? [];
      expect(account).toMatchObject({ externalId: YEN, currency: 'JPY' });
      expect([status, to]).toEqual([
        302,
        `https://example.com/${back}?status=connected&accountId=${account?.adAccountId}&state=abc`,
      ]);
      expect((await browse(`${url}&adAccount=${ADVERTISER}`)).status).toBe(410);
      expect(sandbox.world().layers.projects[1]?.adAccounts.length).toBe(1);
      expect((await send(sandbox, 'POST', link, { platform: 'tiktok_ads', [only]: both.redirectUrl })).status).toBe(
        200,
      );
    }),
  );
});

proves({ ...oauth, aspect: 'errors' }, 'refuses a return URL that is not allowed', () =>
  inSandbox(adsWorld(), async (sandbox) => {
    const elsewhere = { ...both, redirectUrl: 'https://example.com.evil.test/' };
    expect((await send(sandbox, 'POST', link, elsewhere)).body.error?.code).toBe('RETURN_URL_NOT_ALLOWED');
    for (const redirectUrl of ['http://example.com/', 'example.com', undefined]) {
      expect((await send(sandbox, 'POST', link, { ...both, redirectUrl })).body.error?.code).toBe('VALIDATION');
    }
    expect(sandbox.world().layers.oauthUrls).toEqual([]);
  }),
);

proves({ ...oauth, aspect: 'errors', certainty: 'inferred' }, 'is too old after ten minutes', () =>
  inSandbox(adsWorld(), async (sandbox) => {
    const url = String((await send(sandbox, 'POST', link, both)).body.url);
    clockOf(sandbox)('2026-11-10T12:10:00Z');
    expect((await browse(url)).status).toBe(410);
  }),
);

describe.each(['either', 'ads:write', 'ads:write:connect'] as const)('the scope of a link is %s', (connectScope) => {
  proves({ ...oauth, aspect: 'errors', certainty: 'unknown' }, 'requires that scope', () =>
    inSandbox(
      adsWorld((world) => {
        switched({ connectScope })(world);
        const reader = world.layers.keys.find(({ key }) => key === READER);
        Object.assign(reader ?? {}, { scopes: ['ads:write:connect'], returnUrls: ['https://example.com'] });
      }),
      async (sandbox) => {
        const { status } = await send(sandbox, 'POST', link, both, { key: READER });
        expect(status).toBe(connectScope === 'ads:write' ? 403 : 200);
      },
    ),
  );
});

const authority = { ...base, method: 'PATCH', path: `${J}/ads/:platform/campaigns/:campaignId/authority` } as const;
const defaults = { ...base, method: 'PATCH', path: `${J}/ads/:platform/defaults` } as const;
const policies = [
  { ...authority, url: `${P}/ads/tiktok/campaigns/cmp_ONE/authority`, name: 'authority' },
  { ...defaults, url: `${P}/ads/tiktok/defaults`, name: 'defaults' },
] as const;

describe.each(policies)('PATCH $name', ({ url, name, ...row }) => {
  const closed: { reason: string; close: (layer: ReturnType<typeof layerIn>) => void }[] = [
    { reason: 'partner_policy_refused', close: (layer) => (layer.partnerPolicy = false) },
    { reason: 'layer_kill_switch', close: (layer) => (layer.killSwitch = true) },
    { reason: 'partner_writes_not_consented', close: (layer) => (layer.partnerWrites = false) },
    {
      reason: 'above_customer_policy',
      close: (layer) => (layer.ceiling = { creative: 'auto', tactical: 'draft', structural: 'off' }),
    },
  ];
  for (const { reason, close } of closed) {
    proves({ ...row, aspect: 'errors', certainty: 'inferred' }, `is denied: ${reason}`, () =>
      inSandbox(
        adsWorld((world) => close(layerIn(world))),
        async (sandbox) => {
          const answer = await send(sandbox, 'PATCH', url, { [name]: { tactical: 'auto' } });
          expect(answer).toMatchObject({ status: 403, body: { error: { details: { reason } } } });
        },
      ),
    );
  }
  proves({ ...row, aspect: 'errors' }, 'refuses an unknown axis', () =>
    inSandbox(adsWorld(), async (sandbox) => {
      for (const body of [{ [name]: { money: 'auto' } }, { [name]: { tactical: 'on' } }, {}]) {
        expect((await send(sandbox, 'PATCH', url, body)).body.error?.code).toBe('VALIDATION');
      }
    }),
  );
});

proves({ ...authority, aspect: 'shape' }, 'pins the campaign, with the actor', () =>
  inSandbox(adsWorld(), async (sandbox) => {
    const url = `${P}/ads/tiktok/campaigns/cmp_ONE/authority`;
    await send(sandbox, 'PATCH', url, { authority: { tactical: 'off' } });
    expect((await send(sandbox, 'GET', url)).body).toMatchObject({
      ...{ source: 'per_campaign', authority: { creative: 'auto', tactical: 'off', structural: 'auto' } },
      lastModifiedBy: { actorType: 'partner', actorApiKeyId: expect.any(String) },
    });
    await send(sandbox, 'PATCH', `${P}/ads/tiktok/defaults`, { defaults: { tactical: 'auto' } });
    expect(campaignIn(sandbox).ours?.authority?.tactical).toBe('off');
  }),
);

describe.each(['first', 'last'] as const)('of several layers the %s is meant', (whichLayer) => {
  const row = { ...base, certainty: 'unknown', aspect: 'shape' } as const;
  proves({ ...row, method: 'GET', path: `${J}/ads/:platform/defaults` }, 'returns one of two', () =>
    inSandbox(
      adsWorld((world) => {
        world.switches.whichLayer = whichLayer;
        const other = { ...structuredClone(layerIn(world)), id: 'lyr_other', config: {} };
        world.layers.projects[0]?.layers.push(other);
      }),
      async (sandbox) => {
        const first = whichLayer === 'first';
        const { layerId } = (await send(sandbox, 'GET', `${P}/ads/tiktok/defaults`)).body;
        expect(layerId).toBe(first ? LAYER : 'lyr_other');
        const { platforms } = (await send(sandbox, 'GET', `${P}/ads/capi-status`)).body;
        expect(platforms?.[0]?.pixelId).toBe(first ? 'C4A9P2Q7R5S8T1U6V2W0' : null);
        const toggle = { capi: { tiktok: { enabled: true } } };
        expect((await send(sandbox, 'PATCH', `${P}/sdk-apps/${APP}`, toggle)).status).toBe(first ? 200 : 409);
      },
    ),
  );
});

describe.each(['absent', 'disabled'] as const)('without a layer capi-status is %s', (capiStatusWithoutLayer) => {
  proves(
    { ...base, method: 'GET', path: `${J}/ads/capi-status`, aspect: 'shape', certainty: 'unknown' },
    'one entry or an empty list',
    () =>
      inSandbox(withSwitches({ capiStatusWithoutLayer }), async (sandbox) => {
        const { platforms } = (await send(sandbox, 'GET', `/v1/projects/${EMPTY_PROJECT}/ads/capi-status`)).body;
        const entry = { platform: 'tiktok_ads', enabled: false, pixelId: null, accessTokenValid: null };
        expect(platforms).toMatchObject(capiStatusWithoutLayer === 'absent' ? [] : [entry]);
      }),
  );
});

describe.each(['conflict', 'validation'] as const)('CAPI without a layer is a %s', (capiPrecondition) => {
  proves(
    { ...base, method: 'PATCH', path: `${J}/sdk-apps/:appId`, aspect: 'errors', certainty: 'unknown' },
    'names the missing permission',
    () =>
      inSandbox(withSwitches({ capiPrecondition }), async (sandbox) => {
        const url = `/v1/projects/${EMPTY_PROJECT}/sdk-apps/app_8ffb9410eb0eb848264f8a67`;
        const answer = await send(sandbox, 'PATCH', url, { capi: { tiktok: { enabled: true } } });
        expect(answer).toMatchObject({
          status: capiPrecondition === 'conflict' ? 409 : 422,
          body: { error: { details: { missing: ['layer'] } } },
        });
      }),
  );
});

const newApp = { ...base, method: 'POST', path: `${J}/sdk-apps` } as const;
describe.each([false, true])('Idempotency-Key required: %s', (idempotencyKeyRequired) => {
  proves({ ...newApp, aspect: 'errors', certainty: 'unknown' }, 'without the header', () =>
    inSandbox(withSwitches({ idempotencyKeyRequired }), async (sandbox) => {
      const answer = await send(sandbox, 'POST', `${P}/sdk-apps`, { name: 'New', platform: 'flutter' });
      expect(answer.status).toBe(idempotencyKeyRequired ? 422 : 201);
    }),
  );
});

proves({ ...newApp, aspect: 'errors' }, 'needs the id of its platform', () =>
  inSandbox(adsWorld(), async (sandbox) => {
    for (const platform of ['ios', 'android', 'web', 'vite', 'palm']) {
      const answer = await send(sandbox, 'POST', `${P}/sdk-apps`, { name: 'New', platform });
      expect([platform, answer.body.error?.code]).toEqual([platform, 'VALIDATION']);
    }
  }),
);

proves(
  { ...base, method: 'POST', path: `${J}/sdk-apps/:appId/verify-tracking`, aspect: 'shape', certainty: 'inferred' },
  'is healthy when events arrive and the token works',
  () =>
    inSandbox(adsWorld(), async (sandbox) => {
      const events = [{ name: 'app_open', occurredAt: '2026-11-10T11:00:00Z' }];
      await send(sandbox, 'POST', '/v1/events', { projectId: PROJECT, sdkAppId: APP, events });
      await send(sandbox, 'PATCH', `${P}/sdk-apps/${APP}`, { capi: { tiktok: { enabled: true } } });
      const url = `${P}/sdk-apps/${APP}/verify-tracking`;
      const good = {
        status: 'healthy',
        lastEventAt: '2026-11-10T11:00:00Z',
        missing: [],
        platforms: [{ dispatched: true }],
      };
      expect((await send(sandbox, 'POST', url)).body).toMatchObject(good);
      expect((await send(sandbox, 'POST', url, { expectedEvents: ['trial_start'] })).body.missing).toEqual([
        'trial_start',
      ]);
      sandbox.intervene((_, moment, world) => {
        if (moment === 'before') layerIn(world).accessTokenValid = false;
      });
      const bad = { status: 'degraded', platforms: [{ dispatched: false, error: 'access_token_invalid' }] };
      expect((await send(sandbox, 'POST', url)).body).toMatchObject(bad);
    }),
);

describe.each(['shown', 'absent'] as const)('the confirmation of a platform is %s', (trackingPlatforms) => {
  proves(
    { ...base, method: 'POST', path: `${J}/sdk-apps/:appId/verify-tracking`, aspect: 'shape', certainty: 'unknown' },
    'dispatches one event with a test code',
    () =>
      inSandbox(adsWorld(switched({ trackingPlatforms })), async (sandbox) => {
        await send(sandbox, 'PATCH', `${P}/sdk-apps/${APP}`, { capi: { tiktok: { enabled: true } } });
        const { body } = await send(sandbox, 'POST', `${P}/sdk-apps/${APP}/verify-tracking`);
        expect('platforms' in body).toBe(trackingPlatforms === 'shown');
        expect(sandbox.world().tiktok.events.map(({ testCode }) => testCode)).toEqual(['TEST00000']);
      }),
  );
});

const newProject = { ...base, method: 'POST', path: '/v1/projects' } as const;
describe.each(['seed', 'write', 'newer'] as const)('generation %s', (generation) => {
  proves({ ...newProject, aspect: 'errors' }, 'has its own limits for names', () =>
    inSandbox(withSwitches({ generation }), async (sandbox) => {
      const named = (name: string) => send(sandbox, 'POST', '/v1/projects', { name, timezone: 'UTC' });
      const newer = generation === 'newer';
      expect((await named('ab')).status).toBe(newer ? 422 : 201);
      expect((await named('x'.repeat(31))).status).toBe(newer ? 422 : 201);
      expect((await named('x'.repeat(129))).status).toBe(422);
      expect((await send(sandbox, 'POST', '/v1/projects', { name: 'New', timezone: 'Mars' })).status).toBe(422);
    }),
  );

  const kill = { ...base, method: 'POST', path: '/v1/api-keys/:keyId/kill', aspect: 'shape' } as const;
  proves(kill, 'ends every call of the key, and in the oldest generation all but whoami', () =>
    inSandbox(adsWorld(switched({ generation })), async (sandbox) => {
      const id = (await send(sandbox, 'GET', '/v1/whoami', undefined, { key: NOBODY })).body.apiKeyId;
      await send(sandbox, 'POST', `/v1/api-keys/key_${id}/kill`);
      expect((await send(sandbox, 'POST', `/v1/api-keys/${id}/kill`)).body.killed).toBe(true);
      expect((await send(sandbox, 'GET', P, undefined, { key: NOBODY })).body.error?.code).toBe('KILL_SWITCH');
      const who = await send(sandbox, 'GET', '/v1/whoami', undefined, { key: NOBODY });
      expect(who.status).toBe(generation === 'seed' ? 200 : 503);
      expect((await send(sandbox, 'GET', P, undefined, { key: KEY })).status).toBe(200);
      expect((await send(sandbox, 'POST', '/v1/api-keys/none/kill')).status).toBe(404);
    }),
  );
});

describe.each([false, true])('customerExternalId is unique: %s', (externalIdsUnique) => {
  proves({ ...newProject, aspect: 'errors', certainty: 'unknown' }, 'of two with the same', () =>
    inSandbox(withSwitches({ externalIdsUnique }), async (sandbox) => {
      const body = { name: 'New', timezone: 'UTC', customerExternalId: 'c1' };
      await send(sandbox, 'POST', '/v1/projects', body);
      expect((await send(sandbox, 'POST', '/v1/projects', body)).status).toBe(externalIdsUnique ? 409 : 201);
    }),
  );
});

proves(
  { ...base, method: 'DELETE', path: J, aspect: 'shape', certainty: 'inferred' },
  'archives without deleting',
  () =>
    inSandbox(adsWorld(), async (sandbox) => {
      await send(sandbox, 'DELETE', P);
      expect((await send(sandbox, 'GET', '/v1/projects?status=archived')).body.items?.[0]?.id).toBe(PROJECT);
      expect((await send(sandbox, 'GET', P)).body.metadata).toEqual({ theirs: { kept: true } });
    }),
);

describe.each(['route', 'key'] as const)('an idempotency key belongs to one %s', (idempotencyScope) => {
  proves(
    { ...base, method: 'PATCH', path: J, aspect: 'idempotency', certainty: 'unknown' },
    'used on a different route',
    () =>
      inSandbox(withSwitches({ idempotencyScope }), async (sandbox) => {
        const headers = { 'idempotency-key': '1f0c4a7e-5a37-4c1e-9d7b-6f2d8e3b9a10' };
        await send(sandbox, 'PATCH', P, { name: 'One' }, { headers });
        const other = await send(sandbox, 'PATCH', `/v1/projects/${EMPTY_PROJECT}`, { name: 'One' }, { headers });
        expect(other.status).toBe(idempotencyScope === 'route' ? 200 : 409);
        expect((await send(sandbox, 'PATCH', P, { name: 'One' }, { headers })).status).toBe(200);
      }),
  );
});

describe.each([false, true])('a parent scope includes its parts: %s', (parentScopes) => {
  const path = `${J}/ads/:platform/campaigns/:campaignId/pause`;
  proves({ ...base, method: 'POST', path, aspect: 'errors', certainty: 'unknown' }, 'with ads:write alone', () =>
    inSandbox(
      adsWorld((world) => {
        world.switches.parentScopes = parentScopes;
        Object.assign(world.layers.keys.find(({ key }) => key === READER) ?? {}, { scopes: ['ads:write'] });
      }),
      async (sandbox) => {
        const url = `${P}/ads/tiktok/campaigns/cmp_ONE/pause`;
        const { status } = await send(sandbox, 'POST', url, undefined, { key: READER });
        expect(status).toBe(parentScopes ? 202 : 403);
      },
    ),
  );
});

const log = { ...base, method: 'GET', path: '/v1/audit-log' } as const;
const types = async (sandbox: Sandbox, query = '') =>
  ((await send(sandbox, 'GET', `/v1/audit-log${query}`)).body.items ?? []).map(({ eventType, data }) => [
    String(eventType),
    String(data?.path),
  ]);

proves({ ...log, aspect: 'shape' }, 'lists actions of keys, not of people, the newest first', () =>
  inSandbox(adsWorld(), async (sandbox) => {
    const clock = clockOf(sandbox);
    await send(sandbox, 'GET', P);
    await send(sandbox, 'POST', '/__sandbox/people/install', { project: EMPTY_PROJECT });
    clock('2026-11-10T13:00:00Z');
    await send(sandbox, 'GET', P, undefined, { key: NOBODY });
    await send(sandbox, 'GET', '/v1/whoami', undefined, { key: null });
    expect(await types(sandbox)).toEqual([
      ['auth.scope_denied', P],
      ['api.request', P],
    ]);
    // Both ends count.
    expect(await types(sandbox, '?until=2026-11-10T12:00:00Z&since=2026-11-10T12:00:00Z')).toEqual([
      ['api.request', P],
    ]);
    expect(await types(sandbox, `?eventType=auth.scope_denied&projectId=prj_${PROJECT}`)).toHaveLength(1);
  }),
);

proves({ ...log, aspect: 'paging' }, 'pages, and refuses a malformed cursor', () =>
  inSandbox(adsWorld(), async (sandbox) => {
    await send(sandbox, 'GET', P);
    await send(sandbox, 'GET', '/v1/projects');
    const first = (await send(sandbox, 'GET', '/v1/audit-log?limit=1')).body;
    const second = (await send(sandbox, 'GET', `/v1/audit-log?limit=1&cursor=${first.nextCursor}`)).body;
    expect([first.items?.[0]?.data?.path, second.items?.[0]?.data?.path]).toEqual([P, '/v1/projects']);
    expect((await send(sandbox, 'GET', '/v1/audit-log?cursor=x')).body.error?.code).toBe('VALIDATION');
    expect((await send(sandbox, 'GET', '/v1/audit-log?limit=201')).body.error?.code).toBe('VALIDATION');
  }),
);

const engagement = { ...base, method: 'PATCH', path: `${J}/engagement`, aspect: 'errors' } as const;
proves(engagement, 'refuses the fence, limits, and a request without either', () =>
  inSandbox(adsWorld(), async (sandbox) => {
    const patch = async (body: unknown) => (await send(sandbox, 'PATCH', `${P}/engagement`, body)).body.error?.code;
    const before = sandbox.world();
    expect(await patch({ enabled: false, secretPrompt: 'y' })).toBe('FORBIDDEN_FENCE');
    for (const replyToComments of [
      { autoReplyDelay: 'PT29S' },
      { autoReplyDelay: 'PT61M' },
      { maxPerPostPerHour: 61 },
    ]) {
      expect(await patch({ replyToComments })).toBe('VALIDATION');
    }
    expect(await patch({ firstComment: { commentTemplate: '' } })).toBe('VALIDATION');
    expect(await patch({ projectLayerId: 'pl_TWO' })).toBe('NOT_FOUND');
    expect(sandbox.world()).toEqual(before);
    expect(Object.keys((await send(sandbox, 'GET', `${P}/engagement`)).body)).not.toContain('fenced');
    sandbox.intervene((_, moment, world) => {
      const layers = world.layers.projects[0]?.engagement;
      const [layer] = layers ?? [];
      if (moment === 'before' && layer !== undefined && layers?.length === 1)
        layers.push({ ...structuredClone(layer), projectLayerId: 'pl_TWO' });
    });
    expect(await patch({ enabled: false })).toBe('CONFLICT');
    expect(await patch({ enabled: false, projectLayerId: 'pl_TWO' })).toBeUndefined();
  }),
);
