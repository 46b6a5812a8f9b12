import { describe, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/index.ts';
import {
  ADVERTISER,
  type Answered,
  ask,
  EMPTY_PROJECT,
  inSandbox,
  LAYER,
  PROJECT,
  READER,
  RIVAL,
  withSwitches,
  worldOf,
  YEN,
} from './harness.ts';

const CONFIG = `/__sandbox/projects/${PROJECT}/layers/${LAYER}/config`;
const KEY = '1f0c4a7e-5a37-4c1e-9d7b-6f2d8e3b9a10';
const live = (sandbox: Sandbox) => sandbox.world().layers.projects[0]?.layers[0]?.config;

async function write(
  sandbox: Sandbox,
  method: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const etag = (await ask(sandbox, CONFIG)).headers.get('etag') ?? '';
  return ask(sandbox, CONFIG, { method, body, headers: { 'if-match': etag, ...headers } });
}

describe('the config endpoint', () => {
  test('returns the config itself, with its tag', () =>
    inSandbox(worldOf(), async (sandbox) => {
      const answer = await ask(sandbox, CONFIG);
      expect(answer.body).toEqual(live(sandbox));
      expect(answer.headers.get('etag')).toMatch(/^"[0-9a-f]{16}"$/);
    }));

  test('merges a PATCH: maps merge, null removes, lists are replaced, unknown keys stay', () =>
    inSandbox(worldOf(), async (sandbox) => {
      const patch = {
        capi: { event_map: { level_complete: 'Purchase' } },
        objectives: ['video_view'],
        monthlyCostCap: null,
      };
      const answer = await write(sandbox, 'PATCH', patch);
      const config = {
        adAccountId: ADVERTISER,
        capi: {
          enabled: false,
          pixel_id: 'C4A9P2Q7R5S8T1U6V2W0',
          access_token_vault_id: 'vault_xyz',
          event_map: { level_complete: 'Purchase' },
        },
        objectives: ['video_view'],
        stranger: 'kept',
      };
      expect(answer).toMatchObject({ status: 200, body: config });
      expect(live(sandbox)).toEqual(config);
      expect(answer.headers.get('etag')).toBe((await ask(sandbox, CONFIG)).headers.get('etag'));
    }));

  test('replaces with a PUT', () =>
    inSandbox(worldOf(), async (sandbox) => {
      expect((await write(sandbox, 'PUT', { mode: 'byo' })).status).toBe(200);
      expect(live(sandbox)).toEqual({ mode: 'byo' });
    }));

  test('returns 412 if the config was written after the read', () =>
    inSandbox(worldOf(), async (sandbox) => {
      const etag = (await ask(sandbox, CONFIG)).headers.get('etag') ?? '';
      await write(sandbox, 'PATCH', { monthlyCostCap: 1 });
      const late = await ask(sandbox, CONFIG, {
        method: 'PATCH',
        body: { monthlyCostCap: 2 },
        headers: { 'if-match': etag },
      });
      expect(late).toMatchObject({ status: 412, body: { error: { code: 'PRECONDITION_FAILED' } } });
      expect(live(sandbox)).toMatchObject({ monthlyCostCap: 1 });
      expect((await ask(sandbox, CONFIG, { method: 'PATCH', body: {} })).status).toBe(428);
    }));

  test('honours Idempotency-Key, and checks a precondition again', () =>
    inSandbox(worldOf(), async (sandbox) => {
      const etag = (await ask(sandbox, CONFIG)).headers.get('etag') ?? '';
      const send = (ifMatch: string, key: string) =>
        ask(sandbox, CONFIG, {
          method: 'PATCH',
          body: { monthlyCostCap: 5 },
          headers: { 'if-match': ifMatch, 'idempotency-key': key },
        });
      const first = await send(etag, KEY);
      const again = await send(etag, KEY);
      expect([first.status, again.status, again.text]).toEqual([200, 200, first.text]);
      expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
      const other = KEY.replace(/0$/, '1');
      expect((await send('"stale"', other)).status).toBe(412);
      expect((await send(first.headers.get('etag') ?? '', other)).status).toBe(200);
    }));

  test('responds and does nothing if writes take no effect', () =>
    inSandbox(withSwitches({ configWritesTakeEffect: false }), async (sandbox) => {
      expect(await write(sandbox, 'PATCH', { monthlyCostCap: 5 })).toMatchObject({
        status: 200,
        body: { monthlyCostCap: 5 },
      });
      expect((await ask(sandbox, CONFIG)).body.monthlyCostCap).toBe(30_000);
    }));

  test.each([
    { name: 'an id that is a number', why: 'ids are text', body: { adAccountId: 7098 } },
    { name: 'another mode', why: 'agency or byo', body: { mode: 'own' } },
    { name: 'no objectives', why: 'a layer has at least one', body: { objectives: [] } },
    { name: 'an objective twice', why: 'they are a set', body: { objectives: ['a', 'a'] } },
    { name: 'a negative cap', why: 'money is not owed', body: { monthlyCostCap: -1 } },
    { name: 'a cap without end', why: 'JSON reads 1e999 as infinity', body: '{"monthlyCostCap":1e999}' },
    { name: 'an event map of lists', why: 'one event becomes one', body: { capi: { event_map: { a: ['b'] } } } },
    {
      name: 'CAPI without a token',
      why: 'the relay would drop every event',
      body: { capi: { enabled: true, access_token_vault_id: null } },
    },
    { name: 'a list', why: 'a config is a map', body: [] },
    { name: 'no JSON', why: 'nothing can be read', body: '{"a":' },
  ])('refuses $name: $why', ({ body }) =>
    inSandbox(worldOf(), async (sandbox) => {
      expect(await write(sandbox, 'PATCH', body)).toMatchObject({
        status: 422,
        body: { error: { code: 'VALIDATION' } },
      });
      expect(sandbox.world()).toEqual(worldOf());
    }),
  );

  test('keeps its values for any key', () =>
    inSandbox(worldOf(), async (sandbox) => {
      await write(sandbox, 'PATCH', '{"__proto__":{"polluted":true},"big":12345678901234567890}');
      expect((await ask(sandbox, CONFIG)).text).toContain('"__proto__":{"polluted":true},"big":"12345678901234567890"');
      expect({}).not.toHaveProperty('polluted');
    }));

  test('belongs to an organization', () =>
    inSandbox(worldOf(), async (sandbox) => {
      expect((await ask(sandbox, CONFIG, { key: null })).status).toBe(401);
      expect((await ask(sandbox, CONFIG, { key: RIVAL })).status).toBe(404);
      expect((await ask(sandbox, CONFIG.replace(LAYER, 'lyr_x'))).status).toBe(404);
      expect((await ask(sandbox, CONFIG, { method: 'PATCH', body: {}, key: READER })).status).toBe(403);
    }));
});

describe('people', () => {
  const act = (sandbox: Sandbox, action: string, body: unknown) =>
    ask(sandbox, `/__sandbox/people/${action}`, { method: 'POST', body, key: null });

  test('install, connect and paste: a layer from nothing', () =>
    inSandbox(worldOf(), async (sandbox) => {
      const installed = await act(sandbox, 'install', { project: EMPTY_PROJECT });
      expect(installed.body.layer).toBe('lyr_00000000-0000-4000-8000-000000000001');
      expect((await act(sandbox, 'connect', { project: EMPTY_PROJECT, adAccount: YEN })).status).toBe(200);
      const P = `/v1/projects/${EMPTY_PROJECT}`;
      expect((await ask(sandbox, `${P}/ads/ad-accounts`)).body).toMatchObject({
        items: [{ externalId: YEN, currency: 'JPY' }],
      });
      const pasted = { adAccountId: YEN, capi: { enabled: true, pixel_id: 'C1', access_token_vault_id: 'v' } };
      expect((await act(sandbox, 'paste', { project: EMPTY_PROJECT, json: JSON.stringify(pasted) })).status).toBe(200);
      expect((await ask(sandbox, `${P}/ads/capi-status`)).body).toMatchObject({
        platforms: [{ enabled: true, pixelId: 'C1' }],
      });
      expect(sandbox.world().layers.projects[1]?.layers[0]?.config).toEqual(pasted);
    }));

  test('reconnect an account with an invalid token', () =>
    inSandbox(worldOf(), async (sandbox) => {
      sandbox.intervene((_, moment, world) => {
        const account = world.layers.projects[0]?.adAccounts[0];
        if (moment === 'before' && account !== undefined) account.tokenStatus = 'expired';
      });
      await act(sandbox, 'connect', { project: PROJECT, adAccount: ADVERTISER });
      expect(sandbox.world().layers.projects[0]?.adAccounts).toMatchObject([
        { externalId: ADVERTISER, tokenStatus: 'valid' },
        { externalId: 'act_1' },
      ]);
    }));

  test.each([
    {
      name: 'a paste of other types',
      action: 'paste',
      body: { project: PROJECT, json: { monthlyCostCap: '30000' } },
      status: 422,
    },
    { name: 'a paste of no JSON', action: 'paste', body: { project: PROJECT, json: '{' }, status: 422 },
    { name: 'a paste of a list', action: 'paste', body: { project: PROJECT, json: [] }, status: 422 },
    { name: 'a paste without a layer', action: 'paste', body: { project: EMPTY_PROJECT, json: {} }, status: 404 },
    {
      name: 'a paste into another layer',
      action: 'paste',
      body: { project: PROJECT, layer: 'lyr_x', json: {} },
      status: 404,
    },
    { name: 'an unknown member', action: 'install', body: { project: PROJECT, x: 1 }, status: 422 },
    { name: 'an unknown project', action: 'install', body: { project: 'x' }, status: 404 },
    {
      name: 'an account that TikTok does not have',
      action: 'connect',
      body: { project: PROJECT, adAccount: '1' },
      status: 404,
    },
    { name: 'an unknown action', action: 'accept', body: {}, status: 404 },
  ])('cannot do $name', ({ action, body, status }) =>
    inSandbox(worldOf(), async (sandbox) => {
      expect((await act(sandbox, action, body)).status).toBe(status);
      expect(sandbox.world()).toEqual(worldOf());
    }),
  );

  test('name their layer if there are two', () =>
    inSandbox(worldOf(), async (sandbox) => {
      const { body } = await act(sandbox, 'install', { project: PROJECT });
      expect((await act(sandbox, 'paste', { project: PROJECT, json: {} })).status).toBe(409);
      expect((await act(sandbox, 'paste', { project: PROJECT, layer: body.layer, json: { mode: 'byo' } })).status).toBe(
        200,
      );
      expect((await ask(sandbox, `/v1/projects/${PROJECT}/ads/tiktok/defaults`)).body.layerId).toBe(LAYER);
    }));
});

describe('the admin routes', () => {
  test('confirms that the sandbox runs, with its time', () =>
    inSandbox(worldOf(), async (sandbox) => {
      expect((await ask(sandbox, '/__sandbox/health', { key: null })).body).toMatchObject({
        status: 'ok',
        now: '2026-11-10T12:00:00.000Z',
      });
    }));

  test('returns the world, which can be started again', () =>
    inSandbox(worldOf(), async (sandbox) => {
      await write(sandbox, 'PATCH', { monthlyCostCap: 7 });
      const { text } = await ask(sandbox, '/__sandbox/world');
      const again = worldOf(text);
      // Also in order: a world is read by people, and compared as text.
      expect(JSON.stringify(again)).toBe(JSON.stringify(sandbox.world()));
      await inSandbox(again, async (second) => expect(second.world()).toEqual(sandbox.world()));
    }));

  test('resets everything', () =>
    inSandbox(worldOf(), async (sandbox) => {
      await write(sandbox, 'PATCH', { monthlyCostCap: 7 }, { 'idempotency-key': KEY });
      await ask(sandbox, '/__sandbox/reset', { method: 'POST' });
      expect(sandbox.world()).toEqual(worldOf());
      expect(sandbox.log()).toEqual([]);
      expect((await write(sandbox, 'PATCH', { monthlyCostCap: 8 }, { 'idempotency-key': KEY })).status).toBe(200);
    }));
});

test('returns the environment for a command, and only to this machine', () =>
  inSandbox(worldOf(), async (sandbox) => {
    expect(sandbox.env).toEqual({ ...worldOf().env, LAYERS_API_URL: sandbox.origin, TIKTOK_API_URL: sandbox.origin });
    expect(sandbox.origins).toEqual({ layers: sandbox.origin, tiktok: sandbox.origin });
    expect(sandbox.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  }));
