import { describe, expect, test } from 'vitest';
import { campaigns } from '../../../src/apply/executors/campaigns.ts';
import { idempotencyKey } from '../../../src/apply/claim.ts';
import {
  type LiveCampaign,
  type Change,
  type GateAnswer,
  type GatedCampaign,
  ok,
  type Result,
} from '../../../src/model/index.ts';
import { writersFor } from '../../support/writers.ts';
import { aChange, aField, api } from '../../support/plan.ts';
import { changeTask } from '../change-task.ts';
import { never, type FakeLayers, fakeLayers } from '../fake-layers.ts';

type Verb = GatedCampaign['verb'];

const gated = (verb: Verb, ...ids: readonly string[]): Change =>
  aChange('campaigns', [aField('campaigns.running', api(verb === 'pause' ? ids : []), verb === 'pause' ? [] : ids)], {
    step: {
      by: 'gated',
      approver: 'the customer',
      campaigns: ids.map((id) => ({ id, name: `Campaign ${id}`, verb, predicted: 'done' })),
    },
  });

const denied: Result<GateAnswer> = { ok: false, problems: [{ code: 'api/denied', message: 'The axis is off.' }] };
const lost: Result<GateAnswer> = { ok: false, problems: [{ code: 'api/unreachable', message: 'No answer.' }] };

const garbled: Result<GateAnswer> = { ok: false, problems: [{ code: 'api/unreadable', message: 'A page of HTML.' }] };

type Case = {
  readonly name: string;
  readonly why: string;
  readonly change: Change;
  /** Status by id; with a word after a comma for what waits. */
  readonly live: Readonly<Record<string, string>>;
  /** What the gate does: `done` where it says nothing. `ignored`: accepted, and never to be seen. */
  readonly gate?: Readonly<
    Record<string, 'queued' | 'denied' | 'lost' | 'lost and done' | 'garbled and done' | 'ignored'>
  >;
  readonly ends: string;
  readonly writes: readonly string[];
  /** What the ledger hears, by campaign. */
  readonly reports: Readonly<Record<string, string>>;
};

const cases: readonly Case[] = [
  {
    name: 'two campaigns',
    why: 'each is paused once',
    change: gated('pause', 'a', 'b'),
    live: { a: 'active', b: 'in_review', c: 'active' },
    ends: 'done',
    writes: ['pause a', 'pause b'],
    reports: { a: 'done', b: 'done' },
  },
  {
    name: 'one that somebody paused meanwhile, and one that is gone',
    why: 'there is nothing left to ask',
    change: gated('pause', 'a', 'b'),
    live: { a: 'paused' },
    ends: 'done',
    writes: [],
    reports: {},
  },
  {
    name: 'one that waits already',
    why: 'it is not queued twice',
    change: gated('pause', 'a', 'b'),
    live: { a: 'active,paused', b: 'active' },
    ends: 'waiting',
    writes: ['pause b'],
    reports: { b: 'done' },
  },
  {
    name: 'one for which a resume waits',
    why: 'that is not what is asked for',
    change: gated('pause', 'a'),
    live: { a: 'active,active' },
    ends: 'done',
    writes: ['pause a'],
    reports: { a: 'done' },
  },
  {
    name: 'a gate that holds',
    why: 'queued is waiting, not done',
    change: gated('pause', 'a'),
    live: { a: 'active' },
    gate: { a: 'queued' },
    ends: 'waiting',
    writes: ['pause a'],
    reports: { a: 'queued' },
  },
  {
    name: 'a gate that refuses one',
    why: 'the others are paused all the same',
    change: gated('pause', 'a', 'b'),
    live: { a: 'active', b: 'active' },
    gate: { a: 'denied' },
    ends: 'api/denied apply/partial',
    writes: ['pause a', 'pause b'],
    reports: { b: 'done' },
  },
  {
    name: 'an answer that is lost after the deed',
    why: 'it is to be seen, so it is done',
    change: gated('pause', 'a'),
    live: { a: 'active' },
    gate: { a: 'lost and done' },
    ends: 'done',
    writes: ['pause a'],
    reports: { a: 'done' },
  },
  {
    name: 'an answer that cannot be read, after the deed',
    why: 'it is to be seen, so it is done, and only the refused one is a problem',
    change: gated('pause', 'a', 'b'),
    live: { a: 'active', b: 'active' },
    gate: { a: 'garbled and done', b: 'denied' },
    ends: 'api/denied apply/partial',
    writes: ['pause a', 'pause b'],
    reports: { a: 'done' },
  },
  {
    name: 'an answer that is lost before the deed',
    why: 'it failed, and says so',
    change: gated('pause', 'a'),
    live: { a: 'active' },
    gate: { a: 'lost' },
    ends: 'api/unreachable',
    writes: ['pause a'],
    reports: {},
  },
  {
    name: 'a yes that leaves no trace',
    why: 'neither seen nor queued is not done',
    change: gated('pause', 'a'),
    live: { a: 'active' },
    gate: { a: 'ignored' },
    ends: 'apply/no-effect',
    writes: ['pause a'],
    reports: { a: 'unconfirmed' },
  },
  {
    name: 'a resume',
    why: 'it goes the same way',
    change: gated('resume', 'a'),
    live: { a: 'paused', b: 'paused' },
    ends: 'done',
    writes: ['resume a'],
    reports: { a: 'done' },
  },
];

/** What Layers shows of a world: a status by id, with a word after a comma for what waits. */
const shownOf = (world: ReadonlyMap<string, string>) => (): readonly LiveCampaign[] =>
  [...world].map(([id, text]) => {
    const [status = '', pending] = text.split(',');
    return { id, name: id, status, ...(pending !== undefined && { pending }) };
  });

/** Carries out a change. Returns how it ended, what was sent, and what was reported for the ledger. */
async function carryOut(
  change: Change,
  fake: FakeLayers,
  check: () => Promise<Result<void>> = async () => ok(undefined),
) {
  const reported = new Map<string, string>();
  const task = changeTask({
    change,
    writers: writersFor(fake.writer),
    claim: { check, addIntent: async () => ok(undefined) },
    report: (id, outcome) => void reported.set(id, outcome),
  });
  const result = await campaigns(task, never);
  const codes = result.ok ? [result.value.waitingOn ? 'waiting' : 'done'] : result.problems.map(({ code }) => code);
  return { ends: codes.join(' '), writes: fake.log, reports: Object.fromEntries(reported), result };
}

describe('campaigns through the gate', () => {
  test.each(cases)('$name: $why', async ({ change, live, gate = {}, ends, writes, reports }) => {
    const world = new Map(Object.entries(live));
    const onCampaign = (id: string, verb: Verb): Result<GateAnswer> | undefined => {
      const after = verb === 'pause' ? 'paused' : 'active';
      const fate = gate[id];
      if (fate === 'denied') return denied;
      if (fate === 'lost') return lost;
      if (fate === 'queued') world.set(id, `${live[id]},${after}`);
      else if (fate !== 'ignored') world.set(id, after);
      if (fate === 'garbled and done') return garbled;
      return fate === 'lost and done' ? lost : undefined;
    };
    const fake = fakeLayers({ campaigns: shownOf(world), onCampaign });
    const carried = await carryOut(change, fake);
    expect(carried).toMatchObject({ ends, writes });
    expect(carried.reports).toEqual(reports);
    expect(fake.keys).toEqual(writes.map((line) => idempotencyKey('key', line.split(' ')[1] ?? '')));
  });

  test('a rejected one is not requested again, and the others are', async () => {
    const world = new Map([
      ['a', 'active'],
      ['b', 'active'],
    ]);
    const change = gated('pause', 'a', 'b');
    const planned = change.step.by === 'gated' ? change.step.campaigns : [];
    const [first, ...others] = planned.map(
      (one): GatedCampaign => ({ ...one, predicted: 'rejected', rejected: 'pa_1' }),
    );
    const step = { ...change.step, campaigns: [...(first ? [first] : []), ...planned.slice(others.length)] };
    const onCampaign = (id: string): undefined => void world.set(id, 'paused');
    const fake = fakeLayers({ campaigns: shownOf(world), onCampaign });
    const carried = await carryOut({ ...change, step } as Change, fake);
    expect(carried).toMatchObject({
      ends: 'apply/rejected apply/partial',
      writes: ['pause b'],
      reports: { b: 'done' },
    });
  });

  test('a run with an expired claim stops before the next campaign', async () => {
    const world = new Map(['a', 'b', 'c'].map((id) => [id, 'active']));
    const fake = fakeLayers({ campaigns: shownOf(world), onCampaign: (id) => void world.set(id, 'paused') });
    let looks = 0;
    const check = async (): Promise<Result<void>> => {
      looks += 1;
      return looks === 1
        ? { ok: true, value: undefined }
        : { ok: false, problems: [{ code: 'apply/concurrent-run', message: 'theirs has it now.' }] };
    };
    const carried = await carryOut(gated('pause', 'a', 'b', 'c'), fake, check);
    expect(carried).toMatchObject({ ends: 'apply/concurrent-run apply/partial', writes: ['pause a', 'pause b'] });
    expect(carried.reports).toEqual({ a: 'done', b: 'done' });
  });

  test.each<{ verb: Verb; from: string; to: string }>([
    { verb: 'pause', from: 'active', to: 'paused' },
    { verb: 'resume', from: 'paused', to: 'active' },
  ])('a campaign changed by a person during the apply is theirs: $verb', async ({ verb, from, to }) => {
    const world = new Map(['a', 'b', 'c'].map((id) => [id, from]));
    const onCampaign = (id: string): undefined => {
      world.set(id, to);
      // The second is paused by a person while the first is sent.
      world.set('b', to);
    };
    const carried = await carryOut(gated(verb, 'a', 'b', 'c'), fakeLayers({ campaigns: shownOf(world), onCampaign }));
    expect(carried).toMatchObject({ ends: 'done', writes: [`${verb} a`, `${verb} c`] });
    expect(carried.reports).toEqual({ a: 'done', c: 'done' });
  });

  test('a pause that was denied to us and done by a person is theirs', async () => {
    const world = new Map([['a', 'active']]);
    const onCampaign = (id: string): Result<GateAnswer> => {
      world.set(id, 'paused');
      return denied;
    };
    const carried = await carryOut(gated('pause', 'a'), fakeLayers({ campaigns: shownOf(world), onCampaign }));
    expect(carried.ends).toBe('done');
    expect(carried.reports).toEqual({});
  });
});
