import { describe, expect, test } from 'vitest';
import type { Change, Merging, Plan, PlannedLayer } from '../../src/model/index.ts';
import { planAsMarkdown, planAsText, type ReviewFacts } from '../../src/render/index.ts';
import { aChange, aField, aHumanChange, aLayer, aMoneyLine, api, aPlan, aRefusal } from '../support/plan.ts';

const FILES = 'https://github.com/acme/ads/blob/0123456789abcdef0123456789abcdef01234567';

const review: ReviewFacts = {
  planned: { head: 'abc1234'.padEnd(40, '0'), branch: 'main', base: 'def5678'.padEnd(40, '0') },
  merging: { does: 'apply' },
  files: FILES,
  labels: [],
};

function raise(layer: string, from: number, to: number, source?: { file: string; line: number }): Change {
  const field = { ...aField('monthlyCostCap', api(from), to), ...(source && { source: { ...source, column: 1 } }) };
  return aChange('cost-cap', [field], { layer });
}

function planOf(layers: readonly PlannedLayer[], rest: Partial<Plan> = {}): Plan {
  return aPlan({ costCapUnit: 'major', money: [aMoneyLine()], layers, ...rest });
}

const page = (plan: Plan, facts: ReviewFacts = review) => planAsMarkdown(plan, { review: facts });

describe('the first screen of a comment', () => {
  test('names the commits, what a merge does, the account and the values, all open', () => {
    const layer = aLayer({
      accountName: 'Acme *iOS*',
      desired: { adAccountId: '7098765432109876543' },
      layerId: 'lyr_1',
      changes: [raise('acme-ios', 28_000, 30_000, { file: 'layers/acme-ios.yaml', line: 9 })],
    });
    expect(
      page(planOf([layer]))
        .split('\n')
        .slice(0, 18),
    ).toEqual([
      '## Plan: 1 change in 1 layer (1 by reconcile).',
      '',
      'Planned `abc1234` on `main` `def5678`.',
      '',
      '**Merging applies 1 change in 1 layer (1 by reconcile).**',
      '',
      '- Caps 12,400.00 → 30,000.00 USD (+17,600.00) · spent this month 9,310.20, on pace for 28,900.00 · enforced by: none',
      '',
      '### Changes',
      '',
      '<details open>',
      '<summary><code>acme-ios</code>: 1 change (1 by reconcile)</summary>',
      '',
      `[\`layers/acme-ios.yaml:9\`](${FILES}/layers/acme-ios.yaml#L9) · ad account Acme \\*iOS\\* \`7098765432109876543\` · [Open in Layers](https://app.layers.com/project/${layer.project}/layers/lyr_1)`,
      '',
      '| change | before | after | step |',
      '| --- | --- | --- | --- |',
      '| `monthlyCostCap` | `28,000.00 USD` | `30,000.00 USD` (+7.2 %) | by reconcile |',
    ]);
  });

  test('hides accounts and raises in public', () => {
    const layers = ['a', 'b'].map((name) =>
      aLayer({
        name,
        accountName: 'Acme',
        desired: { adAccountId: '7098765432109876543' },
        changes: [raise(name, 100, 120)],
      }),
    );
    const shown = planAsMarkdown(planOf(layers), { hideMoney: true, review });
    expect(shown).not.toMatch(/7098765432109876543|Acme|20 %/);
    expect(page(planOf(layers))).toContain('(+20 %)');
  });

  test('lists the five largest raises, equal ones together', () => {
    const caps = [100, 200, 300, 400, 500, 600].map((to, index) => {
      const name = `client-${index}`;
      return aLayer({ name, changes: [raise(name, 50, to)] });
    });
    const same = ['x', 'y'].map((name) => aLayer({ name, changes: [raise(name, 1000, 2500)] }));
    expect(page(planOf([...caps, ...same]))).toContain(
      [
        'enforced by: none',
        '  - 2 layers, each 1,000.00 → 2,500.00 USD (+150 %)',
        '  - `client-5` 50.00 → 600.00 USD (+1100 %)',
        '  - `client-4` 50.00 → 500.00 USD (+900 %)',
        '  - `client-3` 50.00 → 400.00 USD (+700 %)',
        '  - `client-2` 50.00 → 300.00 USD (+500 %)',
        '  - and 2 smaller raises',
        '',
      ].join('\n'),
    );
  });

  test('names the label before the option, and who may add it', () => {
    const doubt = 'The label "x" does not count.';
    const shown = page(aPlan({ refusals: [aRefusal()] }), { ...review, labels: [doubt] });
    expect(shown).toContain(
      '<br>To allow it, add the label `reconcile: allow cap-increase`. In a terminal: `--allow cap-increase=acme-ios`\n\nA label allows what is refused. It counts if it is added after the last push',
    );
    expect(shown).toContain(`\n\n- ${doubt}\n`);
    expect(planAsText(aPlan({ refusals: [aRefusal()] }), { colour: false })).toContain('To allow it: --allow');
  });

  test('says who lifted a policy, on one line', () => {
    const allowed = ['a', 'b'].map((subject) => ({ policy: 'cap-increase', subject, by: 'maya' }) as const);
    expect(page(aPlan({ allowed }))).toContain(
      '- Allowed: `cap-increase` for `a`, `b`, by label of <code>&#64;maya</code>\n',
    );
    expect(planAsText(aPlan({ allowed }), { colour: false })).toContain(
      'Allowed: cap-increase for a, b, by label of @maya\n',
    );
    const many = Array.from({ length: 47 }, (_, index) => ({ policy: 'pin', subject: `client-${index}` }) as const);
    expect(page(aPlan({ allowed: many })).match(/Allowed/g)).toHaveLength(1);
  });
});

describe('what a merge does', () => {
  const manual = aHumanChange('cost-cap', [aField('monthlyCostCap', api(1), 2)]);
  const capi = aChange('capi', [aField('capi.enabled', api(false), true)]);
  const adopt = aHumanChange('adopt', []);
  const waits = aHumanChange('pixel', [], {}, { dependsOn: [adopt.id] });
  test.each<{ name: string; changes: readonly Change[]; merging: Merging; says: string }>([
    { name: 'an empty plan', changes: [], merging: { does: 'nothing' }, says: 'Merging changes nothing.' },
    {
      name: 'changes of both kinds',
      changes: [capi, manual],
      merging: { does: 'apply' },
      says: 'Merging applies 2 changes in 1 layer (1 by reconcile, 1 manual).',
    },
    {
      name: 'manual changes only',
      changes: [manual],
      merging: { does: 'apply' },
      says: 'Merging writes nothing by itself: 1 manual change in 1 layer.',
    },
    {
      name: 'a layer to adopt',
      changes: [adopt, waits],
      merging: { does: 'apply' },
      says: 'Merging writes nothing yet: 1 change waits until 1 layer is adopted.',
    },
    {
      name: 'changes beside an adoption',
      changes: [adopt, waits, capi],
      merging: { does: 'apply' },
      says: 'Merging applies 1 change in 1 layer (1 by reconcile). After that, 1 change waits until 1 layer is adopted.',
    },
    {
      name: 'an incomplete plan',
      changes: [capi],
      merging: { does: 'apply part', layers: ['acme-ios'], why: '1 layer could not be read', remedy: 'Resolve that.' },
      says: 'Merging applies 1 change in 1 layer (1 by reconcile). Only pauses and lower caps are applied, because 1 layer could not be read. Resolve that.',
    },
    {
      name: 'an edit of the rules',
      changes: [capi],
      merging: { does: 'wait for a digest', why: 'this pull request edits reconcile.yaml', digest: 'sha256:1' },
      says: 'Merging will not apply this by itself, because this pull request edits reconcile.yaml: after the merge, start the apply workflow manually with digest sha256:1.',
    },
    {
      name: 'a refusal',
      changes: [capi],
      merging: { does: 'not apply', why: 'it is refused', remedy: 'Resolve the refusals before the merge.' },
      says: 'Merging will not apply this, because it is refused. Resolve the refusals before the merge.',
    },
  ])('$name', ({ changes, merging, says }) => {
    expect(page(aPlan({ layers: [aLayer({ changes })] }), { merging })).toContain(`\n**${says}**\n`);
  });
});

describe('the order of blocks', () => {
  const own = (name: string) => aChange('capi', [aField('capi.pixel_id', api('a'), name)], { layer: name });
  const layerOf = (name: string, ...changes: readonly Change[]) => aLayer({ name, changes });
  const titles = (shown: string) =>
    [...shown.matchAll(/<summary><code>([^<]*)<\/code>: \d+ change/g)].map(([, name]) => name);

  test('is refusals, raises, then the rest; more than five are closed', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const layers = names.map((name) => layerOf(name, name === 'd' ? raise(name, 1, 2) : own(name)));
    const shown = page(planOf(layers, { refusals: [aRefusal({ subject: 'f' })] }));
    expect(titles(shown)).toEqual(['f', 'd', 'a', 'b', 'c', 'e']);
    expect(shown).not.toContain('<details open>');
  });

  test('more than twenty are behind one line', () => {
    const layers = Array.from({ length: 47 }, (_, index) => layerOf(`client${index}`, own(`client${index}`)));
    const shown = page(planOf(layers));
    expect(shown).toContain('<summary>27 more blocks of changes</summary>');
    expect(titles(shown)).toHaveLength(47);
  });
});
