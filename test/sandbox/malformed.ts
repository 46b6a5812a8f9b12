import { request } from 'node:http';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { ROUTES } from '../../src/sandbox/layers/routes.ts';
import { OPEN_ROUTES, ROUTES as TIKTOK_ROUTES } from '../../src/sandbox/tiktok/routes.ts';
import { ADVERTISER, APP, ask, KEY, LAYER, PROJECT, TOKEN } from './harness.ts';

type Sent = { method: string; path: string; headers: Record<string, string>; body: string | Uint8Array | undefined };
type Heard = { status: number; type: string; text: string };

function send(sandbox: Sandbox, sent: Sent): Promise<Heard> {
  const { hostname, port } = new URL(sandbox.origin);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { hostname, port, method: sent.method, path: sent.path, headers: { ...sent.headers, ...lengthOf(sent.body) } },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            type: incoming.headers['content-type'] ?? '',
            text: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(sent.body);
  });
}

/** Node sets a content-length only if a method usually has a body. */
function lengthOf(body: Sent['body']): Record<string, string> {
  return body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
}

const CODES = [200, 201, 202, 304, 400, 401, 403, 404, 405, 409, 412, 422, 428, 503];

/** Every answer is one that a client can read: an envelope of the API, or TikTok's plain 404. */
function expectDocumented(sent: Sent, heard: Heard): void {
  expect(CODES, JSON.stringify({ sent, heard })).toContain(heard.status);
  if (sent.method === 'HEAD') return;
  if (sent.path.startsWith('/open_api/')) {
    if (heard.status === 404) expect(heard.text).toBe('404 page not found');
    else
      expect(JSON.parse(heard.text)).toMatchObject({
        code: expect.any(Number),
        message: expect.any(String),
        request_id: expect.any(String),
      });
    expect(heard.text).not.toMatch(/"code":50000/);
  } else if (heard.status >= 400) {
    expect(JSON.parse(heard.text)).toMatchObject({
      error: { code: expect.stringMatching(/^[A-Z][A-Z0-9_]{0,63}$/), requestId: expect.stringMatching(/^req_/) },
    });
  }
}

/** Valid nine times of ten: an early error hides later ones. */
const mostly = (right: string, ...wrong: readonly string[]) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: fc.constantFrom(...wrong) });

const P = `/v1/projects/${PROJECT}`;
/** Values for path parameters: existing objects, so that requests pass the first checks. */
const PARAMS: Readonly<Record<string, string>> = { projectId: PROJECT, appId: APP, platform: 'tiktok', layerId: LAYER };

const routes = fc.constantFrom(
  ...[...ROUTES, ...OPEN_ROUTES, ...TIKTOK_ROUTES].map(({ path }) =>
    path.replace(/:(\w+)/g, (_, name: string) => PARAMS[name] ?? 'x_1'),
  ),
  '/v1/whoami',
  '/v1/projects',
  P,
  `${P}/sdk-apps/${APP}`,
  `/__sandbox/projects/${PROJECT}/layers/${LAYER}/config`,
  ...['paste', 'install', 'connect', 'edit', 'fund-wallet', 'consent'].map((name) => `/__sandbox/people/${name}`),
  ...['people', 'clock', 'faults', 'restore', 'log'].map((path) => `/__sandbox/${path}`),
);
const anyText = fc.string({ unit: 'grapheme', maxLength: 30 }).map(encodeURIComponent);
const rawPath = fc
  .string({ unit: fc.constantFrom(...'/%.:@;=&?~[]{}|^-_0aZ'), maxLength: 40 })
  .map((text) => `/${text}`);
const paths = fc.oneof(
  { weight: 8, arbitrary: routes },
  { weight: 1, arbitrary: fc.tuple(routes, rawPath).map(([route, tail]) => route + tail) },
  { weight: 1, arbitrary: rawPath },
);
const names = fc.constantFrom(
  'limit',
  'cursor',
  'platforms',
  'healthy',
  'scope',
  'id',
  'since',
  'until',
  'metrics',
  'granularity',
  'advertiser_ids',
  'advertiser_id',
  'fields',
  'page',
  'page_size',
  'report_type',
  'data_level',
  'dimensions',
  'start_date',
  'end_date',
  '__proto__',
);
const values = fc.oneof(
  anyText,
  fc.json().map(encodeURIComponent),
  fc.constantFrom(
    PROJECT,
    ADVERTISER,
    'project',
    'BASIC',
    'AUCTION_ADVERTISER',
    '["advertiser_id"]',
    `["${ADVERTISER}"]`,
    '0001-01-01',
    '9999-12-31',
  ),
);
const queries = fc
  .array(fc.tuple(names, values), { maxLength: 5 })
  .map((pairs) => pairs.map((pair) => pair.join('=')).join('&'));
const bodies = fc.oneof(
  fc.constant(undefined),
  fc.json(),
  fc.uint8Array({ maxLength: 50 }),
  fc.string({ unit: fc.constantFrom(...'{}[]",:0e'), maxLength: 30 }),
  fc
    .tuple(
      fc.constantFrom('name', 'metadata', 'capi', 'project', 'layer', 'json', 'adAccount', 'objectives', '__proto__'),
      fc.json(),
    )
    .map(([name, value]) => `{"${name}":${value},"project":"${PROJECT}"}`),
  fc.constantFrom(
    '['.repeat(50_000),
    `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
    '1e999',
    '{"capi":{"tiktok":{"enabled":1e999}}}',
  ),
);
const headers = fc
  .record(
    {
      authorization: mostly(`Bearer ${KEY}`, 'Bearer', 'Bearer  x y', '', KEY),
      'access-token': mostly(TOKEN, '', 'x'),
      'content-type': mostly(
        'application/json',
        'application/json; charset=utf-8',
        'text/plain',
        'application/jsonx',
        '',
      ),
      'idempotency-key': fc.constantFrom('', 'x', '1f0c4a7e-5a37-4c1e-9d7b-6f2d8e3b9a10'),
      'if-match': fc.constantFrom('*', '"x"', '', ',,'),
      'x-api-key': mostly(KEY, '', 'x'),
    },
    { requiredKeys: ['authorization', 'access-token', 'content-type'] },
  )
  .map(
    (all): Record<string, string> => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)),
  );
const methods = fc.oneof(
  { weight: 5, arbitrary: fc.constant('GET') },
  { weight: 4, arbitrary: fc.constant('PATCH') },
  { weight: 2, arbitrary: fc.constantFrom('POST', 'PUT') },
  { weight: 1, arbitrary: fc.constantFrom('DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND') },
);

/** Sends malformed requests to every endpoint: each must get an answer in its API's envelope, and none may break anything. */
export async function sendMalformed(sandbox: Sandbox, numRuns: number): Promise<void> {
  let sent = 0;
  await fc.assert(
    fc.asyncProperty(methods, paths, queries, headers, bodies, async (method, path, query, head, body) => {
      // Now and then one gets through, and kills the key.
      if (sent % 20 === 0) sandbox.reset();
      sent += 1;
      const request = { method, path: query === '' ? path : `${path}?${query}`, headers: head, body };
      expectDocumented(request, await send(sandbox, request));
      // Whatever was accepted must still be a valid world.
      sandbox.world();
    }),
    { numRuns },
  );
  expect(sent).toBeGreaterThanOrEqual(numRuns);
  expect((await ask(sandbox, '/__sandbox/health')).status).toBe(200);
}
