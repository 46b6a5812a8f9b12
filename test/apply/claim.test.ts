import { describe, expect, test } from 'vitest';
import { type Claimed, type ClaimRequest, isBlocking, takeClaim } from '../../src/apply/claim.ts';
import type { Claim, Holder, Result } from '../../src/model/index.ts';
import { NOON } from '../support/layers.ts';
import { never, type FakeLayers, fakeLayers, type FakeOptions } from './fake-layers.ts';

const ours: Holder = { run: 'ours', nonce: 'n-ours' };
const theirs: Holder = { run: 'theirs', nonce: 'n-theirs' };
const unknown = async (): Promise<boolean> => false;

const room = (): Result<void> => ({ ok: true, value: undefined });
const minutes = (n: number) => new Date(NOON.getTime() + n * 60_000);
const claimOf = (run: string, revision: number, until: number): Claim => ({
  run,
  nonce: `n-${run}`,
  revision,
  until: minutes(until).toISOString(),
});

const requestOf = (
  writer: FakeLayers['writer'],
  holder: Holder,
  checkLedgerSize: ClaimRequest['checkLedgerSize'] = room,
): ClaimRequest => ({
  writer,
  project: 'p',
  holder,
  now: () => NOON,
  hasEnded: unknown,
  isBasis: () => true,
  intents: {},
  checkLedgerSize,
});

const take = (options: FakeOptions) => {
  const fake = fakeLayers(options);
  return { fake, claimed: takeClaim(requestOf(fake.writer, ours), never) };
};

describe('taking the claim', () => {
  const cases: readonly {
    name: string;
    why: string;
    options: FakeOptions;
    state: Claimed['state'];
    log: readonly string[];
  }[] = [
    {
      name: 'no run is writing',
      why: 'this run gets the next revision',
      options: {},
      state: 'claimed',
      log: ['claim ours r4'],
    },
    {
      name: 'a different run is writing',
      why: 'one run writes at a time; nothing is sent',
      options: { ledger: { claim: claimOf('theirs', 4, 1) } },
      state: 'taken',
      log: [],
    },
    {
      name: 'the claim of a different run has expired',
      why: 'its run ended early and may have written a part',
      options: { ledger: { claim: claimOf('theirs', 4, -1) } },
      state: 'claimed',
      log: ['claim ours r5'],
    },
    {
      name: 'the claim of a different run expires this instant',
      why: 'the end of the claim is exclusive',
      options: { ledger: { claim: claimOf('theirs', 4, 0) } },
      state: 'claimed',
      log: ['claim ours r5'],
    },
    {
      name: 'this process',
      why: 'its own claim does not block it',
      options: { ledger: { claim: claimOf('ours', 4, 10) } },
      state: 'claimed',
      log: ['claim ours r5'],
    },
    {
      name: 'the project cannot be read',
      why: 'the holder of the claim is unknown',
      options: { failing: { project: 'api/unreachable' } },
      state: 'failed',
      log: [],
    },
    {
      name: 'the write is refused',
      why: 'nothing is written without a claim',
      options: { failing: { claim: 'api/forbidden' } },
      state: 'failed',
      log: [],
    },
  ];

  test.each(cases)('$name: $why', async ({ options, state, log }) => {
    const { fake, claimed } = take(options);
    expect((await claimed).state).toBe(state);
    expect(fake.log).toEqual(log);
  });

  test('a ledger that changed since the plan: nothing is sent', async () => {
    const fake = fakeLayers();
    const moved = { ...requestOf(fake.writer, ours), isBasis: () => false };
    expect(await takeClaim(moved, never)).toEqual({ state: 'changed' });
    expect(fake.log).toEqual([]);
  });

  test('a claim lasts 15 minutes and keeps the rest of the ledger', async () => {
    const { fake, claimed } = take({});
    expect(await claimed).toMatchObject({ claim: claimOf('ours', 4, 15) });
    expect(fake.ledger()).toMatchObject({ revision: 3, claim: claimOf('ours', 4, 15) });
    expect(fake.metadata()).toEqual({ other: 'tool' });
  });

  test('the other run is named, with the end of its claim', async () => {
    const { claimed } = take({ ledger: { claim: claimOf('theirs', 4, 1) } });
    expect(await claimed).toEqual({ state: 'taken', run: 'theirs', until: minutes(1).toISOString() });
  });

  test('a slightly faster run used the same key, so Layers rejects the second one', async () => {
    const fake = fakeLayers();
    const first = await takeClaim(requestOf(fake.writer, theirs), never);
    expect(first.state).toBe('claimed');
    // This run read the project before the other one wrote.
    const stale = { ...fake.writer, project: lookedBefore(fake.writer.project) };
    const second = await takeClaim(requestOf(stale, ours), never);
    expect(second).toEqual({ state: 'taken', run: 'theirs', until: minutes(15).toISOString() });
    expect(fake.ledger().claim?.run).toBe('theirs');
  });

  test('a faster run that has since finished has no name', async () => {
    const { claimed } = take({ failing: { claim: 'api/conflict' } });
    expect(await claimed).toMatchObject({ state: 'taken', run: expect.stringContaining('finished'), until: undefined });
  });

  test('a ledger that is too large is a problem before any write', async () => {
    const fake = fakeLayers();
    const full = (): Result<void> => ({ ok: false, problems: [{ code: 'ledger/too-large', message: 'Full.' }] });
    const claimed = await takeClaim(requestOf(fake.writer, ours, full), never);
    expect(claimed).toMatchObject({ state: 'failed', problems: [{ code: 'ledger/too-large' }] });
    expect(fake.log).toEqual([]);
  });

  test('the size is checked with the claim that will be taken', async () => {
    const asked: Claim[] = [];
    const check: ClaimRequest['checkLedgerSize'] = (_, claim) => {
      asked.push(claim);
      return room();
    };
    await takeClaim(requestOf(fakeLayers().writer, ours, check), never);
    expect(asked).toEqual([{ ...claimOf('ours', 4, 15), intents: {} }]);
  });

  /** The first read returns the project before any write. */
  function lookedBefore(project: ReturnType<typeof fakeLayers>['writer']['project']): typeof project {
    let asked = 0;
    return async (...args) => {
      asked += 1;
      if (asked > 1) return project(...args);
      return {
        ok: true,
        value: { ledger: { revision: 3, entries: {}, unreadable: false }, metadata: { other: 'tool' } },
      };
    };
  }
});

describe('an active claim blocks', () => {
  const first: Holder = { run: 'acme/ads#1', nonce: 'n1', attempt: 1, job: 'apply' };
  const { attempt: _, ...unnumbered } = first;
  const { nonce: __, ...unnamed } = first;
  const cases: readonly { name: string; claim?: Partial<Claim>; holder: Holder; ended?: boolean; out: boolean }[] = [
    { name: 'the process that took it', holder: first, out: false },
    { name: 'another job of a matrix, with the same name', holder: { ...first, nonce: 'n2' }, out: true },
    { name: 'another job of the run', holder: { ...first, nonce: 'n2', job: 'other' }, out: true },
    { name: 'a later attempt of its job', holder: { ...first, nonce: 'n2', attempt: 2 }, out: false },
    { name: 'a later attempt of another job', holder: { ...first, nonce: 'n2', attempt: 2, job: 'other' }, out: true },
    {
      name: 'a later attempt of another run',
      holder: { ...first, run: 'acme/ads#2', nonce: 'n2', attempt: 2 },
      out: true,
    },
    { name: 'an earlier attempt', claim: { attempt: 3 }, holder: { ...first, nonce: 'n2', attempt: 2 }, out: true },
    { name: 'an unknown attempt', holder: { ...unnumbered, nonce: 'n2' }, out: true },
    { name: 'another run', holder: { run: 'local:n2', nonce: 'n2' }, out: true },
    {
      name: 'a run that ended, by the journal on this machine',
      holder: { run: 'local:n2', nonce: 'n2' },
      ended: true,
      out: false,
    },
  ];

  test.each(cases)('$name: $out', async ({ claim = {}, holder, ended = false, out }) => {
    const theirs: Claim = { ...first, revision: 4, until: minutes(1).toISOString(), ...claim };
    expect(await isBlocking(theirs, holder, NOON, async () => ended)).toBe(out);
  });

  test('without a nonce, all but a later attempt', async () => {
    const old: Claim = { ...unnamed, revision: 4, until: minutes(1).toISOString() };
    expect(await isBlocking(old, first, NOON, unknown)).toBe(true);
    expect(await isBlocking(old, { ...first, attempt: 2 }, NOON, unknown)).toBe(false);
  });

  test('two jobs of one run that read at the same time: Layers accepts one claim, although only the nonce differs', async () => {
    const fake = fakeLayers();
    const stale = { ...fake.writer, project: (await lookOf(fake)).project };
    expect(await takeClaim(requestOf(fake.writer, first), never)).toMatchObject({ state: 'claimed' });
    const second = await takeClaim(requestOf(stale, { ...first, nonce: 'n2' }), never);
    expect(second).toMatchObject({ state: 'taken', run: 'acme/ads#1, attempt 1, job apply' });
    expect(fake.ledger().claim?.nonce).toBe('n1');
  });

  /** A reader whose first read returns the current project. */
  async function lookOf({ writer }: ReturnType<typeof fakeLayers>): Promise<Pick<typeof writer, 'project'>> {
    const now = await writer.project('p', never);
    let asked = 0;
    return { project: async (...args) => ((asked += 1) > 1 ? writer.project(...args) : now) };
  }
});
