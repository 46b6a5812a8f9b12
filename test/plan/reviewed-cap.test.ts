import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PolicySettings, Refusal, LiveValue } from '../../src/model/index.ts';
import { aDesired, aLive, layers, planOf, PROJECT, theSettings, type DesiredCase } from '../support/layers.ts';
import { api, recorded } from '../support/plan.ts';

/** A cap by its value in the base, live, and in the document; absent: no base. */
type Caps = { readonly base?: number | string; readonly live: LiveValue; readonly desired: number | string };

type Given = {
  readonly policies?: Partial<PolicySettings>;
  readonly desired?: DesiredCase;
  readonly unit?: null;
  readonly baseName?: string;
  /** As the base writes it. */
  readonly baseProject?: string;
  readonly fixDrift?: boolean;
};

function refusals({ base, live, desired }: Caps, given: Given = {}): readonly Refusal[] {
  const {
    policies = {},
    desired: other = {},
    unit,
    baseName = 'acme-ios',
    baseProject = PROJECT,
    fixDrift = false,
  } = given;
  const document = (cap: number | string, name = 'acme-ios') =>
    aDesired({ ...other, name, fields: { ...other.fields, monthlyCostCap: cap } });
  return planOf(document(desired), aLive({ seen: { monthlyCostCap: live } }), {
    settings: theSettings({ policies, ...(unit === null && { unit }) }),
    ...(base !== undefined && {
      base: { commit: 'c0ffee', desired: [{ ...document(base, baseName), project: baseProject }], fixDrift },
    }),
  }).refusals;
}

const steep = (caps: Caps, given?: Given): string | undefined =>
  refusals(caps, given).find(({ policy }) => policy === 'cap-increase')?.message;

describe('a cap is compared with the live and with the reviewed value', () => {
  const CASES: readonly (Caps & Given & { readonly name: string; readonly refused: boolean })[] = [
    { name: 'a small step from both', base: 28_000, live: recorded(28_000), desired: 30_000, refused: false },
    { name: 'a recorded cap far above the base', base: 10_000, live: recorded(28_000), desired: 30_000, refused: true },
    { name: 'a live cap far above the base', base: 10_000, live: api(28_000), desired: 30_000, refused: true },
    { name: 'a live cap far below the base', base: 40_000, live: api(10_000), desired: 30_000, refused: true },
    { name: 'a decrease of a live cap', base: 10_000, live: api(40_000), desired: 30_000, refused: false },
    { name: 'a decrease of a recorded cap', base: 10_000, live: recorded(40_000), desired: 30_000, refused: true },
    { name: 'a decrease of both', base: 35_000, live: recorded(40_000), desired: 30_000, refused: false },
    { name: 'no base', live: recorded(28_000), desired: 30_000, refused: false },
    {
      name: 'a renamed document',
      base: 10_000,
      baseName: 'old-name',
      live: recorded(28_000),
      desired: 30_000,
      refused: true,
    },
    {
      name: 'a different spelling of the project',
      base: 10_000,
      baseProject: `prj_${PROJECT}`,
      live: recorded(28_000),
      desired: 30_000,
      refused: true,
    },
    {
      name: 'drift that is a change as well',
      base: 10_000,
      fixDrift: true,
      live: recorded(28_000),
      desired: 30_000,
      refused: true,
    },
    { name: 'amounts', base: '10000 USD', live: recorded(28_000), desired: '30000 USD', refused: true },
    {
      name: 'numbers without a unit',
      base: 10_000,
      live: recorded(28_000),
      desired: 30_000,
      unit: null,
      refused: true,
    },
  ];

  test.each(CASES)('$name: refused $refused', ({ refused, ...given }) => {
    expect(steep(given, given) !== undefined).toBe(refused);
  });

  test('the stricter of both holds, for any values', () => {
    const cap = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(cap, cap, cap, fc.boolean(), (base, live, desired, isRecorded) => {
        fc.pre(desired !== base && desired !== live);
        const refused = steep({ base, live: isRecorded ? recorded(live) : api(live), desired }) !== undefined;
        const isDecrease = desired < live && (!isRecorded || desired <= base);
        expect(refused).toBe(!isDecrease && desired * 100 > Math.min(base, live) * 125);
      }),
    );
  });

  test('the message names the base, and marks recorded values', () => {
    expect(steep({ base: 10_000, live: recorded(28_000), desired: 30_000 })).toBe(
      'The cap would be 30,000.00 USD, more than 25% above the 10,000.00 of the base commit; it is 28,000.00 (recorded) now.',
    );
    expect(steep({ live: recorded(10_000), desired: 30_000 })).toContain('from 10,000.00 (recorded) to 30,000.00 USD');
    expect(steep({ live: api(10_000), desired: 30_000 })).toContain('from 10,000.00 to 30,000.00 USD');
  });
});

describe('a recorded cap does not prove a decrease', () => {
  const caps = { base: 10_000, live: recorded(50_000), desired: 40_000 };
  const limit = [{ minor: 2_000_000, currency: 'USD' }];

  test.each([
    { policy: 'cap-max', given: { policies: { capMax: limit } } },
    { policy: 'cap-total', given: { policies: { capTotal: limit } } },
    { policy: 'protected', given: { desired: { protected: true } } },
  ])('for $policy', ({ policy, given }) => {
    expect(refusals(caps, given).map((refusal) => refusal.policy)).toContain(policy);
    const shown = { ...caps, live: api(50_000) };
    expect(refusals(shown, given).map((refusal) => refusal.policy)).not.toContain(policy);
  });

  test('for cap-below-spend it does: a possible decrease is compared with the spend', () => {
    const { spend: _, ...live } = aLive({ seen: { monthlyCostCap: recorded(50_000) } });
    const [base, desired] = [10_000, 40_000].map((cap) => aDesired({ fields: { monthlyCostCap: cap } }));
    if (base === undefined || desired === undefined) throw new Error('no documents');
    const plan = planOf(desired, live, { base: { commit: 'c0ffee', desired: [base], fixDrift: false } });
    expect(plan.refusals.map(({ policy }) => policy)).toContain('cap-below-spend');
  });
});

test.each([
  { policy: 'mode-switch', path: 'mode', was: 'agency' },
  { policy: 'account-switch', path: 'adAccountId', was: '7000000000000000001' },
  { policy: 'account-switch', path: 'tiktokBusinessId', was: '7000000000000000002' },
] as const)('$policy marks $path as recorded', ({ policy, path, was }) => {
  const message = (seen: LiveValue) =>
    planOf(aDesired(), aLive({ seen: { [path]: seen } })).refusals.find((one) => one.policy === policy)?.message;
  expect(message(recorded(was))).toContain(`from ${was} (recorded) to`);
  expect(message(api(was))).toContain(`from ${was} to`);
});

test('cap-total counts the recorded caps of the sum', () => {
  const limit = [{ minor: 4_000_000, currency: 'USD' }];
  const message = (seen: LiveValue) => {
    const { desired, live } = layers(2, (n) => ({
      desired: n === 0 ? { fields: { monthlyCostCap: 30_500 } } : { without: ['monthlyCostCap'] },
      sight: { seen: { monthlyCostCap: n === 0 ? api(30_000) : seen } },
    }));
    const plan = planOf(desired, live, { settings: theSettings({ policies: { capTotal: limit } }) });
    return plan.refusals.find(({ policy }) => policy === 'cap-total')?.message;
  };
  expect(message(recorded(20_000))).toMatch(/ 1 of these caps is only recorded\.$/);
  expect(message(api(20_000))).toMatch(/limit is 40,000\.00\.$/);
});
