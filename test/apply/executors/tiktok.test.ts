import { describe, expect, test } from 'vitest';
import type { WriteOutcome, Writers } from '../../../src/apply/executors/executor.ts';
import { EXECUTORS } from '../../../src/apply/executors/index.ts';
import type { Change, Result, LiveValue } from '../../../src/model/index.ts';
import { writersFor, type FakeTikTok, fakeTikTok } from '../../support/writers.ts';
import { ACCOUNT, aDesired } from '../../support/layers.ts';
import { aChange, aField, api } from '../../support/plan.ts';
import { changeTask } from '../change-task.ts';
import { never, fakeLayers } from '../fake-layers.ts';

const PARTNER = '7999';
const PIXEL = 'C4A9P2Q7R5S8T1U6V2W0';
const share = (before: LiveValue = api(undefined)): Change =>
  aChange('partnership', [aField('partnership', before, { partner: PARTNER, role: 'OPERATOR' })]);
const link = aChange('pixel-link', [aField('pixelLink', api(undefined), PIXEL)]);
const budget = (mode: string, amount?: string) => ({ mode, ...(amount !== undefined && { amount }) });
const hold = (before = budget('UNLIMITED')): Change =>
  aChange('cap-enforcement', [aField('accountBudget', api(before), budget('MONTHLY_BUDGET', '30000.00'))]);
const authorise = aChange('spark-authorise', [aField('spark.authorised', api([]), ['ugc_1', 'ugc_2'])]);

const desired = {
  ...aDesired(),
  spark: [
    { post: 'ugc_1', variable: 'SPARK_1' },
    { post: 'ugc_2', item: '7302', variable: 'SPARK_2' },
  ],
};

type Case = {
  readonly name: string;
  readonly why: string;
  readonly change: Change;
  readonly world?: Partial<FakeTikTok>;
  /** `done`, `waiting`, or the codes of the problems. */
  readonly ends: string;
  readonly writes: readonly string[];
};

const shared = `share ${ACCOUNT} OPERATOR`;
const linked = `link ${PIXEL} ${ACCOUNT}`;
const held = 'budget MONTHLY_BUDGET 30000.00';
const both = ['authorise #code-of-SPARK_1', 'authorise #code-of-SPARK_2'];
const items = () => new Map([['#code-of-SPARK_2', '7302']]);

const cases: readonly Case[] = [
  { name: 'a share', why: 'it is written once and seen', change: share(), ends: 'done', writes: [shared] },
  {
    name: 'a share that is there already',
    why: 'somebody did it since: nothing is left to write',
    change: share(),
    world: { partners: true, shared: new Set([ACCOUNT]) },
    ends: 'done',
    writes: [],
  },
  {
    name: 'a share whose answer is lost',
    why: 'it is to be seen, so it is done',
    change: share(),
    world: { onWrite: () => 'lost' },
    ends: 'done',
    writes: [shared],
  },
  {
    name: 'a share that is refused',
    why: 'it is told, and not sent again',
    change: share(),
    world: { onWrite: () => 'refused' },
    ends: 'api/refused',
    writes: [shared],
  },
  {
    name: 'a share that nobody has accepted',
    why: 'TikTok said yes and shows nothing: that is waiting, not done',
    change: share(),
    world: { onWrite: () => 'idle' },
    ends: 'waiting',
    writes: [shared],
  },
  { name: 'a link', why: 'it is written once and seen', change: link, ends: 'done', writes: [linked] },
  {
    name: 'a link that is there already',
    why: 'nothing is left to write',
    change: link,
    world: { linked: new Set([ACCOUNT]) },
    ends: 'done',
    writes: [],
  },
  {
    name: 'a link that leaves no trace',
    why: 'a yes proves nothing',
    change: link,
    world: { onWrite: () => 'idle' },
    ends: 'apply/no-effect',
    writes: [linked],
  },
  {
    name: 'a budget',
    why: 'it is written once and seen',
    change: hold(),
    world: { budgets: new Map([[ACCOUNT, budget('UNLIMITED')]]) },
    ends: 'done',
    writes: [held],
  },
  {
    name: 'a budget that somebody lowered since',
    why: 'a person’s pause wins: it is not raised over their head',
    change: hold(),
    world: { budgets: new Map([[ACCOUNT, budget('MONTHLY_BUDGET', '100')]]) },
    ends: 'apply/stale',
    writes: [],
  },
  {
    name: 'a budget that is there already, written otherwise',
    why: '30000 and 30000.00 are one amount',
    change: hold(),
    world: { budgets: new Map([[ACCOUNT, budget('MONTHLY_BUDGET', '30000')]]) },
    ends: 'done',
    writes: [],
  },
  {
    name: 'a budget whose answer is lost',
    why: 'it is to be seen, so it is done',
    change: hold(),
    world: { budgets: new Map([[ACCOUNT, budget('UNLIMITED')]]), onWrite: () => 'lost' },
    ends: 'done',
    writes: [held],
  },
  {
    name: 'a budget that is not shown',
    why: 'it cannot be told what would change',
    change: hold(),
    ends: 'api/forbidden',
    writes: [],
  },
  {
    name: 'two codes',
    why: 'each is entered once',
    change: authorise,
    world: { items: items() },
    ends: 'done',
    writes: both,
  },
  {
    name: 'a code that was entered before',
    why: 'a second time might be refused',
    change: authorise,
    world: { items: items(), codes: [{ code: '#code-of-SPARK_1', item: '7301', status: 'AUTHORIZED' }] },
    ends: 'done',
    writes: both.slice(1),
  },
  {
    name: 'codes whose answers are lost',
    why: 'it looks, and does not enter them twice',
    change: authorise,
    world: { items: items(), onWrite: () => 'lost' },
    ends: 'done',
    writes: both,
  },
  {
    name: 'a code that is refused',
    why: 'the next one is not tried',
    change: authorise,
    world: { onWrite: () => 'refused' },
    ends: 'api/refused',
    writes: both.slice(0, 1),
  },
  {
    name: 'a second code that is refused',
    why: 'the first one is entered, and that is told',
    change: authorise,
    world: { onWrite: (what) => (what.includes('SPARK_2') ? 'refused' : undefined) },
    ends: 'api/refused apply/partial',
    writes: both,
  },
  {
    name: 'a code of another post',
    why: 'ads would show what nobody agreed to',
    change: authorise,
    ends: 'apply/wrong-post',
    writes: both,
  },
  {
    name: 'a code that has ended',
    why: 'a person gets another, and the others are entered',
    change: authorise,
    world: { items: items(), codes: [{ code: '#code-of-SPARK_1', item: '7301', status: 'EXPIRED' }] },
    ends: 'waiting',
    writes: both.slice(1),
  },
];

describe('executors at TikTok', () => {
  test.each(cases)('$name: $why', async ({ change, world, ends, writes }) => {
    const { tiktok, fake } = fakeTikTok(world);
    const result = await carryOut(change, writersFor(fakeLayers().writer, { tiktok }));
    expect(ended(result)).toBe(ends);
    expect(fake.log.flatMap((line) => (line.startsWith('write ') ? [line.slice('write '.length)] : []))).toEqual(
      writes,
    );
    expect(fake.log[0], 'it looks first').toMatch(/^look/);
    expect(JSON.stringify(result), 'a code goes nowhere').not.toContain('#code-of');
  });

  test('a second time changes nothing', async () => {
    for (const change of [share(), link, authorise]) {
      const { tiktok, fake } = fakeTikTok({ items: items() });
      const writers = writersFor(fakeLayers().writer, { tiktok });
      await carryOut(change, writers);
      const before = fake.log.filter((line) => line.startsWith('write')).length;
      const again = await carryOut(change, writers);
      expect(ended(again)).toBe('done');
      expect(fake.log.filter((line) => line.startsWith('write'))).toHaveLength(before);
    }
  });

  test('a value that is visible late is waited for', async () => {
    const { tiktok, fake } = fakeTikTok({ onWrite: () => 'idle' });
    const waited: number[] = [];
    const sleep = async (ms: number): Promise<void> => {
      waited.push(ms);
      if (waited.length === 2) fake.linked.add(ACCOUNT);
    };
    const result = await carryOut(link, writersFor(fakeLayers().writer, { tiktok, sleep }));
    expect(ended(result)).toBe('done');
    expect(waited).toEqual([1000, 2000]);
  });

  test('a cap enforcement without a budget writes nothing', async () => {
    const { tiktok, fake } = fakeTikTok();
    const change = aChange('cap-enforcement', [aField('capEnforcement', api('none'), 'tiktok')]);
    const result = await carryOut(change, writersFor(fakeLayers().writer, { tiktok }));
    expect([ended(result), fake.log]).toEqual(['done', []]);
  });
});

async function carryOut(change: Change, writers: Writers): Promise<Result<WriteOutcome>> {
  const executor = EXECUTORS[change.kind];
  if (executor === 'human only') throw new Error(`No API carries out ${change.kind}.`);
  return executor(changeTask({ change, desired, writers }), never);
}

function ended(result: Result<WriteOutcome>): string {
  if (!result.ok) return result.problems.map(({ code }) => code).join(' ');
  return result.value.waitingOn === undefined ? 'done' : 'waiting';
}
