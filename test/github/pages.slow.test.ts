import { describe, expect, test } from 'vitest';
import { markedRoot, type Plan } from '../../src/model/index.ts';
import { annotations, planAsComment, planAsMarkdown, planAsSummary } from '../../src/render/index.ts';
import {
  aChange,
  aCheck,
  aField,
  aHumanChange,
  aLayer,
  aMoneyLine,
  api,
  aPlan,
  aProblem,
  aRefusal,
  recorded,
} from '../support/plan.ts';

const bytes = (text: string) => new TextEncoder().encode(text).length;

/** A plan in which every layer has changes of all sorts. */
function planOf(layers: number, name = (number: number) => `client-${number}`): Plan {
  return aPlan({
    money: [aMoneyLine()],
    refusals: [aRefusal()],
    layers: Array.from({ length: layers }, (_, number) => {
      const layer = name(number);
      return aLayer({
        name: layer,
        changes: [
          aHumanChange('cost-cap', [aField('monthlyCostCap', recorded(28_000), 30_000)], {}, { layer }),
          aChange('capi', [aField('capi.enabled', api(false), true)], { layer }),
          aHumanChange('event-map', [aField('capi.event_map', recorded({}), { done: `Lead${number}` })], {}, { layer }),
        ],
        checks: [aCheck({ layer, message: `The cap is not enforced for client of ${number}.` })],
        released: [{ path: 'objectives', live: api(['traffic']) }],
        unknown: ['mode'],
      });
    }),
  });
}

const options = { marker: { root: 'clients/acme' }, hideMoney: false };
const runUrl = 'https://github.com/acme/ads/actions/runs/12';

describe('a comment', () => {
  test('is the plan between a marker and the run', () => {
    const plan = planOf(2);
    const comment = planAsComment(plan, { ...options, runUrl });
    const lines = comment.trimEnd().split('\n');
    expect(markedRoot(comment)).toBe('clients/acme');
    expect(lines.at(-1)).toBe(`[The run that made this plan](${runUrl})`);
    expect(lines.slice(1, -2).join('\n')).toBe(planAsMarkdown(plan).trimEnd());
  });

  test.each([undefined, 'javascript:alert(1)', 'https://x.y/)[z](http://evil', 'https://x.y/ z', '//x.y'])(
    'has no link to %s',
    (url) => {
      const comment = planAsComment(planOf(1), { ...options, ...(url !== undefined && { runUrl: url }) });
      expect(comment).not.toContain('The run that made this plan');
      expect(comment).not.toMatch(/evil|alert/);
    },
  );

  test('hides money in public', () => {
    const comment = planAsComment(planOf(2), { ...options, hideMoney: true });
    expect(comment).not.toMatch(/30,?000|28,?000|12,400|9,310/);
    expect(planAsComment(planOf(2), options)).toMatch(/30,000/);
  });

  test.each([
    ['everything', 3, /<summary><code>client-1<\/code>/, /never said/],
    ['no observations', 180, /monthlyCostCap/, /The cap is not enforced/],
    ['the shared changes, and titles', 400, /400 layers, each: 2 changes[^]*^- `client-399`: 1 change/m, /Lead399/],
    ['counts', 2_000, /3 changes|6000 changes/, /client-1999/],
  ])('has %s while that fits', (_, layers, shows, lacks) => {
    const comment = planAsComment(planOf(layers), { ...options, runUrl });
    expect(bytes(comment)).toBeLessThanOrEqual(65_536);
    expect(comment).toMatch(shows);
    expect(comment).not.toMatch(lacks);
    // What matters most is on each of them.
    expect(comment).toContain('## Refused');
    expect(comment).toContain('30,000.00 USD');
    expect(comment).toContain('To allow it');
    expect(comment).toContain(runUrl);
    expect(comment.includes('Shortened')).toBe(layers > 3);
  });

  test('shows overwritten live edits, also if it is short', () => {
    const [first, ...others] = planOf(3_000).layers;
    if (first === undefined) throw new Error('no layer');
    const overwrites = [{ path: 'objectives' as const, base: null, live: api(['reach']) }];
    const comment = planAsComment(aPlan({ layers: [{ ...first, overwrites }, ...others] }), options);
    expect(comment).toMatch(/Live edits that would be overwritten<[^]*`client-0` objectives: \(absent\) in git/);
  });

  test.each([
    ['one byte', 'a'],
    ['three bytes of one unit', '広'],
    ['four bytes of two units', '🜁'],
    ['an entity of five units', '<'],
    ['half a character', '\ud83d'],
  ])('never exceeds the limit of GitHub: names of %s', (_, sign) => {
    for (const length of [1_000, 20_000]) {
      const name = sign.repeat(length);
      const plan = {
        ...planOf(2, (number) => `${name}${number}`),
        refusals: [aRefusal({ subject: name, message: name, location: { file: name, line: 1, column: 1 } })],
        allowed: [{ policy: 'pin', subject: name } as const],
        money: Array.from({ length: 30 }, () => aMoneyLine({ currency: name.slice(0, 5_000) })),
      };
      const comment = planAsComment(plan, { ...options, runUrl });
      expect(comment.length).toBeLessThanOrEqual(65_536);
      expect(bytes(comment)).toBeLessThanOrEqual(65_536);
      expect(markedRoot(comment)).toBe('clients/acme');
    }
  });

  test('never fails for want of room', () => {
    for (const limit of [0, 1, 500, 2_000]) {
      expect(planAsComment(planOf(50), { ...options, limit })).toContain('## Refused');
    }
  });

  test('is the same for the same plan', () => {
    expect(planAsComment(structuredClone(planOf(200)), options)).toBe(planAsComment(planOf(200), options));
  });
});

describe('a summary', () => {
  test('contains the whole plan if the comment cannot', () => {
    const plan = planOf(300);
    expect(planAsSummary(plan, { hideMoney: false })).toBe(planAsMarkdown(plan));
    expect(bytes(planAsMarkdown(plan))).toBeGreaterThan(65_536);
  });

  test('stays below the limit of a step', () => {
    const summary = planAsSummary(planOf(4_000), { hideMoney: false });
    expect(bytes(summary)).toBeLessThanOrEqual(1_000_000);
    expect(summary).toContain('Shortened');
    expect(summary).toContain('client-3999');
  });
});

describe('annotations', () => {
  const at = { root: '.', hideMoney: false };

  test('are at the lines of the documents, the gravest first', () => {
    const checks = (['note', 'warning', 'error'] as const).map((severity) =>
      aCheck({ severity, code: 'cap/below-minimum' }),
    );
    const location = { file: 'layers/acme-ios.yaml', line: 4, column: 3 };
    const plan = aPlan({
      refusals: [aRefusal()],
      layers: [aLayer({ checks: [...checks, aCheck({ severity: 'error', location })] })],
    });
    expect(
      annotations({ plan, problems: [aProblem({ location })] }, at)
        .trimEnd()
        .split('\n'),
    ).toEqual([
      '::error file=layers/acme-ios.yaml,line=4,col=3,title=document/unknown-field::Unknown field "capi.pixle_id". Did you mean "capi.pixel_id"?',
      '::error file=layers/acme-ios.yaml,line=12,col=17,title=cap-increase::The cap rises from 28000 to 45000, by more than 25 %25.%0ATo allow it: --allow cap-increase=acme-ios',
      '::error file=layers/acme-ios.yaml,title=acme-ios%3A cap/below-minimum::The cap is not enforced.%0ASet capEnforcement: tiktok.',
      '::error file=layers/acme-ios.yaml,line=4,col=3,title=acme-ios%3A cap/below-minimum::The cap is not enforced.%0ASet capEnforcement: tiktok.',
      '::warning file=layers/acme-ios.yaml,title=acme-ios%3A cap/below-minimum::The cap is not enforced.%0ASet capEnforcement: tiktok.',
      '::notice file=layers/acme-ios.yaml,title=acme-ios%3A cap/below-minimum::The cap is not enforced.%0ASet capEnforcement: tiktok.',
    ]);
  });

  test.each([
    ['clients/acme', 'layers/a.yaml', 'clients/acme/layers/a.yaml'],
    ['clients/acme', '../defaults.yaml', 'clients/defaults.yaml'],
    ['.', './a,b:c.yaml', 'a%2Cb%3Ac.yaml'],
  ])('count paths from the top: %s, %s', (root, file, shown) => {
    const refusals = [aRefusal({ location: { file, line: 1, column: 2 } })];
    expect(annotations({ plan: aPlan({ refusals }) }, { root, hideMoney: false })).toContain(
      `file=${shown},line=1,col=2,`,
    );
  });

  test('are ten, and a count of the others', () => {
    const lines = (count: number) =>
      annotations({ problems: Array.from({ length: count }, () => aProblem()) }, at)
        .split('\n')
        .filter(Boolean);
    expect(lines(10)).toHaveLength(10);
    expect(lines(12)).toHaveLength(11);
    expect(lines(12).at(-1)).toBe('::notice title=reconcile::2 more findings in the job summary.');
    expect(lines(0)).toEqual([]);
  });

  test('hide money in public', () => {
    const text = annotations({ plan: aPlan({ refusals: [aRefusal()] }) }, { root: '.', hideMoney: true });
    expect(text).not.toMatch(/28000|45000/);
    expect(text).toContain('25 %25');
  });
});
