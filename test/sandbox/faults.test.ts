import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { type FaultInput, type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { ADVERTISER, ask, inSandbox, KEY, PROJECT, TOKEN, withSwitches, worldOf } from './harness.ts';

const P = `/v1/projects/${PROJECT}`;
const PIXELS = `/open_api/v1.3/pixel/list/?advertiser_id=${ADVERTISER}`;
const FAULTS = '/__sandbox/faults';

const rename = (sandbox: Sandbox, name: string) => ask(sandbox, P, { method: 'PATCH', body: { name } });
const nameOf = (sandbox: Sandbox) => sandbox.world().layers.projects[0]?.name;

/** The visible part of a response that may break off. */
type Raw = { readonly error?: string; readonly length?: number; readonly text: string; readonly drops: number };

function raw(sandbox: Sandbox, path: string, method = 'GET', body?: string): Promise<Raw> {
  const { hostname, port } = new URL(sandbox.origin);
  const headers = {
    authorization: `Bearer ${KEY}`,
    'access-token': TOKEN,
    ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
  };
  return new Promise((resolve) => {
    const outgoing = request({ hostname, port, method, path, headers, agent: false }, (incoming) => {
      const chunks: string[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
      const end = (error?: string) =>
        resolve({
          ...(error === undefined ? {} : { error }),
          length: Number(incoming.headers['content-length']),
          text: chunks.join(''),
          drops: chunks.length,
        });
      incoming.on('end', () => end());
      incoming.on('error', (error: NodeJS.ErrnoException) => end(error.code));
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => resolve({ error: error.code ?? '', text: '', drops: 0 }));
    outgoing.end(body);
  });
}

describe('which requests a fault meets', () => {
  const status = (more: Partial<FaultInput>): FaultInput => ({
    path: '/v1/*',
    fault: { kind: 'status', status: 500 },
    ...more,
  });

  test.each([
    { name: 'the next one', why: 'once is the default', fault: status({}), statuses: [500, 200, 200] },
    { name: 'two', why: 'it says so', fault: status({ times: 2 }), statuses: [500, 500, 200] },
    { name: 'the second', why: 'the first is let pass', fault: status({ after: 1 }), statuses: [200, 500, 200] },
    {
      name: 'none of a different method',
      why: 'GET is not PATCH',
      fault: status({ method: 'PATCH' }),
      statuses: [200, 200, 200],
    },
    {
      name: 'one of its own path',
      why: 'without the query',
      fault: status({ path: '/v1/whoami' }),
      statuses: [500, 200, 200],
    },
    {
      name: 'none of a part of a path',
      why: 'only * is open',
      fault: status({ path: '/v1' }),
      statuses: [200, 200, 200],
    },
    {
      name: 'a star in the middle',
      why: 'it matches any text',
      fault: status({ path: '/v*who*i' }),
      statuses: [500, 200, 200],
    },
    {
      name: 'no overlap',
      why: 'a text has each letter once',
      fault: status({ path: '/v1/whoami*ami' }),
      statuses: [200, 200, 200],
    },
  ])('$name: $why', ({ fault, statuses }) =>
    inSandbox(worldOf(), async (sandbox) => {
      sandbox.faults([fault]);
      const heard: number[] = [];
      for (let n = 0; n < 3; n += 1) heard.push((await ask(sandbox, '/v1/whoami?a=1')).status);
      expect(heard).toEqual(statuses);
    }),
  );

  test('one after the other, in the order of the list', () =>
    inSandbox(worldOf(), async (sandbox) => {
      sandbox.faults([status({}), status({ fault: { kind: 'status', status: 503 } })]);
      const heard = [
        await ask(sandbox, '/v1/whoami'),
        await ask(sandbox, '/v1/whoami'),
        await ask(sandbox, '/v1/whoami'),
      ];
      expect(heard.map((answer) => answer.status)).toEqual([500, 503, 200]);
    }));

  test('never requests to the sandbox itself', () =>
    inSandbox(worldOf(), async (sandbox) => {
      sandbox.faults([status({ path: '*', times: 9 })]);
      expect((await ask(sandbox, '/__sandbox/health')).status).toBe(200);
      expect((await ask(sandbox, '/v1/whoami')).status).toBe(500);
    }));

  test('are scripted in the world file, and again after a reset', async () => {
    const world = worldOf('{ now: "2026-11-10T12:00:00Z", faults: [{ path: /v1/whoami, fault: { kind: throttle } }] }');
    await inSandbox(world, async (sandbox) => {
      expect((await ask(sandbox, '/v1/whoami')).status).toBe(429);
      expect((await ask(sandbox, '/v1/whoami')).status).toBe(401);
      sandbox.reset();
      expect((await ask(sandbox, '/v1/whoami')).status).toBe(429);
    });
  });

  test('are added, listed and removed over HTTP', () =>
    inSandbox(worldOf(), async (sandbox) => {
      const one = { path: '/v1/whoami', fault: { kind: 'throttle' }, times: 3 };
      const added = await ask(sandbox, FAULTS, { method: 'POST', body: [one, one] });
      expect(added.body.items?.length).toBe(2);
      await ask(sandbox, FAULTS, { method: 'POST', body: one });
      await ask(sandbox, '/v1/whoami');
      expect((await ask(sandbox, FAULTS)).body.items).toMatchObject([
        { played: 1, passed: 0 },
        { played: 0 },
        { played: 0 },
      ]);
      expect((await ask(sandbox, FAULTS, { method: 'DELETE' })).body).toEqual({ items: [] });
      expect((await ask(sandbox, '/v1/whoami')).status).toBe(200);
      for (const body of [{}, [{}], 'x', { ...one, fault: { kind: 'flood' } }, { ...one, x: 1 }]) {
        expect((await ask(sandbox, FAULTS, { method: 'POST', body: JSON.stringify(body) })).status).toBe(422);
      }
    }));
});

describe('kinds of faults', () => {
  test('status: a different response, without effect unless it is set', () =>
    inSandbox(worldOf(), async (sandbox) => {
      const fault = { kind: 'status', status: 500 } as const;
      sandbox.faults([
        { path: P, fault },
        { path: P, fault: { ...fault, commits: true, status: 502, body: 'Bad Gateway', headers: { 'x-proxy': '1' } } },
        { path: P, fault: { ...fault, status: 418, body: { tea: true } } },
        { path: '/open_api/*', fault: { ...fault, status: 200, body: undefined } },
      ]);
      expect(await rename(sandbox, 'A')).toMatchObject({ status: 500, body: { error: { code: 'INTERNAL' } } });
      expect(nameOf(sandbox)).toBe('Acme iOS');
      const second = await rename(sandbox, 'B');
      expect([second.status, second.text, second.headers.get('x-proxy')]).toEqual([502, 'Bad Gateway', '1']);
      expect(nameOf(sandbox)).toBe('B');
      expect(await rename(sandbox, 'C')).toMatchObject({ status: 418, body: { tea: true } });
      expect((await ask(sandbox, PIXELS)).body).toMatchObject({ code: 50_000, data: {} });
      expect(sandbox.log().map(({ status, fault: kind }) => [status, kind])).toEqual([
        [500, 'status'],
        [502, 'status'],
        [418, 'status'],
        [200, 'status'],
      ]);
    }));

  test('throttle: 429 and Retry-After at Layers, 40100 at TikTok', () =>
    inSandbox(worldOf(), async (sandbox) => {
      const fault = { kind: 'throttle', retryAfter: 7 } as const;
      sandbox.faults([
        { path: P, fault },
        { path: '/open_api/*', fault, times: 2 },
        { path: '/open_api/*', fault: { ...fault, code: 40_132 } },
      ]);
      const refused = await rename(sandbox, 'A');
      expect(refused).toMatchObject({ status: 429, body: { error: { code: 'RATE_LIMITED' } } });
      expect(refused.headers.get('retry-after')).toBe('7');
      const codes = [
        await ask(sandbox, PIXELS),
        await ask(sandbox, PIXELS),
        await ask(sandbox, PIXELS),
        await ask(sandbox, PIXELS),
      ];
      expect(codes.map(({ status, body }) => [status, body.code])).toEqual([
        [200, 40_100],
        [200, 40_100],
        [200, 40_132],
        [200, 0],
      ]);
      expect(nameOf(sandbox)).toBe('Acme iOS');
    }));

  test.each([
    { kind: 'reset-before', name: 'Acme iOS' },
    { kind: 'reset-after', name: 'A' },
  ] as const)('$kind: the connection breaks, and the project is called $name', ({ kind, name }) =>
    inSandbox(worldOf(), async (sandbox) => {
      sandbox.faults([{ path: P, fault: { kind } }]);
      expect(await raw(sandbox, P, 'PATCH', '{"name":"A"}')).toEqual({ error: 'ECONNRESET', text: '', drops: 0 });
      expect(nameOf(sandbox)).toBe(name);
      expect(sandbox.log()).toMatchObject([{ status: 0, fault: kind, body: { name: 'A' } }]);
      expect((await ask(sandbox, P)).status).toBe(200);
    }),
  );

  test('truncate: half of the body, with the length of the whole', () =>
    inSandbox(worldOf(), async (sandbox) => {
      const whole = await raw(sandbox, P);
      sandbox.faults([{ path: P, fault: { kind: 'truncate' } }]);
      const half = await raw(sandbox, P);
      expect(half.error).toBe('ECONNRESET');
      expect(half.length).toBe(whole.length);
      expect(half.text).toBe(whole.text.slice(0, Math.floor(whole.text.length / 2)));
    }));

  test('not-json: a page of a proxy, and nothing took effect', () =>
    inSandbox(worldOf(), async (sandbox) => {
      sandbox.faults([
        { path: P, fault: { kind: 'not-json' } },
        { path: P, fault: { kind: 'not-json', status: 502 } },
      ]);
      const first = await rename(sandbox, 'A');
      expect([first.status, first.headers.get('content-type')]).toEqual([200, 'text/html']);
      expect(first.text).toContain('<html>');
      expect((await rename(sandbox, 'A')).status).toBe(502);
      expect(nameOf(sandbox)).toBe('Acme iOS');
    }));

  test('short-page: the end of a list is missing, without a hint', () =>
    inSandbox(worldOf(), async (sandbox) => {
      const whole = await ask(sandbox, PIXELS);
      sandbox.faults([
        { path: '/v1/projects', fault: { kind: 'short-page' } },
        { path: '/open_api/*', fault: { kind: 'short-page', missing: 3 } },
        { path: P, fault: { kind: 'short-page' } },
      ]);
      expect((await ask(sandbox, '/v1/projects')).body).toMatchObject({ items: [{ id: PROJECT }], nextCursor: null });
      const short = await ask(sandbox, PIXELS);
      expect(short.body.data?.pixels).toEqual([whole.body.data?.pixels?.[0]]);
      expect(short.body.data?.page_info).toEqual(whole.body.data?.page_info);
      // A value that is not a list stays.
      expect((await ask(sandbox, P)).body.id).toBe(PROJECT);
    }));

  test('short-page: long ids without quotes keep their digits', () =>
    inSandbox(withSwitches({ ids64AsNumbers: true }), async (sandbox) => {
      sandbox.faults([{ path: '*', fault: { kind: 'short-page' } }]);
      const { text } = await ask(sandbox, PIXELS);
      expect(text).toContain('"pixel_id":7000000000000000001,');
      expect(text).not.toContain('7000000000000000004');
    }));

  test('stale-read: a read does not see the last write', () =>
    inSandbox(worldOf(), async (sandbox) => {
      sandbox.faults([{ method: 'GET', path: P, fault: { kind: 'stale-read' } }]);
      await rename(sandbox, 'A');
      await rename(sandbox, 'B');
      expect((await ask(sandbox, P)).body.name).toBe('A');
      expect((await ask(sandbox, P)).body.name).toBe('B');
    }));

  test('stale-read: without a write nothing is missing', () =>
    inSandbox(worldOf(), async (sandbox) => {
      sandbox.faults([{ path: P, fault: { kind: 'stale-read' } }]);
      expect((await ask(sandbox, P)).body.name).toBe('Acme iOS');
    }));

  test('latency and slow-drip: the same answer, later', async () => {
    const slept: number[] = [];
    const sandbox = await startSandbox({
      world: worldOf(),
      sleep: (ms) => {
        slept.push(ms);
        return new Promise((resolve) => {
          setTimeout(resolve, 2);
        });
      },
    });
    const whole = await raw(sandbox, '/v1/whoami');
    sandbox.faults([
      { path: '/v1/whoami', fault: { kind: 'latency', ms: 30_000 } },
      { path: '/v1/whoami', fault: { kind: 'slow-drip', ms: 500, bytes: 100 } },
    ]);
    expect((await raw(sandbox, '/v1/whoami')).text.length).toBe(whole.text.length);
    expect(slept).toEqual([30_000]);
    const dripped = await raw(sandbox, '/v1/whoami');
    await sandbox.stop();
    const drops = Math.ceil(whole.text.length / 100);
    expect([dripped.drops, slept.length - 1]).toEqual([drops, drops - 1]);
    expect(dripped.text.length).toBe(whole.text.length);
  });

  test('latency: waits in real time with a real sleep', () =>
    inSandbox(worldOf(), async (sandbox) => {
      sandbox.faults([{ path: '/v1/whoami', fault: { kind: 'latency', ms: 30 } }]);
      const begun = performance.now();
      expect((await ask(sandbox, '/v1/whoami')).status).toBe(200);
      expect(performance.now() - begun).toBeGreaterThan(25);
    }));
});
