import { expect, test } from 'vitest';
import { adoptedWorldOfMany } from '../support/adopted-layers.ts';
import { withHarness } from '../support/harness.ts';
import { documentsOfMany } from '../support/many-layers.mjs';

const LAYERS = 200;
const CHANGED = 50;

const files = {
  'reconcile.yaml':
    'costCapUnit: major\ntransport: { kind: endpoint, path: "/__sandbox/projects/{projectId}/layers/{layerId}/config", update: merge }\npolicies: { share: { percent: 100, above: 5 } }\n',
  ...documentsOfMany(LAYERS, (n) => n < CHANGED),
};

test('an apply of 200 layers with 50 changed sends the writes of 50, and a second one none', async () => {
  const world = adoptedWorldOfMany(LAYERS, { now: '2026-11-10T12:00:00Z' });
  await withHarness({ files, world }, async (harness) => {
    const writes = () =>
      harness
        .log()
        .filter(({ method }) => method !== 'GET')
        .map(
          ({ method, path }) =>
            `${method} ${path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '').replace(/lyr_$|lyr_(?=\/)/, '{id}')}`,
        );
    const counted = () =>
      Object.fromEntries([...new Set(writes())].map((one) => [one, writes().filter((each) => each === one).length]));
    expect((await harness.run('apply --auto-approve')).exit).toBe(0);
    const projects = new Set(
      harness
        .log()
        .filter(({ method }) => method !== 'GET')
        .map(({ path }) => path.split('/').find((part) => /^[0-9a-f-]{36}$/.test(part))),
    );
    expect(projects.size, 'no other layer is written').toBe(CHANGED);
    expect(counted()).toEqual({
      // The claim, and the record.
      'PATCH /v1/projects/': 2 * CHANGED,
      'PATCH /__sandbox/projects//layers/{id}/config': CHANGED,
    });
    harness.forget();
    expect((await harness.run('apply --auto-approve')).exit).toBe(0);
    expect(writes()).toEqual([]);
  });
}, 120_000);
