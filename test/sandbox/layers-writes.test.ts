import { describe, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { APP, ask, EMPTY_PROJECT, inSandbox, KEY, PROJECT, READER, RIVAL, withSwitches, worldOf } from './harness.ts';

const P = `/v1/projects/${PROJECT}`;
const ONE = '1f0c4a7e-5a37-4c1e-9d7b-6f2d8e3b9a10';
const TWO = '1f0c4a7e-5a37-4c1e-9d7b-6f2d8e3b9a11';

const patch = (sandbox: Sandbox, path: string, body: unknown, key?: string, apiKey?: string) =>
  ask(sandbox, path, {
    method: 'PATCH',
    body,
    headers: key === undefined ? {} : { 'idempotency-key': key },
    ...(apiKey === undefined ? {} : { key: apiKey }),
  });

const toggle = (enabled: boolean) => ({ capi: { tiktok: { enabled } } });
const layerEnabled = async (sandbox: Sandbox) =>
  (await ask(sandbox, `${P}/ads/capi-status`)).body.platforms?.[0]?.enabled;

describe('PATCH of a project', () => {
  test('replaces the whole metadata and keeps other members', () =>
    inSandbox(worldOf(), async (sandbox) => {
      const answer = await patch(sandbox, P, { metadata: { mine: 1 } });
      expect(answer.body).toMatchObject({ name: 'Acme iOS', metadata: { mine: 1 } });
      expect((await ask(sandbox, P)).body.metadata).toEqual({ mine: 1 });
      expect(answer.headers.get('x-ratelimit-endpoint-class')).toBe('write-light');
    }));

  test('accepts 8192 bytes of metadata and no more', () =>
    inSandbox(worldOf(), async (sandbox) => {
      // {"a":"…"} is 8 bytes around the text, and é is two.
      const text = `${'é'.repeat(10)}${'x'.repeat(8192 - 8 - 20)}`;
      expect((await patch(sandbox, P, { metadata: { a: text } })).status).toBe(200);
      const over = await patch(sandbox, P, { metadata: { a: `${text}x` } });
      expect(over).toMatchObject({ status: 422, body: { error: { code: 'VALIDATION', details: { size: 8193 } } } });
      expect((await ask(sandbox, P)).body.metadata?.a).toBe(text);
    }));

  test('keeps ids of 19 digits that came without quotes', () =>
    inSandbox(worldOf(), async (sandbox) => {
      await patch(sandbox, P, '{"metadata":{"id":7098765432109876543,"n":1.7389201234567890123}}');
      expect((await ask(sandbox, P)).text).toContain('"id":"7098765432109876543","n":1.738920123456789');
    }));

  test.each([
    { name: 'a read-only member', why: 'this page shows 400', body: { id: 'x' }, status: 400 },
    { name: 'an unknown member', why: 'it would be dropped silently', body: { metdata: {} }, status: 422 },
    { name: 'metadata that is a list', why: 'it is a map', body: { metadata: [] }, status: 422 },
    { name: 'a body that is no JSON', why: 'nothing can be read', body: '{', status: 422 },
    {
      name: 'a body too deep',
      why: 'the process must not end',
      body: `${'['.repeat(200)}${']'.repeat(200)}`,
      status: 422,
    },
    {
      name: 'a body too long',
      why: '1 MiB is the limit',
      body: { metadata: { a: 'x'.repeat(1024 * 1024) } },
      status: 422,
    },
    { name: 'no body', why: 'a PATCH is not empty', body: undefined, status: 422 },
  ])('refuses $name: $why', ({ body, status }) =>
    inSandbox(worldOf(), async (sandbox) => {
      const answer = await patch(sandbox, P, body);
      expect(answer).toMatchObject({ status, body: { error: { code: 'VALIDATION' } } });
      expect(sandbox.world()).toEqual(worldOf());
    }),
  );

  test('refuses a key that may only read', () =>
    inSandbox(worldOf(), async (sandbox) => {
      const answer = await patch(sandbox, P, { metadata: {} }, undefined, READER);
      expect(answer).toMatchObject({
        status: 403,
        body: { error: { details: { requiredScopes: ['projects:write'] } } },
      });
    }));

  test('refuses a body that is not called JSON', () =>
    inSandbox(worldOf(), async (sandbox) => {
      const answer = await ask(sandbox, P, {
        method: 'PATCH',
        body: '{"name":"x"}',
        headers: { 'content-type': 'text/plain' },
      });
      expect(answer.status).toBe(422);
    }));
});

describe('the CAPI toggle', () => {
  test('reaches the config of the layer', () =>
    inSandbox(worldOf(), async (sandbox) => {
      const answer = await patch(sandbox, `${P}/sdk-apps/${APP}`, toggle(true));
      expect(answer.body.capi?.tiktok).toEqual({ enabled: true, pixelId: 'C4A9P2Q7R5S8T1U6V2W0', lastForwardAt: null });
      expect(await layerEnabled(sandbox)).toBe(true);
      expect(sandbox.world().layers.projects[0]?.layers[0]?.config).toMatchObject({
        stranger: 'kept',
        capi: { enabled: true, access_token_vault_id: 'vault_xyz' },
      });
    }));

  test('is accepted without effect under CF-3', () =>
    inSandbox(withSwitches({ toggleReachesLayer: false }), async (sandbox) => {
      const answer = await patch(sandbox, `${P}/sdk-apps/${APP}`, toggle(true));
      expect(answer).toMatchObject({ status: 200, body: { capi: { tiktok: { enabled: true } } } });
      expect(await layerEnabled(sandbox)).toBe(false);
    }));

  test('cannot be set without pixel and token', () =>
    inSandbox(worldOf(), async (sandbox) => {
      sandbox.intervene((_, moment, world) => {
        const layer = world.layers.projects[0]?.layers[0];
        if (moment === 'before' && layer !== undefined) layer.config = { capi: { pixel_id: '' } };
      });
      const answer = await patch(sandbox, `${P}/sdk-apps/${APP}`, toggle(true));
      expect(answer).toMatchObject({
        status: 409,
        body: { error: { code: 'CONFLICT', details: { missing: ['pixel_id', 'access_token_vault_id'] } } },
      });
      expect((await patch(sandbox, `${P}/sdk-apps/${APP}`, toggle(false))).status).toBe(200);
    }));

  test('needs a token before its validity is known', () =>
    inSandbox(worldOf(), async (sandbox) => {
      const entry = async () => (await ask(sandbox, `${P}/ads/capi-status`)).body.platforms?.[0];
      expect(await entry()).toMatchObject({ accessTokenValid: true });
      sandbox.intervene((_, moment, world) => {
        const layer = world.layers.projects[0]?.layers[0];
        if (moment === 'before' && layer !== undefined) layer.config = {};
      });
      expect(await entry()).toMatchObject({ enabled: false, pixelId: null, accessTokenValid: null });
    }));

  test('cannot be set without a layer', () =>
    inSandbox(worldOf(), async (sandbox) => {
      const answer = await patch(
        sandbox,
        `/v1/projects/${EMPTY_PROJECT}/sdk-apps/app_8ffb9410eb0eb848264f8a67`,
        toggle(true),
      );
      expect(answer).toMatchObject({ status: 409, body: { error: { details: { missing: ['layer'] } } } });
    }));

  test('accepts only booleans', () =>
    inSandbox(worldOf(), async (sandbox) => {
      const other = await patch(sandbox, `${P}/sdk-apps/${APP}`, {
        capi: { tiktok: { enabled: true, pixelId: 'C4A9' } },
      });
      expect(other.status).toBe(422);
      expect((await patch(sandbox, `${P}/sdk-apps/${APP}`, { capi: { tiktok: { enabled: 'true' } } })).status).toBe(
        422,
      );
      expect(sandbox.world()).toEqual(worldOf());
    }));
});

describe('Idempotency-Key', () => {
  test('replays the first response verbatim, and writes once', () =>
    inSandbox(worldOf(), async (sandbox) => {
      const first = await patch(sandbox, P, { name: 'One' }, ONE);
      await patch(sandbox, P, { name: 'Two' });
      const again = await patch(sandbox, P, '{ "name" : "One" }', ONE);
      expect(again.text).toBe(first.text);
      expect(again.headers.get('x-request-id')).toBe(first.headers.get('x-request-id'));
      expect((await ask(sandbox, P)).body.name).toBe('Two');
      expect(sandbox.log().map(({ replayed }) => replayed)).toEqual([false, false, true, false]);
    }));

  test('refuses a different body', () =>
    inSandbox(worldOf(), async (sandbox) => {
      await patch(sandbox, P, { name: 'One' }, ONE);
      const other = await patch(sandbox, P, { name: 'Two' }, ONE);
      expect(other).toMatchObject({ status: 409, body: { error: { code: 'IDEMPOTENCY_CONFLICT' } } });
      expect((await ask(sandbox, P)).body.name).toBe('One');
    }));

  test('is separate for each API key and path', () =>
    inSandbox(worldOf(), async (sandbox) => {
      await patch(sandbox, P, { name: 'One' }, ONE);
      expect((await patch(sandbox, `/v1/projects/${EMPTY_PROJECT}`, { name: 'Two' }, ONE)).status).toBe(200);
      expect((await patch(sandbox, P, { name: 'Two' }, ONE, RIVAL)).status).toBe(404);
    }));

  test('remembers refusals, but not those of authentication and scope', () =>
    inSandbox(worldOf(), async (sandbox) => {
      const url = `${P}/sdk-apps/${APP}`;
      await patch(sandbox, url, { name: '' }, ONE);
      await patch(sandbox, url, { name: '' }, ONE);
      await patch(sandbox, url, { name: 'x' }, TWO, READER);
      await patch(sandbox, url, { name: 'x' }, TWO, READER);
      expect(sandbox.log().map(({ status, replayed }) => [status, replayed])).toEqual([
        [422, false],
        [422, true],
        [403, false],
        [403, false],
      ]);
    }));

  test('is forgotten after 24 hours of the sandbox', () =>
    inSandbox(worldOf(), async (sandbox) => {
      let now = '2026-11-10T12:00:00Z';
      sandbox.intervene((_, moment, world) => {
        if (moment === 'before') world.now = now;
      });
      await patch(sandbox, P, { name: 'One' }, ONE);
      now = '2026-11-11T11:59:59Z';
      expect((await patch(sandbox, P, { name: 'Two' }, ONE)).status).toBe(409);
      now = '2026-11-11T12:00:00Z';
      expect((await patch(sandbox, P, { name: 'Two' }, ONE)).status).toBe(200);
    }));

  test('must be a UUIDv4 or a ULID', () =>
    inSandbox(worldOf(), async (sandbox) => {
      expect((await patch(sandbox, P, { name: 'x' }, 'acme')).status).toBe(422);
      expect((await patch(sandbox, P, { name: 'x' }, '01JAZZ0000000000000000000A')).status).toBe(200);
    }));
});

describe('an intervention', () => {
  test('changes the world between two requests, and ends', () =>
    inSandbox(worldOf(), async (sandbox) => {
      sandbox.intervene((request, moment, world) => {
        const project = world.layers.projects[0];
        if (project !== undefined && request.method === 'GET' && moment === 'after') project.metadata = { rival: 1 };
      });
      expect((await ask(sandbox, P)).body.metadata).toEqual({ theirs: { kept: true } });
      sandbox.intervene(undefined);
      expect((await ask(sandbox, P)).body.metadata).toEqual({ rival: 1 });
    }));

  test('that fails is a documented error, not the end of the sandbox', () =>
    inSandbox(worldOf(), async (sandbox) => {
      sandbox.intervene(() => {
        throw new Error('rival');
      });
      expect(await ask(sandbox, P)).toMatchObject({
        status: 500,
        body: { error: { code: 'INTERNAL', message: 'rival' } },
      });
      sandbox.intervene(undefined);
      expect((await ask(sandbox, P, { key: KEY })).status).toBe(200);
    }));
});
