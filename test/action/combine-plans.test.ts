import { describe, expect, test } from 'vitest';
import type { Change, FieldPath, PlannedLayer, Value } from '../../src/model/index.ts';
import { assignLayers, type BranchUpdate } from '../../src/action/review/assign-layers.ts';
import { combinePlans } from '../../src/action/review/combine-plans.ts';
import { aChange, aLayer, anUnusualField, api, aPlan } from '../support/plan.ts';

type Values = Readonly<Partial<Record<FieldPath, Value>>>;

/** A pull request that changes the layer `a`. */
function changing(
  name: string,
  changes: Values,
  { desired = {}, allows }: { readonly desired?: Values; readonly allows?: string } = {},
): BranchUpdate {
  const layer = aLayer({
    name: 'a',
    document: `document of ${name}`,
    desired: { ...desired, ...changes } as PlannedLayer['desired'],
    changes: Object.entries(changes).map(([path, after]) => changeOf(path as FieldPath, after)),
  });
  const allowed = allows === undefined ? [] : [{ policy: 'cap-increase' as const, subject: allows }];
  return { name, touched: ['a'], review: { plan: { ...aPlan({ layers: [layer] }), allowed } } };
}

function changeOf(path: FieldPath, after: Value): Change {
  return aChange(
    path === 'state' ? 'state' : path === 'objectives' ? 'objectives' : 'cost-cap',
    [anUnusualField(path, api(null), after)],
    { layer: 'a' },
  );
}

const unreviewed: BranchUpdate = { name: 'abc', touched: ['a'], review: { why: 'No run.', remedy: 'Do it.' } };
const [seven, eight] = [changing('#7', { monthlyCostCap: 29 }), changing('#8', { objectives: ['reach'] })];

type Case = {
  readonly name: string;
  readonly why: string;
  readonly newestFirst: readonly BranchUpdate[];
  readonly applied?: string;
  readonly isOnTop?: boolean;
  /** `#7: monthlyCostCap=29` */
  readonly slices: readonly string[];
  readonly joined?: readonly string[];
};

const CASES: readonly Case[] = [
  { name: 'one update', why: 'there is nothing to combine', newestFirst: [seven], slices: ['#7: monthlyCostCap=29'] },
  {
    name: 'two about different fields',
    why: 'a fresh plan against the base of the older one has the changes of both',
    newestFirst: [eight, seven],
    slices: ['#7: objectives=["reach"], monthlyCostCap=29'],
    joined: ['#8 with #7'],
  },
  {
    name: 'an older one that was applied',
    why: 'live edits since then are drift',
    newestFirst: [eight, seven],
    applied: 'document of #7',
    slices: ['#8: objectives=["reach"]'],
  },
  {
    name: 'an unreviewed one in between',
    why: 'a fresh plan against the older base would have its changes too',
    newestFirst: [eight, unreviewed, seven],
    slices: ['#8: objectives=["reach"]'],
  },
  {
    name: 'two about one field',
    why: 'the newer value counts',
    newestFirst: [changing('#8', { monthlyCostCap: 30 }), seven],
    slices: ['#7: monthlyCostCap=30'],
    joined: ['#8 with #7'],
  },
  {
    name: 'a newer one on top that takes the change back',
    why: 'its document was reviewed with the old value, which is live',
    newestFirst: [changing('#8', { objectives: ['reach'] }, { desired: { monthlyCostCap: 28 } }), seven],
    isOnTop: true,
    slices: ['#7: objectives=["reach"]'],
    joined: ['#8 with #7'],
  },
  {
    name: 'three',
    why: 'all move to the oldest',
    newestFirst: [changing('#9', { state: 'paused' }), eight, seven],
    slices: ['#7: state="paused", objectives=["reach"], monthlyCostCap=29'],
    joined: ['#8 with #7', '#9 with #7'],
  },
];

describe('combining reviewed plans of one layer', () => {
  test.each(CASES)('$name: $why', ({ newestFirst, applied, isOnTop = false, slices, joined = [] }) => {
    const combined = combinePlans(newestFirst, assignLayers(newestFirst), {
      isApplied: ({ document }) => document === applied,
      isOnTop: () => isOnTop,
    });
    const lines = combined.slices.map(({ update, plan }) => `${update.name}: ${plan.layers.map(textOf).join('; ')}`);
    expect(lines).toEqual(slices);
    expect(combined.joined.map(({ update, by }) => `${update.name} with ${by.name}`)).toEqual(joined);
    if (joined.length > 0) expect(combined.superseded).toEqual([]);
  });

  test('what a label allowed for the layer counts for the combined plan; nothing else does', () => {
    const updates = [changing('#8', { objectives: ['reach'] }, { allows: 'a' }), seven];
    const facts = { isApplied: () => false, isOnTop: () => false };
    const allowedBy = (newestFirst: readonly BranchUpdate[]) =>
      combinePlans(newestFirst, assignLayers(newestFirst), facts).slices.map(({ plan }) => plan.allowed);
    expect(allowedBy(updates)).toEqual([[{ policy: 'cap-increase', subject: 'a' }]]);
    expect(allowedBy([changing('#8', { objectives: ['reach'] }, { allows: 'all' }), seven])).toEqual([[]]);
  });
});

function textOf({ changes, desired }: PlannedLayer): string {
  return changes
    .flatMap(({ fields }) => fields)
    .map(({ path, after }) => {
      expect(desired[path]).toEqual(after);
      return `${path}=${JSON.stringify(after)}`;
    })
    .join(', ');
}
