import { describe, expect, test } from 'vitest';
import { type StoryHarness, withHarness } from '../support/harness.ts';
import { documentsOfMany, worldOfMany } from '../support/many-layers.mjs';

/** More than the accounts whose spend one call reads. */
const LAYERS = 7;
const SPEND = Math.ceil(LAYERS / 5);

/** Of a plan whose layers are unchanged, adopted and checked. */
const UNCHANGED = {
  'GET /v1/whoami': 1,
  'GET /v1/projects/{id}': LAYERS,
  'GET /v1/projects/{id}/ads/ad-accounts': LAYERS,
  'GET /v1/projects/{id}/ads/capi-status': LAYERS,
  'GET /advertiser/info/': 1,
  'GET /report/integrated/get/': SPEND,
};

const DEFAULTS = 'GET /v1/projects/{id}/ads/tiktok/defaults';
const PIXEL = 'GET /pixel/list/';
const first = 'layers/client-00000.yaml';

type Layer = { capiStatus?: string; config: { monthlyCostCap?: number } };
type Project = { readonly name: string; readonly layers: readonly Layer[] };
type WorldText = { readonly layers: { readonly projects: readonly Project[] } };

async function withMany(
  count: number,
  play: (harness: StoryHarness) => Promise<void>,
  edit: (projects: readonly Project[]) => void = () => {},
): Promise<void> {
  const world = JSON.parse(worldOfMany(count)) as WorldText;
  const { projects } = world.layers;
  edit(projects);
  const pasted = Object.fromEntries(projects.map(({ name, layers: [layer] }) => [name, layer?.config]));
  const files = {
    'reconcile.yaml': 'costCapUnit: major\npolicies: { share: { percent: 100, above: 1000 } }\n',
    'all.json': JSON.stringify(pasted),
    ...documentsOfMany(count),
  };
  await withHarness({ files, world: JSON.stringify(world) }, play);
}

async function adopt(harness: StoryHarness): Promise<void> {
  expect((await harness.run('confirm --json all.json')).exit).toBe(0);
}

type Planned = { readonly calls: { readonly used: number; readonly endpoints: Readonly<Record<string, number>> } };

async function callsOf(
  harness: StoryHarness,
  options: { readonly now?: string } = {},
): Promise<Planned['calls']['endpoints']> {
  harness.forget();
  const { out } = await harness.run('plan --format json', options);
  const { calls } = JSON.parse(out) as Planned;
  expect(calls.used).toBe(harness.log().length);
  return calls.endpoints;
}

describe('a plan sends exactly the requests of the formula in the README', () => {
  test('for new, adopted and changed layers, and those without a recent check', async () => {
    await withMany(LAYERS, async (harness) => {
      expect(await callsOf(harness), 'not in the ledger').toEqual({
        ...UNCHANGED,
        [DEFAULTS]: LAYERS,
        [PIXEL]: LAYERS,
      });
      await adopt(harness);
      expect(await callsOf(harness), 'adopted').toEqual(UNCHANGED);

      await harness.edit(first, 'monthlyCostCap: 28000', 'monthlyCostCap: 29000');
      expect(await callsOf(harness), 'a raised cap').toEqual({
        ...UNCHANGED,
        [DEFAULTS]: 1,
        [PIXEL]: 1,
        'GET /pixel/event/stats/': 1,
      });
      await harness.edit(first, 'monthlyCostCap: 29000', 'monthlyCostCap: 27000');
      expect(await callsOf(harness), 'a lower cap').toEqual({ ...UNCHANGED, [DEFAULTS]: 1, [PIXEL]: 1 });
      await harness.edit(first, 'monthlyCostCap: 27000', 'monthlyCostCap: 28000');

      await harness.edit(first, /pixel_id: .*/, 'pixel_id: "CNEW5A9P2Q7R5S8T1U00"');
      expect(await callsOf(harness), 'a changed pixel').toEqual({ ...UNCHANGED, [DEFAULTS]: 1, [PIXEL]: 1 });
      await harness.edit(first, 'pixel_id: "CNEW5A9P2Q7R5S8T1U00"', 'pixel_id: "C4A9P2Q7R5S8T1U00000"');

      await harness.edit(first, 'enabled: true', 'enabled: false');
      expect(await callsOf(harness), 'a toggle to write').toEqual({
        ...UNCHANGED,
        [DEFAULTS]: 1,
        [PIXEL]: 1,
        'GET /v1/projects/{id}/sdk-apps': 1,
        'GET /v1/projects/{id}/ads/campaigns': 1,
        'GET /v1/projects/{id}/ads/tiktok/pending': 2,
      });
      await harness.edit(first, 'enabled: false', 'enabled: true');

      expect(await callsOf(harness, { now: '2026-11-17T11:59:59Z' }), 'a check of last week').toEqual(UNCHANGED);
      expect(await callsOf(harness, { now: '2026-11-17T12:00:01Z' }), 'an older check').toEqual({
        ...UNCHANGED,
        [PIXEL]: LAYERS,
      });
    });
  });

  test('for a relay in trouble', async () => {
    await withMany(
      LAYERS,
      async (harness) => {
        await adopt(harness);
        expect(await callsOf(harness)).toEqual({ ...UNCHANGED, [PIXEL]: 2 });
      },
      (projects) => {
        for (const { layers } of projects.slice(0, 2)) Object.assign(layers[0] ?? {}, { capiStatus: 'degraded' });
      },
    );
  });

  test('for layers without a cap, in the document or live', async () => {
    await withMany(
      LAYERS,
      async (harness) => {
        for (const name of ['client-00000', 'client-00001'])
          await harness.edit(`layers/${name}.yaml`, 'monthlyCostCap: 28000\n', '');
        await adopt(harness);
        expect(await callsOf(harness)).toEqual({ ...UNCHANGED, 'GET /report/integrated/get/': 1 });
      },
      (projects) => {
        for (const { layers } of projects.slice(0, 2)) delete layers[0]?.config.monthlyCostCap;
      },
    );
  });

  test('--verbose prints them, and a drift report says what it did not read', async () => {
    await withMany(2, async (harness) => {
      await adopt(harness);
      const { out } = await harness.run('plan --verbose');
      expect(out).toContain('9 API calls used');
      expect(out).toContain('Not checked: whether Layers still has the layer (2 layers); whether the ad account');
      const page = await harness.run('plan --format markdown');
      expect(page.out).toContain('Not checked: whether Layers still has the layer (2 layers)');
      const json = JSON.parse((await harness.run('plan --format json')).out) as {
        readonly layers: readonly { readonly unchecked?: readonly string[] }[];
      };
      expect(json.layers.map(({ unchecked }) => unchecked)).toEqual([
        ['layer', 'pixel'],
        ['layer', 'pixel'],
      ]);
      expect(out).toContain('2  GET /v1/projects/{id}/ads/capi-status');
      const drift = await harness.run('drift');
      expect(drift.out).toContain('Not checked: whether Layers still has the layer (2 layers); whether the ad account');
      harness.forget();
      const full = await harness.run('drift --full');
      expect(full.out).not.toContain('Not checked');
      expect(
        harness.log().filter(({ path }) => path.includes('/defaults') || path.includes('/pixel/list')),
      ).toHaveLength(4);
    });
  });
});

test('an apply of 10 in 40 layers sends the plan, the writes of 10, and reads those 10 again', async () => {
  const count = 40;
  const changed = (n: number) => n % 4 === 0;
  const transport =
    'transport: { kind: endpoint, path: "/__sandbox/projects/{projectId}/layers/{layerId}/config", update: merge }';
  const files = {
    'reconcile.yaml': `costCapUnit: major\n${transport}\n`,
    ...documentsOfMany(count, changed),
  };
  await withHarness({ files, world: worldOfMany(count) }, async (harness) => {
    const { out } = await harness.run('plan --format json');
    const plan = JSON.parse(out) as { readonly calls: { readonly used: number; readonly forecast: number } };
    harness.forget();
    const applied = await harness.run('apply --auto-approve');
    expect(applied.exit).toBe(0);
    expect(harness.log().length, 'what the plan predicted').toBe(plan.calls.forecast);
    expect(applied.out).toContain(`${plan.calls.forecast} calls (${plan.calls.forecast} expected)`);
    const writes = harness.writes().map(({ path }) => path);
    expect(
      writes.filter((path) => path.endsWith('/config')),
      'one write for each changed layer',
    ).toHaveLength(10);
    expect(
      writes.filter((path) => !path.endsWith('/config')),
      'the claim and the record of each',
    ).toHaveLength(20);
    const touched = new Set(writes.map((path) => /projects\/([^/]+)/.exec(path)?.[1]));
    const projects = harness.world().layers.projects.map(({ id }) => id);
    const reads = (id: string) =>
      harness.log().filter(({ path }) => path.includes(`/projects/${id}/ads/ad-accounts`)).length;
    expect(
      projects.filter((id) => reads(id) !== (touched.has(id) ? 2 : 1)),
      'the others are read once',
    ).toEqual([]);

    harness.forget();
    expect((await harness.run('apply --auto-approve')).exit).toBe(0);
    expect(harness.writes()).toEqual([]);
    expect(harness.log().length, 'a second run only plans').toBeLessThanOrEqual(plan.calls.used);
  });
});
