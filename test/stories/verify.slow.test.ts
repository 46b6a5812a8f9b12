import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { verifySchema } from '../../src/plan/index.ts';
import { withHarness } from '../support/harness.ts';
import { acme, client, copied, documentsOf, endpoint, type Json, settings, worldOf } from '../support/worlds.ts';

/** With the events that a pixel counted: those of the relay come from servers. */
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
  const world = withPixels(worldOf([one], { switches: { generation: 'seed' } }), { counts });
  await withHarness({ files: files([one]), world }, async (harness) => {
    const verified = await harness.run('verify --verbose');
    expect(verified.exit, verified.out + verified.err).toBe(0);
    expect(harness.log().map(({ method }) => method)).not.toContain('POST');
    const json = await harness.run('verify acme-ios --format json');
    expect(isReport(JSON.parse(json.out)), JSON.stringify(isReport.errors)).toBe(true);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/verify-green.txt');
  });
});

describe('with the documented API', () => {
  test('what no API shows is unknown until a person states it', async () => {
    const one = acme();
    const world = withPixels(worldOf([one]), { counts });
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
    await withHarness({ files: files([one]), world: worldOf([one]) }, async (harness) => {
      const verified = await harness.run('verify');
      expect(verified.exit, verified.out).toBe(3);
      expect(verified.out).toContain('The pixel counted no server event in 30 days');
    });
  });
});

test('equal findings of many layers are printed once', async () => {
  const clients = Array.from({ length: 12 }, (_, n) => client(n + 1));
  await withHarness({ files: files(clients), world: worldOf(clients) }, async (harness) => {
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
    const world = withPixels(worldOf([one]), { counts });
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
  await withHarness({ files: files(clients), world: worldOf(clients) }, async (harness) => {
    expect((await harness.run('verify client-2')).out).toContain('in 1 layer.');
    expect((await harness.run('verify layers')).out).toContain('in 2 layers.');
    const unknown = await harness.run('verify client-3');
    expect(unknown.exit).toBe(1);
    expect(unknown.err).toContain('No layer document is named "client-3"');
  });
});
