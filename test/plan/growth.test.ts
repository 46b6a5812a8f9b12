import { describe, expect, test } from 'vitest';
import { makePlan, type PlanInput } from '../../src/plan/index.ts';
import { inputOf, valueOf } from '../support/layers.ts';
import { manyLayers } from '../support/many-layers.ts';

/** Counts how often a member of an object of these is read, at any depth of the list. */
function counted<T extends object>(items: readonly T[], count: () => void): readonly T[] {
  return items.map(
    (item) =>
      new Proxy(item, {
        get: (target, key, receiver) => {
          count();
          return Reflect.get(target, key, receiver);
        },
      }),
  );
}

/** Reads of members of layers, reviewed layers, allowances and documents of the base while a plan is made. */
function readsOf(size: number, rest: (input: PlanInput) => Partial<PlanInput>): number {
  const { desired, live } = manyLayers(size);
  const input = inputOf(desired, live);
  const all = { ...input, ...rest(input) };
  let reads = 0;
  const count = (): void => {
    reads += 1;
  };
  makePlan({
    ...all,
    desired: counted(all.desired, count),
    live: counted(all.live, count),
    allow: counted(all.allow, count),
    invalid: counted(all.invalid ?? [], count),
    ...(all.base && { base: { ...all.base, desired: counted(all.base.desired, count) } }),
    ...(all.reviewed && { reviewed: { layers: counted(all.reviewed.layers, count) } }),
  });
  return reads;
}

describe('the work of a plan grows with the number of layers', () => {
  test.each<{ name: string; why: string; rest: (input: PlanInput) => Partial<PlanInput> }>([
    { name: 'every difference', why: 'no rule looks at other layers than its own', rest: () => ({}) },
    {
      name: 'against a base',
      why: 'each document is matched with one of the base',
      rest: ({ desired }) => ({ base: { commit: 'c0ffee', desired, fixDrift: false } }),
    },
    {
      name: 'caps above those of a base',
      why: 'each is compared with the reviewed cap',
      rest: ({ desired }) => ({
        base: {
          commit: 'c0ffee',
          desired: desired.map((each) => ({
            ...each,
            cap: { written: 'bare', wire: 10, text: '10', inherited: false },
          })),
          fixDrift: true,
        },
      }),
    },
    {
      name: 'a plan that is made again',
      why: 'each layer is looked up in the reviewed plan',
      rest: (input) => ({ reviewed: valueOf(makePlan(input)) }),
    },
    {
      name: 'removed and invalid documents',
      why: 'a document that is invalid was not removed',
      rest: ({ desired }) => ({
        base: {
          commit: 'c0ffee',
          desired: desired.map((each) => ({ ...each, name: `old-${each.name}` })),
          fixDrift: false,
        },
        invalid: desired.map(({ name }) => ({ name: `bad-${name}`, file: `bad/${name}.yaml` })),
        desired: [],
        live: [],
      }),
    },
    {
      name: 'an allowance for each layer',
      why: 'a refusal is looked up among them',
      rest: ({ desired, settings }) => ({
        settings: { ...settings, policies: { ...settings.policies, capIncrease: { percent: 1 } } },
        allow: desired.map(({ name }) => ({ policy: 'cap-increase', subject: name })),
      }),
    },
  ])('$name: $why', ({ rest }) => {
    const [few, many] = [readsOf(40, rest), readsOf(200, rest)];
    expect(few).toBeGreaterThan(0);
    expect(many / few).toBeLessThan(5.5);
  });
});
