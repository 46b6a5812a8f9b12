import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { onStage, type StoryStage } from '../support/stage.ts';
import { acme, documentOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

/** The configs as they are live. An empty event map overrides nothing, as none does. */
function configs(stage: StoryStage): readonly unknown[] {
  const all = stage.world().layers.projects.flatMap(({ layers }) => layers.map(({ config }) => config));
  return all.map((config) => {
    const { event_map: map, ...capi } = config.capi as Record<string, unknown>;
    return { ...config, capi: { ...capi, event_map: map ?? {} } };
  });
}

test('an apply leaves the way back, and going it restores what was live', async () => {
  await onStage({ from: 'examples/event-map' }, async (stage) => {
    const before = configs(stage);
    expect((await stage.run('apply --auto-approve --undo-dir back')).exit).toBe(0);
    expect(configs(stage)).not.toEqual(before);
    expect((await stage.run('validate back')).exit).toBe(0);
    expect((await stage.run('apply back --auto-approve')).exit).toBe(0);
    expect(configs(stage)).toEqual(before);
  });
});

test('a second apply leaves its way back beside the first, which stays as it is', async () => {
  await onStage({ from: 'examples/event-map' }, async (stage) => {
    const [document] = readdirSync(join(stage.folder, 'layers'));
    expect((await stage.run('apply --auto-approve --undo-dir back')).exit).toBe(0);
    const first = await stage.read(`back/layers/${document}`);
    const before = configs(stage);
    await stage.edit(`layers/${document}`, 'subscription_start: Subscribe', 'subscription_start: StartTrial');
    const second = await stage.run('apply --auto-approve --undo-dir back');
    expect([second.exit, second.err]).toEqual([0, expect.stringContaining('back/2')]);
    expect(await stage.read(`back/layers/${document}`)).toBe(first);
    expect(configs(stage)).not.toEqual(before);
    expect((await stage.run('apply back/2 --auto-approve')).exit).toBe(0);
    expect(configs(stage)).toEqual(before);
  });
});

test('where the way back cannot be written, nothing is', async () => {
  await onStage({ from: 'examples/event-map', files: { back: 'a file, and not a folder' } }, async (stage) => {
    const { exit, err } = await stage.run('apply --auto-approve --undo-dir back');
    expect(exit).toBe(1);
    expect(err).toContain('disk/unwritable');
    expect(stage.writes()).toEqual([]);
  });
});

/** All that an API can write without leading the layer elsewhere. */
const wish = fc.record({
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

test('law: whatever was live and whatever was wished, undo after apply restores what was live', {
  timeout: 60_000,
}, async () => {
  for (const [live, wanted] of fc.sample(fc.tuple(wish, wish), { numRuns: 6, seed: 11 })) {
    const layer = acme({ config: live });
    const files = { [fileOf(layer)]: documentOf(layer, wanted), 'reconcile.yaml': settings({ transport: endpoint() }) };
    await onStage({ files, world: worldOf([layer]) }, async (stage) => {
      const before = configs(stage);
      const line = 'apply --auto-approve --allow cap-increase=acme-ios --allow cap-below-spend=acme-ios';
      expect((await stage.run(`${line} --undo-dir back`)).exit, JSON.stringify({ live, wanted })).toBe(0);
      expect(stage.world().layers.projects[0]?.layers[0]?.config).toMatchObject({
        monthlyCostCap: wanted.monthlyCostCap,
      });
      if (stage.writes().length > 0) expect((await stage.run(line.replace('apply', 'apply back'))).exit).toBe(0);
      expect(asSets(configs(stage))).toEqual(asSets(before));
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
