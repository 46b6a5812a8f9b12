import { describe, expect, test } from 'vitest';
import { type BranchUpdate, unappliedFields, assignLayers } from '../../src/action/review/assign-layers.ts';
import { aField, aLayer, api, aPlan, aRemovedDocument, aRenamedDocument } from '../support/plan.ts';

/** A branch update with a reviewed plan for these layers; by default, it changes the same ones. */
function planned(
  name: string,
  layers: readonly string[],
  more: { touched?: readonly string[]; gone?: readonly string[]; renamed?: readonly [from: string, to: string] } = {},
): BranchUpdate {
  const [from, to] = more.renamed ?? [];
  const plan = aPlan({
    layers: layers.map((layer) => aLayer({ name: layer })),
    removed: (more.gone ?? []).map((gone) => aRemovedDocument(gone)),
    renamed: from === undefined || to === undefined ? [] : [aRenamedDocument(from, to)],
  });
  return { name, touched: more.touched ?? [...layers, ...(more.gone ?? [])], review: { plan } };
}

/** One without a review, or with an untrusted one. */
function unplanned(name: string, touched: readonly string[]): BranchUpdate {
  return { name, touched, review: { why: `${name} was not reviewed.`, remedy: 'Do it by hand.' } };
}

type Case = {
  readonly name: string;
  readonly why: string;
  readonly newestFirst: readonly BranchUpdate[];
  readonly slices?: readonly string[];
  readonly unreviewed?: readonly string[];
  readonly superseded?: readonly string[];
};

const CASES: readonly Case[] = [
  { name: 'nothing came', why: 'there is nothing to apply', newestFirst: [] },
  {
    name: 'one pull request',
    why: 'its plan is applied',
    newestFirst: [planned('#7', ['a', 'b'])],
    slices: ['#7: a, b'],
  },
  {
    name: 'a rename',
    why: 'the merge also touches the old name, which is part of the reviewed plan',
    newestFirst: [planned('#8', ['b'], { touched: ['a', 'b'], renamed: ['a', 'b'] }), planned('#7', ['a'])],
    slices: ['#8: b'],
    superseded: ['#7: a by #8'],
  },
  {
    name: 'two about different layers',
    why: 'each by its own plan, in the order in which they were merged',
    newestFirst: [planned('#8', ['b']), planned('#7', ['a'])],
    slices: ['#7: a', '#8: b'],
  },
  {
    name: 'two about one layer',
    why: 'the older plan was reviewed for a document that was removed since',
    newestFirst: [planned('#8', ['a']), planned('#7', ['a', 'b'])],
    slices: ['#7: b', '#8: a'],
    superseded: ['#7: a by #8'],
  },
  {
    name: 'all of an older one is taken over',
    why: 'a plan without layers of its own is not applied',
    newestFirst: [planned('#8', ['a', 'b']), planned('#7', ['a'])],
    slices: ['#8: a, b'],
    superseded: ['#7: a by #8'],
  },
  {
    name: 'a newer one removes a document',
    why: 'the removal was reviewed too, and the document is not needed',
    newestFirst: [planned('#8', [], { gone: ['a'] }), planned('#7', ['a', 'b'])],
    slices: ['#7: b'],
    superseded: ['#7: a by #8'],
  },
  {
    name: 'a push without a review',
    why: 'its layers stay as they are',
    newestFirst: [unplanned('abc1234', ['a'])],
    unreviewed: ['abc1234: a (abc1234 was not reviewed.)'],
  },
  {
    name: 'a push over a reviewed change',
    why: 'the branch differs from the reviewed plan in one layer only',
    newestFirst: [unplanned('abc1234', ['a']), planned('#7', ['a', 'b'])],
    slices: ['#7: b'],
    unreviewed: ['abc1234: a (abc1234 was not reviewed.)'],
    superseded: ['#7: a by abc1234'],
  },
  {
    name: 'a reviewed change over a push',
    why: 'the plan was made on top of the push; a new plan finds the fields that it leaves alone',
    newestFirst: [planned('#8', ['a']), unplanned('abc1234', ['a', 'b'])],
    slices: ['#8: a'],
    unreviewed: ['abc1234: b (abc1234 was not reviewed.)'],
  },
  {
    name: 'a merge that holds more than its plan',
    why: 'an unreviewed change is not applied',
    newestFirst: [planned('#7', ['a'], { touched: ['a', 'b'] })],
    slices: ['#7: a'],
    unreviewed: ['#7: b (The merge changes it, but the reviewed plan does not contain it.)'],
  },
  {
    name: 'a plan about more than its merge changes',
    why: 'reviewed values are compared again, even if the merge does not change them',
    newestFirst: [planned('#7', ['a', 'b'], { touched: ['a'] })],
    slices: ['#7: a, b'],
  },
  {
    name: 'an untrusted one below a trusted one that names all its layers',
    why: 'every layer has a newer value',
    newestFirst: [planned('#8', ['a']), unplanned('#7', ['a'])],
    slices: ['#8: a'],
  },
];

describe('which pull request reviewed which layer', () => {
  test.each(CASES)('$name: $why', ({ newestFirst, slices = [], unreviewed = [], superseded = [] }) => {
    const who = assignLayers(newestFirst);
    const names = (list: readonly { readonly name: string }[]): string => list.map(({ name }) => name).join(', ');
    expect(who.slices.map(({ update, plan }) => `${update.name}: ${names(plan.layers)}`)).toEqual(slices);
    expect(who.unreviewed.map(({ update, layers, why }) => `${update.name}: ${layers.join(', ')} (${why})`)).toEqual(
      unreviewed,
    );
    expect(who.superseded.map(({ update, layer, by }) => `${update.name}: ${layer} by ${by.name}`)).toEqual(superseded);
  });

  test('no layer is in two slices, and each that was touched is in one or left as it is', () => {
    for (const { newestFirst } of CASES) {
      const { slices, unreviewed } = assignLayers(newestFirst);
      const named = slices.flatMap(({ plan }) => plan.layers.map(({ name }) => name));
      const left = unreviewed.flatMap(({ layers }) => layers);
      const plans = newestFirst.flatMap(({ review }) => ('plan' in review ? [review.plan] : []));
      const gone = plans.flatMap(({ removed, renamed }) => [
        ...removed.map(({ name }) => name),
        ...renamed.map(({ before }) => before.name),
      ]);
      expect(new Set([...named, ...left]).size).toBe(named.length + left.length);
      const touched = new Set(newestFirst.flatMap((update) => update.touched));
      expect([...touched].filter((name) => ![...named, ...left, ...gone].includes(name))).toEqual([]);
    }
  });
});

type Behind = {
  readonly name: string;
  readonly why: string;
  readonly layer: Partial<ReturnType<typeof aLayer>>;
  readonly from?: Record<string, number | string>;
  readonly base?: Record<string, number | string>;
  readonly paths: readonly string[];
};

const cap = aField('monthlyCostCap', api(28_000), 29_000);

const BEHIND: readonly Behind[] = [
  {
    name: 'a change that was merged before the plan was made, and not applied',
    why: 'the plan treats it as drift',
    layer: { drift: [cap] },
    from: { monthlyCostCap: 28_000 },
    base: { monthlyCostCap: 29_000 },
    paths: ['monthlyCostCap'],
  },
  {
    name: 'drift that was there when the branch was applied last',
    why: 'nothing in git changed',
    layer: { drift: [cap] },
    from: { monthlyCostCap: 29_000 },
    base: { monthlyCostCap: 29_000 },
    paths: [],
  },
  {
    name: 'a document that is new since then',
    why: 'nothing of it was applied',
    layer: { drift: [cap] },
    base: { monthlyCostCap: 29_000 },
    paths: ['monthlyCostCap'],
  },
  {
    name: 'a document that is new in the plan',
    why: 'all of it is the plan’s own change',
    layer: { drift: [cap] },
    paths: [],
  },
  {
    name: 'an unknown value',
    why: 'whether it was applied cannot be seen',
    layer: { unknown: ['mode', 'monthlyCostCap'], desired: { monthlyCostCap: 29_000 } },
    from: { monthlyCostCap: 28_000 },
    base: { monthlyCostCap: 29_000 },
    paths: ['monthlyCostCap'],
  },
  {
    name: 'a value that is already live',
    why: 'a person did it already',
    layer: {},
    from: { monthlyCostCap: 28_000 },
    base: { monthlyCostCap: 29_000 },
    paths: [],
  },
];

describe('unapplied fields', () => {
  test.each(BEHIND)('$name: $why', ({ layer, from, base, paths }) => {
    expect(unappliedFields(aLayer(layer), from, base)).toEqual(paths);
  });
});
