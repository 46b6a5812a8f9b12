import { expect, test } from 'vitest';
import { ask, inSandbox, KEY, PROJECT, withSwitches } from './harness.ts';

test('a key of a higher tier has larger buckets', async () => {
  const world = withSwitches({ rateLimits: true });
  for (const key of world.layers.keys) key.tier = 'pilot';
  await inSandbox(world, async (sandbox) => {
    const rename = () => ask(sandbox, `/v1/projects/${PROJECT}`, { method: 'PATCH', key: KEY, body: { name: 'Acme' } });
    for (let sent = 0; sent < 600; sent += 1) expect((await rename()).status).toBe(200);
    expect((await rename()).status).toBe(429);
  });
});
