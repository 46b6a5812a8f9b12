import { describe, expect, test } from 'vitest';
import { applyPlan, type ApplyInput, type Replanned } from '../../src/apply/index.ts';
import type { Claim } from '../../src/model/index.ts';
import { writersFor } from '../support/writers.ts';
import { aDesired, aLive, kept, NOON, OURS, planOf, PROJECT, WRITTEN } from '../support/layers.ts';
import { api } from '../support/plan.ts';
import { fakeLayers, type FakeOptions } from './fake-layers.ts';

const minutes = (n: number): string => new Date(NOON.getTime() + n * 60_000).toISOString();
const theirs = (until: number): Claim => ({ run: 'theirs', nonce: 'n2', revision: 4, until: minutes(until) });
const relayOff = { 'capi.enabled': api(false) };
const desired = [aDesired()];

/** Applies one layer with a toggle to switch on. Sleeping advances the clock. */
async function apply(
  options: FakeOptions,
  rest: Partial<ApplyInput> & {
    readonly onSleep?: (count: number, fake: ReturnType<typeof fakeLayers>) => void;
  } = {},
) {
  const { onSleep, ...given } = rest;
  const fake = fakeLayers(options);
  const live = [aLive({ seen: relayOff })];
  let [now, sleeps] = [NOON.getTime(), 0];
  const waits: string[] = [];
  const asked: (readonly string[])[] = [];
  const applied = await applyPlan({
    plan: planOf(desired, live),
    desired,
    live,
    writersFor: () => writersFor(fake.writer),
    holder: { run: 'ours', nonce: 'n1' },
    hasEnded: async () => false,
    owner: OURS,
    commit: null,
    now: () => new Date(now),
    journal: async () => ({ ok: true, value: undefined }),
    stop: new AbortController().signal,
    waitClaimMs: 120_000,
    sleep: async (ms) => {
      now += ms;
      sleeps += 1;
      onSleep?.(sleeps, fake);
    },
    waiting: (project, rival) => waits.push(`${project} ${rival}`),
    ...given,
    replan: async (names) => {
      asked.push(names);
      return given.replan === undefined ? replanned(kept()) : given.replan(names);
    },
  });
  return { applied, fake, waits, asked, seconds: (now - NOON.getTime()) / 1_000 };
}

/** The same plan, made from a different ledger. */
function replanned(ledger: ReturnType<typeof kept>, on = false): Replanned {
  const live = [aLive({ seen: on ? {} : relayOff, ledger })];
  return { state: 'ready', plan: planOf(desired, live), live };
}

describe('a different run holds the claim', () => {
  test('the apply waits for it, names it once, and continues', async () => {
    const { applied, fake, waits, seconds } = await apply(
      { ledger: { claim: theirs(10) } },
      {
        onSleep: (count, { meddle }) => {
          if (count === 3) meddle({ ledger: { revision: 4, claim: { ...theirs(10), until: minutes(-1) } } });
        },
      },
    );
    expect(waits).toEqual([`${PROJECT} theirs`]);
    expect(seconds).toBe(7);
    expect(applied.entries.map(({ outcome }) => outcome)).toEqual(['done']);
    expect(fake.log).toEqual(['claim ours r5', 'config capi.enabled', 'record r5 pl_1']);
  });

  test.each([
    { waitClaimMs: 0, seconds: 0, named: 0 },
    { waitClaimMs: 30_000, seconds: 30, named: 1 },
    { waitClaimMs: 120_000, seconds: 120, named: 1 },
  ])(
    'for $waitClaimMs ms and no longer: nothing is written, and the run is named',
    async ({ waitClaimMs, seconds, named }) => {
      const { applied, fake, waits, seconds: waited } = await apply({ ledger: { claim: theirs(10) } }, { waitClaimMs });
      expect([waited, waits.length]).toEqual([seconds, named]);
      expect(applied).toMatchObject({
        touched: [],
        concurrentRuns: [{ project: PROJECT, run: 'theirs', until: minutes(10) }],
      });
      expect(applied.entries.map(({ outcome }) => outcome)).toEqual(['not tried']);
      expect(fake.log).toEqual([]);
    },
  );

  test('a claim that expires during the wait is taken over', async () => {
    const { applied, seconds } = await apply({ ledger: { claim: theirs(1) } });
    expect(applied.entries.map(({ outcome }) => outcome)).toEqual(['done']);
    expect(seconds).toBeGreaterThanOrEqual(60);
    expect(seconds).toBeLessThan(70);
  });

  test('an interrupt ends the wait', async () => {
    const stop = new AbortController();
    const { applied, fake, seconds } = await apply(
      { ledger: { claim: theirs(10) } },
      { stop: stop.signal, onSleep: () => stop.abort() },
    );
    expect(seconds).toBe(1);
    expect(applied.problems.map(({ code }) => code)).toEqual(['apply/interrupted']);
    expect(fake.log).toEqual([]);
  });
});

describe('the ledger has changed since the plan', () => {
  const moved: FakeOptions = { ledger: { entries: { pl_1: kept() } } };

  test('it is planned again, and the entry starts from the current ledger', async () => {
    const { applied, fake, asked } = await apply(
      { ledger: { entries: { pl_1: kept({ ...WRITTEN, state: 'active' }) } } },
      { replan: async () => replanned(kept({ ...WRITTEN, state: 'active' })) },
    );
    expect(asked).toEqual([['acme-ios']]);
    expect(applied.entries.map(({ outcome }) => outcome)).toEqual(['done']);
    expect(fake.ledger().entries['pl_1']).toMatchObject({ entry: { config: { state: 'active' }, revision: 4 } });
  });

  test('a stale plan writes nothing', async () => {
    const problems = [{ code: 'apply/stale', message: 'The cap moved.' }] as const;
    const { applied, fake } = await apply(moved, { replan: async () => ({ state: 'failed', problems }) });
    expect(applied).toMatchObject({ problems, touched: [] });
    expect(fake.log).toEqual([]);
  });

  test('if another run has done it meanwhile, nothing is written', async () => {
    const { applied, fake } = await apply(moved, { replan: async () => replanned(kept(), true) });
    expect(applied).toMatchObject({ entries: [], problems: [], touched: ['acme-ios'] });
    expect(applied.plan.layers.flatMap(({ changes }) => changes)).toEqual([]);
    expect(fake.log).toEqual([]);
  });

  test('a ledger that keeps changing counts as taken, and the wait ends', async () => {
    const { applied, asked, fake } = await apply(moved, { replan: async () => replanned(kept({ mode: 'agency' })) });
    expect(asked.length).toBe(5);
    expect(applied.concurrentRuns).toMatchObject([{ until: undefined }]);
    expect(fake.log).toEqual([]);
  });

  test('if only a different layer changed, nothing is planned again', async () => {
    const { asked, fake } = await apply({ ledger: { revision: 8, entries: { other: kept() } } });
    expect(asked).toEqual([]);
    expect(fake.log[0]).toBe('claim ours r9');
  });
});
