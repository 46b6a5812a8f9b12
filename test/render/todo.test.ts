import { describe, expect, test } from 'vitest';
import type { Change, Plan } from '../../src/model/index.ts';
import { clipboardSequence, todoAsText, tourOf } from '../../src/render/index.ts';
import { aChange, aField, aHumanChange, aLayer, api, aPlan, aRefusal, recorded, unknown } from '../support/plan.ts';

const cap = aField('monthlyCostCap', recorded(1), 2);
const [A, B, ASSETS] = ['https://a', 'https://b', 'Asset Sharing'];

/** A plan with the changes of each layer; ids are `LAYER/KIND`. */
function planOf(layers: Readonly<Record<string, readonly Change[]>>, rest: Partial<Plan> = {}): Plan {
  const named = Object.entries(layers).map(([name, changes]) =>
    aLayer({ name, changes: changes.map((change) => ({ ...change, layer: name, id: `${name}/${change.kind}` })) }),
  );
  return aPlan({ layers: named, ...rest });
}

const at = (screen: string, kind: Change['kind'], rest: Partial<Change> = {}, paste = false): Change =>
  aHumanChange(
    kind,
    kind === 'adopt' || kind === 'install' ? [] : [cap],
    { screen, ...(paste && { paste: { kind } }) },
    rest,
  );

/** `screen: change, change` for each visit. */
function shown(plan: Plan, skipped: readonly string[] = []): readonly string[] {
  return tourOf(plan, new Set(skipped)).visits.map(
    ({ screen, steps }) => `${screen}: ${steps.flatMap(({ changes }) => changes).join(', ')}`,
  );
}

describe('the visits', () => {
  test.each([
    {
      name: 'one screen of two layers',
      why: 'a person goes there once',
      plan: planOf({ a: [at(ASSETS, 'sharing')], b: [at(ASSETS, 'sharing')] }),
      is: ['Asset Sharing: a/sharing, b/sharing'],
    },
    {
      name: 'a step that depends on another screen',
      why: 'it comes after it, whatever the order of the plan',
      plan: planOf({ a: [at(A, 'binding', { dependsOn: ['a/sharing'] }, true), at(ASSETS, 'sharing')] }),
      is: ['Asset Sharing: a/sharing', 'https://a: a/binding'],
    },
    {
      name: 'steps of one screen that depend on each other',
      why: 'they are done in one visit',
      plan: planOf({ a: [at(A, 'binding', {}, true), at(A, 'pixel', { dependsOn: ['a/binding'] }, true)] }),
      is: ['https://a: a/binding, a/pixel'],
    },
    {
      name: 'a shared screen that one layer needs later',
      why: 'it is visited once, when both layers are ready for it',
      plan: planOf({
        a: [at(ASSETS, 'sharing')],
        b: [at(B, 'binding', {}, true), at(ASSETS, 'sharing', { dependsOn: ['b/binding'] })],
      }),
      is: ['https://b: b/binding', 'Asset Sharing: a/sharing, b/sharing'],
    },
    {
      name: 'a step after one of reconcile',
      why: 'it waits for an apply',
      plan: planOf({ a: [aChange('partnership', []), at(A, 'binding', { dependsOn: ['a/partnership'] })] }),
      is: [],
    },
    {
      name: 'an adoption',
      why: 'what it shows can make the other steps unnecessary',
      plan: planOf({ a: [at(A, 'adopt'), at(A, 'cost-cap', { dependsOn: ['a/adopt'] }, true)] }),
      is: ['https://a: a/adopt'],
    },
    {
      name: 'a refused layer',
      why: 'nothing refused is done manually, and another layer goes on',
      plan: planOf({ a: [at(A, 'cost-cap')], b: [at(B, 'cost-cap')] }, { refusals: [aRefusal({ subject: 'a' })] }),
      is: ['https://b: b/cost-cap'],
    },
    {
      name: 'a skipped step',
      why: 'what depends on it is skipped too',
      plan: planOf({ a: [at(ASSETS, 'sharing'), at(A, 'binding', { dependsOn: ['a/sharing'] })] }),
      skipped: ['a/sharing'],
      is: [],
    },
  ])('$name: $why', ({ plan, skipped, is }) => {
    expect(shown(plan, skipped)).toEqual(is);
  });

  test.each([
    ['api', at(A, 'install')],
    ['api', aHumanChange('sharing', [aField('sharing.identities', api([]), ['7'])])],
    ['pasted', at(A, 'adopt')],
    ['pasted', aHumanChange('objectives', [aField('objectives', unknown, ['traffic'])], { paste: {} })],
    ['word', aHumanChange('state', [aField('state', unknown, 'paused')])],
  ] as const)('the proof is %s', (proof, change) => {
    expect(tourOf(planOf({ a: [change] })).visits[0]?.steps[0]?.proof).toBe(proof);
  });
});

test('no text of a step reaches the terminal as a control character', () => {
  const change = aHumanChange('spark', [cap], { screen: '\u001B]0;x', tasks: ['\u001B[2J'], paste: '\u009B1m' });
  const plan = planOf({ a: [change] });
  expect(todoAsText(tourOf(plan), plan, { colour: false })).not.toMatch(/[\u001B\u009B]/);
});

test('a text for the clipboard is base64, and one that terminals ignore is not sent', () => {
  expect(clipboardSequence('{"a":"é\u001B"}')).toBe('\u001B]52;c;eyJhIjoiw6kbIn0=\u0007');
  expect(clipboardSequence('x'.repeat(74_994))?.length).toBe(100_000);
  expect(clipboardSequence('x'.repeat(74_995))).toBeUndefined();
});
