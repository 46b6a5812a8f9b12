import { describe, expect, test } from 'vitest';
import { type MoneyLine, type Plan, amountText } from '../../src/model/index.ts';
import { planAsText } from '../../src/render/index.ts';
import { aChange, aCheck, aField, aHumanChange, aLayer, aMoneyLine, api, aPlan, aRefusal } from '../support/plan.ts';

const firstLine = (plan: Plan) => planAsText(plan, { colour: false }).split('\n')[0];

const enable = aChange('capi', [aField('capi.enabled', api(false), true)]);
const cap = aHumanChange('cost-cap', [aField('monthlyCostCap', api(1), 2)]);
const gated = aChange('state', [aField('state', api('paused'), 'active')], {
  step: { by: 'gated', approver: 'Ana', campaigns: [] },
});
/** The relay waits for the adoption through the pixel. */
const toAdopt = (name: string) =>
  aLayer({
    name,
    changes: [
      aHumanChange('adopt', [], {}, { layer: name }),
      aHumanChange('pixel', [], {}, { layer: name, dependsOn: [`${name}/adopt`] }),
      aChange('capi', [], { layer: name, dependsOn: [`${name}/pixel`] }),
    ],
  });
const layers = (number: number) => Array.from({ length: number }, (_, index) => aLayer({ name: `layer-${index}` }));

const cases: readonly { readonly name: string; readonly why: string; readonly plan: Plan; readonly line: string }[] = [
  {
    name: 'changes in two layers',
    why: 'the actor is part of the headline',
    plan: aPlan({
      layers: [
        aLayer({ changes: [enable, cap] }),
        aLayer({ name: 'acme-android', changes: [cap] }),
        aLayer({ name: 'b' }),
      ],
    }),
    line: 'Plan: 3 changes in 2 layers (1 by reconcile, 2 manual).',
  },
  {
    name: 'a queued write',
    why: 'queued is not done',
    plan: aPlan({ layers: [aLayer({ changes: [gated] })] }),
    line: 'Plan: 1 change in 1 layer (1 via the write gate).',
  },
  {
    name: 'a refusal',
    why: 'that nothing will be applied comes before what would have been',
    plan: aPlan({ layers: [aLayer({ changes: [enable] })], refusals: [aRefusal()] }),
    line: 'Refused: 1 change in 1 layer (1 by reconcile), 1 refusal.',
  },
  {
    name: 'refusals without a change',
    why: 'a refused plan never reads "No changes"',
    plan: aPlan({ refusals: [aRefusal({ policy: 'pin' }), aRefusal({ policy: 'owner' })] }),
    line: 'Refused: no changes, 2 refusals.',
  },
  {
    name: 'no changes',
    why: 'the headline includes the number of checked layers',
    plan: aPlan({ layers: layers(26) }),
    line: 'No changes: 26 layers match their documents.',
  },
  {
    name: 'no changes, with unknown values',
    why: 'an unknown value may differ',
    plan: aPlan({ layers: [aLayer({ unknown: ['objectives', 'mode'] }), aLayer({ name: 'b', unknown: ['mode'] })] }),
    line: 'No changes: 2 layers match their documents (3 values in 2 layers are unknown).',
  },
  {
    name: 'no layers',
    why: '"no changes" and "no layers" are different results',
    plan: aPlan({ layers: [], skipped: ['acme-ios'] }),
    line: 'Nothing to plan: no layers selected.',
  },
  {
    name: 'no documents',
    why: 'a repository starts with its settings',
    plan: aPlan({ layers: [] }),
    line: 'No layer documents yet.',
  },
  {
    name: 'an error without changes',
    why: 'an account that delivers nothing must not hide below a green line',
    plan: aPlan({
      layers: [aLayer({ checks: [aCheck({ severity: 'error' }), aCheck(), aCheck({ severity: 'note' })] })],
    }),
    line: 'No changes: 1 layer matches its document. Checks: 1 error, 1 warning.',
  },
  {
    name: 'a layer to adopt',
    why: 'a person copies its config first; nothing is refused',
    plan: aPlan({ layers: [toAdopt('acme-ios')] }),
    line: '1 layer to adopt: 2 changes wait for it.',
  },
  {
    name: 'two layers to adopt, and a change that does not wait',
    why: 'what an apply does now is named first',
    plan: aPlan({
      layers: [toAdopt('acme-ios'), toAdopt('beta-ios'), aLayer({ name: 'gamma-ios', changes: [aChange('capi', [])] })],
    }),
    line: 'Plan: 1 change in 1 layer (1 by reconcile). 2 layers to adopt: 4 changes wait for them.',
  },
  {
    name: 'a refusal, and a layer to adopt',
    why: 'a refusal stops the whole apply',
    plan: aPlan({ refusals: [aRefusal()], layers: [toAdopt('acme-ios')] }),
    line: 'Refused: no changes, 1 refusal. 1 layer to adopt: 2 changes wait for it.',
  },
  {
    name: 'a sandbox',
    why: 'test money must be distinguishable from real money',
    plan: aPlan({ sandbox: true }),
    line: 'SANDBOX · No changes: 1 layer matches its document.',
  },
];

describe('the verdict', () => {
  test.each(cases)('$name: $why', ({ plan, line }) => {
    expect(firstLine(plan)).toBe(line);
  });
});

const moneyCases: readonly {
  readonly name: string;
  readonly why: string;
  readonly money: Partial<MoneyLine>;
  readonly unit?: Plan['costCapUnit'];
  readonly line: string;
}[] = [
  {
    name: 'a raise',
    why: 'sum, difference, spend and pace are in one line',
    money: {},
    line: 'Caps 12,400.00 → 30,000.00 USD (+17,600.00) · spent this month 9,310.20, on pace for 28,900.00 · enforced by: none',
  },
  {
    name: 'a decrease, enforced',
    why: 'the sign is always shown; only TikTok enforces',
    money: {
      before: { minor: 500_000, currency: 'USD' },
      after: { minor: 40_050, currency: 'USD' },
      enforcedBy: 'tiktok',
    },
    line: 'Caps 5,000.00 → 400.50 USD (-4,599.50) · spent this month 9,310.20, on pace for 28,900.00 · enforced by: TikTok monthly budget',
  },
  {
    name: 'the same caps',
    why: 'an arrow would look like a change',
    money: { before: { minor: 3_000_000, currency: 'USD' } },
    line: 'Caps 30,000.00 USD, unchanged · spent this month 9,310.20, on pace for 28,900.00 · enforced by: none',
  },
  {
    name: 'a removed document',
    why: 'its cap stays live, so a lower sum is no saving',
    money: {
      before: { minor: 2_400_000, currency: 'USD' },
      after: { minor: 1_600_000, currency: 'USD' },
      removed: { documents: 1, caps: { minor: 800_000, currency: 'USD' } },
    },
    line: 'Caps 24,000.00 → 16,000.00 USD, 8,000.00 USD stays live in 1 removed document · spent this month 9,310.20, on pace for 28,900.00 · enforced by: none',
  },
  {
    name: 'unknown caps',
    why: 'counted as 0 they would make the increase look larger',
    money: { unknownBefore: 2 },
    line: 'Caps 12,400.00 (2 caps unknown) → 30,000.00 USD (at most +17,600.00) · spent this month 9,310.20, on pace for 28,900.00 · enforced by: none',
  },
  {
    name: 'no unit',
    why: 'a number that may be cents is not shown as dollars; the spend is from TikTok and certain',
    unit: null,
    money: { before: null, after: null },
    line: 'Caps: unit unknown, set costCapUnit · spent this month 9,310.20 USD, on pace for 28,900.00 USD · enforced by: none',
  },
  {
    name: 'a live number that is no amount',
    why: 'the unit is stated, so that must not be blamed',
    money: { before: null },
    line: 'Caps (not all are valid USD amounts) → 30,000.00 USD · spent this month 9,310.20, on pace for 28,900.00 · enforced by: none',
  },
  {
    name: 'no cap before',
    why: 'none is not 0, so there is no difference to show',
    money: { before: 'none', uncappedBefore: 1 },
    line: 'Caps none → 30,000.00 USD · spent this month 9,310.20, on pace for 28,900.00 · enforced by: none',
  },
  {
    name: 'no cap before and after',
    why: 'nothing limits the spend',
    money: { before: 'none', after: 'none', uncappedBefore: 1, uncappedAfter: 1, spent: null, pace: null },
    line: 'Caps in USD: none · spend not read, because no cap is known · enforced by: none',
  },
  {
    name: 'one layer without a cap',
    why: 'the sum would look like a limit for all',
    money: { uncappedBefore: 1 },
    line: 'Caps 12,400.00 and 1 without a cap → 30,000.00 USD · spent this month 9,310.20, on pace for 28,900.00 · enforced by: none',
  },
  {
    name: 'one layer without a cap, before and after',
    why: 'the difference is that of the others',
    money: { uncappedBefore: 1, uncappedAfter: 1 },
    line: 'Caps 12,400.00 and 1 without a cap → 30,000.00 and 1 without a cap USD (+17,600.00) · spent this month 9,310.20 in layers with a cap, on pace for 28,900.00 · enforced by: none',
  },
  {
    name: 'unknown spend',
    why: 'unknown is not zero',
    money: { spent: null, pace: null, enforcedBy: 'partly' },
    line: 'Caps 12,400.00 → 30,000.00 USD (+17,600.00) · spent this month unknown · enforced by: TikTok monthly budget in some layers',
  },
  {
    name: 'yen',
    why: 'they have no decimals',
    money: {
      currency: 'JPY',
      before: { minor: 900, currency: 'JPY' },
      after: { minor: 3_000_000, currency: 'JPY' },
      spent: { minor: 0, currency: 'JPY' },
      pace: null,
    },
    line: 'Caps 900 → 3,000,000 JPY (+2,999,100) · spent this month 0, pace unknown · enforced by: none',
  },
];

describe('the money', () => {
  test.each(moneyCases)('$name: $why', ({ money, unit = 'major', line }) => {
    const plan = aPlan({ costCapUnit: unit, money: [aMoneyLine(money)] });
    expect(planAsText(plan, { colour: false }).split('\n')[1]).toBe(line);
  });

  test.each([
    [0, 'USD', '0.00'],
    [5, 'USD', '0.05'],
    [99_999, 'USD', '999.99'],
    [100_000, 'USD', '1,000.00'],
    [-123_456_789, 'USD', '-1,234,567.89'],
    [1_234_567, 'KWD', '1,234.567'],
  ])('%d minor units of %s are %s', (minor, currency, text) => {
    expect(amountText({ minor, currency })).toBe(text);
  });
});
