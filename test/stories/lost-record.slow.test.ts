import { describe, expect, test } from 'vitest';
import { withHarness, type StoryHarness } from '../support/harness.ts';
import { acme, campaignOf, connected, documentOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

/** An apply pauses two campaigns, and its record is lost. A third one was paused by a person. */
const one = acme();
const file = fileOf(one);
const campaign = (n: number, status: string) => campaignOf(one.account, n, status);

function onLoss(structural: string, play: (harness: StoryHarness) => Promise<void>): Promise<void> {
  const world = worldOf([
    acme({
      inProject: {
        adAccounts: [connected(one.account)],
        campaigns: [campaign(1, 'active'), campaign(2, 'active'), campaign(3, 'paused')],
        layers: [{ id: one.layer, config: one.config, defaults: { structural } }],
      },
    }),
  ]);
  const files = {
    [file]: documentOf(one, { state: 'paused' }),
    'reconcile.yaml': settings({ transport: endpoint() }),
  };
  return withHarness({ files, world }, async (harness) => {
    loseRecord(harness);
    const lost = await harness.run('apply --auto-approve');
    expect([lost.exit, lost.out], lost.err).toEqual([1, expect.stringContaining('Not recorded')]);
    harness.sandbox.faults([]);
    harness.forget();
    await play(harness);
  });
}

/** The claim and an intent for each campaign arrive, and the record never does. */
function loseRecord(harness: StoryHarness): void {
  const path = `/v1/projects/${one.project}`;
  harness.sandbox.faults([{ method: 'PATCH', path, after: 3, times: 9, fault: { kind: 'reset-before' } }]);
}

type Reconcile = {
  readonly claim?: { readonly until: string; readonly intents?: unknown };
  readonly layers: Readonly<Record<string, { readonly config: Readonly<Record<string, unknown>> }>>;
};

function ledger(harness: StoryHarness): Reconcile {
  const [project] = harness.world().layers.projects;
  // Ours in this story.
  return (project?.metadata ?? { reconcile: undefined })['reconcile'] as unknown as Reconcile;
}
const recorded = (harness: StoryHarness) => ledger(harness).layers[one.layer]?.config['campaigns.paused'];
const gate = (harness: StoryHarness) =>
  harness
    .writes()
    .filter(({ path }) => /\/(pause|resume)$/.test(path))
    .map(({ path }) => path.split('/').slice(-2).join(' '));
const statuses = (harness: StoryHarness) => harness.world().layers.projects[0]?.campaigns.map(({ status }) => status);

describe('a lost record', () => {
  test('the result is in the claim, and nowhere else', () =>
    onLoss('auto', async (harness) => {
      const { claim, layers } = ledger(harness);
      expect(claim?.intents).toMatchObject({ [one.layer]: { paused: ['cmp_1', 'cmp_2'] } });
      expect(layers).toEqual({});
    }));

  test('the next run records it, though it has nothing else to write', () =>
    onLoss('auto', async (harness) => {
      const next = await harness.run('apply --auto-approve');
      expect(next.exit, next.err).toBe(3);
      expect(harness.writes().map(({ method, path }) => `${method} ${path}`)).toEqual([
        `PATCH /v1/projects/${one.project}`,
        `PATCH /v1/projects/${one.project}`,
      ]);
      expect([recorded(harness), ledger(harness).claim]).toEqual([['cmp_1', 'cmp_2'], undefined]);
      harness.forget();
      await harness.run('apply --auto-approve');
      expect(harness.writes(), 'and once is enough').toEqual([]);
    }));

  test('state: active right after it resumes only the campaigns it paused', () =>
    onLoss('auto', async (harness) => {
      await harness.edit(file, 'state: paused', 'state: active');
      const planned = await harness.run('plan');
      expect(planned.out).toContain('resume Campaign 1');
      expect(planned.out).not.toContain('Campaign 3');
      await harness.run('apply --auto-approve');
      await harness.run('confirm acme-ios');
      await harness.run('apply --auto-approve');
      expect(gate(harness)).toEqual(['cmp_1 resume', 'cmp_2 resume']);
      expect(statuses(harness)).toEqual(['active', 'active', 'paused']);
      expect([recorded(harness), ledger(harness).claim]).toEqual([undefined, undefined]);
    }));

  test('a confirm in between records it, too', () =>
    onLoss('auto', async (harness) => {
      expect((await harness.run('confirm acme-ios')).exit).toBe(0);
      expect([recorded(harness), ledger(harness).claim]).toEqual([['cmp_1', 'cmp_2'], undefined]);
    }));

  test('a different machine waits for the claim, then records it', () =>
    onLoss('auto', async (harness) => {
      const env = { RUNNER_TEMP: `${harness.folder}/another` };
      const early = await harness.run('apply --auto-approve', { env });
      expect([early.exit, harness.writes()], 'there is nothing else to write').toEqual([3, []]);
      const now = new Date(Date.parse(ledger(harness).claim?.until ?? '') + 1_000).toISOString();
      expect((await harness.run('apply --auto-approve', { env, now })).exit).toBe(3);
      expect([recorded(harness), ledger(harness).claim]).toEqual([['cmp_1', 'cmp_2'], undefined]);
    }));

  test('a campaign that a person resumed in the meantime is theirs, also if they pause it again', () =>
    onLoss('auto', async (harness) => {
      const person = (deed: string) => harness.call('POST', `/__sandbox/people/${deed}`, { campaign: 'cmp_1' });
      expect((await person('resume-campaign')).status).toBe(200);
      await harness.edit(file, 'state: paused', 'state: active');
      await harness.run('apply --auto-approve');
      await harness.run('confirm acme-ios');
      expect((await person('pause-campaign')).status).toBe(200);
      await harness.run('apply --auto-approve');
      expect(gate(harness)).toEqual(['cmp_2 resume']);
      expect(statuses(harness)).toEqual(['paused', 'active', 'paused']);
    }));

  test('pauses that the gate holds are remembered', () =>
    onLoss('draft', async (harness) => {
      await harness.edit(file, 'state: paused', 'state: active');
      await harness.run('apply --auto-approve');
      expect([recorded(harness), ledger(harness).claim]).toEqual([['cmp_1', 'cmp_2'], undefined]);
    }));
});
