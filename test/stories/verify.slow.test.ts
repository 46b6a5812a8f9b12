import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { verifySchema } from '../../src/plan/index.ts';
import { type StoryHarness, withHarness } from '../support/harness.ts';
import { acme, client, copied, documentsOf, endpoint, type Json, settings, worldOf } from '../support/worlds.ts';

/** With the events that a pixel counted: those of the relay come from servers. */
/** Pixels without daily events. */
const silent = { eventsPerDay: 0 };
const counts = [{ date: '2026-11-09', type: 'SHOPPING', browser: 3, server: 40 }];
const isReport = new Ajv({ strict: false }).compile(verifySchema());

/** `worldOf` gives every client a pixel; this adds members to all of them. */
function withPixels(world: string, members: Json): string {
  const parsed = JSON.parse(world) as { tiktok: { pixels: Json[] } };
  const pixels = parsed.tiktok.pixels.map((pixel) => ({ ...pixel, ...members }));
  return JSON.stringify({ ...parsed, tiktok: { ...parsed.tiktok, pixels } });
}

const files = (clients: Parameters<typeof documentsOf>[0], given: Json = {}) => ({
  ...documentsOf(clients),
  'reconcile.yaml': settings({ transport: endpoint(), ...given }),
});

test('everything that an API shows is green: exit 0, and only GETs are sent', async () => {
  const one = acme();
  const world = withPixels(worldOf([one], { ...silent, switches: { generation: 'seed' } }), { counts });
  await withHarness({ files: files([one]), world }, async (harness) => {
    const verified = await harness.run('verify --verbose');
    expect(verified.exit, verified.out + verified.err).toBe(0);
    expect(new Set(harness.log().map(({ method }) => method))).toEqual(new Set(['GET']));
    const json = await harness.run('verify acme-ios --format json');
    expect(isReport(JSON.parse(json.out)), JSON.stringify(isReport.errors)).toBe(true);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/verify-green.txt');
  });
});

describe('with the documented API', () => {
  test('what no API shows is unknown until a person states it', async () => {
    const one = acme();
    const world = withPixels(worldOf([one], silent), { counts });
    await withHarness({ files: files([one], { transport: undefined }), world }, async (harness) => {
      expect((await harness.run('verify')).exit).toBe(1);
      await harness.run('confirm acme-ios --json -', { input: copied(one.config) });
      const stated = await harness.run('verify');
      expect(stated.out).toContain('Stated: a person confirmed it');
      expect(stated.exit).toBe(0);
      await expect(harness.transcript()).toMatchFileSnapshot('golden/verify-stated.txt');
    });
  });

  test('only unknown items: exit 3', async () => {
    const one = acme();
    await withHarness({ files: files([one]), world: worldOf([one], silent) }, async (harness) => {
      const verified = await harness.run('verify');
      expect(verified.exit, verified.out).toBe(3);
      expect(verified.out).toContain('The pixel counted no server event in 30 days');
    });
  });
});

test('equal findings of many layers are printed once', async () => {
  const clients = Array.from({ length: 12 }, (_, n) => client(n + 1));
  await withHarness({ files: files(clients), world: worldOf(clients, silent) }, async (harness) => {
    const verified = await harness.run('verify');
    expect(verified.out).toContain('events  client-1, client-10');
    expect(verified.out.split('\n').length).toBeLessThan(12);
  });
});

describe('a failed read is unknown, never green', () => {
  const READS = [
    { path: '/open_api/v1.3/pixel/event/stats/', item: 'events' },
    { path: '/v1/projects/*/ads/campaigns', item: 'campaigns' },
  ];
  test.each(READS)('$path', async ({ path, item }) => {
    const one = acme();
    const world = withPixels(worldOf([one], silent), { counts });
    await withHarness({ files: files([one]), world }, async (harness) => {
      const fault = { method: 'GET', path, times: 100, fault: { kind: 'status', status: 500 } };
      const set = await harness.call('POST', '/__sandbox/faults', fault);
      expect(set.status, await set.text()).toBe(200);
      const verified = await harness.run('verify --format json');
      const [layer] = JSON.parse(verified.out).layers as { findings: { item: string; state: string }[] }[];
      expect(layer?.findings.filter((each) => each.item === item).map(({ state }) => state)).toEqual(['unknown']);
      expect(verified.exit).toBe(3);
    });
  });
});

test('names and paths select layers; an unknown name is a problem', async () => {
  const clients = [client(1), client(2)];
  await withHarness({ files: files(clients), world: worldOf(clients, silent) }, async (harness) => {
    expect((await harness.run('verify client-2')).out).toContain('in 1 layer.');
    expect((await harness.run('verify layers')).out).toContain('in 2 layers.');
    const unknown = await harness.run('verify client-3');
    expect(unknown.exit).toBe(1);
    expect(unknown.err).toContain('No layer document is named "client-3"');
  });
});

describe('a test event', () => {
  const EVENTS_TOKEN = 'story-events-token-0001';
  const one = acme();
  const token = { token: EVENTS_TOKEN, kind: 'events', pixels: [one.pixel] };
  const world = (switches: Json, inLayer: Json = {}) => {
    const layers = [{ id: one.layer, config: one.config, ...inLayer }];
    const parsed = JSON.parse(worldOf([{ ...one, inProject: { layers } }], { ...silent, switches })) as {
      tiktok: { tokens: Json[] };
    };
    parsed.tiktok.tokens.push(token);
    return JSON.stringify(parsed);
  };
  const writesOf = (harness: StoryHarness) =>
    harness.writes().map(({ method, path }) => `${method} ${path.split('?')[0]}`);

  test('is sent by Layers with the token in the vault, once per run', async () => {
    await withHarness({ files: files([one]), world: world({}) }, async (harness) => {
      expect((await harness.run('verify')).exit).toBe(3);
      const sent = await harness.run('verify acme-ios --send-test-event');
      expect(sent.exit, sent.out + sent.err).toBe(0);
      expect(writesOf(harness)).toEqual([`POST /v1/projects/${one.project}/sdk-apps/${one.app}/verify-tracking`]);
      expect(harness.world().tiktok.events.map(({ testCode }) => testCode)).toEqual(['TEST00000']);
      expect(sent.out).toContain('1 test event sent by Layers, with the token in the vault.');
      await expect(harness.transcript()).toMatchFileSnapshot('golden/verify-test-event.txt');
    });
  });

  test('is also sent to TikTok with TIKTOK_EVENTS_TOKEN and a code', async () => {
    await withHarness({ files: files([one]), world: world({}) }, async (harness) => {
      const env = { TIKTOK_EVENTS_TOKEN: EVENTS_TOKEN };
      const sent = await harness.run('verify acme-ios --send-test-event --test-event-code TEST777', { env });
      expect(sent.exit, sent.out + sent.err).toBe(0);
      expect(sent.out).toContain('1 test event sent to TikTok, with TIKTOK_EVENTS_TOKEN.');
      expect(harness.world().tiktok.events.map(({ testCode }) => testCode)).toEqual(['TEST00000', 'TEST777']);
      const json = await harness.run('verify acme-ios --send-test-event --format json');
      expect(isReport(JSON.parse(json.out)), JSON.stringify(isReport.errors)).toBe(true);
      const wrong = { TIKTOK_EVENTS_TOKEN: `${EVENTS_TOKEN}-old` };
      const refused = await harness.run('verify acme-ios --send-test-event --test-event-code TEST777', { env: wrong });
      expect(refused.exit).toBe(1);
      expect(refused.out).toContain('test-event  acme-ios');
      expect(harness.transcript()).not.toContain(EVENTS_TOKEN);
    });
  });

  const ANSWERS = [
    { trackingPlatforms: 'shown', valid: true, exit: 0, says: 'Layers dispatched a test event' },
    { trackingPlatforms: 'absent', valid: true, exit: 3, says: 'without a readable confirmation for TikTok' },
    { trackingPlatforms: 'shown', valid: false, exit: 1, says: 'The test event did not reach TikTok' },
    { trackingPlatforms: 'absent', valid: false, exit: 1, says: 'without a readable confirmation for TikTok' },
  ];
  test.each(ANSWERS)(
    'confirmation $trackingPlatforms, token valid: $valid',
    async ({ trackingPlatforms, valid, exit, says }) => {
      const given = { files: files([one]), world: world({ trackingPlatforms }, { accessTokenValid: valid }) };
      await withHarness(given, async (harness) => {
        const sent = await harness.run('verify acme-ios --send-test-event --verbose');
        expect(sent.exit, sent.out).toBe(exit);
        expect(sent.out).toContain(says);
      });
    },
  );

  const FAULTS = [
    { name: 'no answer', fault: { kind: 'status', status: 500 }, says: 'The test event has no result' },
    { name: 'a missing scope', fault: { kind: 'status', status: 403 }, says: 'The test event has no result' },
    { name: 'an unknown form', fault: { kind: 'status', status: 200, body: {} }, says: 'an undocumented form' },
    {
      name: 'members of other types',
      fault: {
        kind: 'status',
        status: 200,
        body: { status: 'healthy', missing: 7, platforms: [null, { platform: 1 }] },
      },
      says: 'without a readable confirmation for TikTok',
    },
  ];
  test.each(FAULTS)('$name of Layers is unknown, never green', async ({ fault, says }) => {
    await withHarness({ files: files([one]), world: world({}) }, async (harness) => {
      const path = '/v1/projects/*/sdk-apps/*/verify-tracking';
      await harness.call('POST', '/__sandbox/faults', { method: 'POST', path, times: 100, fault });
      const sent = await harness.run('verify acme-ios --send-test-event');
      expect(sent.exit, sent.out + sent.err).toBe(3);
      expect(sent.out).toContain(says);
    });
  });

  test('a lost answer is asked for again with the same key, so one event is sent', async () => {
    await withHarness({ files: files([one]), world: world({}) }, async (harness) => {
      const path = '/v1/projects/*/sdk-apps/*/verify-tracking';
      await harness.call('POST', '/__sandbox/faults', { method: 'POST', path, fault: { kind: 'reset-after' } });
      const sent = await harness.run('verify acme-ios --send-test-event');
      expect(sent.exit, sent.out + sent.err).toBe(0);
      expect(harness.world().tiktok.events.length).toBe(1);
    });
  });

  const REFUSED = [
    { line: 'verify acme-ios --test-event-code TEST777', why: 'a code sends nothing by itself', code: 'cli/usage' },
    {
      line: 'verify acme-ios --send-test-event --test-event-code TEST777',
      why: 'no token',
      code: 'credentials/missing',
    },
  ];
  test.each(REFUSED)('$line is refused before any request: $why', async ({ line, code }) => {
    await withHarness({ files: files([one]), world: world({}) }, async (harness) => {
      const refused = await harness.run(line);
      expect(refused.exit).toBe(1);
      expect(refused.err).toContain(code);
      expect(harness.log()).toEqual([]);
    });
  });
});
