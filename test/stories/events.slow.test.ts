import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { eventsSchema } from '../../src/plan/index.ts';
import { withHarness } from '../support/harness.ts';
import { acme, client, documentOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

const isOutput = new Ajv({ strict: false }).compile(eventsSchema());

test('the effective map of each layer, and one event, offline', async () => {
  await withHarness({ from: 'examples/event-map' }, async (harness) => {
    const offline = { env: { LAYERS_API_KEY: '', TIKTOK_ACCESS_TOKEN: '' } };
    for (const line of [
      'events',
      'events explain trial_start',
      'events explain level_up wordloom-android',
      'events explain level_complet',
      'events explain Purchase',
      'events explain __proto__',
      'events explain account_created --format json',
      'events other-ios',
    ]) {
      await harness.run(line, offline);
    }
    const json = await harness.run('events explain trial_start --format json', offline);
    expect(isOutput(JSON.parse(json.out)), JSON.stringify(isOutput.errors)).toBe(true);
    expect(harness.log(), 'it needs no API').toEqual([]);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/events-offline.txt');
  });
});

test('layers with one map are one section, and a broken document hides no other', async () => {
  const clients = [1, 2, 3].map((n) => client(n));
  const off = { capi: { enabled: false, event_map: { level_done: 'AchieveLevel' } } };
  const files = {
    'reconcile.yaml': settings({ transport: endpoint() }),
    ...Object.fromEntries(clients.map((one) => [fileOf(one), documentOf(one, one.n === 3 ? off : {})])),
    'layers/broken.yaml': 'template: tiktok-ads\nname: broken\n',
  };
  await withHarness({ files, world: worldOf([acme()]) }, async (harness) => {
    const all = await harness.run('events');
    expect(all.exit).toBe(1);
    const named = await harness.run('events client-3 layers/client-2.yaml');
    expect(named.exit).toBe(0);
    const json = await harness.run('events client-3 --format json');
    expect(JSON.parse(json.out)).toMatchObject({
      format: 'reconcile-events',
      version: 1,
      layers: [{ name: 'client-3' }],
    });
    expect(isOutput(JSON.parse(json.out)), JSON.stringify(isOutput.errors)).toBe(true);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/events-several.txt');
  });
});
