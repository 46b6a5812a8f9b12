import { describe, expect, test } from 'vitest';
import type { DesiredLayer } from '../../src/model/index.ts';
import { aDesired, aLive, type DesiredCase, layers, planOf, theSettings } from '../support/layers.ts';

type Case = {
  readonly name: string;
  readonly why: string;
  readonly before: readonly DesiredCase[];
  readonly now: readonly DesiredCase[];
  /** `old → new` of each renamed document. */
  readonly renamed?: readonly string[];
  readonly removed?: readonly string[];
};

const other = { adAccountId: '7000000000000000002' };

const cases: readonly Case[] = [
  { name: 'the same document', why: 'nothing moved', before: [{}], now: [{}] },
  {
    name: 'a different name',
    why: 'project and ad account identify the layer',
    before: [{ name: 'acme-ios' }],
    now: [{ name: 'acme-iphone' }],
    renamed: ['acme-ios (layers/acme-ios.yaml) → acme-iphone (layers/acme-iphone.yaml)'],
  },
  {
    name: 'a different file',
    why: 'links to the old file break',
    before: [{ file: 'layers/acme-ios.yaml' }],
    now: [{ file: 'layers/acme/ios.yaml' }],
    renamed: ['acme-ios (layers/acme-ios.yaml) → acme-ios (layers/acme/ios.yaml)'],
  },
  {
    name: 'a different name and ad account, the same id at Layers',
    why: 'the id identifies the layer also when its ad account changes',
    before: [{ name: 'a', layer: 'lyr_1' }],
    now: [{ name: 'b', layer: 'lyr_1', fields: other }],
    renamed: ['a (layers/a.yaml) → b (layers/b.yaml)'],
  },
  {
    name: 'a different name and ad account without ids',
    why: 'nothing proves that the layer is the same',
    before: [{ name: 'a' }],
    now: [{ name: 'b', fields: other }],
    removed: ['a'],
  },
  {
    name: 'a different name and id at Layers, the same ad account',
    why: 'an ad account can move to a different layer',
    before: [{ name: 'a', layer: 'lyr_1' }],
    now: [{ name: 'b', layer: 'lyr_2' }],
    removed: ['a'],
  },
  {
    name: 'a different project',
    why: 'the layer in the old project stays live',
    before: [{ name: 'a', project: 'p-1' }],
    now: [{ name: 'a', project: 'p-2' }],
    removed: ['a'],
  },
  {
    name: 'a document takes the name of a removed one',
    why: 'the name alone does not identify the layer',
    before: [
      { name: 'a', project: 'p-1' },
      { name: 'b', project: 'p-2', fields: other },
    ],
    now: [{ name: 'a', project: 'p-2', fields: other }],
    renamed: ['b (layers/b.yaml) → a (layers/a.yaml)'],
    removed: ['a'],
  },
  {
    name: 'two layers of one project swap their names',
    why: 'each has its own history',
    before: [
      { name: 'a', layer: 'lyr_1' },
      { name: 'b', layer: 'lyr_2', fields: other },
    ],
    now: [
      { name: 'b', layer: 'lyr_1' },
      { name: 'a', layer: 'lyr_2', fields: other },
    ],
    renamed: ['b (layers/b.yaml) → a (layers/a.yaml)', 'a (layers/a.yaml) → b (layers/b.yaml)'],
  },
  {
    name: 'the ad account moved to a new document of the project',
    why: 'a document at the base is the past of one layer only',
    before: [{ name: 'a' }],
    now: [
      { name: 'a', layer: 'lyr_1', fields: other },
      { name: 'b', layer: 'lyr_2' },
    ],
    renamed: ['a (layers/a.yaml) → b (layers/b.yaml)'],
  },
];

function planAgainst(
  before: readonly DesiredLayer[],
  now: readonly DesiredLayer[],
  rest: Parameters<typeof planOf>[2] = {},
) {
  const live = now.map(({ name }) => aLive({ name }));
  return planOf(now, live, { base: { commit: 'c1', desired: before, fixDrift: false }, ...rest });
}

describe('documents and those of the base', () => {
  test.each(cases)('$name: $why', ({ before, now, renamed = [], removed = [] }) => {
    const plan = planAgainst(before.map(aDesired), now.map(aDesired));
    expect(plan.renamed.map(({ name, file, before: old }) => `${old.name} (${old.file}) → ${name} (${file})`)).toEqual(
      renamed,
    );
    expect(plan.removed.map(({ name }) => name)).toEqual(removed);
  });

  test('a renamed layer keeps its drift: only what the diff changes is a change', () => {
    const plan = planAgainst(
      [aDesired({ fields: { monthlyCostCap: 20_000 } })],
      [aDesired({ name: 'acme-iphone', fields: { monthlyCostCap: 20_000, objectives: ['traffic'] } })],
    );
    expect(plan.layers[0]?.changes.map(({ kind }) => kind)).toEqual(['objectives']);
    expect(plan.layers[0]?.drift.map(({ path }) => path)).toEqual(['monthlyCostCap']);
  });

  test('a new name does not remove a protection', () => {
    const before = [aDesired({ protected: true })];
    expect(planAgainst(before, [aDesired({ name: 'acme-iphone' })]).refusals).toEqual([]);
    const raised = planAgainst(before, [aDesired({ name: 'acme-iphone', fields: { monthlyCostCap: 31_000 } })]);
    expect(raised.refusals).toMatchObject([{ policy: 'protected', subject: 'acme-iphone' }]);
  });

  test('a document outside of the plan is not removed under its new name', () => {
    const { desired, live } = layers(2);
    const others = [{ ...desired[1], name: 'new-name' } as DesiredLayer];
    const base = { commit: 'c1', desired, fixDrift: false };
    expect(planOf(desired.slice(0, 1), live.slice(0, 1), { base, others })).toMatchObject({ removed: [], renamed: [] });
    const skipped = planOf(desired.slice(0, 1), live.slice(0, 1), { base, others, skipped: ['new-name'] });
    expect(skipped.renamed).toMatchObject([{ name: 'new-name', before: { name: 'layer-01' } }]);
  });

  test.each([
    { cap: '8000.00 USD', pin: undefined, expected: { minor: 800_000, currency: 'USD' } },
    { cap: 8000, pin: undefined, expected: null },
    { cap: 8000, pin: { currency: 'EUR' }, expected: { minor: 800_000, currency: 'EUR' } },
  ])('the cap of a removed document: $cap with the pin $pin', ({ cap, pin, expected }) => {
    const document = aDesired({ fields: { monthlyCostCap: cap }, ...(pin && { pin }) });
    expect(planAgainst([document], [], { settings: theSettings() }).removed[0]?.cap).toEqual(expected);
  });
});
