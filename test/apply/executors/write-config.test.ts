import { describe, expect, test } from 'vitest';
import { writeConfig } from '../../../src/apply/executors/write-config.ts';
import { type ConfigWritten, fail, ok, type Result } from '../../../src/model/index.ts';
import { aDesired } from '../../support/layers.ts';
import { aChange, aField, api } from '../../support/plan.ts';
import { writersFor } from '../../support/writers.ts';
import { changeTask } from '../change-task.ts';
import { fakeLayers, never } from '../fake-layers.ts';

const change = aChange('capi', [aField('capi.enabled', api(false), true)]);
const write = (onConfig: () => Result<ConfigWritten>) =>
  writeConfig(changeTask({ change, writers: writersFor(fakeLayers({ onConfig }).writer) }), never);

describe('writing the config', () => {
  test('a write that reads back is done', async () => {
    expect(await write(() => ok({ fields: {}, tookEffect: true }))).toMatchObject({ ok: true });
  });

  test('an accepted write without a visible effect is a failure', async () => {
    const result = await write(() => ok({ fields: {}, tookEffect: false }));
    expect(result).toMatchObject({ problems: [{ code: 'apply/no-effect', layer: 'acme-ios' }] });
  });

  test('a refusal is returned', async () => {
    const result = await write(() => fail({ code: 'apply/stale', message: 'Changed.' }));
    expect(result).toMatchObject({ problems: [{ code: 'apply/stale' }] });
  });

  test('the app of the document has priority over the one that was found', async () => {
    const apps: (string | undefined)[] = [];
    const { writer } = fakeLayers();
    const spy = {
      ...writer,
      writeConfig: (...args: Parameters<typeof writer.writeConfig>) => {
        apps.push(args[0].address.app);
        return writer.writeConfig(...args);
      },
    };
    const { app: _, ...withoutApp } = aDesired();
    for (const desired of [{ ...withoutApp, app: 'app_mine' }, withoutApp]) {
      await writeConfig(changeTask({ change, desired, writers: writersFor(spy) }), never);
    }
    expect(apps).toEqual(['app_mine', 'app_1']);
  });
});
