import { describe, expect, test } from 'vitest';
import { type ApplyInput, applyPlan } from '../../src/apply/index.ts';
import type { JournalLine } from '../../src/model/journal.ts';
import type { Claim, DesiredLayer, LiveLayer, Result } from '../../src/model/index.ts';
import { ACCOUNT, aDesired, aLive, kept, layers, NOON, OURS, planOf, PROJECT, WRITTEN } from '../support/layers.ts';
import { writersFor } from '../support/writers.ts';
import { aLayer, api } from '../support/plan.ts';
import { never, type FakeLayers, fakeLayers, type FakeOptions, stopped } from './fake-layers.ts';

const relayOff = { seen: { 'capi.enabled': api(false) } };

type Given = {
  readonly desired?: readonly DesiredLayer[];
  readonly live?: readonly LiveLayer[];
  readonly options?: FakeOptions;
  readonly rest?: Partial<ApplyInput>;
};

/** Applies the plan of some layers; all projects share one fake. */
async function apply({ desired = [aDesired()], live = [aLive(relayOff)], options, rest = {} }: Given = {}) {
  const fake: FakeLayers = fakeLayers(options);
  const lines: JournalLine[] = [];
  const journal = async (line: JournalLine): Promise<Result<void>> => {
    lines.push(line);
    fake.log.push(`journal ${line.moment}${line.outcome ? ` ${line.outcome}` : ''}`);
    return { ok: true, value: undefined };
  };
  const applied = await applyPlan({
    plan: planOf(desired, live),
    desired,
    live,
    writersFor: () => writersFor(fake.writer),
    holder: { run: 'ours', nonce: 'n-ours' },
    hasEnded: async () => false,
    owner: OURS,
    commit: 'c0de',
    now: () => NOON,
    journal,
    stop: never,
    waitClaimMs: 0,
    sleep: async () => {},
    replan: async () => ({ state: 'failed', problems: [{ code: 'apply/stale', message: 'It moved.' }] }),
    ...rest,
  });
  return { applied, fake, lines, outcomes: applied.entries.map(({ kind, outcome }) => `${kind} ${outcome}`) };
}

describe('applyPlan', () => {
  test('a write has a journal line before and after, between the claim and the record', async () => {
    const { fake, applied, lines } = await apply();
    expect(fake.log).toEqual([
      'journal before',
      'claim ours r4',
      'journal after done',
      'journal before',
      'config capi.enabled',
      'journal after done',
      'journal before',
      'record r4 pl_1',
      'journal after done',
    ]);
    expect(applied).toMatchObject({
      entries: [{ change: 'acme-ios/capi', outcome: 'done' }],
      concurrentRuns: [],
      problems: [],
      notRecorded: [],
      touched: ['acme-ios'],
    });
    expect(lines.map(({ change }) => change)).toEqual([
      'ledger/claim',
      'ledger/claim',
      'acme-ios/capi',
      'acme-ios/capi',
      'ledger/record',
      'ledger/record',
    ]);
    expect(lines.map(({ key }) => key)).toEqual(fake.keys.flatMap((key) => [key, key]));
    expect(new Set(fake.keys).size).toBe(3);
  });

  test('afterwards the claim is released and the entry names its origin', async () => {
    const { fake } = await apply();
    const entry = {
      config: { 'capi.enabled': true },
      revision: 4,
      owner: OURS,
      commit: 'c0de',
      time: NOON.toISOString(),
    };
    expect(fake.ledger()).toMatchObject({ revision: 4, entries: { pl_1: { state: 'kept', entry } } });
    expect(fake.ledger().claim).toBeUndefined();
    expect(fake.metadata()).toEqual({ other: 'tool' });
  });

  test('with only manual steps, the ledger says once what was reviewed and is open', async () => {
    const desired = [aDesired({ fields: { monthlyCostCap: 35000 } })];
    const { fake, applied, outcomes } = await apply({ desired, live: [aLive()] });
    expect(fake.log.filter((line) => !line.startsWith('journal'))).toEqual(['claim ours r4', 'record r4 pl_1']);
    expect(fake.ledger().entries['pl_1']).toMatchObject({ entry: { open: ['cost-cap'] } });
    expect(outcomes).toEqual(['cost-cap waiting']);
    expect(applied.touched, 'live state is as before').toEqual([]);

    const again = await apply({
      desired,
      live: [aLive({ ledger: fake.ledger().entries['pl_1'] ?? { state: 'none' } })],
    });
    expect([again.fake.log, again.outcomes]).toEqual([[], ['cost-cap waiting']]);
  });

  test('an open change that is done by now is recorded once, without anything else to write', async () => {
    const { document } = planOf(aDesired(), aLive()).layers[0] ?? aLayer();
    const ledger = kept(WRITTEN, { document, open: ['cost-cap'] });
    const { fake } = await apply({
      live: [aLive({ ledger })],
      options: { ledger: { entries: { pl_1: ledger } } },
    });
    const entry = fake.ledger().entries['pl_1'];
    expect(entry).toMatchObject({ entry: { document } });
    expect(entry).not.toHaveProperty('entry.open');
    const again = await apply({ live: [aLive({ ledger: entry ?? ledger })] });
    expect(again.fake.log).toEqual([]);
  });

  test('without changes, nothing is written', async () => {
    const { fake, applied } = await apply({ live: [aLive()] });
    expect(fake.log).toEqual([]);
    expect(applied).toMatchObject({ entries: [], concurrentRuns: [], problems: [], notRecorded: [], touched: [] });
  });

  test('a manual step is not recorded, a finished change is', async () => {
    const { fake, outcomes } = await apply({ desired: [aDesired({ fields: { monthlyCostCap: 35000 } })] });
    expect(outcomes).toEqual(['capi done', 'cost-cap waiting']);
    const entry = fake.ledger().entries['pl_1'];
    expect(entry).toMatchObject({ entry: { config: { 'capi.enabled': true } } });
    expect(entry?.state === 'kept' && entry.entry.config.monthlyCostCap).toBeUndefined();
  });

  test('a failed write is in the journal, is not recorded, and the claim is released', async () => {
    const onConfig = () => ({ ok: false, problems: [{ code: 'api/refused', message: 'No.' }] }) as const;
    const { fake, outcomes, lines } = await apply({ options: { onConfig } });
    expect(outcomes).toEqual(['capi failed']);
    const after = lines.find(({ change, moment }) => change === 'acme-ios/capi' && moment === 'after');
    expect(after).toMatchObject({ outcome: 'failed', problems: [{ code: 'api/refused' }] });
    const entry = fake.ledger().entries['pl_1'];
    expect(entry?.state === 'kept' && entry.entry.config['capi.enabled']).toBeUndefined();
    expect(fake.ledger().claim).toBeUndefined();
  });

  const full: Result<void> = { ok: false, problems: [{ code: 'disk/unwritable', message: 'Full.' }] };

  test('without a journal line, nothing is sent', async () => {
    const { fake, outcomes, applied } = await apply({ rest: { journal: async () => full } });
    expect(outcomes).toEqual(['capi not tried']);
    expect(applied.problems).toMatchObject([{ code: 'disk/unwritable' }]);
    expect(fake.log).toEqual([]);
  });

  test('a disk that fills up stops the next write, and finished changes are recorded', async () => {
    const journal = async ({ change }: JournalLine): Promise<Result<void>> =>
      change === 'ledger/claim' ? { ok: true, value: undefined } : full;
    const { fake, outcomes, applied } = await apply({ rest: { journal } });
    expect(outcomes).toEqual(['capi failed']);
    expect(fake.log).toEqual(['claim ours r4', 'record r4 pl_1']);
    expect(applied.problems).toMatchObject([{ code: 'disk/unwritable' }, { code: 'disk/unwritable' }]);
  });

  test('a project claimed by another run is not written to, and the run is named', async () => {
    const claim: Claim = { run: 'theirs', revision: 4, until: new Date(NOON.getTime() + 60_000).toISOString() };
    const { fake, applied, outcomes } = await apply({ options: { ledger: { claim } } });
    expect(outcomes).toEqual(['capi not tried']);
    expect(applied.concurrentRuns).toEqual([{ project: PROJECT, run: 'theirs', until: claim.until }]);
    expect(applied.touched).toEqual([]);
    expect(fake.log).toEqual([]);
  });

  test('a ledger that is too large is a problem before any write', async () => {
    const ledgerSize = { ok: false, problems: [{ code: 'ledger/too-large', message: 'Full.' }] } as const;
    const { fake, applied, outcomes } = await apply({ options: { ledgerSize } });
    expect(outcomes).toEqual(['capi not tried']);
    expect(applied.problems.map(({ code }) => code)).toEqual(['ledger/too-large']);
    expect(fake.log).toEqual([]);
  });

  test('a record that cannot be written is a problem; the changes stay done', async () => {
    const { applied, outcomes } = await apply({ options: { failing: { record: 'api/unreachable' } } });
    expect(outcomes).toEqual(['capi done']);
    expect(applied.problems.map(({ code }) => code)).toEqual(['api/unreachable']);
    const until = new Date(NOON.getTime() + 15 * 60_000).toISOString();
    expect(applied.notRecorded, 'until when others are kept out').toEqual([
      { project: PROJECT, layers: ['acme-ios'], until },
    ]);
  });

  test('a claim of another run is not overwritten', async () => {
    const claim: Claim = { run: 'theirs', revision: 5, until: NOON.toISOString() };
    const fake = fakeLayers({
      onConfig: () => {
        fake.meddle({ ledger: { claim } });
        return undefined;
      },
    });
    const { applied } = await apply({ rest: { writersFor: () => writersFor(fake.writer) } });
    expect(applied.problems.map(({ code }) => code)).toEqual(['apply/concurrent-run']);
    expect(applied.notRecorded, 'the claim is not ours').toMatchObject([{ layers: ['acme-ios'], until: null }]);
    expect(fake.ledger().claim).toEqual(claim);
  });

  test('an interrupt before the first write takes no claim', async () => {
    const { fake, applied, outcomes } = await apply({ rest: { stop: stopped } });
    expect(outcomes).toEqual(['capi not tried']);
    expect(applied.entries[0]?.problems?.[0]?.code).toBe('apply/interrupted');
    expect(fake.log).toEqual([]);
  });

  test('an interrupt during a write finishes it and releases the claim', async () => {
    const stop = new AbortController();
    const { desired, live } = layers(2, () => ({ desired: { project: PROJECT }, sight: relayOff }));
    const onConfig = () => {
      stop.abort();
      return undefined;
    };
    const { fake, outcomes } = await apply({ desired, live, options: { onConfig }, rest: { stop: stop.signal } });
    expect(outcomes).toEqual(['capi done', 'capi not tried']);
    expect(fake.ledger().claim).toBeUndefined();
    expect(fake.ledger().entries['pl_0']).toMatchObject({ entry: { config: { 'capi.enabled': true } } });
  });

  test('layers of one project share one claim and one record', async () => {
    const { desired, live } = layers(2, () => ({ desired: { project: PROJECT }, sight: relayOff }));
    const { fake } = await apply({ desired, live });
    expect(fake.log.filter((line) => !line.startsWith('journal'))).toEqual([
      'claim ours r4',
      'config capi.enabled',
      'config capi.enabled',
      'record r4 pl_0 pl_1',
    ]);
  });

  test('a failure in one layer does not stop the others', async () => {
    let writes = 0;
    const onConfig = () => {
      writes += 1;
      return writes === 1 ? ({ ok: false, problems: [{ code: 'api/refused', message: 'No.' }] } as const) : undefined;
    };
    const { desired, live } = layers(2, () => ({ desired: { project: PROJECT }, sight: relayOff }));
    const { outcomes } = await apply({ desired, live, options: { onConfig } });
    expect(outcomes).toEqual(['capi failed', 'capi done']);
  });

  test('a layer without changes is not written into the ledger', async () => {
    const { desired, live } = layers(2, (n) => ({ desired: { project: PROJECT }, sight: n === 0 ? relayOff : {} }));
    const { fake } = await apply({ desired, live });
    expect(Object.keys(fake.ledger().entries)).toEqual(['pl_0']);
  });

  test('entries are in the order of the plan, whatever the order of the projects, and progress is reported', async () => {
    const { desired, live } = layers(9, () => ({ sight: relayOff }));
    const sheets = new Map(desired.map(({ project }) => [project, fakeLayers()]));
    const reported: string[] = [];
    const { applied } = await apply({
      desired,
      live,
      rest: {
        writersFor: ({ project }) => writersFor((sheets.get(project) ?? fakeLayers()).writer),
        progress: (done, of) => reported.push(`${done}/${of}`),
      },
    });
    expect(applied.entries.map(({ layer }) => layer)).toEqual(desired.map(({ name }) => name));
    expect(reported).toEqual(Array.from({ length: 9 }, (_, n) => `${n + 1}/9`));
    for (const sheet of sheets.values()) expect(sheet.log.at(-1)).toMatch(/^record r4/);
  });

  test('an entry under the ad account’s id moves to the layer’s', async () => {
    const { fake } = await apply({
      live: [aLive({ ...relayOff, ledger: kept() })],
      options: { ledger: { entries: { [ACCOUNT]: kept(), other: kept() } } },
    });
    expect(Object.keys(fake.ledger().entries).sort()).toEqual(['other', 'pl_1']);
  });

  test('a change that depends on an earlier one depends on the written value', async () => {
    const bases: unknown[] = [];
    const fake = fakeLayers();
    const writer: typeof fake.writer = {
      ...fake.writer,
      writeConfig: (write, signal) => {
        bases.push(write.basis.map(({ path, live }) => [path, live]));
        return fake.writer.writeConfig(write, signal);
      },
    };
    const live = aLive({ seen: { adAccountId: api('7111'), 'capi.pixel_id': api('OLD') } });
    const { applied } = await apply({
      desired: [aDesired()],
      live: [{ ...live, writable: [...live.writable, 'adAccountId', 'capi.pixel_id'] }],
      rest: { writersFor: () => writersFor(writer) },
    });
    expect(applied.entries.map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual(['binding done', 'pixel done']);
    expect(bases).toEqual([[], [['adAccountId', api(ACCOUNT)]]]);
  });

  test('a second apply of the same revision uses the same key for the same write', async () => {
    const [first, second] = [await apply(), await apply()];
    expect(first.fake.keys).toEqual(second.fake.keys);
    const third = await apply({ options: { ledger: { revision: 4 } } });
    expect(third.fake.keys).not.toContain(first.fake.keys[1]);
  });
});
