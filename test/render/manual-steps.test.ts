import { describe, expect, test } from 'vitest';
import type { Change } from '../../src/model/index.ts';
import { planAsText } from '../../src/render/index.ts';
import { aChange, aField, aHumanChange, api, aPlanOf, unknown } from '../support/plan.ts';

const install = aHumanChange('install', [], { screen: 'The catalog', tasks: ['Install the layer.'] });
const cap = aHumanChange('cost-cap', [aField('monthlyCostCap', unknown, 30_000)], {
  tasks: ['Choose "View as JSON" and set these members.'],
  paste: { monthlyCostCap: 30_000 },
});
const pixel = aHumanChange('pixel', [aField('capi.pixel_id', unknown, 'C4A9')], {
  tasks: ['Choose "View as JSON" and set these members.'],
  paste: { capi: { pixel_id: 'C4A9', enabled: false } },
});
const capi = aHumanChange('capi', [aField('capi.enabled', unknown, true)], {
  tasks: ['Choose "View as JSON" and set these members.', 'Save.'],
  paste: { capi: { enabled: true } },
});
const spark = aHumanChange('spark', [aField('spark', unknown, [])], { screen: 'UGC posts', tasks: ['Add the code.'] });
const sharing = aHumanChange('sharing', [], { screen: 'Business Center', tasks: ['Share it.'] });

const cases: readonly {
  readonly name: string;
  readonly why: string;
  readonly changes: readonly Change[];
  readonly lines: readonly string[];
}[] = [
  {
    name: 'three pastes',
    why: 'they go into one editor, so a person opens it once; what comes later wins',
    changes: [install, pixel, capi, cap, spark],
    lines: [
      '1. The catalog',
      '   Install the layer.',
      '2. The settings tab of the layer',
      '   Choose "View as JSON" and set these members.',
      '   Save.',
      '   {',
      '     "capi": {',
      '       "pixel_id": "C4A9",',
      '       "enabled": true',
      '     },',
      '     "monthlyCostCap": 30000',
      '   }',
      '3. UGC posts',
      '   Add the code.',
      'then: reconcile confirm acme-ios',
    ],
  },
  {
    name: 'a paste that depends on a later step',
    why: 'manual steps must work in their order',
    changes: [cap, sharing, { ...capi, dependsOn: ['acme-ios/sharing'] }, spark],
    lines: [
      '1. Business Center',
      '   Share it.',
      '2. The settings tab of the layer',
      '   Choose "View as JSON" and set these members.',
      '   Save.',
      '   {',
      '     "monthlyCostCap": 30000,',
      '     "capi": {',
      '       "enabled": true',
      '     }',
      '   }',
      '3. UGC posts',
      '   Add the code.',
      'then: reconcile confirm acme-ios',
    ],
  },
  {
    name: 'pastes on two screens',
    why: 'none of them is lost',
    changes: [
      cap,
      { ...capi, step: { by: 'human', instructions: { screen: 'Elsewhere', tasks: [], paste: { a: 1 } } } },
    ],
    lines: [
      '1. The settings tab of the layer',
      '   Elsewhere',
      '   Choose "View as JSON" and set these members.',
      '   {',
      '     "monthlyCostCap": 30000,',
      '     "a": 1',
      '   }',
      'then: reconcile confirm acme-ios',
    ],
  },
];

describe('manual steps', () => {
  test.each(cases)('$name: $why', ({ changes, lines }) => {
    expect(todoOf(changes)).toEqual(lines);
  });

  test('a layer without manual steps is not in it', () => {
    const enable = aChange('capi', [aField('capi.enabled', api(false), true)]);
    expect(planAsText(aPlanOf([enable]), { colour: false })).not.toContain('Manual steps');
  });

  test('a name that a shell would read as more than a name is quoted', () => {
    expect(todoOf([install], "a'; rm -rf ~ #").at(-1)).toBe("then: reconcile confirm 'a'\\''; rm -rf ~ #'");
  });
});

function todoOf(changes: readonly Change[], name = 'acme-ios'): readonly string[] {
  const plan = aPlanOf(changes);
  const text = planAsText(
    { ...plan, layers: plan.layers.map((layer) => ({ ...layer, name })) },
    { colour: false },
  ).split('\n');
  const start = text.indexOf('Manual steps');
  return text.slice(start + 2, text.indexOf('', start)).map((line) => line.slice(4));
}
