import { expect, test } from 'vitest';
import { onStage, type StoryStage } from '../support/stage.ts';

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

test('where the way back cannot be written, nothing is', async () => {
  await onStage({ from: 'examples/event-map', files: { back: 'a file, and not a folder' } }, async (stage) => {
    const { exit, err } = await stage.run('apply --auto-approve --undo-dir back');
    expect(exit).toBe(1);
    expect(err).toContain('disk/unwritable');
    expect(stage.writes()).toEqual([]);
  });
});
