import { expect, test } from 'vitest';
import { ADVERTISER, ask, inSandbox, KEY, PROJECT, withSwitches } from './harness.ts';

test('a key of a higher tier has larger buckets', async () => {
  const world = withSwitches({ rateLimits: true });
  for (const key of world.layers.keys) key.tier = 'pilot';
  await inSandbox(world, async (sandbox) => {
    const rename = () => ask(sandbox, `/v1/projects/${PROJECT}`, { method: 'PATCH', key: KEY, body: { name: 'Acme' } });
    for (let sent = 0; sent < 600; sent += 1) expect((await rename()).status).toBe(200);
    expect((await rename()).status).toBe(429);
  });
});

test('TikTok restricts an app for five minutes after too many requests in a minute', async () => {
  const pixels = `/open_api/v1.3/pixel/list/?advertiser_id=${ADVERTISER}`;
  await inSandbox(withSwitches({ rateLimits: true }), async (sandbox) => {
    const send = async () => (await ask(sandbox, pixels)).body;
    // 10 at once and then as fast as the bucket fills: more than 600 in a minute.
    for (let sent = 0; sent < 10; sent += 1) expect((await send()).code).toBe(0);
    let requests = 10;
    for (let answer = 0; answer === 0; requests += 1) {
      sandbox.advance(100);
      answer = Number((await send()).code);
    }
    expect(requests).toBe(601);
    sandbox.advance('PT4M59S');
    expect(await send()).toMatchObject({
      code: 40_100,
      message: 'Due to too many requests, requests from App app are temporarily restricted.',
    });
    sandbox.advance('1s');
    expect((await send()).code).toBe(0);
  });
});
