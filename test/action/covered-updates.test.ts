import { describe, expect, test } from 'vitest';
import { coveredUpdates } from '../../src/action/apply/covered-updates.ts';
import { assignLayers, type BranchUpdate } from '../../src/action/review/assign-layers.ts';
import type { LayerState } from '../../src/action/apply/layer-states.ts';
import { aLayer, aPlan } from '../support/plan.ts';

const update = (name: string, layers: readonly string[]): BranchUpdate => ({
  name,
  touched: layers,
  review: { plan: aPlan({ layers: layers.map((layer) => aLayer({ name: layer })) }) },
});
const [seven, eight] = [update('#7', ['a', 'b']), update('#8', ['c'])];
const unreviewed: BranchUpdate = { name: 'abc', touched: ['d'], review: { why: 'No run.', remedy: 'Do it.' } };

type Case = {
  readonly name: string;
  readonly why: string;
  readonly only?: readonly string[];
  readonly states?: Readonly<Record<string, LayerState['state']>>;
  readonly covers: readonly string[];
  readonly open: readonly string[];
};

const CASES: readonly Case[] = [
  { name: 'no names', why: 'an apply covers everything', covers: ['abc', '#8', '#7'], open: [] },
  {
    name: 'one layer of a pull request',
    why: 'its comment names everything that is left of it, so all its layers are covered',
    only: ['a'],
    covers: ['#7'],
    open: ['#8', 'abc'],
  },
  {
    name: 'others that are settled',
    why: 'they do not keep the deployment open',
    only: ['a'],
    states: { c: 'settled' },
    covers: ['#7'],
    open: ['abc'],
  },
  {
    name: 'others that are not recorded yet',
    why: 'an apply has to record them',
    only: ['a'],
    states: { c: 'unrecorded' },
    covers: ['#7'],
    open: ['#8', 'abc'],
  },
  {
    name: 'a layer without a reviewed plan',
    why: 'there is nothing to continue',
    only: ['d'],
    states: { a: 'settled', b: 'unchanged' },
    covers: [],
    open: ['#8', 'abc'],
  },
];

describe('coveredUpdates', () => {
  test.each(CASES)('$name: $why', ({ only, states = {}, covers, open }) => {
    const updates = [unreviewed, eight, seven];
    const known = new Map(Object.entries(states).map(([name, state]) => [name, { state }]));
    const covered = coveredUpdates(updates, { ...assignLayers(updates), joined: [] }, known, only);
    expect(covered.updates.map(({ name }) => name)).toEqual(covers);
    expect(covered.openElsewhere).toEqual(open);
  });
});
