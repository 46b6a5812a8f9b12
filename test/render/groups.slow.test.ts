import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change, Location, Plan } from '../../src/model/index.ts';
import { planAsComment, planAsJson, planAsMarkdown, planAsText } from '../../src/render/index.ts';
import { aChange, aCheck, aField, aHumanChange, aLayer, api, aPlan, aRefusal, unknown } from '../support/plan.ts';

const shared: Location = { file: 'defaults/usd.yaml', line: 4, column: 17 };

function namesOf(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `client-${String(index + 1).padStart(4, '0')}`);
}

/** A raise of the cap; by default one edit in shared defaults. */
function raise(layer: string, source = shared, after = 8800): Change {
  return aChange('cost-cap', [{ ...aField('monthlyCostCap', api(8000), after), source }], { layer });
}

function paste(layer: string): Change {
  const screen = `https://app.layers.com/project/p-${layer}/layers`;
  const instructions = { screen, tasks: ['Set it.'], paste: { objectives: ['reach'] } };
  return aHumanChange('objectives', [aField('objectives', api(['traffic']), ['reach'])], instructions, { layer });
}

function planOf(names: readonly string[], changesOf: (name: string, index: number) => readonly Change[]): Plan {
  return aPlan({
    costCapUnit: 'major',
    layers: names.map((name, index) => aLayer({ name, changes: changesOf(name, index) })),
  });
}

const text = (plan: Plan, verbose = false): string => planAsText(plan, { colour: false, verbose });

describe('one change of many layers in text', () => {
  test('is printed once, with the number of layers, the source and ten names', () => {
    expect(
      text(planOf(namesOf(1000), (name) => [raise(name)])),
    ).toBe(`Plan: 1000 changes in 1000 layers (1000 by reconcile).

Changes
  1000 layers: ${namesOf(10).join(', ')} and 990 more
    cost-cap (by reconcile, 3 calls each)  defaults/usd.yaml:4
      monthlyCostCap: 8,000.00 USD → 8,800.00 USD

13 API calls used, 27 expected for an apply.
`);
  });

  test('--verbose lists all names', () => {
    const page = text(
      planOf(namesOf(40), (name) => [raise(name)]),
      true,
    );
    for (const name of namesOf(40)) expect(page).toContain(name);
  });

  test('other changes of a layer follow, with a pointer to the shared one', () => {
    const own = aChange('capi', [aField('capi.enabled', api(false), true)], { layer: 'client-0002' });
    const page = text(planOf(namesOf(3), (name, index) => [raise(name), ...(index === 1 ? [own] : [])]));
    expect(page).toContain('  3 layers: client-0001, client-0002, client-0003\n');
    expect(page).toContain(`  client-0002  layers/client-0002.yaml
    capi (by reconcile, 3 calls)
      capi.enabled: false → true
    1 more change above, with other layers
`);
  });

  test('a different value is a different change', () => {
    const page = text(planOf(namesOf(2), (name, index) => [raise(name, shared, 8800 + index)]));
    expect(page).not.toContain('2 layers:');
    expect(page.match(/monthlyCostCap/g)).toHaveLength(2);
  });

  test('each layer with the same text in its own document: the first three sources', () => {
    const at = (name: string) => ({ file: `layers/${name}.yaml`, line: 9, column: 1 });
    const page = text(planOf(namesOf(5), (name) => [raise(name, at(name))]));
    expect(page).toContain(
      '  layers/client-0001.yaml:9, layers/client-0002.yaml:9, layers/client-0003.yaml:9 and 2 more\n',
    );
  });

  test('a manual step is printed once, with the screen of each layer', () => {
    const page = text(planOf(namesOf(12), (name) => [paste(name)]));
    expect(page).toContain(`Manual steps
  12 layers, each:
    1. On the screen of each layer, listed below:
       Set it.
       {
         "objectives": [
           "reach"
         ]
       }
    then: reconcile confirm NAME
    client-0001  https://app.layers.com/project/p-client-0001/layers
`);
    expect(page).toContain('p-client-0010/layers\n    and 2 more\n');
    expect(page.match(/Set it\./g)).toHaveLength(1);
  });

  test('a refusal is printed once, with one option for all', () => {
    const refusals = namesOf(12).map((subject) => aRefusal({ subject, location: shared }));
    expect(text(aPlan({ refusals }))).toContain(`Refused
  cap-increase  defaults/usd.yaml:4
    The cap rises from 28000 to 45000, by more than 25 %.
    12 layers: ${namesOf(10).join(', ')} and 2 more
    To allow it: --allow cap-increase=all
`);
  });

  test('a check at one location is printed once with it', () => {
    const layers = namesOf(12).map((name) => aLayer({ name, checks: [aCheck({ layer: name, location: shared })] }));
    expect(text(aPlan({ layers }))).toContain(
      `  warning  cap/below-minimum  12 layers (defaults/usd.yaml:4:17): ${namesOf(10).join(', ')} and 2 more\n`,
    );
  });

  test('the same drift is one group', () => {
    const drift = [aField('monthlyCostCap', api(9000), 8000)];
    const page = text(aPlan({ costCapUnit: 'major', layers: namesOf(12).map((name) => aLayer({ name, drift })) }));
    expect(page).toContain(`  12 layers: ${namesOf(10).join(', ')} and 2 more\n    monthlyCostCap: 9,000.00 USD →`);
  });
});

describe('many layers to adopt', () => {
  const adopting = (count: number) =>
    planOf(namesOf(count), (name, index) => {
      const adopt = aHumanChange('adopt', [], {}, { layer: name });
      const waits = { layer: name, dependsOn: [adopt.id] };
      const binding = [aField('adAccountId', unknown, String(7_000_000_000_000 + index))];
      const cap = [aField('monthlyCostCap', unknown, 8000)];
      return [adopt, aHumanChange('binding', binding, {}, waits), aHumanChange('cost-cap', cap, {}, waits)];
    });

  test('fit on one screen: values that each layer has for itself are counted', () => {
    const page = text(adopting(40));
    expect(page).toContain(`Changes
  40 layers: ${namesOf(10).join(', ')} and 30 more
    adopt (manual each)
    cost-cap (manual each)
      monthlyCostCap: (unknown) → 8,000.00 USD
  40 changes with other values in each layer wait as well: 40 binding (--verbose lists them)
`);
    expect(page.split('\n').length).toBeLessThan(60);
  });

  test('--verbose and Markdown show the values', () => {
    const plan = adopting(40);
    for (const page of [text(plan, true), planAsMarkdown(plan)]) {
      for (let index = 0; index < 40; index += 1) expect(page).toContain(String(7_000_000_000_000 + index));
    }
  });

  test('of a few layers, all values are shown', () => {
    expect(text(adopting(5))).toContain('adAccountId: (unknown) → "7000000000004"');
  });
});

describe('one change of many layers in Markdown', () => {
  test('is one block that names file and line, with all names', () => {
    const plan = planOf(namesOf(47), (name) => [raise(name)]);
    expect(text(plan).split('\n').length).toBeLessThan(40);
    const page = planAsMarkdown(plan);
    expect(page.match(/<details open>\n/g)).toHaveLength(1);
    expect(page).toContain(
      '<summary>47 layers, each: 1 change (1 by reconcile) at <code>defaults/usd&#46;yaml&#58;4</code>',
    );
    for (const name of namesOf(47)) expect(page).toContain(name);
  });

  test('hidden values are not equal', () => {
    const plan = planOf(namesOf(2), (name, index) => [raise(name, shared, 8800 + index)]);
    expect(planAsMarkdown(plan, { hideMoney: true })).not.toContain('2 layers, each');
  });

  test('a comment about 1,000 layers has all names, at a change, a refusal and a check', () => {
    const names = namesOf(1000);
    const layers = names.map((name) => aLayer({ name, changes: [raise(name)], checks: [aCheck({ layer: name })] }));
    const refusals = names.map((subject) => aRefusal({ subject, location: shared }));
    const page = planAsComment(aPlan({ costCapUnit: 'major', layers, refusals }), {
      marker: { root: '.' },
      hideMoney: false,
    });
    expect(page.match(/client-1000/g)).toHaveLength(3);
  });

  test('a comment about 6,000 layers keeps the group, with ten names', () => {
    const plan = planOf(namesOf(6000), (name) => [raise(name)]);
    const page = planAsComment(plan, { marker: { root: '.' }, hideMoney: false });
    expect(page).toContain('6000 layers, each: 1 change');
    expect(page).toContain('client-0010</code> and 5990 more');
  });
});

/** A plan of layers that each have some of a few changes, refusals and checks. */
const plans = fc
  .array(fc.record({ changes: fc.subarray([0, 1, 2]), check: fc.nat(2), refusal: fc.nat(2) }), { maxLength: 30 })
  .map((given) => {
    const names = namesOf(given.length);
    const kinds = [(name: string) => raise(name), paste, (name: string) => aChange('install', [], { layer: name })];
    const layers = given.map(({ changes, check }, index) => {
      const name = names[index] ?? '';
      const checks = check === 0 ? [] : [aCheck({ layer: name, message: `Check ${check}.`, location: shared })];
      return aLayer({ name, checks, changes: changes.flatMap((kind) => kinds[kind]?.(name) ?? []) });
    });
    const refusals = given.flatMap(({ refusal }, index) =>
      refusal === 0 ? [] : [aRefusal({ subject: names[index] ?? '', message: `Reason ${refusal}.` })],
    );
    return aPlan({ layers, refusals });
  });

test('whatever is grouped: JSON has every change, refusal and check, and Markdown and --verbose every name', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const json = JSON.parse(planAsJson(plan)) as Plan;
      expect(json.refusals).toEqual(plan.refusals);
      expect(json.layers.map(({ changes, checks }) => [changes.map(({ id }) => id), checks.length])).toEqual(
        plan.layers.map(({ changes, checks }) => [changes.map(({ id }) => id), checks.length]),
      );
      const pages = [planAsMarkdown(plan), text(plan, true)];
      const named = [
        ...plan.layers.filter(({ changes, checks }) => changes.length + checks.length > 0).map(({ name }) => name),
        ...plan.refusals.map(({ subject }) => subject),
      ];
      for (const name of named) for (const page of pages) expect(page).toContain(name);
    }),
    { numRuns: 60 },
  );
});
