import { expect, test } from 'vitest';
import { chooseSpendReports, spendCalls, type SpendingAccount } from '../../src/model/index.ts';

type Kind = Partial<Omit<SpendingAccount, 'id'>> & { readonly count: number };

const OURS: Omit<SpendingAccount, 'id'> = { business: '7000', currency: 'USD', timezone: 'UTC', isOwned: true };
const WITHOUT: Omit<SpendingAccount, 'id'> = { currency: 'USD', timezone: 'UTC', isOwned: false };

function accounts(kinds: readonly Kind[], base = OURS): readonly SpendingAccount[] {
  return kinds.flatMap(({ count, ...rest }, kind) =>
    Array.from({ length: count }, (_, n) => ({ ...base, ...rest, id: `${kind}${String(n).padStart(6, '0')}` })),
  );
}

const cases: readonly {
  name: string;
  why: string;
  spending: readonly SpendingAccount[];
  /** Sizes of the groups that are read by Business Center. */
  groups: readonly number[];
  calls: number;
}[] = [
  { name: 'no account', why: 'nothing to read', spending: [], groups: [], calls: 0 },
  {
    name: 'accounts without a Business Center',
    why: 'no report covers them',
    spending: accounts([{ count: 5000 }], WITHOUT),
    groups: [],
    calls: 1000,
  },
  {
    name: 'ten accounts of a Business Center',
    why: 'a report and its comparison cost as much as two exact calls',
    spending: accounts([{ count: 10 }]),
    groups: [],
    calls: 2,
  },
  {
    name: 'eleven accounts of a Business Center',
    why: 'a report and its comparison replace three exact calls',
    spending: accounts([{ count: 11 }]),
    groups: [11],
    calls: 2,
  },
  {
    name: '5,000 accounts of a Business Center',
    why: 'five pages and one comparison: the bar is 0.02 calls per layer, of which 0.01 are accounts',
    spending: accounts([{ count: 5000 }]),
    groups: [5000],
    calls: 6,
  },
  {
    name: 'two currencies',
    why: 'a comparison proves nothing about a different currency, which may be converted',
    spending: accounts([{ count: 20 }, { count: 30, currency: 'EUR' }]),
    groups: [20, 30],
    calls: 1 + 2,
  },
  {
    name: 'two time zones',
    why: 'a comparison proves nothing about days that begin at a different time',
    spending: accounts([{ count: 20 }, { count: 30, timezone: 'Asia/Tokyo' }]),
    groups: [20, 30],
    calls: 1 + 2,
  },
  {
    name: 'five accounts of a rare currency',
    why: 'the comparison would read them all, so their report is not used',
    spending: accounts([{ count: 20 }, { count: 5, currency: 'JPY' }]),
    groups: [20],
    calls: 1 + 2,
  },
  {
    name: 'many small groups',
    why: 'no group is larger than its comparison',
    spending: accounts(['USD', 'EUR', 'JPY', 'GBP'].map((currency) => ({ count: 5, currency }))),
    groups: [],
    calls: 4,
  },
  {
    name: 'one Business Center per client',
    why: 'each report would replace less than it costs',
    spending: accounts(Array.from({ length: 50 }, (_, n) => ({ count: 3, business: String(7000 + n) }))),
    groups: [],
    calls: 30,
  },
  {
    name: 'a large and a small Business Center',
    why: 'each Business Center is its own decision',
    spending: accounts([{ count: 40 }, { count: 4, business: '8000' }]),
    groups: [40],
    calls: 1 + 2,
  },
];

test.each(cases)('$name: $why', ({ spending, groups, calls }) => {
  const { byBusiness, byAccount } = chooseSpendReports(spending);
  const covered = [...byBusiness.values()].flat();
  expect(covered.map(({ length }) => length)).toEqual(groups);
  expect(new Set([...covered.flat(), ...byAccount])).toEqual(new Set(spending));
  expect(spendCalls(spending)).toBe(calls);
});

test('no choice costs more than five accounts a call', () => {
  for (let count = 0; count < 70; count += 3) {
    for (const parts of [1, 3]) {
      const kinds = Array.from({ length: parts }, (_, n) => ({
        count: Math.floor(count / (n + 1)),
        timezone: `z${n}`,
      }));
      const spending = accounts(kinds);
      expect(spendCalls(spending), `${count} in ${parts}`).toBeLessThanOrEqual(Math.ceil(spending.length / 5));
    }
  }
});
