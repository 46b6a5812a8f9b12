import { describe, expect, test } from 'vitest';
import type { MoneyLine } from '../../src/model/index.ts';
import { aDesired, aLive, layers, planOf, type Sight, theSettings } from '../support/layers.ts';
import { api, recorded } from '../support/plan.ts';

const usd = (minor: number) => ({ minor, currency: 'USD' });

const line = (rest: Partial<MoneyLine> = {}): MoneyLine => ({
  currency: 'USD',
  before: usd(3_000_000),
  after: usd(3_000_000),
  uncappedBefore: 0,
  uncappedAfter: 0,
  unknownBefore: 0,
  spent: usd(931_020),
  pace: usd(2_793_060),
  enforcedBy: 'none',
  ...rest,
});

type Case = {
  readonly name: string;
  readonly why: string;
  readonly given: Partial<ReturnType<typeof layers>> & { readonly unit?: 'major' | 'minor' | null };
  readonly money: readonly MoneyLine[];
};

const one = (desired: Parameters<typeof aDesired>[0], sight: Sight = {}) => ({
  desired: [aDesired(desired)],
  live: [aLive(sight)],
});
const unreadable: Sight = { account: { state: 'unreadable', reason: 'x' }, accounts: [] };

const cases: readonly Case[] = [
  {
    name: 'one layer, a third of the month gone',
    why: 'ten days of thirty cost a third of the month',
    given: one({}),
    money: [line()],
  },
  {
    name: 'a raise',
    why: 'before and after are comparable',
    given: one({ fields: { monthlyCostCap: 35000 } }),
    money: [line({ after: usd(3_500_000) })],
  },
  {
    name: 'three layers',
    why: 'caps, spend and pace of one currency add up',
    given: layers(3, (n) => ({ desired: { fields: { monthlyCostCap: 1000 * n + 1 } }, sight: { spend: usd(10) } })),
    money: [line({ before: usd(9_000_000), after: usd(300_300), spent: usd(30), pace: usd(90) })],
  },
  {
    name: 'two currencies',
    why: 'they are never added; the lines are sorted by currency',
    given: layers(2, (n) =>
      n === 0 ? {} : { sight: { account: { currency: 'EUR' }, spend: { minor: 5, currency: 'EUR' } } },
    ),
    money: [
      line({
        currency: 'EUR',
        before: { minor: 3_000_000, currency: 'EUR' },
        after: { minor: 3_000_000, currency: 'EUR' },
        spent: { minor: 5, currency: 'EUR' },
        pace: { minor: 15, currency: 'EUR' },
      }),
      line(),
    ],
  },
  {
    name: 'yen',
    why: '30000 on the wire are 30000 yen, not 300',
    given: one({}, { account: { currency: 'JPY' }, spend: { minor: 10_000, currency: 'JPY' } }),
    money: [
      line({
        currency: 'JPY',
        before: { minor: 30_000, currency: 'JPY' },
        after: { minor: 30_000, currency: 'JPY' },
        spent: { minor: 10_000, currency: 'JPY' },
        pace: { minor: 30_000, currency: 'JPY' },
      }),
    ],
  },
  {
    name: 'a cap in cents',
    why: 'the unit gives the number its meaning',
    given: { ...one({}), unit: 'minor' },
    money: [line({ before: usd(30_000), after: usd(30_000) })],
  },
  {
    name: 'an unknown cap',
    why: 'it counts as 0, and is counted separately',
    given: one({}, { unseen: ['monthlyCostCap'] }),
    money: [line({ before: usd(0), unknownBefore: 1 })],
  },
  {
    name: 'a cap that is neither live nor desired',
    why: 'the plan leaves it as unknown as it was',
    given: one({ without: ['monthlyCostCap'] }, { unseen: ['monthlyCostCap'] }),
    money: [line({ before: usd(0), after: usd(0), unknownBefore: 1, spent: null, pace: null })],
  },
  {
    name: 'no cap live',
    why: 'seen to be absent is known, and is not 0: nothing limits the spend',
    given: one({}, { seen: { monthlyCostCap: api(undefined) } }),
    money: [line({ before: 'none', uncappedBefore: 1 })],
  },
  {
    name: 'no cap, as a person stated it',
    why: 'the ledger keeps it as absent',
    given: one({}, { seen: { monthlyCostCap: recorded(undefined) } }),
    money: [line({ before: 'none', uncappedBefore: 1 })],
  },
  {
    name: 'no cap, live and desired',
    why: 'it stays as it is',
    given: one({ without: ['monthlyCostCap'] }, { seen: { monthlyCostCap: api(undefined) } }),
    money: [line({ before: 'none', after: 'none', uncappedBefore: 1, uncappedAfter: 1, spent: null, pace: null })],
  },
  {
    name: 'no cap in a layer that is not installed',
    why: 'it spends nothing',
    given: one({}, { installed: 'no', seen: { monthlyCostCap: api(undefined) } }),
    money: [line({ before: usd(0) })],
  },
  {
    name: 'one of two layers without a cap',
    why: 'the sum is that of the other, and does not limit both',
    given: layers(2, (n) => (n === 0 ? { sight: { seen: { monthlyCostCap: api(undefined) } } } : {})),
    money: [
      line({
        uncappedBefore: 1,
        after: usd(6_000_000),
        spent: usd(2 * 931_020),
        pace: usd(2 * 2_793_060),
      }),
    ],
  },
  {
    name: 'a cap that no document writes',
    why: 'it stays as it is',
    given: one({ without: ['monthlyCostCap'] }),
    money: [line()],
  },
  {
    name: 'a bare cap of no stated unit',
    why: 'a sum would be a guess',
    given: { ...one({}), unit: null },
    money: [line({ before: null, after: null })],
  },
  {
    name: 'an amount of no stated unit',
    why: 'the document has a unit, the live value has none',
    given: { ...one({ fields: { monthlyCostCap: '35000 USD' } }), unit: null },
    money: [line({ before: null, after: usd(3_500_000) })],
  },
  {
    name: 'an account of unknown currency',
    why: 'its number belongs to no line',
    given: one({}, unreadable),
    money: [],
  },
  {
    name: 'an amount for an account of unknown currency',
    why: 'the document has a currency; the live value has none',
    given: one({ fields: { monthlyCostCap: '35000 USD' } }, { ...unreadable, unseen: ['monthlyCostCap'] }),
    money: [line({ before: usd(0), after: usd(3_500_000), unknownBefore: 1 })],
  },
  {
    name: 'a cap that TikTok holds',
    why: 'we set it, as recorded in the ledger',
    given: one({ fields: { capEnforcement: 'tiktok' } }, { seen: { capEnforcement: recorded('tiktok') } }),
    money: [line({ enforcedBy: 'tiktok' })],
  },
  {
    name: 'a cap that TikTok shall hold',
    why: 'until it is done nothing enforces it',
    given: one({ fields: { capEnforcement: 'tiktok' } }),
    money: [line()],
  },
  {
    name: 'one of two caps that TikTok holds',
    why: 'some is not all',
    given: layers(2, (n) => (n === 0 ? { sight: { seen: { capEnforcement: recorded('tiktok') } } } : {})),
    money: [
      line({
        before: usd(6_000_000),
        after: usd(6_000_000),
        spent: usd(1_862_040),
        pace: usd(5_586_120),
        enforcedBy: 'partly',
      }),
    ],
  },
];

describe('the money of a plan', () => {
  test.each(cases)('$name: $why', ({ given: { desired = [], live = [], unit = 'major' }, money }) => {
    expect(planOf(desired, live, { settings: theSettings({ unit }) }).money).toEqual(money);
  });

  test('spend that could not be read for one account: no sum, no pace', () => {
    const { desired, live } = layers(2);
    const { spend: _, ...unread } = live[1] ?? aLive();
    const first = live[0] ?? aLive();
    expect(planOf(desired, [first, unread]).money).toMatchObject([{ spent: null, pace: null, before: usd(6_000_000) }]);
  });
});

describe('the caps of removed documents', () => {
  const removed = (name: string, cap: string | number) =>
    aDesired({ name, project: name, fields: { monthlyCostCap: cap } });
  const against = (...before: readonly ReturnType<typeof removed>[]) =>
    planOf(aDesired(), aLive(), { base: { commit: 'c', desired: [aDesired(), ...before], fixDrift: false } }).money;

  test('they are part of before, because they stay live', () => {
    expect(against(removed('a', '8000 USD'), removed('b', '500 USD'))).toEqual([
      line({ before: usd(3_850_000), removed: { documents: 2, caps: usd(850_000) } }),
    ]);
  });

  test('a currency that only they have has its own line, without spend', () => {
    const eur = { minor: 800_000, currency: 'EUR' };
    const none = { minor: 0, currency: 'EUR' };
    expect(against(removed('a', '8000 EUR'))).toEqual([
      line({
        currency: 'EUR',
        before: eur,
        after: none,
        removed: { documents: 1, caps: eur },
        spent: null,
        pace: null,
      }),
      line(),
    ]);
  });

  test('without a currency they are in no sum', () => {
    expect(against(removed('a', 8000))).toEqual([line()]);
  });
});

describe('the pace of a month', () => {
  // 100.00 spent so far; the pace depends on the day of the month in the time zone of the account.
  const paces = [
    { now: '2026-11-01T12:00:00Z', zone: 'UTC', pace: 300_000, why: 'the first day is a whole day' },
    { now: '2026-11-30T23:59:59Z', zone: 'UTC', pace: 10_000, why: 'on the last day the pace is the spend' },
    { now: '2026-12-01T00:00:00Z', zone: 'UTC', pace: 310_000, why: 'a second later it is December' },
    { now: '2026-12-01T04:59:59Z', zone: 'America/New_York', pace: 10_000, why: 'it is still November there' },
    { now: '2026-12-01T05:00:00Z', zone: 'America/New_York', pace: 310_000, why: 'midnight of standard time' },
    { now: '2026-11-30T14:59:59Z', zone: 'Asia/Tokyo', pace: 10_000, why: 'the last second of November there' },
    { now: '2026-11-30T15:00:00Z', zone: 'Asia/Tokyo', pace: 310_000, why: 'December begins there first' },
    {
      now: '2026-11-01T05:30:00Z',
      zone: 'America/New_York',
      pace: 300_000,
      why: 'the first 1:30 of the day clocks go back',
    },
    {
      now: '2026-11-01T06:30:00Z',
      zone: 'America/New_York',
      pace: 300_000,
      why: 'the second 1:30 of it is the same day',
    },
    { now: '2026-11-01T03:59:59Z', zone: 'America/New_York', pace: 10_000, why: 'in October midnight is at 4:00 UTC' },
    { now: '2026-03-08T06:59:59Z', zone: 'America/New_York', pace: 38_750, why: 'just before clocks go forward' },
    { now: '2026-03-08T07:00:00Z', zone: 'America/New_York', pace: 38_750, why: 'the short day is one day' },
    { now: '2026-03-09T03:59:59Z', zone: 'America/New_York', pace: 38_750, why: 'it ends an hour earlier in UTC' },
    { now: '2026-03-09T04:00:00Z', zone: 'America/New_York', pace: 34_444, why: 'the ninth begins at 4:00 UTC' },
    { now: '2028-02-29T12:00:00Z', zone: 'UTC', pace: 10_000, why: 'a leap day is the last of its month' },
    { now: '2026-02-14T12:00:00Z', zone: 'UTC', pace: 20_000, why: 'half of February is fourteen days' },
    { now: '2026-12-01T00:00:00Z', zone: 'Moon/Crater', pace: 310_000, why: 'an unknown time zone counts as UTC' },
  ];

  test.each(paces)('$now in $zone: $why', ({ now, zone, pace }) => {
    const plan = planOf(aDesired(), aLive({ account: { timezone: zone }, spend: usd(10_000) }), {
      today: new Date(now),
    });
    expect(plan.money[0]?.pace).toEqual(usd(pace));
  });

  test('an unreadable account counts its days in UTC', () => {
    const sight: Sight = { account: { state: 'unreadable', reason: 'x' }, spend: usd(10_000) };
    expect(planOf(aDesired(), aLive(sight), { today: new Date('2026-12-01T00:00:00Z') }).money[0]?.pace).toEqual(
      usd(310_000),
    );
  });
});
