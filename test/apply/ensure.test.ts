import { describe, expect, test } from 'vitest';
import { resolveFailedWrite } from '../../src/apply/ensure.ts';
import { EXECUTORS } from '../../src/apply/executors/index.ts';
import type { WriteOutcome, Writers } from '../../src/apply/executors/executor.ts';
import { type AccountBudget, type Change, fail, ok, type Result } from '../../src/model/index.ts';
import { type Fate, writersFor, type FakeTikTok, fakeTikTok } from '../support/writers.ts';
import { ACCOUNT, aDesired } from '../support/layers.ts';
import { aChange, aField, api } from '../support/plan.ts';
import { changeTask } from './change-task.ts';
import { never, fakeLayers } from './fake-layers.ts';

const PIXEL = 'C4A9P2Q7R5S8T1U6V2W0';
const UNLIMITED: AccountBudget = { mode: 'UNLIMITED' };

/** Every write at TikTok. */
const WRITES: readonly { readonly kind: string; readonly change: Change; readonly absenceIsCertain: boolean }[] = [
  {
    kind: 'a share',
    change: aChange('partnership', [aField('partnership', api(undefined), { partner: '7999', role: 'OPERATOR' })]),
    // A partner who has not accepted yet is not listed.
    absenceIsCertain: false,
  },
  {
    kind: 'a pixel link',
    change: aChange('pixel-link', [aField('pixelLink', api(undefined), PIXEL)]),
    absenceIsCertain: true,
  },
  {
    kind: 'a budget',
    change: aChange('cap-enforcement', [
      aField('accountBudget', api(UNLIMITED), { mode: 'MONTHLY_BUDGET', amount: '30000.00' }),
    ]),
    absenceIsCertain: true,
  },
  {
    kind: 'a Spark code',
    change: aChange('spark-authorise', [aField('spark.authorised', api([]), ['ugc_1'])]),
    absenceIsCertain: true,
  },
];

type Case = {
  readonly name: string;
  readonly why: string;
  /** Fate of each send, in order; later sends succeed. */
  readonly fates: readonly (Fate | undefined)[];
  /** If absence is certain, and if it is not. */
  readonly sends: readonly [number, number];
  readonly ends: readonly [string, string];
};

const CASES: readonly Case[] = [
  { name: 'answered', why: 'it is sent once', fates: [], sends: [1, 1], ends: ['done', 'done'] },
  {
    name: 'response lost after the write',
    why: 'it is visible',
    fates: ['lost'],
    sends: [1, 1],
    ends: ['done', 'done'],
  },
  {
    name: 'unreadable response after the write',
    why: 'it is visible',
    fates: ['garbled'],
    sends: [1, 1],
    ends: ['done', 'done'],
  },
  {
    name: 'request lost before the write',
    why: 'it is sent again only if it certainly did not happen',
    fates: ['unsent'],
    sends: [2, 1],
    ends: ['done', 'api/unreachable'],
  },
  {
    name: 'request lost, then response lost',
    why: 'each send is read back',
    fates: ['unsent', 'lost'],
    sends: [2, 1],
    ends: ['done', 'api/unreachable'],
  },
  {
    name: 'lost each time',
    why: 'TikTok counts each send',
    fates: Array.from({ length: 9 }, () => 'unsent'),
    sends: [3, 1],
    ends: ['api/unreachable', 'api/unreachable'],
  },
  {
    name: 'refused',
    why: 'a refusal is clear',
    fates: ['refused'],
    sends: [1, 1],
    ends: ['api/refused', 'api/refused'],
  },
];

const desired = { ...aDesired(), spark: [{ post: 'ugc_1', variable: 'SPARK_1' }] };

async function carryOut(change: Change, writers: Writers): Promise<Result<WriteOutcome>> {
  const executor = EXECUTORS[change.kind];
  if (executor === 'human only') throw new Error(`No API carries out ${change.kind}.`);
  return executor(changeTask({ change, desired, writers }), never);
}

async function carriedOut(change: Change, world: Partial<FakeTikTok>) {
  const { tiktok, fake } = fakeTikTok({ budgets: new Map([[ACCOUNT, UNLIMITED]]), ...world });
  const result = await carryOut(change, writersFor(fakeLayers().writer, { tiktok }));
  const codes = result.ok === false ? result.problems.map(({ code }) => code).join(' ') : 'done';
  return { ends: codes, sends: fake.log.filter((line) => line.startsWith('write')).length, log: fake.log };
}

describe('a write whose response is lost is read back', () => {
  test.each(WRITES.flatMap((write) => CASES.map((each) => ({ ...write, ...each }))))(
    '$kind, $name: $why',
    async ({ change, absenceIsCertain, fates, sends, ends }) => {
      let sent = 0;
      const onWrite = (): Fate | undefined => {
        sent += 1;
        return fates[sent - 1];
      };
      const which = absenceIsCertain ? 0 : 1;
      const reported = await carriedOut(change, { onWrite });
      expect({ ends: reported.ends, sends: reported.sends }).toEqual({ ends: ends[which], sends: sends[which] });
      const words = reported.log.map((line) => line.split(' ')[0]).join(' ');
      expect(words, 'there is a read between two sends').not.toContain('write write');
    },
  );

  test.each(WRITES)('$kind that becomes visible late is not sent again', async ({ change }) => {
    const { tiktok, fake } = fakeTikTok({ budgets: new Map([[ACCOUNT, UNLIMITED]]), onWrite: () => 'unsent' });
    let waits = 0;
    const sleep = async (): Promise<void> => {
      waits += 1;
      if (waits < 3) return;
      fake.partners = true;
      fake.shared.add(ACCOUNT);
      fake.linked.add(ACCOUNT);
      fake.budgets.set(ACCOUNT, { mode: 'MONTHLY_BUDGET', amount: '30000' });
      fake.codes.push({ code: '#code-of-SPARK_1', item: '7300', status: 'AUTHORIZED' });
    };
    const result = await carryOut(change, writersFor(fakeLayers().writer, { tiktok, sleep }));
    expect(result.ok).toBe(true);
    expect(fake.log.filter((line) => line.startsWith('write'))).toHaveLength(1);
  });

  test('a share that may have been sent is not sent again', async () => {
    const { tiktok } = fakeTikTok({ onWrite: () => 'unsent' });
    const change = WRITES.find(({ kind }) => kind === 'a share')?.change ?? aChange('partnership', []);
    const result = await carryOut(change, writersFor(fakeLayers().writer, { tiktok }));
    expect(result).toMatchObject({ ok: false, problems: [{ remedy: expect.stringContaining('Wait 15 minutes') }] });
  });

  test('a budget that changed in the meantime is not sent again', async () => {
    const budgets = new Map([[ACCOUNT, UNLIMITED]]);
    const onWrite = (): Fate => {
      budgets.set(ACCOUNT, { mode: 'MONTHLY_BUDGET', amount: '100' });
      return 'unsent';
    };
    const change = WRITES.find(({ kind }) => kind === 'a budget')?.change ?? aChange('cap-enforcement', []);
    expect(await carriedOut(change, { budgets, onWrite })).toMatchObject({
      ends: 'api/unreachable apply/stale',
      sends: 1,
    });
  });

  test('an interrupted run reads once more, and does not send again', async () => {
    const log: string[] = [];
    const target = {
      read: async () => {
        log.push('read');
        return ok({});
      },
      isDone: () => false,
      write: async () => {
        log.push('write');
        return fail({ code: 'api/unreachable', message: 'No response.' });
      },
    };
    expect(await resolveFailedWrite(target, async () => 'stopped')).toMatchObject({ ok: false });
    expect(log).toEqual(['write', 'read', 'read']);
  });
});
