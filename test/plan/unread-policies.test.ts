import { describe, expect, test } from 'vitest';
import type { PolicySettings } from '../../src/model/index.ts';
import { aDesired, aLive, layers, planOf, theSettings } from '../support/layers.ts';
import { api } from '../support/plan.ts';

/** A plan of one layer with a different cap, next to documents with unreadable layers. */
function refusedBeside(
  unread: readonly ReturnType<typeof aDesired>[],
  [before, after]: readonly [number, number],
  policies: Partial<PolicySettings>,
) {
  const desired = aDesired({ fields: { monthlyCostCap: after } });
  const live = aLive({ seen: { monthlyCostCap: api(before) } });
  const { refusals } = planOf([desired, ...unread], live, { settings: theSettings({ policies }) });
  return refusals.map(({ policy, message }) => `${policy}: ${message}`);
}

const unread = (fields: Parameters<typeof aDesired>[0] = {}) => [aDesired({ name: 'south-01', ...fields })];
const total = (minor: number): Partial<PolicySettings> => ({ capTotal: [{ minor, currency: 'USD' }] });

describe('cap-total with layers that could not be read', () => {
  test.each([
    {
      name: 'an increase next to a document without a cap',
      why: 'the sum cannot be computed',
      documents: unread({ without: ['monthlyCostCap'] }),
      move: [10_000, 11_000],
      refused: [/^cap-total: .*cannot be checked: south-01 could not be read/],
    },
    {
      name: 'a decrease next to it',
      why: 'it does not raise the sum',
      documents: unread({ without: ['monthlyCostCap'] }),
      move: [11_000, 10_000],
      refused: [],
    },
    {
      name: 'an increase next to a document with a cap',
      why: 'the document counts',
      documents: unread({ fields: { monthlyCostCap: '9000 USD' } }),
      move: [10_000, 11_000],
      refused: [/^cap-total: The caps together would be 20,000\.00 USD/],
    },
    {
      name: 'a raise that stays below the total with it',
      why: 'it is allowed',
      documents: unread({ fields: { monthlyCostCap: '8000 USD' } }),
      move: [10_000, 11_000],
      refused: [],
    },
    {
      name: 'an increase next to a cap in a different currency',
      why: 'amounts of two currencies are never added',
      documents: unread({ fields: { monthlyCostCap: '9000 EUR' } }),
      move: [10_000, 11_000],
      refused: [],
    },
    {
      name: 'an increase next to a bare cap',
      why: 'its account was not read, so it counts in this currency',
      documents: unread({ fields: { monthlyCostCap: 9000 } }),
      move: [10_000, 11_000],
      refused: [/^cap-total: The caps together would be 20,000\.00 USD/],
    },
  ] as const)('$name: $why', ({ documents, move, refused }) => {
    const found = refusedBeside(documents, move, total(1_950_000));
    expect(found).toEqual(refused.map((pattern) => expect.stringMatching(pattern)));
  });
});

describe('cap-total with an invalid document', () => {
  const invalid = [{ name: 'south-01', file: 'layers/south-01.yaml' }];
  test.each([
    { name: 'a raise', move: [10_000, 11_000], by: { invalid }, refusals: 1, why: 'its cap is unknown' },
    { name: 'a raise', move: [10_000, 11_000], by: { otherInvalid: invalid }, refusals: 1, why: 'no path hides it' },
    { name: 'a decrease', move: [11_000, 10_000], by: { invalid }, refusals: 0, why: 'it does not raise the sum' },
  ] as const)('$name: $why', ({ move: [before, after], by, refusals }) => {
    const desired = aDesired({ fields: { monthlyCostCap: after } });
    const live = aLive({ seen: { monthlyCostCap: api(before) } });
    const plan = planOf([desired], live, { settings: theSettings({ policies: total(9_000_000) }), ...by });
    expect(plan.refusals).toHaveLength(refusals);
    for (const { message } of plan.refusals) expect(message).toContain('layers/south-01.yaml');
    expect(plan.unread).toEqual('invalid' in by ? ['south-01'] : []);
  });
});

test('share counts layers that could not be read in its total', () => {
  const { desired, live } = layers(6, (n) => (n < 2 ? { sight: { seen: { 'capi.enabled': api(false) } } } : {}));
  const more = [aDesired({ name: 'south-01' })];
  const share = { percent: 30, above: 5 };
  const plan = (documents: typeof desired) =>
    planOf(documents, live, { settings: theSettings({ policies: { share } }) });
  expect(plan(desired).refusals).toMatchObject([{ policy: 'share' }]);
  expect(plan([...desired, ...more]).refusals).toEqual([]);
  const invalid = [{ name: 'south-01', file: 'layers/south-01.yaml' }];
  expect(planOf(desired, live, { settings: theSettings({ policies: { share } }), invalid }).refusals).toEqual([]);
});

test('layers without live state are listed as unread, and change no digest', () => {
  const alone = planOf(aDesired(), aLive());
  const beside = planOf([aDesired(), ...unread()], aLive());
  expect(beside.unread).toEqual(['south-01']);
  expect(beside.digest).toBe(alone.digest);
});
