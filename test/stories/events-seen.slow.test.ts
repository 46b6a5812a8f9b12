import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { eventsSchema } from '../../src/plan/index.ts';
import { withHarness } from '../support/harness.ts';
import {
  type Client,
  client,
  documentOf,
  endpoint,
  fileOf,
  type Json,
  KEY,
  settings,
  worldOf,
} from '../support/worlds.ts';

const isOutput = new Ajv({ strict: false }).compile(eventsSchema());

const NOW = '2026-11-10T12:00:00Z';

/** As the app of a client sent it, some minutes ago. */
function sent({ app }: Client, name: string, minutesAgo: number): Json {
  const occurredAt = new Date(Date.parse(NOW) - minutesAgo * 60_000).toISOString();
  return { eventId: `evt_${name}_${minutesAgo}`, appId: app, name, occurredAt };
}

function withEvents(n: number, names: Readonly<Record<string, readonly number[]>>): Client {
  const plain = client(n);
  const events = Object.entries(names).flatMap(([name, minutes]) => minutes.map((ago) => sent(plain, name, ago)));
  return client(n, { inProject: { events } });
}

const filesOf = (...clients: readonly Client[]) => ({
  'reconcile.yaml': settings({ transport: endpoint() }),
  ...Object.fromEntries(clients.map((one) => [fileOf(one), documentOf(one)])),
});

describe('a dropped custom event', () => {
  test.each(['name', 'eventName', 'event'])('is seen, explained, remedied, gone (%s)', async (eventNameKey) => {
    const one = withEvents(1, { search: [1, 2], level_up: [3, 4, 90], app_open: [5], add_to_crat: [2000] });
    const world = worldOf([one], { switches: { eventNameKey } });
    await withHarness({ files: filesOf(one), world, now: NOW }, async (harness) => {
      const seen = await harness.run('events --seen');
      expect(seen.exit).toBe(0);
      expect(seen.out).toContain('level_up');
      await harness.run('events client-1 --seen --since 48h');
      await harness.run('events explain level_up');

      await harness.edit(fileOf(one), 'capi:\n', 'capi:\n  event_map:\n    level_up: AchieveLevel\n');
      harness.note('The override is in the document. Until it is applied, the relay still drops the event.');
      expect((await harness.run('apply --auto-approve')).exit).toBe(0);
      const after = await harness.run('events --seen');
      expect(after.out).not.toContain('event-map/dropped');
      expect((await harness.run('plan --detailed-exitcode')).exit).toBe(0);
      if (eventNameKey === 'name') await expect(harness.transcript()).toMatchFileSnapshot('golden/events-seen.txt');
    });
  });
});

test('verify names a dropped event with a similar name as something to do, and others as dropped', async () => {
  const one = withEvents(1, { add_to_crat: [1], level_up: [2], app_open: [3] });
  await withHarness({ files: filesOf(one), world: worldOf([one]), now: NOW }, async (harness) => {
    const seen = await harness.run('verify --verbose');
    expect(seen.exit).toBe(1);
    const [before = '', green = ''] = seen.out.split('\nGreen\n');
    expect(before).toContain('The app sends events that the relay drops: add_to_crat (similar to add_to_cart).');
    expect(green).toContain('The relay drops custom events of the app: level_up.');
    await harness.edit(fileOf(one), 'capi:\n', 'capi:\n  event_map:\n    add_to_crat: AddToCart\n');
    expect((await harness.run('apply --auto-approve')).exit).toBe(0);
    expect((await harness.run('verify')).out).not.toContain('add_to_crat');
  });
});

test('only the app of the document counts, layers share one read, and no TikTok token is needed', async () => {
  const one = withEvents(1, { level_up: [1] });
  const shared = { ...client(2), project: one.project };
  const files = {
    'reconcile.yaml': settings(),
    [fileOf(one)]: documentOf(one, { layer: one.layer, app: 'app_of_another' }),
    [fileOf(shared)]: documentOf(shared, { layer: 'lyr_other' }),
    'layers/third.yaml': documentOf(shared, { layer: 'lyr_third', name: 'third', adAccountId: '7098765432109876599' }),
  };
  await withHarness({ files, world: worldOf([one]), now: NOW }, async (harness) => {
    const seen = await harness.run('events --seen --format json', { env: { TIKTOK_ACCESS_TOKEN: '' } });
    expect(JSON.parse(seen.out)).toMatchObject({
      format: 'reconcile-events-seen',
      version: 1,
      since: '2026-11-09T12:00:00.000Z',
      calls: 2,
      layers: [
        { name: 'client-1', app: 'app_of_another', dropped: [], forwarded: [] },
        { name: 'client-2', app: null, dropped: [{ name: 'level_up', count: 1 }] },
        { name: 'third', dropped: [{ name: 'level_up' }] },
      ],
    });
    expect(isOutput(JSON.parse(seen.out)), JSON.stringify(isOutput.errors)).toBe(true);
    expect(harness.log().map(({ method }) => method)).toEqual(['GET', 'GET']);
  });
});

test('what cannot be read is said, and is not an empty list', async () => {
  const [one, two] = [withEvents(1, { level_up: [1] }), withEvents(2, { level_up: [1] })];
  const world = JSON.parse(worldOf([one, two])) as { layers: { keys: Json[] } };
  world.layers.keys = [{ ...world.layers.keys[0], scopes: ['projects:read'] }];
  await withHarness({ files: filesOf(one, two), world: JSON.stringify(world), now: NOW }, async (harness) => {
    const refused = await harness.run('events --seen');
    expect(refused.exit).toBe(1);
    expect(refused.out + refused.err).not.toContain(KEY);
    expect(await harness.run('events --seen', { env: { LAYERS_API_KEY: '' } })).toMatchObject({ exit: 1, out: '' });
    expect(await harness.run('events --seen --since 9d')).toMatchObject({ exit: 1, out: '' });
    expect((await harness.run('events')).exit, 'the map itself needs no API').toBe(0);
    const transcript = harness.transcript().replaceAll(/127\.0\.0\.1:\d+/g, 'sandbox');
    await expect(transcript).toMatchFileSnapshot('golden/events-unread.txt');
  });
});

test('a busy app is read up to a limit', async () => {
  const minutes = Array.from({ length: 5_100 }, (_, index) => index / 10);
  const one = withEvents(1, { search: minutes });
  await withHarness({ files: filesOf(one), world: worldOf([one]), now: NOW }, async (harness) => {
    const seen = await harness.run('events --seen');
    expect(seen.out).toContain('There are more events than one run reads: it read back to 2026-11-10 03:40 UTC.');
    expect(seen.out).toContain('25 API calls used.');
  });
});
