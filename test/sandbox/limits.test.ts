import { describe, expect, test } from 'vitest';
import type { Sandbox, World } from '../../src/sandbox/index.ts';
import { limitLayers } from '../../src/sandbox/layers/limits.ts';
import { createState } from '../../src/sandbox/core/state.ts';
import { proves } from '../support/conformance.ts';
import {
  ADVERTISER,
  type Answered,
  ask,
  inSandbox,
  KEY,
  PROJECT,
  READER,
  withSwitches,
  worldOf,
  YEN,
} from './harness.ts';

const LIMITED = () => withSwitches({ rateLimits: true });
const PIXELS = `/open_api/v1.3/pixel/list/?advertiser_id=${ADVERTISER}`;
const limits = (
  api: 'layers' | 'tiktok',
  method: 'GET' | 'PATCH',
  path: string,
  certainty: 'documented' | 'inferred' | 'unknown',
) => ({ api, method, path, aspect: 'limits', certainty }) as const;

async function times(count: number, send: () => Promise<Answered>): Promise<Answered> {
  for (let n = 1; n < count; n += 1) await send();
  return send();
}

const code = ({ body }: Answered): unknown => body.code;
const rename = (sandbox: Sandbox) => ask(sandbox, `/v1/projects/${PROJECT}`, { method: 'PATCH', body: { name: 'A' } });

describe('Layers', () => {
  proves(
    limits('layers', 'GET', '/v1/whoami', 'documented'),
    'allows 120 reads a minute, and returns a Retry-After',
    () =>
      inSandbox(LIMITED(), async (sandbox) => {
        expect((await times(120, () => ask(sandbox, '/v1/whoami'))).status).toBe(200);
        const refused = await ask(sandbox, '/v1/whoami');
        expect(refused).toMatchObject({ status: 429, body: { error: { code: 'RATE_LIMITED' } } });
        expect(refused.headers.get('retry-after')).toBe('1');
        expect(refused.headers.get('x-ratelimit-endpoint-class')).toBe('read-light');
        // If the clock does not move, no bucket refills.
        expect((await ask(sandbox, '/v1/whoami')).status).toBe(429);
        sandbox.advance('1s');
        expect((await times(2, () => ask(sandbox, '/v1/whoami'))).status).toBe(200);
        expect((await ask(sandbox, '/v1/whoami')).status).toBe(429);
      }),
  );

  proves(
    limits('layers', 'PATCH', '/v1/projects/:projectId', 'documented'),
    'has a bucket for each class and key',
    () =>
      inSandbox(LIMITED(), async (sandbox) => {
        expect((await times(60, () => rename(sandbox))).status).toBe(200);
        expect((await rename(sandbox)).status).toBe(429);
        expect((await ask(sandbox, '/v1/whoami')).status).toBe(200);
        const other = await ask(sandbox, `/v1/projects/${PROJECT}`, {
          method: 'PATCH',
          body: { name: 'A' },
          key: READER,
        });
        expect(other.status).toBe(403);
      }),
  );

  proves(limits('layers', 'GET', '/v1/projects', 'inferred'), 'returns the state of the bucket in every response', () =>
    inSandbox(LIMITED(), async (sandbox) => {
      const { headers } = await times(3, () => ask(sandbox, '/v1/projects'));
      expect([headers.get('x-ratelimit-limit'), headers.get('x-ratelimit-remaining')]).toEqual(['120', '117']);
    }),
  );

  test('counts light writes by the day of UTC too', () => {
    // Without HTTP: ten thousand requests over a socket are long in coming.
    const machine = { now: new Date('2026-11-10T20:00:00Z') };
    const state = createState({ ...LIMITED(), now: undefined }, () => machine.now);
    const request = {
      method: 'PATCH',
      path: `/v1/projects/${PROJECT}`,
      query: new URLSearchParams(),
      headers: { authorization: `Bearer ${KEY}` },
      body: { kind: 'none' },
    } as const;
    const send = () => limitLayers(request, state);
    for (let n = 0; n < 10_000; n += 1) {
      if (typeof send() !== 'function') throw new Error(`number ${n} was refused`);
      machine.now = new Date(machine.now.getTime() + 1000);
    }
    // From 20:00 and the seconds that it took.
    const untilMidnight = 4 * 3600 - 10_000;
    expect(send()).toMatchObject({ status: 429, headers: { 'Retry-After': String(untilMidnight) } });
    machine.now = new Date('2026-11-11T00:00:00Z');
    expect(send()).toBeTypeOf('function');
  });

  test('does not count requests without a key, or with a killed one', () =>
    inSandbox(LIMITED(), async (sandbox) => {
      expect((await times(130, () => ask(sandbox, '/v1/whoami', { key: null }))).status).toBe(401);
      expect((await ask(sandbox, '/v1/whoami')).status).toBe(200);
    }));
});

describe('TikTok', () => {
  proves(
    limits('tiktok', 'GET', '/open_api/v1.3/pixel/list/', 'documented'),
    'allows an app 10 requests a second',
    () =>
      inSandbox(LIMITED(), async (sandbox) => {
        expect(code(await times(10, () => ask(sandbox, PIXELS)))).toBe(0);
        const refused = await ask(sandbox, PIXELS);
        expect(refused).toMatchObject({ status: 200, body: { code: 40_100, message: 'App reaches the QPS limit.' } });
        expect(refused.headers.get('retry-after')).toBeNull();
        sandbox.advance('1s');
        expect(code(await ask(sandbox, PIXELS))).toBe(0);
      }),
  );

  const report = (advertiser: string) =>
    `/open_api/v1.3/report/integrated/get/?report_type=BASIC&data_level=AUCTION_ADVERTISER&advertiser_id=${advertiser}` +
    '&dimensions=["advertiser_id"]&start_date=2026-11-01&end_date=2026-11-10';

  proves(
    limits('tiktok', 'GET', '/open_api/v1.3/report/integrated/get/', 'inferred'),
    'reports 20 times a second on an ad account',
    () =>
      inSandbox(withSwitches({ rateLimits: true, tiktokAppLevel: 'premium' }), async (sandbox) => {
        expect(code(await times(20, () => ask(sandbox, report(ADVERTISER))))).toBe(0);
        expect((await ask(sandbox, report(ADVERTISER))).body).toMatchObject({
          code: 40_133,
          message: `Advertiser (${ADVERTISER})'s QPS (21) reaches QPS limit 20 for current path, request is temporarily restricted.`,
        });
        expect(code(await ask(sandbox, report(YEN)))).toBe(0);
        sandbox.advance('1s');
        expect(code(await ask(sandbox, report(ADVERTISER)))).toBe(0);
      }),
  );

  test('counts events by pixel', () =>
    inSandbox(LIMITED(), async (sandbox) => {
      const track = (pixel: string) =>
        ask(sandbox, '/open_api/v1.3/event/track/', {
          method: 'POST',
          body: { event_source: 'web', event_source_id: pixel, data: [] },
        });
      expect(code(await times(100, () => track('C4A9P2Q7R5S8T1U6V2W0')))).not.toBe(40_132);
      expect((await track('C4A9P2Q7R5S8T1U6V2W0')).body).toMatchObject({
        code: 40_132,
        message: "The request QPS is limited by pixel_code's value.",
      });
      expect(code(await track('C4A9P2Q7R5S8T1U6V2W1'))).not.toBe(40_132);
      // Events have a limit of their own: ten other requests still fit.
      expect(code(await times(10, () => ask(sandbox, PIXELS)))).toBe(0);
    }));

  test('counts all tokens of an app together, and apps apart', async () => {
    const world = LIMITED();
    const [token] = world.tiktok.tokens;
    if (token === undefined) throw new Error('the world has a token');
    world.tiktok.tokens.push(
      { ...token, token: 'another-token', app: 'two' },
      { ...token, token: 'a-third-token', app: 'two' },
    );
    await inSandbox(world, async (sandbox) => {
      const as = (value: string) => ask(sandbox, PIXELS, { headers: { 'access-token': value } });
      await times(5, () => as('another-token'));
      await times(5, () => as('a-third-token'));
      expect(code(await as('another-token'))).toBe(40_100);
      expect(code(await ask(sandbox, PIXELS))).toBe(0);
    });
  });
});

test.each([
  { name: 'a world that does not ask for limits', world: (): World => worldOf() },
  { name: 'a world that says no', world: (): World => withSwitches({ rateLimits: false }) },
])('nothing is limited in $name', ({ world }) =>
  inSandbox(world(), async (sandbox) => {
    expect((await times(130, () => ask(sandbox, '/v1/whoami', { key: KEY }))).status).toBe(200);
    expect(code(await times(12, () => ask(sandbox, PIXELS)))).toBe(0);
  }),
);

test('a snapshot contains the used limits', () =>
  inSandbox(LIMITED(), async (sandbox) => {
    await times(10, () => ask(sandbox, PIXELS));
    const id = sandbox.snapshot();
    sandbox.advance('1s');
    expect(code(await ask(sandbox, PIXELS))).toBe(0);
    sandbox.restore(id);
    expect(code(await ask(sandbox, PIXELS))).toBe(40_100);
  }));
