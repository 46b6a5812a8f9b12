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
  /** Status by id; after a comma, the queued status. */
  readonly live: Readonly<Record<string, string>>;
  /** Behaviour of the gate; `done` if absent. `ignored`: accepted, and never visible. */
  readonly gate?: Readonly<
    Record<string, 'queued' | 'denied' | 'lost' | 'lost and done' | 'garbled and done' | 'ignored'>
  >;
  readonly ends: string;
  readonly writes: readonly string[];
  /** Outcomes reported for the ledger, by campaign. */
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
    name: 'a campaign that a person paused meanwhile, and a removed one',
    why: 'nothing is left to send',
    change: gated('pause', 'a', 'b'),
    live: { a: 'paused' },
    ends: 'done',
    writes: [],
    reports: {},
  },
  {
    name: 'a campaign that is queued already',
    why: 'it is not queued twice',
    change: gated('pause', 'a', 'b'),
    live: { a: 'active,paused', b: 'active' },
    ends: 'waiting',
    writes: ['pause b'],
    reports: { b: 'done' },
  },
  {
    name: 'a campaign with a queued resume',
    why: 'the queued write is a different one',
    change: gated('pause', 'a'),
    live: { a: 'active,active' },
    ends: 'done',
    writes: ['pause a'],
    reports: { a: 'done' },
  },
  {
    name: 'a gate that queues',
    why: 'queued is waiting, not done',
    change: gated('pause', 'a'),
    live: { a: 'active' },
    gate: { a: 'queued' },
    ends: 'waiting',
    writes: ['pause a'],
    reports: { a: 'queued' },
  },
  {
    name: 'a gate that refuses one campaign',
    why: 'the others are still paused',
    change: gated('pause', 'a', 'b'),
    live: { a: 'active', b: 'active' },
    gate: { a: 'denied' },
    ends: 'api/denied apply/partial',
    writes: ['pause a', 'pause b'],
    reports: { b: 'done' },
  },
  {
    name: 'a response lost after the write',
    why: 'it is visible, so it is done',
    change: gated('pause', 'a'),
    live: { a: 'active' },
    gate: { a: 'lost and done' },
    ends: 'done',
    writes: ['pause a'],
    reports: { a: 'done' },
  },
  {
    name: 'an unreadable response after the write',
    why: 'it is visible, so only the refused one is a problem',
    change: gated('pause', 'a', 'b'),
    live: { a: 'active', b: 'active' },
    gate: { a: 'garbled and done', b: 'denied' },
    ends: 'api/denied apply/partial',
    writes: ['pause a', 'pause b'],
    reports: { a: 'done' },
  },
  {
    name: 'a request lost before the write',
    why: 'it failed',
    change: gated('pause', 'a'),
    live: { a: 'active' },
    gate: { a: 'lost' },
    ends: 'api/unreachable',
    writes: ['pause a'],
    reports: {},
  },
  {
    name: 'an accepted write without a visible effect',
    why: 'a write that is neither visible nor queued is not done',
    change: gated('pause', 'a'),
    live: { a: 'active' },
    gate: { a: 'ignored' },
    ends: 'apply/no-effect',
    writes: ['pause a'],
    reports: { a: 'unconfirmed' },
  },
  {
    name: 'a resume',
    why: 'it is sent like a pause',
    change: gated('resume', 'a'),
    live: { a: 'paused', b: 'paused' },
    ends: 'done',
    writes: ['resume a'],
    reports: { a: 'done' },
  },
];

/** Campaigns with a status by id; after a comma, the queued status. */
const shownOf = (world: ReadonlyMap<string, string>) => (): readonly LiveCampaign[] =>
  [...world].map(([id, text]) => {
    const [status = '', pending] = text.split(',');
    return { id, name: id, status, ...(pending !== undefined && { pending }) };
  });

/** Applies a change. Returns its result, the requests, and the reports for the ledger. */
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

  test('a rejected campaign is not requested again, the others are', async () => {
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

  test('a run without its claim stops before the next campaign', async () => {
    const world = new Map(['a', 'b', 'c'].map((id) => [id, 'active']));
    const fake = fakeLayers({ campaigns: shownOf(world), onCampaign: (id) => void world.set(id, 'paused') });
    let checks = 0;
    const check = async (): Promise<Result<void>> => {
      checks += 1;
      return checks === 1
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
  ])('a write that a person did meanwhile is not recorded: $verb', async ({ verb, from, to }) => {
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

  test('a refused pause that a person did is not recorded', async () => {
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
