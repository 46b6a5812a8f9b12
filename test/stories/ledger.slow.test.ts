import { describe, expect, test } from 'vitest';
import { withHarness, type HarnessOptions, type StoryHarness } from '../support/harness.ts';
import { acme, copied, documentOf, documentsOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

const live = acme();
const file = fileOf(live);
const OURS = { GITHUB_REPOSITORY: 'acme/ads', GITHUB_RUN_ID: '1', GITHUB_SHA: 'a'.repeat(40) };
const THEIRS = { GITHUB_REPOSITORY: 'agency/clients', GITHUB_RUN_ID: '2', GITHUB_SHA: 'b'.repeat(40) };
const UNTIL = '2026-11-10T12:15:00.000Z';

test('a manually edited ledger is ignored', async () => {
  await withHarness(documented(), async (harness) => {
    await record(harness);
    harness.note('Maya raises the recorded cap in the metadata.');
    edit(harness, (text) => text.replace('"monthlyCostCap":28000', '"monthlyCostCap":29000'));
    const planned = await harness.run('plan --allow cap-increase=acme-ios');
    expect(planned.exit).toBe(0);
    expect(planned.out).toContain('ledger/edited');
    expect(planned.out).toContain('monthlyCostCap: (unknown) → 28,000.00 USD');

    harness.note('The live values are recorded again.');
    await record(harness);
    expect((await harness.run('plan --detailed-exitcode')).exit).toBe(0);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/ledger-edited.txt');
  });
});

test.each([
  { name: 'text', to: '"none of your business"' },
  { name: 'without its layers', to: '{"format":1,"revision":1}' },
])('a ledger that is $name is not believed', async ({ to }) => {
  await withHarness(documented(), async (harness) => {
    await record(harness);
    edit(harness, (text) => text.replace(/"reconcile":\{.*\}\}$/, `"reconcile":${to}}`));
    const planned = await harness.run('plan --allow cap-increase=acme-ios');
    expect(planned.out).toContain('ledger/edited');
    // Layers keeps the idempotency keys of the first life of the ledger for 24 hours.
    const later = { input: copied(live.config), now: '2026-11-10T12:01:00Z' };
    const again = await harness.run('confirm acme-ios --json -', later);
    expect([again.exit, again.err]).toEqual(
      to.includes('revision') ? [0, ''] : [4, expect.stringContaining('24 hours')],
    );
  });
});

test('without a ledger the endpoint still returns all fields', async () => {
  await withHarness(withEndpoint({}), async (harness) => {
    expect((await harness.run('plan --detailed-exitcode')).exit).toBe(0);
    expect(metadataOf(harness)).toEqual({});
  });
});

describe('ownership of a layer', () => {
  test('a layer of a different repository is refused, and taken over only by name', async () => {
    await withHarness(withEndpoint({ monthlyCostCap: 29000 }), async (harness) => {
      expect((await harness.run('apply --auto-approve', { env: THEIRS })).exit).toBe(0);
      await harness.edit(file, 'monthlyCostCap: 29000', 'monthlyCostCap: 30000');
      harness.forget();
      const refused = await harness.run('apply --auto-approve', { env: OURS });
      expect(refused.exit).toBe(4);
      expect(refused.out).toContain('The layer is managed by agency/clients; this repository is acme/ads.');
      expect(harness.writes()).toEqual([]);

      expect((await harness.run('apply --auto-approve --allow owner=beta', { env: OURS })).exit).toBe(4);
      expect((await harness.run('apply --auto-approve --allow owner=acme-ios', { env: OURS })).exit).toBe(0);
      expect(metadataOf(harness)).toMatchObject({
        reconcile: { layers: { [live.layer]: { owner: { repository: 'acme/ads', root: '.' } } } },
      });
      await expect(harness.transcript()).toMatchFileSnapshot('golden/ledger-owner.txt');
    });
  });

  test('a different repository cannot confirm it either', async () => {
    await withHarness(documented(), async (harness) => {
      await harness.run('confirm acme-ios --json -', { input: copied(live.config), env: THEIRS });
      await harness.edit(file, 'monthlyCostCap: 28000', 'monthlyCostCap: 30000');
      harness.forget();
      const refused = await harness.run('confirm acme-ios', { env: OURS });
      expect(refused.exit).toBe(4);
      expect(refused.err).toContain('agency/clients');
      expect(harness.writes()).toEqual([]);
      expect((await harness.run('confirm acme-ios --allow owner=acme-ios', { env: OURS })).exit).toBe(0);
    });
  });
});

test('metadata of other tools survives every write, byte for byte', async () => {
  const theirs = {
    crm: { id: '7012345678901234567', notes: ['ü', '\u0000', '</script>', '🙂'], nested: { b: 1, a: [null, 1.5, ''] } },
    zeta: null,
    ' spaced ': false,
    __proto__x: { constructor: 'x' },
  };
  await withHarness(withEndpoint({ monthlyCostCap: 29000 }, { metadata: theirs }), async (harness) => {
    const seen = new Set<string>();
    harness.intervene((request, moment, { layers }) => {
      if (moment !== 'after' || request.method !== 'PATCH') return;
      const { reconcile: _, ...others } = layers.projects[0]?.metadata ?? {};
      seen.add(JSON.stringify(others));
    });
    expect((await harness.run('apply --auto-approve')).exit).toBe(0);
    await harness.run('confirm acme-ios --json -', { input: copied({ ...live.config, monthlyCostCap: 29000 }) });
    expect(harness.writes().filter(({ path }) => path.endsWith(live.project)).length).toBe(3);
    expect([...seen]).toEqual([JSON.stringify(theirs)]);
  });
});

test('a ledger that has no room is a problem before any write', async () => {
  const metadata = { crm: 'x'.repeat(7_600) };
  await withHarness(withEndpoint({ monthlyCostCap: 29000 }, { metadata }), async (harness) => {
    const applied = await harness.run('apply --auto-approve');
    expect(applied.exit).toBe(1);
    expect(applied.err).toContain('ledger/too-large');
    expect(harness.writes()).toEqual([]);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/ledger-too-large.txt');
    const confirmed = await harness.run('confirm acme-ios --json -', { input: copied(live.config) });
    expect([confirmed.exit, harness.writes()]).toEqual([1, []]);
  });
});

test('a ledger that a later version wrote is left alone', async () => {
  const metadata = { reconcile: { format: 2, revision: 9, shards: [{ of: live.layer }] } };
  await withHarness(withEndpoint({ monthlyCostCap: 29000 }, { metadata }), async (harness) => {
    for (const line of ['plan', 'apply --auto-approve', 'drift', 'confirm acme-ios --json -']) {
      const ran = await harness.run(line, { input: copied(live.config) });
      expect(ran.exit).toBe(1);
      expect(ran.err).toContain('ledger/newer');
      if (line === 'plan') await expect(harness.transcript()).toMatchFileSnapshot('golden/ledger-newer.txt');
    }
    expect(harness.writes()).toEqual([]);
    expect(metadataOf(harness)).toEqual(metadata);
  });
});

describe('one writer', () => {
  const claimOf = (run: string, until = UNTIL, more: object = {}) => ({
    metadata: {
      reconcile: { format: 1, revision: 4, claim: { run, nonce: 'n', revision: 5, until, ...more }, layers: {} },
    },
  });

  test('a project that a different run holds is left alone', async () => {
    await withHarness(withEndpoint({ monthlyCostCap: 29000 }, claimOf('agency/clients#77')), async (harness) => {
      const applied = await harness.run('apply --auto-approve');
      expect(applied.exit).toBe(4);
      expect(applied.err).toContain(`agency/clients#77, until ${UNTIL}`);
      expect(applied.out).toContain('not tried  cost-cap');
      expect(harness.writes()).toEqual([]);
      const confirmed = await harness.run('confirm acme-ios --json -', { input: copied(live.config) });
      expect([confirmed.exit, harness.writes()]).toEqual([4, []]);
      await expect(harness.transcript()).toMatchFileSnapshot('golden/claim-held.txt');
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
    await withHarness(withEndpoint({ monthlyCostCap: 29000 }, claim), async (harness) => {
      expect((await harness.run('apply --auto-approve', { env })).exit).toBe(0);
      const { reconcile } = metadataOf(harness) as { reconcile: { revision: number; claim?: unknown } };
      expect(reconcile.revision, 'after the one that was claimed').toBe(6);
      expect(reconcile.claim).toBeUndefined();
    });
  });

  test('two runs at the same moment: Layers refuses the second', async () => {
    await withHarness(withEndpoint({ monthlyCostCap: 29000 }), async (harness) => {
      const runs = await Promise.all([
        harness.run('apply --auto-approve', { env: OURS }),
        harness.run('apply --auto-approve', { env: { ...OURS, GITHUB_RUN_ID: '9' } }),
      ]);
      const written = harness.writes().filter(({ path, status }) => path.endsWith('/config') && status === 200);
      expect(written.length, 'the config is written once').toBe(1);
      // The other is refused, or comes late enough to find everything done.
      const exits = runs.map(({ exit }) => exit).sort((a, b) => a - b);
      expect(exits.join(' ')).toMatch(/^0 [04]$/);
      expect(configIn(harness)).toMatchObject({ monthlyCostCap: 29000 });
    });
  });

  test('a concurrent run that claims between our read and our claim, with the same key', async () => {
    await withHarness(withEndpoint({ monthlyCostCap: 29000 }), async (harness) => {
      let rival: Promise<unknown> | undefined;
      harness.intervene((request, moment) => {
        if (rival !== undefined || moment !== 'before' || request.method !== 'PATCH') return;
        // The whole rival run happens while our claim is on its way.
        rival = harness.run('apply --auto-approve', { env: OURS });
      });
      const ours = await harness.run('apply --auto-approve', { env: THEIRS });
      await rival;
      const written = harness.writes().filter(({ path, status }) => path.endsWith('/config') && status === 200);
      expect(written.length).toBe(1);
      expect(ours.exit).toBe(0);
    });
  });

  test('a claim lost during sleep is not taken back', async () => {
    await withHarness(withEndpoint({ monthlyCostCap: 29000, objectives: ['traffic'] }), async (harness) => {
      // Right after our write a different run holds the claim, because for it ours had expired.
      harness.intervene((request, moment, { layers }) => {
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
      const applied = await harness.run('apply --auto-approve');
      expect(applied.exit).toBe(4);
      expect(applied.err).toContain('it now belongs to agency/clients#77');
      expect(metadataOf(harness)).toMatchObject({ reconcile: { revision: 7, claim: { run: 'agency/clients#77' } } });
      await expect(harness.transcript()).toMatchFileSnapshot('golden/claim-lost.txt');
    });
  });
});

function documented(): HarnessOptions {
  return {
    files: { ...documentsOf([live]), 'reconcile.yaml': settings() },
    world: worldOf([live], { switches: { generation: 'seed' } }),
  };
}

function withEndpoint(desired: Record<string, unknown>, inProject: Record<string, unknown> = {}): HarnessOptions {
  return {
    files: { [file]: documentOf(live, desired), 'reconcile.yaml': settings({ transport: endpoint() }) },
    world: worldOf([acme({ inProject })]),
  };
}

async function record(harness: StoryHarness): Promise<void> {
  expect((await harness.run('confirm acme-ios --json -', { input: copied(live.config) })).exit).toBe(0);
}

/** A person edits the metadata of the project, right before the next request. */
function edit(harness: StoryHarness, change: (text: string) => string): void {
  harness.intervene((_, moment, { layers }) => {
    const [project] = layers.projects;
    if (project === undefined || moment !== 'before') return;
    const before = JSON.stringify(project.metadata);
    const after = change(before);
    if (after === before) throw new Error(`nothing to edit in ${before}`);
    project.metadata = JSON.parse(after);
    harness.intervene(undefined);
  });
}

function metadataOf(harness: StoryHarness): unknown {
  return harness.world().layers.projects[0]?.metadata;
}

function configIn(harness: StoryHarness): unknown {
  return harness.world().layers.projects[0]?.layers[0]?.config;
}
