import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withHarness, type StoryHarness } from '../support/harness.ts';
import { acme, documentOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

/** The configs as they are live. An empty event map overrides nothing, as none does. */
function configs(harness: StoryHarness): readonly unknown[] {
  const all = harness.world().layers.projects.flatMap(({ layers }) => layers.map(({ config }) => config));
  return all.map((config) => {
    const { event_map: map, ...capi } = config.capi as Record<string, unknown>;
    return { ...config, capi: { ...capi, event_map: map ?? {} } };
  });
}

test('an apply writes undo documents, and applying them restores the live state', async () => {
  await withHarness({ from: 'examples/event-map' }, async (harness) => {
    const before = configs(harness);
    expect((await harness.run('apply --auto-approve --undo-dir back')).exit).toBe(0);
    expect(configs(harness)).not.toEqual(before);
    expect((await harness.run('validate back')).exit).toBe(0);
    expect((await harness.run('apply back --auto-approve')).exit).toBe(0);
    expect(configs(harness)).toEqual(before);
  });
});

test('a second apply writes its undo documents next to the first, which stay as they are', async () => {
  await withHarness({ from: 'examples/event-map' }, async (harness) => {
    const [document] = readdirSync(join(harness.folder, 'layers'));
    expect((await harness.run('apply --auto-approve --undo-dir back')).exit).toBe(0);
    const first = await harness.read(`back/layers/${document}`);
    const before = configs(harness);
    await harness.edit(`layers/${document}`, 'subscription_start: Subscribe', 'subscription_start: StartTrial');
    const second = await harness.run('apply --auto-approve --undo-dir back');
    expect([second.exit, second.err]).toEqual([0, expect.stringContaining('back/2')]);
    expect(await harness.read(`back/layers/${document}`)).toBe(first);
    expect(configs(harness)).not.toEqual(before);
    expect((await harness.run('apply back/2 --auto-approve')).exit).toBe(0);
    expect(configs(harness)).toEqual(before);
  });
});

test('if the undo documents cannot be written, nothing is', async () => {
  await withHarness({ from: 'examples/event-map', files: { back: 'a file, and not a folder' } }, async (harness) => {
    const { exit, err } = await harness.run('apply --auto-approve --undo-dir back');
    expect(exit).toBe(1);
    expect(err).toContain('disk/unwritable');
    expect(harness.writes()).toEqual([]);
  });
});

/** All values that an API can write without moving the layer. */
const desired = fc.record({
  objectives: fc.uniqueArray(fc.constantFrom('app_installs', 'video_view', 'traffic', 'reach'), { minLength: 1 }),
  monthlyCostCap: fc.integer({ min: 5000, max: 90_000 }),
  capi: fc.record({
    enabled: fc.boolean(),
    event_map: fc.dictionary(
      fc.constantFrom('level_complete', 'trial_start', 'a.b'),
      fc.constantFrom('Subscribe', 'StartTrial', 'Lead'),
    ),
  }),
});

test('law: for any live and desired state, undo after apply restores the live state', {
  timeout: 60_000,
}, async () => {
  for (const [live, wanted] of fc.sample(fc.tuple(desired, desired), { numRuns: 6, seed: 11 })) {
    const layer = acme({ config: live });
    const files = { [fileOf(layer)]: documentOf(layer, wanted), 'reconcile.yaml': settings({ transport: endpoint() }) };
    await withHarness({ files, world: worldOf([layer]) }, async (harness) => {
      const before = configs(harness);
      const line = 'apply --auto-approve --allow cap-increase=acme-ios --allow cap-below-spend=acme-ios';
      expect((await harness.run(`${line} --undo-dir back`)).exit, JSON.stringify({ live, wanted })).toBe(0);
      expect(harness.world().layers.projects[0]?.layers[0]?.config).toMatchObject({
        monthlyCostCap: wanted.monthlyCostCap,
      });
      if (harness.writes().length > 0) expect((await harness.run(line.replace('apply', 'apply back'))).exit).toBe(0);
      expect(asSets(configs(harness))).toEqual(asSets(before));
    });
  }
});

/** Objectives are a set: their order means nothing. */
function asSets(all: readonly unknown[]): readonly unknown[] {
  return all.map((config) => {
    const { objectives, ...rest } = config as { objectives: string[] };
    return { ...rest, objectives: [...objectives].sort() };
  });
}
