import { describe, expect, test } from 'vitest';
import type { FieldChange, Result, LiveValue } from '../../src/model/index.ts';
import { NEVER, type FakeResponse } from '../http/harness.ts';
import { endpoint, LAYER, server } from './config-server.ts';
import { ADDRESS, app, APP, capi, ENTRY, layers, no, PROJECT, type Routes } from './world.ts';

const api = (value: boolean): LiveValue => ({ provenance: 'api', value });
const ON: FieldChange = { path: 'capi.enabled', before: api(false), after: true };

/** A write at Layers: its target, and its request. */
type Write = {
  readonly kind: string;
  readonly route: string;
  /** Responds as usual, with effect. */
  readonly routes: () => Routes;
  readonly send: (routes: Routes) => Promise<Result<unknown>>;
};

/** The toggle and its effect. */
function toggleRoutes(): Routes {
  let on = false;
  return {
    'GET /ads/capi-status': () => capi({ enabled: on }),
    [`PATCH /sdk-apps/${APP}`]: () => {
      on = true;
      return { body: app(APP) };
    },
  };
}

function projectRoutes(): Routes {
  let metadata: unknown = { other: 'tool' };
  return {
    'GET ': () => ({ body: { id: PROJECT, metadata } }),
    'PATCH ': ({ body }) => {
      metadata = (body as { metadata: unknown }).metadata;
      return { body: { id: PROJECT, metadata } };
    },
  };
}

const config = (update: 'merge' | 'replace') => async (routes: Routes) =>
  layers(routes, endpoint(update)).writer.writeConfig(
    { address: ADDRESS, layerId: LAYER, fields: [ON], basis: [], key: 'key-1' },
    NEVER,
  );

const ledger = (claims: boolean) => async (routes: Routes) => {
  const { writer } = layers(routes);
  const seen = await writer.project(PROJECT, NEVER);
  if (!seen.ok) return seen;
  const until = '2026-11-10T12:15:00.000Z';
  const claim = { run: 'ours', nonce: 'n1', revision: 1, until };
  const next = claims
    ? { revision: 0, claim, entries: {}, drop: [] }
    : { revision: 1, entries: { [LAYER]: ENTRY }, drop: [] };
  return writer.writeLedger(PROJECT, seen.value, next, 'key-1', NEVER);
};

const CONFIG_PATH = `/layers/${LAYER}/config`;

const WRITES: readonly Write[] = [
  {
    kind: 'the toggle',
    route: `PATCH /sdk-apps/${APP}`,
    routes: toggleRoutes,
    send: async (routes) =>
      layers(routes).writer.writeConfig(
        { address: { ...ADDRESS, app: APP }, fields: [ON], basis: [], key: 'key-1' },
        NEVER,
      ),
  },
  { kind: 'a merge of the config', route: `PATCH ${CONFIG_PATH}`, routes: server, send: config('merge') },
  { kind: 'a replacement of the config', route: `PUT ${CONFIG_PATH}`, routes: server, send: config('replace') },
  { kind: 'a claim', route: 'PATCH ', routes: projectRoutes, send: ledger(true) },
  { kind: 'a record', route: 'PATCH ', routes: projectRoutes, send: ledger(false) },
];

/** Responses that do not contain the result of a write. */
const ANSWERS: readonly { readonly what: string; readonly reply: FakeResponse }[] = [
  { what: '200 with a page of HTML', reply: { body: '<html>', headers: { 'content-type': 'text/html' } } },
  { what: '200 with half of the JSON', reply: { body: '{"id":', headers: { 'content-type': 'application/json' } } },
  { what: '200 with plain text', reply: { body: 'ok', headers: { 'content-type': 'text/plain' } } },
  { what: '502 with a page of HTML', reply: { status: 502, body: '<html>', headers: { 'content-type': 'text/html' } } },
  { what: '500', reply: no(500, 'INTERNAL') },
];

describe.each(WRITES)('$kind with an empty response', ({ route, routes, send }) => {
  test.each(ANSWERS)('$what: it is live, so it is done', async ({ reply }) => {
    const all = routes();
    const real = all[route];
    const carriedOut: Routes = {
      ...all,
      [route]: (request) => {
        // Later tries of the same request are answered alike, and change nothing.
        if (typeof real === 'function') real(request);
        return reply;
      },
    };
    expect(await send(carriedOut)).toMatchObject({ ok: true });
  });

  test.each(ANSWERS)('$what: it is not live, so it is unclear, with a problem', async ({ reply }) => {
    const result = await send({ ...routes(), [route]: reply });
    expect(result).toMatchObject({
      ok: false,
      problems: [{ code: expect.stringMatching(/^api\/(unreach|unread)able$/) }],
    });
  });

  test('a refusal stays one', async () => {
    const result = await send({ ...routes(), [route]: no(403, 'FORBIDDEN_FENCE') });
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'api/refused' }] });
  });
});
