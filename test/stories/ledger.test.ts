import { describe, expect, test } from 'vitest';
import { onStage, type StageOptions, type StoryStage } from '../support/stage.ts';
import { acme, copied, documentOf, documentsOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

const live = acme();
const file = fileOf(live);
const OURS = { GITHUB_REPOSITORY: 'acme/ads', GITHUB_RUN_ID: '1', GITHUB_SHA: 'a'.repeat(40) };
const THEIRS = { GITHUB_REPOSITORY: 'agency/clients', GITHUB_RUN_ID: '2', GITHUB_SHA: 'b'.repeat(40) };
const UNTIL = '2026-11-10T12:15:00.000Z';

test('a ledger that was edited by hand is not believed', async () => {
  await onStage(documented(), async (stage) => {
    await record(stage);
    stage.tell('Somebody raises the recorded cap in the metadata.');
    edit(stage, (text) => text.replace('"monthlyCostCap":28000', '"monthlyCostCap":29000'));
    const planned = await stage.run('plan --allow cap-increase=acme-ios');
    expect(planned.exit).toBe(0);
    expect(planned.out).toContain('ledger/edited');
    expect(planned.out).toContain('monthlyCostCap: (unknown) → 28,000.00 USD');

    stage.tell('What is live is recorded again.');
    await record(stage);
    expect((await stage.run('plan --detailed-exitcode')).exit).toBe(0);
    await expect(stage.transcript()).toMatchFileSnapshot('then/ledger-edited.txt');
  });
});

test.each([
  { name: 'text', to: '"none of your business"' },
  { name: 'without its layers', to: '{"format":1,"revision":1}' },
])('a ledger that is $name is not believed', async ({ to }) => {
  await onStage(documented(), async (stage) => {
    await record(stage);
    edit(stage, (text) => text.replace(/"reconcile":\{.*\}\}$/, `"reconcile":${to}}`));
    const planned = await stage.run('plan --allow cap-increase=acme-ios');
    expect(planned.out).toContain('ledger/edited');
    // Layers keeps the idempotency keys of the first life of the ledger for 24 hours.
    const later = { input: copied(live.config), now: '2026-11-10T12:01:00Z' };
    const again = await stage.run('confirm acme-ios --json -', later);
    expect([again.exit, again.err]).toEqual(
      to.includes('revision') ? [0, ''] : [4, expect.stringContaining('24 hours')],
    );
  });
});

test('without a ledger the endpoint still shows all there is', async () => {
  await onStage(withEndpoint({}), async (stage) => {
    expect((await stage.run('plan --detailed-exitcode')).exit).toBe(0);
    expect(metadataOf(stage)).toEqual({});
  });
});

describe('whose layer it is', () => {
  test('a layer of another repository is refused, and taken over only by name', async () => {
    await onStage(withEndpoint({ monthlyCostCap: 29000 }), async (stage) => {
      expect((await stage.run('apply --auto-approve', { env: THEIRS })).exit).toBe(0);
      await stage.edit(file, 'monthlyCostCap: 29000', 'monthlyCostCap: 30000');
      stage.forget();
      const refused = await stage.run('apply --auto-approve', { env: OURS });
      expect(refused.exit).toBe(4);
      expect(refused.out).toContain('The layer is managed by agency/clients; this is acme/ads.');
      expect(stage.writes()).toEqual([]);

      expect((await stage.run('apply --auto-approve --allow owner=beta', { env: OURS })).exit).toBe(4);
      expect((await stage.run('apply --auto-approve --allow owner=acme-ios', { env: OURS })).exit).toBe(0);
      expect(metadataOf(stage)).toMatchObject({
        reconcile: { layers: { [live.layer]: { owner: { repository: 'acme/ads', root: '.' } } } },
      });
      await expect(stage.transcript()).toMatchFileSnapshot('then/ledger-owner.txt');
    });
  });

  test('another repository cannot confirm it either', async () => {
    await onStage(documented(), async (stage) => {
      await stage.run('confirm acme-ios --json -', { input: copied(live.config), env: THEIRS });
      await stage.edit(file, 'monthlyCostCap: 28000', 'monthlyCostCap: 30000');
      stage.forget();
      const refused = await stage.run('confirm acme-ios', { env: OURS });
      expect(refused.exit).toBe(4);
      expect(refused.err).toContain('agency/clients');
      expect(stage.writes()).toEqual([]);
      expect((await stage.run('confirm acme-ios --allow owner=acme-ios', { env: OURS })).exit).toBe(0);
    });
  });
});

test('what other tools keep in the metadata survives every write, byte for byte', async () => {
  const theirs = {
    crm: { id: '7012345678901234567', notes: ['ü', '\u0000', '</script>', '🙂'], nested: { b: 1, a: [null, 1.5, ''] } },
    zeta: null,
    ' spaced ': false,
    __proto__x: { constructor: 'x' },
  };
  await onStage(withEndpoint({ monthlyCostCap: 29000 }, { metadata: theirs }), async (stage) => {
    const seen = new Set<string>();
    stage.intervene((request, moment, { layers }) => {
      if (moment !== 'after' || request.method !== 'PATCH') return;
      const { reconcile: _, ...others } = layers.projects[0]?.metadata ?? {};
      seen.add(JSON.stringify(others));
    });
    expect((await stage.run('apply --auto-approve')).exit).toBe(0);
    await stage.run('confirm acme-ios --json -', { input: copied({ ...live.config, monthlyCostCap: 29000 }) });
    expect(stage.writes().filter(({ path }) => path.endsWith(live.project)).length).toBe(3);
    expect([...seen]).toEqual([JSON.stringify(theirs)]);
  });
});

test('a ledger that has no room is a problem before any write', async () => {
  const metadata = { crm: 'x'.repeat(7_600) };
  await onStage(withEndpoint({ monthlyCostCap: 29000 }, { metadata }), async (stage) => {
    const applied = await stage.run('apply --auto-approve');
    expect(applied.exit).toBe(1);
    expect(applied.err).toContain('ledger/too-large');
    expect(stage.writes()).toEqual([]);
    await expect(stage.transcript()).toMatchFileSnapshot('then/ledger-too-large.txt');
    const confirmed = await stage.run('confirm acme-ios --json -', { input: copied(live.config) });
    expect([confirmed.exit, stage.writes()]).toEqual([1, []]);
  });
});

test('a ledger that a later version wrote is left alone', async () => {
  const metadata = { reconcile: { format: 2, revision: 9, shards: [{ of: live.layer }] } };
  await onStage(withEndpoint({ monthlyCostCap: 29000 }, { metadata }), async (stage) => {
    for (const line of ['plan', 'apply --auto-approve', 'drift', 'confirm acme-ios --json -']) {
      const ran = await stage.run(line, { input: copied(live.config) });
      expect(ran.exit).toBe(1);
      expect(ran.err).toContain('ledger/newer');
      if (line === 'plan') await expect(stage.transcript()).toMatchFileSnapshot('then/ledger-newer.txt');
    }
    expect(stage.writes()).toEqual([]);
    expect(metadataOf(stage)).toEqual(metadata);
  });
});

describe('one writer', () => {
  const claimOf = (run: string, until = UNTIL, more: object = {}) => ({
    metadata: {
      reconcile: { format: 1, revision: 4, claim: { run, nonce: 'n', revision: 5, until, ...more }, layers: {} },
    },
  });

  test('a project that another run holds is not touched', async () => {
    await onStage(withEndpoint({ monthlyCostCap: 29000 }, claimOf('agency/clients#77')), async (stage) => {
      const applied = await stage.run('apply --auto-approve');
      expect(applied.exit).toBe(4);
      expect(applied.err).toContain(`agency/clients#77, until ${UNTIL}`);
      expect(applied.out).toContain('not tried  cost-cap');
      expect(stage.writes()).toEqual([]);
      const confirmed = await stage.run('confirm acme-ios --json -', { input: copied(live.config) });
      expect([confirmed.exit, stage.writes()]).toEqual([4, []]);
      await expect(stage.transcript()).toMatchFileSnapshot('then/claim-held.txt');
    });
  });

  test.each([
    { name: 'that has expired', claim: claimOf('agency/clients#77', '2026-11-10T11:59:59.000Z'), env: OURS },
    {
      name: 'of an earlier attempt of this CI run',
      claim: claimOf('acme/ads#1', UNTIL, { attempt: 1 }),
      env: { ...OURS, GITHUB_RUN_ATTEMPT: '2' },
    },
  ])('a claim $name is taken over', async ({ claim, env }) => {
    await onStage(withEndpoint({ monthlyCostCap: 29000 }, claim), async (stage) => {
      expect((await stage.run('apply --auto-approve', { env })).exit).toBe(0);
      const { reconcile } = metadataOf(stage) as { reconcile: { revision: number; claim?: unknown } };
      expect(reconcile.revision, 'after the one that was claimed').toBe(6);
      expect(reconcile.claim).toBeUndefined();
    });
  });

  test('two runs at one moment: Layers tells the second that it is the second', async () => {
    await onStage(withEndpoint({ monthlyCostCap: 29000 }), async (stage) => {
      const runs = await Promise.all([
        stage.run('apply --auto-approve', { env: OURS }),
        stage.run('apply --auto-approve', { env: { ...OURS, GITHUB_RUN_ID: '9' } }),
      ]);
      const written = stage.writes().filter(({ path, status }) => path.endsWith('/config') && status === 200);
      expect(written.length, 'the config is written once').toBe(1);
      // The other is refused, or comes late enough to see that all is done.
      const exits = runs.map(({ exit }) => exit).sort((a, b) => a - b);
      expect(exits.join(' ')).toMatch(/^0 [04]$/);
      expect(configIn(stage)).toMatchObject({ monthlyCostCap: 29000 });
    });
  });

  test('a rival who claims between our look and our claim, with the same key', async () => {
    await onStage(withEndpoint({ monthlyCostCap: 29000 }), async (stage) => {
      let rival: Promise<unknown> | undefined;
      stage.intervene((request, moment) => {
        if (rival !== undefined || moment !== 'before' || request.method !== 'PATCH') return;
        // The whole rival run happens while our claim is on its way.
        rival = stage.run('apply --auto-approve', { env: OURS });
      });
      const ours = await stage.run('apply --auto-approve', { env: THEIRS });
      await rival;
      const written = stage.writes().filter(({ path, status }) => path.endsWith('/config') && status === 200);
      expect(written.length).toBe(1);
      expect(ours.exit).toBe(0);
    });
  });

  test('a claim that was lost while the machine slept is not taken back', async () => {
    await onStage(withEndpoint({ monthlyCostCap: 29000, objectives: ['traffic'] }), async (stage) => {
      // Right after our write another run holds the claim: to it, ours had expired.
      stage.intervene((request, moment, { layers }) => {
        const [project] = layers.projects;
        if (project === undefined || moment !== 'after' || !request.path.endsWith('/config')) return;
        if (request.method !== 'PATCH') return;
        const reconcile = {
          format: 1,
          revision: 7,
          claim: { run: 'agency/clients#77', revision: 8, until: UNTIL },
          layers: {},
        };
        project.metadata = { ...project.metadata, reconcile };
      });
      const applied = await stage.run('apply --auto-approve');
      expect(applied.exit).toBe(4);
      expect(applied.err).toContain('agency/clients#77 has it now');
      expect(metadataOf(stage)).toMatchObject({ reconcile: { revision: 7, claim: { run: 'agency/clients#77' } } });
      await expect(stage.transcript()).toMatchFileSnapshot('then/claim-lost.txt');
    });
  });
});

function documented(): StageOptions {
  return {
    files: { ...documentsOf([live]), 'reconcile.yaml': settings() },
    world: worldOf([live], { switches: { generation: 'seed' } }),
  };
}

function withEndpoint(wish: Record<string, unknown>, inProject: Record<string, unknown> = {}): StageOptions {
  return {
    files: { [file]: documentOf(live, wish), 'reconcile.yaml': settings({ transport: endpoint() }) },
    world: worldOf([acme({ inProject })]),
  };
}

async function record(stage: StoryStage): Promise<void> {
  expect((await stage.run('confirm acme-ios --json -', { input: copied(live.config) })).exit).toBe(0);
}

/** Somebody edits the project's metadata by hand, right before the next request. */
function edit(stage: StoryStage, change: (text: string) => string): void {
  stage.intervene((_, moment, { layers }) => {
    const [project] = layers.projects;
    if (project === undefined || moment !== 'before') return;
    const before = JSON.stringify(project.metadata);
    const after = change(before);
    if (after === before) throw new Error(`nothing to edit in ${before}`);
    project.metadata = JSON.parse(after);
    stage.intervene(undefined);
  });
}

function metadataOf(stage: StoryStage): unknown {
  return stage.world().layers.projects[0]?.metadata;
}

function configIn(stage: StoryStage): unknown {
  return stage.world().layers.projects[0]?.layers[0]?.config;
}
