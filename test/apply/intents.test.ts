import { describe, expect, test } from 'vitest';
import { applyPlan, type ApplyInput } from '../../src/apply/index.ts';
import type { LiveCampaign, Claim, Intent, LiveLayer } from '../../src/model/index.ts';
import { writersFor } from '../support/writers.ts';
import { aDesired, aLive, kept, NOON, OURS, planOf, type Sight, WRITTEN } from '../support/layers.ts';
import { api } from '../support/plan.ts';
import { fakeLayers, type FakeLayers, type FakeOptions } from './fake-layers.ts';

const active = (id: string): LiveCampaign => ({ id, name: id, status: 'active', authority: 'auto' });
const paused = (id: string): LiveCampaign => ({ ...active(id), status: 'paused' });
const intent = (rest: Partial<Intent> = {}): Intent => ({ digest: 'sha256:first', paused: [], resumed: [], ...rest });

/** A claim that its run never released. */
const left = (intents: Claim['intents'] = {}): Claim => ({
  run: 'first',
  nonce: 'n0',
  intents,
  revision: 4,
  until: new Date(NOON.getTime() - 1_000).toISOString(),
});

async function apply(fake: FakeLayers, state: 'paused' | 'active', sight: Sight, rest: Partial<ApplyInput> = {}) {
  const desired = [aDesired({ fields: { state } })];
  const live: readonly LiveLayer[] = [aLive(sight)];
  return applyPlan({
    plan: planOf(desired, live),
    desired,
    live,
    writersFor: () => writersFor(fake.writer),
    holder: { run: 'ours', nonce: 'n1' },
    hasEnded: async () => false,
    owner: OURS,
    commit: null,
    now: () => NOON,
    journal: async () => ({ ok: true, value: undefined }),
    stop: new AbortController().signal,
    waitClaimMs: 0,
    sleep: async () => {},
    replan: async () => ({ state: 'failed', problems: [] }),
    ...rest,
  });
}

/** Campaigns that accept each write. */
function withCampaigns(
  start: readonly LiveCampaign[],
  options: FakeOptions = {},
): FakeLayers & { readonly seen: () => readonly LiveCampaign[] } {
  let campaigns = start;
  const fake = fakeLayers({
    campaigns: () => campaigns,
    onCampaign: (id, verb) => {
      campaigns = campaigns.map((one) =>
        one.id === id ? { ...one, status: verb === 'pause' ? 'paused' : 'active' } : one,
      );
      return undefined;
    },
    ...options,
  });
  return { ...fake, seen: () => campaigns };
}

const running = (ids: readonly string[]) => ({ 'campaigns.running': api([...ids]), state: api('paused') });

describe('a campaign is in the claim before it is sent', () => {
  test('each campaign, one by one', async () => {
    const at: unknown[] = [];
    const campaigns = [active('c1'), active('c2')];
    const fake = withCampaigns(campaigns);
    const { setCampaign } = fake.writer;
    const writer: FakeLayers['writer'] = {
      ...fake.writer,
      setCampaign: (...args) => {
        at.push([args[1], fake.ledger().claim?.intents?.['pl_1']?.paused]);
        return setCampaign(...args);
      },
    };
    await apply({ ...fake, writer }, 'paused', { campaigns, seen: running(['c1', 'c2']) });
    expect(at).toEqual([
      ['c1', ['c1']],
      ['c2', ['c1', 'c2']],
    ]);
    expect(fake.ledger().entries['pl_1']).toMatchObject({ entry: { config: { 'campaigns.paused': ['c1', 'c2'] } } });
    expect(fake.ledger().claim).toBeUndefined();
  });

  test('a campaign is not paused if its intent cannot be written', async () => {
    let claims = 0;
    const campaigns = [active('c1')];
    const fake = withCampaigns(campaigns, {});
    const { writeLedger } = fake.writer;
    const writer: FakeLayers['writer'] = {
      ...fake.writer,
      writeLedger: (...args) => {
        claims += 1;
        if (claims !== 2) return writeLedger(...args);
        return Promise.resolve({ ok: false, problems: [{ code: 'api/unreachable', message: 'Lost.' }] });
      },
    };
    const applied = await apply({ ...fake, writer }, 'paused', { campaigns, seen: running(['c1']) });
    expect(applied.entries.map(({ kind, outcome }) => `${kind} ${outcome}`)).toContain('campaigns failed');
    expect(fake.seen()).toEqual(campaigns);
  });

  test('the digest of the applied plan is in the first claim', async () => {
    const fake = fakeLayers();
    const desired = [aDesired()];
    const live = [aLive({ seen: { 'capi.enabled': api(false) } })];
    const first: unknown[] = [];
    const { writeLedger } = fake.writer;
    const writer: FakeLayers['writer'] = {
      ...fake.writer,
      writeLedger: (...args) => {
        first.push(args[2].claim?.intents);
        return writeLedger(...args);
      },
    };
    const plan = planOf(desired, live);
    await apply({ ...fake, writer }, 'active', {}, { plan, desired, live });
    expect(first).toEqual([{ pl_1: intent({ digest: plan.layers[0]?.digest ?? '' }) }, undefined]);
  });
});

describe('writes that an earlier run could not record', () => {
  const cases: readonly {
    name: string;
    unrecorded: Intent;
    before?: readonly string[];
    campaigns: readonly LiveCampaign[];
    state: 'paused' | 'active';
    paused?: readonly string[];
    resumed?: readonly string[];
  }[] = [
    {
      name: 'a visible pause',
      unrecorded: intent({ paused: ['c1'] }),
      campaigns: [paused('c1')],
      state: 'paused',
      paused: ['c1'],
    },
    {
      name: 'a pause besides recorded ones',
      unrecorded: intent({ paused: ['c2'] }),
      before: ['c1'],
      campaigns: [paused('c1'), paused('c2')],
      state: 'paused',
      paused: ['c1', 'c2'],
    },
    {
      name: 'a pause that waits for approval',
      unrecorded: intent({ paused: ['c1'] }),
      campaigns: [{ ...active('c1'), pending: 'paused' }],
      state: 'active',
      paused: ['c1'],
    },
    {
      name: 'a pause that was never sent, or was undone',
      unrecorded: intent({ paused: ['c1'] }),
      campaigns: [active('c1')],
      state: 'active',
    },
    { name: 'a removed campaign', unrecorded: intent({ paused: ['c1'] }), campaigns: [], state: 'paused' },
    {
      name: 'a visible resume',
      unrecorded: intent({ resumed: ['c1'] }),
      before: ['c1'],
      campaigns: [active('c1')],
      state: 'active',
    },
    {
      name: 'a resume that waits for approval',
      unrecorded: intent({ resumed: ['c1'] }),
      before: ['c1'],
      campaigns: [{ ...paused('c1'), pending: 'active' }],
      state: 'active',
      resumed: ['c1'],
    },
  ];

  test.each(cases)('$name', async ({ unrecorded, before, campaigns, state, paused: ids, resumed }) => {
    const entry = kept({ ...WRITTEN, ...(before && { 'campaigns.paused': [...before] }) });
    const fake = withCampaigns(campaigns, { ledger: { claim: left({ pl_1: unrecorded }), entries: { pl_1: entry } } });
    const ledger = entry.state === 'kept' ? { ...entry, unrecorded } : entry;
    const seen = {
      'campaigns.running': api(campaigns.filter(({ status }) => status === 'active').map(({ id }) => id)),
      state: api(state),
    };
    const applied = await apply(fake, state, { campaigns, ledger, seen });
    expect(applied.problems).toEqual([]);
    const now = fake.ledger().entries['pl_1'];
    const config = now?.state === 'kept' ? now.entry.config : {};
    expect([config['campaigns.paused'], config['campaigns.resumed']]).toEqual([ids, resumed]);
    expect(fake.ledger().claim, 'and the claim is given back').toBeUndefined();
  });

  test('are recorded under the digest of that run', async () => {
    const unrecorded = intent();
    const fake = fakeLayers({ ledger: { claim: left({ pl_1: unrecorded }) } });
    await apply(fake, 'active', { ledger: { state: 'none', unrecorded }, seen: { state: api('active') } });
    expect(fake.log).toEqual(['claim ours r5', 'record r5 pl_1']);
    expect(fake.ledger().entries['pl_1']).toMatchObject({
      entry: { digest: 'sha256:first', revision: 5, owner: OURS },
    });
  });

  test('are left to a run that still has the claim, without a wait or a problem', async () => {
    const unrecorded = intent();
    const until = new Date(NOON.getTime() + 60_000).toISOString();
    const fake = fakeLayers({ ledger: { claim: { ...left({ pl_1: unrecorded }), until } } });
    const applied = await apply(fake, 'active', {
      ledger: { state: 'none', unrecorded },
      seen: { state: api('active') },
    });
    expect(applied).toMatchObject({ concurrentRuns: [], problems: [], touched: [] });
    expect(fake.log).toEqual([]);
  });

  test('of a different layer stay in an expired claim', async () => {
    const others = { other: intent({ paused: ['c9'] }) };
    const fake = fakeLayers({ ledger: { claim: left(others) } });
    const desired = [aDesired()];
    const live = [aLive({ seen: { 'capi.enabled': api(false) } })];
    const applied = await apply(fake, 'active', {}, { plan: planOf(desired, live), desired, live });
    expect(applied.problems).toEqual([]);
    const { claim } = fake.ledger();
    expect(claim).toMatchObject({ revision: 5, intents: others, until: NOON.toISOString() });
    expect(Object.keys(claim?.intents ?? {})).toEqual(['other']);
  });

  test('a ledger that is too small for the intents is a problem before any write', async () => {
    const asked: (readonly string[] | undefined)[] = [];
    const campaigns = [active('c1'), active('c2')];
    const fake = withCampaigns(campaigns);
    const writer: FakeLayers['writer'] = {
      ...fake.writer,
      checkLedgerSize: (_, next) => {
        asked.push(next.claim?.intents?.['pl_1']?.paused);
        return { ok: false, problems: [{ code: 'ledger/too-large', message: 'Full.' }] };
      },
    };
    const applied = await apply({ ...fake, writer }, 'paused', { campaigns, seen: running(['c1', 'c2']) });
    expect(asked).toEqual([['c1', 'c2']]);
    expect([applied.problems.map(({ code }) => code), fake.log]).toEqual([['ledger/too-large'], []]);
  });
});
