import { expect, test } from 'vitest';
import { onStage } from '../support/stage.ts';

test('a layer whose events are not relayed and whose cap is raised', async () => {
  await onStage({ from: 'examples/byo', now: '2026-11-10T12:00:00Z' }, async (stage) => {
    expect((await stage.run('plan')).exit).toBe(0);
    expect((await stage.run('apply --auto-approve')).exit).toBe(3);
    stage.tell('Maya opens the layer, chooses "View as JSON", sets the cap and saves.');
    await stage.call('POST', '/__sandbox/people/paste', {
      project: '254a4ce1-f4ca-42b1-9e36-17ca45ef3d39',
      json: { ...stage.world().layers.projects[0]?.layers[0]?.config, monthlyCostCap: 30000 },
    });
    expect((await stage.run('confirm acme-ios')).exit).toBe(0);
    expect((await stage.run('plan --detailed-exitcode')).exit).toBe(0);
    stage.forget();
    expect((await stage.run('apply --auto-approve')).exit).toBe(0);
    expect(stage.writes(), 'a second apply writes nothing').toEqual([]);
    await expect(stage.transcript()).toMatchFileSnapshot('then/first-road.txt');
  });
});
