import { expect, test } from 'vitest';
import { withHarness } from '../support/harness.ts';

test('a layer whose events are not relayed and whose cap is raised', async () => {
  await withHarness({ from: 'examples/byo', now: '2026-11-10T12:00:00Z' }, async (harness) => {
    expect((await harness.run('plan')).exit).toBe(0);
    expect((await harness.run('apply --auto-approve')).exit).toBe(3);
    harness.note('Maya opens the layer, chooses "View as JSON", sets the cap and saves.');
    await harness.call('POST', '/__sandbox/people/paste', {
      project: '254a4ce1-f4ca-42b1-9e36-17ca45ef3d39',
      json: { ...harness.world().layers.projects[0]?.layers[0]?.config, monthlyCostCap: 30000 },
    });
    expect((await harness.run('confirm acme-ios')).exit).toBe(0);
    expect((await harness.run('plan --detailed-exitcode')).exit).toBe(0);
    harness.forget();
    expect((await harness.run('apply --auto-approve')).exit).toBe(0);
    expect(harness.writes(), 'a second apply writes nothing').toEqual([]);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/first-road.txt');
  });
});
