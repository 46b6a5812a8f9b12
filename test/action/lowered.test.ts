import { expect, test } from 'vitest';
import { lowered } from '../../src/action/review/lowered.ts';
import type { Change, FieldChange, LiveValue } from '../../src/model/index.ts';
import { aChange, aLayer } from '../support/plan.ts';

const seen = <T>(value: T) => ({ provenance: 'api', value }) as const;
const recorded = <T>(value: T) => ({ provenance: 'recorded', value }) as const;
const unknown: LiveValue = { provenance: 'unknown' };

const cap = (before: unknown, after: number): Change =>
  aChange('cost-cap', [{ path: 'monthlyCostCap', before, after } as FieldChange]);
const budget = (before: unknown, after: unknown): Change =>
  aChange('cap-enforcement', [{ path: 'accountBudget', before, after } as FieldChange]);
const state = (after: 'active' | 'paused'): Change =>
  aChange('state', [{ path: 'state', before: unknown, after } as FieldChange]);
const campaigns = (...verbs: readonly ('pause' | 'resume')[]): Change => ({
  ...aChange('campaigns', []),
  step: {
    by: 'gated',
    approver: 'the customer',
    campaigns: verbs.map((verb, index) => ({ id: `cmp_${index}`, name: '', verb, predicted: 'done' })),
  },
});
const monthly = (amount: string) => ({ mode: 'MONTHLY_BUDGET', amount });

test.each<{ name: string; why: string; changes: readonly Change[]; lowers: boolean }>([
  { name: 'a pause', why: 'it never needs permission', changes: [state('paused'), campaigns('pause')], lowers: true },
  {
    name: 'a pause beside an adoption',
    why: 'adopting changes nothing',
    changes: [aChange('adopt', []), state('paused')],
    lowers: true,
  },
  { name: 'a lower cap', why: 'it never needs permission', changes: [cap(seen(2), 1)], lowers: true },
  {
    name: 'a lower budget',
    why: 'it is the actual limit',
    changes: [budget(seen(monthly('20.00')), monthly('9.50'))],
    lowers: true,
  },
  {
    name: 'a first budget',
    why: 'the account was unlimited',
    changes: [budget(seen({ mode: 'UNLIMITED' }), monthly('9'))],
    lowers: true,
  },
  { name: 'no change', why: 'there is nothing to apply', changes: [], lowers: false },
  { name: 'a higher cap', why: 'it can spend more', changes: [cap(seen(1), 2)], lowers: false },
  { name: 'a first cap', why: 'it counts as an increase', changes: [cap(seen(undefined), 2)], lowers: false },
  { name: 'a cap below a recorded one', why: 'anyone can record one', changes: [cap(recorded(2), 1)], lowers: false },
  { name: 'a cap below an unknown one', why: 'it may be lower live', changes: [cap(unknown, 1)], lowers: false },
  {
    name: 'a higher budget',
    why: 'it can spend more',
    changes: [budget(seen(monthly('9')), monthly('20'))],
    lowers: false,
  },
  {
    name: 'the budget ends',
    why: 'it can spend more',
    changes: [budget(seen(monthly('9')), { mode: 'UNLIMITED' })],
    lowers: false,
  },
  {
    name: 'a budget of a different kind',
    why: 'they cannot be compared',
    changes: [budget(seen({ mode: 'DAILY_BUDGET', amount: '9' }), monthly('9'))],
    lowers: false,
  },
  { name: 'a resumed campaign', why: 'it spends again', changes: [campaigns('pause', 'resume')], lowers: false },
  { name: 'an active layer', why: 'it can launch ads', changes: [state('active')], lowers: false },
  {
    name: 'a pause with a different change',
    why: 'the layer has one digest',
    changes: [state('paused'), aChange('objectives', [])],
    lowers: false,
  },
])('$name: $why', ({ changes, lowers }) => {
  const layer = aLayer({ name: 'a', changes });
  expect(lowered({ layers: [layer] })).toEqual(lowers ? [layer] : []);
});

test('a layer without changes stays beside one that is paused', () => {
  const layers = [aLayer({ name: 'a', changes: [state('paused')] }), aLayer({ name: 'b' })];
  expect(lowered({ layers })).toEqual(layers);
});
