import { describe, expect, test } from 'vitest';
import type { World } from '../../src/sandbox/index.ts';
import { withHarness, type StoryHarness } from '../support/harness.ts';
import { acme, documentOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

/** Layers keeps two members that reconcile does not know. */
const live = acme({ config: { capi: { enabled: false, dedupe: 'strict' }, launchWindow: { from: 8, to: 20 } } });
const file = fileOf(live);
const desired = {
  capi: { enabled: true, event_map: { level_complete: 'CompleteRegistration' } },
  objectives: ['app_installs', 'traffic'],
  monthlyCostCap: 30000,
};

describe.each(['merge', 'replace'] as const)('with an endpoint that takes %s', (update) => {
  test('everything is written, read back and verified, and a second apply writes nothing', async () => {
    await withHarness(given({ update }), async (harness) => {
      const planned = await harness.run('plan --detailed-exitcode');
      expect(planned.exit).toBe(2);
      expect(planned.out).not.toContain('manual');
      harness.forget();

      const applied = await harness.run('apply --auto-approve');
      expect(applied.exit).toBe(0);
      expect(applied.out).toContain('no differences');
      const sent = harness.log().length;
      expect(planned.out, 'the forecast is what is sent').toContain(`${sent} expected for an apply.`);
      expect(applied.out).toContain(`${sent} calls (${sent} expected)`);
      expect(configIn(harness.world()), 'what reconcile does not know is kept').toEqual({
        ...live.config,
        ...desired,
        capi: { ...live.config.capi, ...desired.capi },
      });

      harness.forget();
      expect((await harness.run('apply --auto-approve')).exit).toBe(0);
      expect(harness.writes()).toEqual([]);
      await expect(harness.transcript()).toMatchFileSnapshot(`golden/endpoint-${update}.txt`);
    });
  });

  test('a concurrent edit between the last read and the write is not overwritten', async () => {
    await withHarness(given({ update, desired: { monthlyCostCap: 30000 } }), async (harness) => {
      whenConfigIs(harness, update === 'merge' ? 'PATCH' : 'PUT', (config) => {
        config.monthlyCostCap = 12000;
      });
      const applied = await harness.run('apply --auto-approve');
      expect(applied.exit).toBe(4);
      expect(applied.out).toContain('monthlyCostCap was 28000 in the plan and is now 12000.');
      expect(configIn(harness.world())).toMatchObject({ monthlyCostCap: 12000 });
      const written = harness.writes().filter(({ path }) => path.endsWith('/config'));
      expect(written.map(({ status }) => status)).toEqual([412]);
      if (update === 'merge') await expect(harness.transcript()).toMatchFileSnapshot('golden/endpoint-rival-edit.txt');
    });
  });

  test('a concurrent edit of a different field is kept, and the write succeeds on the next run', async () => {
    await withHarness(given({ update, desired: { monthlyCostCap: 30000 } }), async (harness) => {
      whenConfigIs(harness, update === 'merge' ? 'PATCH' : 'PUT', (config) => {
        config.objectives = ['reach'];
      });
      expect((await harness.run('apply --auto-approve')).exit).toBe(4);
      harness.intervene(undefined);
      harness.note('The document names objectives too, so the next plan shows the edit before anything is written.');
      const planned = await harness.run('plan');
      expect(planned.out).toContain('monthlyCostCap');
      expect(planned.out).toContain('objectives');
      expect((await harness.run('apply --auto-approve')).exit).toBe(0);
      expect(configIn(harness.world())).toMatchObject({ monthlyCostCap: 30000, objectives: live.config.objectives });
    });
  });
});

test('a live value that changes before the last read is stale, and nothing is sent', async () => {
  await withHarness(given({ desired: { monthlyCostCap: 30000 } }), async (harness) => {
    // The second read of the config is the one just before the write.
    let looks = 0;
    whenConfigIs(harness, 'GET', (config) => {
      looks += 1;
      if (looks === 2) config.monthlyCostCap = 12000;
    });
    expect((await harness.run('apply --auto-approve')).exit).toBe(4);
    expect(harness.writes().filter(({ path }) => path.endsWith('/config'))).toEqual([]);
  });
});

test('a write that is accepted without effect is a failure, and is not recorded as done', async () => {
  await withHarness(given({ switches: { configWritesTakeEffect: false } }), async (harness) => {
    const applied = await harness.run('apply --auto-approve');
    expect(applied.exit).toBe(1);
    expect(applied.out).toContain('apply/no-effect');
    expect(configIn(harness.world())).toEqual(live.config);
    expect(JSON.stringify(harness.world().layers.projects[0]?.metadata)).not.toMatch(/"capi.enabled":true|30000/);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/endpoint-without-effect.txt');
  });
});

test('there and back and there again on one day: each apply really writes', async () => {
  await withHarness(given({ desired: { monthlyCostCap: 28000 } }), async (harness) => {
    await harness.edit(file, 'monthlyCostCap: 28000', 'monthlyCostCap: 30000');
    const caps: unknown[] = [];
    for (const [from, to] of [
      [30000, 30000],
      [30000, 28000],
      [28000, 30000],
      [30000, 28000],
    ]) {
      if (from !== to) await harness.edit(file, `monthlyCostCap: ${from}`, `monthlyCostCap: ${to}`);
      expect((await harness.run('apply --auto-approve --allow cap-increase=acme-ios')).exit).toBe(0);
      caps.push(configIn(harness.world()).monthlyCostCap);
    }
    expect(caps).toEqual([30000, 28000, 30000, 28000]);
    expect(harness.writes().some(({ replayed }) => replayed)).toBe(false);
    const keys = harness.writes().map(({ idempotencyKey }) => idempotencyKey);
    expect(keys.every((key) => key !== undefined)).toBe(true);
    expect(new Set(keys).size, 'no key is used twice').toBe(keys.length);
    expect(keys.length, 'claim, config, record; four times').toBe(12);
  });
});

type Given = {
  readonly update?: 'merge' | 'replace';
  readonly desired?: Record<string, unknown>;
  readonly switches?: Record<string, unknown>;
};

function given({ update = 'merge', desired: wanted = desired, switches = {} }: Given) {
  return {
    files: {
      [file]: documentOf(live, {
        launchWindow: undefined,
        ...wanted,
        capi: { dedupe: undefined, ...(wanted.capi as object) },
      }),
      'reconcile.yaml': settings({ transport: endpoint(update) }),
    },
    world: worldOf([live], { switches }),
  };
}

function configIn(world: World): Record<string, unknown> {
  return { ...world.layers.projects[0]?.layers[0]?.config };
}

/** A person edits the live config right before the response to a request. */
function whenConfigIs(harness: StoryHarness, method: string, edit: (config: Record<string, unknown>) => void): void {
  harness.intervene((request, moment, world) => {
    const layer = world.layers.projects[0]?.layers[0];
    if (moment !== 'before' || request.method !== method || !request.path.endsWith('/config')) return;
    // A cast: configs of the sandbox are JSON, and so are the edits here.
    if (layer !== undefined) edit(layer.config as Record<string, unknown>);
  });
}

test('an amount with its currency is not sent while the unit is unknown, whatever is allowed', async () => {
  const one = acme();
  const files = {
    [fileOf(one)]: documentOf(one, { monthlyCostCap: '30000 USD' }),
    'reconcile.yaml': JSON.stringify({ transport: endpoint() }),
  };
  await withHarness({ files, world: worldOf([one]) }, async (harness) => {
    const allowed = '--allow cap-unit=acme-ios --allow cap-increase=acme-ios';
    const { exit, out } = await harness.run(`apply --auto-approve ${allowed}`);
    expect(exit).toBe(1);
    expect(out).toContain('cap/amount');
    expect(harness.writes().filter(({ path }) => path.includes('/config'))).toEqual([]);
    expect(harness.world().layers.projects[0]?.layers[0]?.config).toMatchObject({ monthlyCostCap: 28000 });
  });
});
