import { describe, expect, test } from 'vitest';
import type { WriteOutcome, Writers } from '../../../src/apply/executors/executor.ts';
import { EXECUTORS } from '../../../src/apply/executors/index.ts';
import type { Change, LiveField, Result } from '../../../src/model/index.ts';
import { writersFor, type FakeTikTok, fakeTikTok } from '../../support/writers.ts';
import { ACCOUNT, aDesired } from '../../support/layers.ts';
import { aChange, aField, api } from '../../support/plan.ts';
import { changeTask } from '../change-task.ts';
import { never, fakeLayers } from '../fake-layers.ts';

const PARTNER = '7999';
const PIXEL = 'C4A9P2Q7R5S8T1U6V2W0';
const aShare = (before: LiveField<'partnership'> = api(undefined)): Change =>
  aChange('partnership', [aField('partnership', before, { partner: PARTNER, role: 'OPERATOR' })]);
const aLink = aChange('pixel-link', [aField('pixelLink', api(undefined), PIXEL)]);
const budgetOf = (mode: string, amount?: string) => ({ mode, ...(amount !== undefined && { amount }) });
const aBudget = (before = budgetOf('UNLIMITED')): Change =>
  aChange('cap-enforcement', [aField('accountBudget', api(before), budgetOf('MONTHLY_BUDGET', '30000.00'))]);
const codes = aChange('spark-authorise', [aField('spark.authorised', api([]), ['ugc_1', 'ugc_2'])]);

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
const budgetSet = 'budget MONTHLY_BUDGET 30000.00';
const both = ['authorise #code-of-SPARK_1', 'authorise #code-of-SPARK_2'];
const items = () => new Map([['#code-of-SPARK_2', '7302']]);

const cases: readonly Case[] = [
  { name: 'a share', why: 'it is written once and visible', change: aShare(), ends: 'done', writes: [shared] },
  {
    name: 'an existing share',
    why: 'a person did it in the meantime: nothing is left to write',
    change: aShare(),
    world: { partners: true, shared: new Set([ACCOUNT]) },
    ends: 'done',
    writes: [],
  },
  {
    name: 'a share whose response is lost',
    why: 'it is visible, so it is done',
    change: aShare(),
    world: { onWrite: () => 'lost' },
    ends: 'done',
    writes: [shared],
  },
  {
    name: 'a share that is refused',
    why: 'it is a problem and is not sent again',
    change: aShare(),
    world: { onWrite: () => 'refused' },
    ends: 'api/refused',
    writes: [shared],
  },
  {
    name: 'a share that is not accepted yet',
    why: 'TikTok accepted it and shows nothing: it is waiting, not done',
    change: aShare(),
    world: { onWrite: () => 'idle' },
    ends: 'waiting',
    writes: [shared],
  },
  { name: 'a link', why: 'it is written once and visible', change: aLink, ends: 'done', writes: [linked] },
  {
    name: 'an existing link',
    why: 'nothing is left to write',
    change: aLink,
    world: { linked: new Set([ACCOUNT]) },
    ends: 'done',
    writes: [],
  },
  {
    name: 'a link without a visible effect',
    why: 'acceptance proves nothing',
    change: aLink,
    world: { onWrite: () => 'idle' },
    ends: 'apply/no-effect',
    writes: [linked],
  },
  {
    name: 'a budget',
    why: 'it is written once and visible',
    change: aBudget(),
    world: { budgets: new Map([[ACCOUNT, budgetOf('UNLIMITED')]]) },
    ends: 'done',
    writes: [budgetSet],
  },
  {
    name: 'a budget that a person lowered since',
    why: 'a person’s pause wins: it is not raised',
    change: aBudget(),
    world: { budgets: new Map([[ACCOUNT, budgetOf('MONTHLY_BUDGET', '100')]]) },
    ends: 'apply/stale',
    writes: [],
  },
  {
    name: 'the same budget in a different notation',
    why: '30000 and 30000.00 are equal',
    change: aBudget(),
    world: { budgets: new Map([[ACCOUNT, budgetOf('MONTHLY_BUDGET', '30000')]]) },
    ends: 'done',
    writes: [],
  },
  {
    name: 'a budget whose response is lost',
    why: 'it is visible, so it is done',
    change: aBudget(),
    world: { budgets: new Map([[ACCOUNT, budgetOf('UNLIMITED')]]), onWrite: () => 'lost' },
    ends: 'done',
    writes: [budgetSet],
  },
  {
    name: 'a budget that is not shown',
    why: 'the change is unknown',
    change: aBudget(),
    ends: 'api/forbidden',
    writes: [],
  },
  {
    name: 'two codes',
    why: 'each is entered once',
    change: codes,
    world: { items: items() },
    ends: 'done',
    writes: both,
  },
  {
    name: 'a code that was entered before',
    why: 'a second write might be refused',
    change: codes,
    world: { items: items(), codes: [{ code: '#code-of-SPARK_1', item: '7301', status: 'AUTHORIZED' }] },
    ends: 'done',
    writes: both.slice(1),
  },
  {
    name: 'codes whose responses are lost',
    why: 'they are read back and not entered twice',
    change: codes,
    world: { items: items(), onWrite: () => 'lost' },
    ends: 'done',
    writes: both,
  },
  {
    name: 'a code that is refused',
    why: 'the next one is not tried',
    change: codes,
    world: { onWrite: () => 'refused' },
    ends: 'api/refused',
    writes: both.slice(0, 1),
  },
  {
    name: 'a second code that is refused',
    why: 'the first one is entered and reported',
    change: codes,
    world: { onWrite: (what) => (what.includes('SPARK_2') ? 'refused' : undefined) },
    ends: 'api/refused apply/partial',
    writes: both,
  },
  {
    name: 'a code of a different post',
    why: 'ads would show a post without consent',
    change: codes,
    ends: 'apply/wrong-post',
    writes: both,
  },
  {
    name: 'a code that has ended',
    why: 'it needs a new code; the others are entered',
    change: codes,
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
    expect(fake.log[0], 'it reads first').toMatch(/^look/);
    expect(JSON.stringify(result), 'a code is not in the result').not.toContain('#code-of');
  });

  test('a second apply writes nothing', async () => {
    for (const change of [aShare(), aLink, codes]) {
      const { tiktok, fake } = fakeTikTok({ items: items() });
      const writers = writersFor(fakeLayers().writer, { tiktok });
      await carryOut(change, writers);
      const before = fake.log.filter((line) => line.startsWith('write')).length;
      const again = await carryOut(change, writers);
      expect(ended(again)).toBe('done');
      expect(fake.log.filter((line) => line.startsWith('write'))).toHaveLength(before);
    }
  });

  test('a write that becomes visible late is waited for', async () => {
    const { tiktok, fake } = fakeTikTok({ onWrite: () => 'idle' });
    const waited: number[] = [];
    const sleep = async (ms: number): Promise<void> => {
      waited.push(ms);
      if (waited.length === 2) fake.linked.add(ACCOUNT);
    };
    const result = await carryOut(aLink, writersFor(fakeLayers().writer, { tiktok, sleep }));
    expect(ended(result)).toBe('done');
    expect(waited).toEqual([1000, 2000]);
  });

  test('a cap enforcement without a budget writes nothing, and is not done', async () => {
    const { tiktok, fake } = fakeTikTok();
    const change = aChange('cap-enforcement', [aField('capEnforcement', api('none'), 'tiktok')]);
    const result = await carryOut(change, writersFor(fakeLayers().writer, { tiktok }));
    expect([ended(result), fake.log]).toEqual(['apply/no-effect', []]);
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
