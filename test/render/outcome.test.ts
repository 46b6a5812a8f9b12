import { type UpdateOutcome, commentMarker } from '../../src/model/index.ts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outcomeAsComment, outcomeAsLog, outcomeAsSummary } from '../../src/render/index.ts';
import { aChange, aField, aHumanChange, aLayer, anOutcome, api, aPlan, aProblem, aRefusal } from '../support/plan.ts';
import { hostileText } from './hostile.ts';

const first = commentMarker('.', 'outcome');

const change = aChange('cost-cap', [aField('monthlyCostCap', api(28_000), 30_000)]);
const done = { change: change.id, layer: 'acme-ios', kind: 'cost-cap', outcome: 'done' } as const;

function delivery(rest: Partial<UpdateOutcome> = {}): UpdateOutcome {
  const outcome = anOutcome({ entries: [done], changes: [change] });
  return { name: '#7', result: { kind: 'applied', outcome, problems: [] }, left: [], superseded: [], ...rest };
}

function comment(one: UpdateOutcome, hideMoney = false, limit?: number): string {
  const runUrl = 'https://github.com/acme/ads/actions/runs/12';
  return outcomeAsComment(one, { first, hideMoney, runUrl, ...(limit !== undefined && { limit }) });
}

type Case = {
  readonly name: string;
  readonly why: string;
  readonly given: Partial<UpdateOutcome>;
  readonly says: readonly string[];
};

const CASES: readonly Case[] = [
  {
    name: 'all done',
    why: 'each change from its old value to its new one, and the result of a fresh plan',
    given: {},
    says: [
      'Done: 1 change in 1 layer.',
      '| `acme-ios` | cost-cap<br>`monthlyCostCap`: `28000` → `30000` | done |',
      '- verified 12:04 UTC, no differences',
    ],
  },
  {
    name: 'one failed',
    why: 'the reason is next to it, with the next step',
    given: {
      result: {
        kind: 'applied',
        outcome: anOutcome({
          entries: [
            { ...done, outcome: 'failed', problems: [aProblem({ code: 'api/refused', message: 'No. (req_1)' })] },
          ],
          changes: [change],
        }),
        problems: [],
      },
    },
    says: ['Failed: 1 failed.', '**failed** | api/refused: No. (req', 'run the failed job again'],
  },
  {
    name: 'one waits for a person',
    why: 'the command can be copied',
    given: {
      result: {
        kind: 'applied',
        outcome: anOutcome({ entries: [{ ...done, outcome: 'waiting', waitingOn: 'you' }], changes: [change] }),
        problems: [],
      },
    },
    says: ['Waiting: 1 waiting.', '**waiting** | for you |', '`reconcile confirm acme-ios`'],
  },
  {
    name: 'a live value changed',
    why: 'the changed value is named',
    given: {
      result: {
        kind: 'stale',
        stale: [
          {
            layer: 'acme-ios',
            file: 'layers/acme-ios.yaml',
            reason: { kind: 'live', path: 'monthlyCostCap', reviewed: api(28_000), now: api(12_345) },
          },
        ],
      },
    },
    says: ['1 layer changed since the plan was reviewed. Nothing was written.', '28000 when reviewed, 12345 now'],
  },
  {
    name: 'other layers of a stale plan',
    why: 'a layer that is not live is named',
    given: {
      result: {
        kind: 'stale',
        stale: [{ layer: 'acme-ios', file: 'layers/acme-ios.yaml', reason: { kind: 'removed' } }],
        others: ['client-2'],
      },
    },
    says: ['Not applied either, as part of the same plan: client-2.'],
  },
  {
    name: 'refused',
    why: 'the policy and its harm',
    given: { result: { kind: 'refused', refusals: [aRefusal()] } },
    says: ['Not applied: 1 refusal.', '| `acme-ios` | cap-increase | **refused** | The cap rises'],
  },
  {
    name: 'settled',
    why: 'nothing was applied now',
    given: { result: { kind: 'settled' } },
    says: ['No changes to apply: an earlier run applied it.'],
  },
  {
    name: 'it has no review',
    why: 'the layers, the reason and the next step',
    given: {
      result: { kind: 'nothing' },
      left: [{ layers: ['acme-ios', 'beta'], why: 'No run is known.', remedy: 'Start it by hand.' }],
    },
    says: ['Not applied: 2 unreviewed layers.', '- acme-ios, beta: No run is known. Start it by hand.'],
  },
  {
    name: 'superseded',
    why: 'a newer plan is about the same layer',
    given: { result: { kind: 'nothing' }, superseded: [{ layer: 'acme-ios', by: '#8' }] },
    says: [
      'No changes to apply: no layers are left.',
      'acme-ios: superseded by &#35;&#8203;8, which changes it again.',
    ],
  },
];

describe('the outcome on a pull request', () => {
  test.each(CASES)('$name: $why', ({ given, says }) => {
    const page = comment(delivery(given));
    for (const text of says) expect(page.replaceAll('\\_', '_')).toContain(text);
    expect(page.split('\n')[0]).toBe(first);
    expect(page.trimEnd().split('\n').at(-1)).toBe(
      '[The run of this apply](https://github.com/acme/ads/actions/runs/12)',
    );
  });

  test('contains no amount in public', () => {
    for (const { given } of CASES) expect(comment(delivery(given), true)).not.toMatch(/12345|28000|45000/);
  });

  test('of two thousand layers fits, and counts the omitted ones', () => {
    const layers = Array.from({ length: 2_000 }, (_, n) => `layer-${n}`);
    const changes = layers.map((layer) => aChange('cost-cap', change.fields, { layer }));
    const entries = changes.map(({ id, layer }, n) => ({
      ...done,
      change: id,
      layer,
      ...(n === 500 && { outcome: 'failed' as const }),
    }));
    const outcome = anOutcome({ entries, changes, left: aPlan({ layers: layers.map((name) => aLayer({ name })) }) });
    const page = comment(delivery({ result: { kind: 'applied', outcome, problems: [] } }));
    expect(page.length).toBeLessThanOrEqual(65_536);
    expect(page).toContain('| `layer-500` |');
    expect(page).toContain('| 1999 layers<details><summary>Names</summary>');
  });

  test('of two thousand different layers fits, and counts the omitted ones', () => {
    const layers = Array.from({ length: 2_000 }, (_, n) => `layer-${n}`);
    const changes = layers.map((layer, n) =>
      aChange('cost-cap', [aField('monthlyCostCap', api(28_000), 30_000 + n)], { layer }),
    );
    const entries = changes.map(({ id, layer }, n) => ({
      ...done,
      change: id,
      layer,
      ...(n === 500 && { outcome: 'failed' as const }),
    }));
    const outcome = anOutcome({ entries, changes });
    const page = comment(delivery({ result: { kind: 'applied', outcome, problems: [] } }));
    expect(page.length).toBeLessThanOrEqual(65_536);
    expect(page).toContain('| `layer-500` |');
    expect(page).toContain('1999 more changes in the log of the run.');
  });
});

describe('manual steps', () => {
  const screen = 'https://app.layers.com/project/p1/layers/lyr_1';
  const paste = { capi: { pixel_id: 'C4A9' }, adAccountId: '7098765432109876543' };
  const pixelIn = (layer: string, at = screen) =>
    aHumanChange(
      'pixel',
      [aField('capi.pixel_id', api('OLD'), 'C4A9')],
      { screen: at, tasks: ['Choose "View as JSON".'], paste },
      { layer },
    );
  const capiIn = (layer: string) =>
    aChange('capi', [aField('capi.enabled', api(false), true)], { layer, dependsOn: [`${layer}/pixel`] });

  function waiting(layers: readonly string[], screenOf: (layer: string) => string = () => screen): UpdateOutcome {
    const changes = layers.flatMap((layer) => [pixelIn(layer, screenOf(layer)), capiIn(layer)]);
    const entries = changes.map(({ id, layer, kind }) =>
      kind === 'pixel'
        ? { change: id, layer, kind, outcome: 'waiting' as const, waitingOn: 'you' }
        : { change: id, layer, kind, outcome: 'not tried' as const },
    );
    const left = aPlan({
      layers: layers.map((name) => aLayer({ name, changes: changes.filter(({ layer }) => layer === name) })),
    });
    return delivery({ result: { kind: 'applied', outcome: anOutcome({ entries, changes, left }), problems: [] } });
  }

  test('are a task list with the address, the exact JSON, and the comment that records them', () => {
    const page = comment(waiting(['acme-ios']));
    expect(page).toContain(
      [
        '### Manual steps',
        '',
        '**`acme-ios`**',
        '',
        `- [ ] \`${screen}\``,
        '  - Choose "View as JSON".',
        '',
        '  ```json',
        '  {',
        '    "capi": {',
        '      "pixel_id": "C4A9"',
        '    },',
        '    "adAccountId": "7098765432109876543"',
        '  }',
        '  ```',
        '',
        '- [ ] Then comment here, or start the confirm workflow with this name:',
        '',
        '  ```text',
        '  /reconcile confirm acme-ios',
        '  ```',
      ].join('\n'),
    );
  });

  test('explain why a change was not tried', () => {
    expect(comment(waiting(['acme-ios']))).toContain('| **not tried** | after pixel |');
    expect(
      outcomeAsLog({ heads: [], updates: [waiting(['acme-ios'])], nextSteps: [] }, { hideMoney: false }),
    ).toContain('after pixel');
  });

  test('hide account ids on public pages, and say so', () => {
    const page = comment(waiting(['acme-ios']), true);
    expect(page).not.toContain('7098765432109876543');
    expect(page).toContain('`reconcile plan` shows them');
  });

  test('of equal layers are one group, with the screen of each', () => {
    const layers = Array.from({ length: 60 }, (_, n) => `layer-${n}`);
    const page = comment(waiting(layers, (layer) => `https://app.layers.com/project/${layer}`));
    expect(page).toContain('**60 layers, each:**');
    expect(page.match(/```json/g)).toHaveLength(1);
    expect(page).toContain('- [ ] `layer-59`: `https://app.layers.com/project/layer-59`');
    expect(page).toContain(`/reconcile confirm ${layers.join(' ')}\n`);
    expect(page).toContain('| 60 layers<details>');
  });

  test('of a thousand layers fit', () => {
    const layers = Array.from({ length: 1_000 }, (_, n) => `layer-with-a-long-name-${n}`);
    const page = comment(waiting(layers, (layer) => `https://app.layers.com/project/${layer}`));
    expect(page.length).toBeLessThanOrEqual(65_536);
    expect(page).toContain('The same for 900 more layers.');
    expect(page).toContain('/reconcile confirm layer-with-a-long-name-0 ');
  });

  test('a layer to adopt needs the copied text, which a comment cannot carry', () => {
    const adopt = aHumanChange('adopt', [], { screen, tasks: ['Copy the text.'] });
    const entries = [
      { change: adopt.id, layer: 'acme-ios', kind: 'adopt', outcome: 'waiting', waitingOn: 'you' },
    ] as const;
    const outcome = anOutcome({ entries, changes: [adopt], left: aPlan({ layers: [aLayer({ changes: [adopt] })] }) });
    const page = comment(delivery({ result: { kind: 'applied', outcome, problems: [] } }));
    expect(page).toContain('**Adopt 1 layer**: Copy the text. Start the confirm workflow');
    expect(page).toContain('`reconcile confirm acme-ios --json -`');
    expect(page).toContain(`- [ ] \`acme-ios\`: \`${screen}\``);
    expect(page).not.toContain('/reconcile confirm');
  });
});

test('a run page has its context, the next steps, and the plan of the rest', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const run = {
    heads: ['This run carries #7.'],
    updates: [delivery()],
    remaining: aPlan({ digest }),
    nextSteps: [`Name ${digest}`],
  };
  const summary = outcomeAsSummary(run, { hideMoney: false });
  expect(summary).toContain(`### Next steps\n\n- Name \`${digest}\``);
  expect(summary).toContain('Remaining changes as one plan:');
  expect(outcomeAsSummary(run, { hideMoney: false, limit: 400 })).not.toContain('Remaining changes as one plan:');
  expect(outcomeAsLog(run, { hideMoney: false })).toContain('#7: Done: 1 change in 1 layer.');
});

describe('text from outside', () => {
  /** At every place for an external name or sentence. */
  function hostile(text: string): readonly UpdateOutcome[] {
    const problem = aProblem({ code: 'api/refused', message: text, remedy: text });
    const entry = {
      change: text,
      layer: text,
      kind: 'capi',
      outcome: 'failed',
      waitingOn: text,
      problems: [problem],
    } as const;
    const reason = { kind: 'document', path: 'capi.pixel_id', reviewed: text, now: text } as const;
    return [
      delivery({
        result: { kind: 'applied', outcome: anOutcome({ entries: [entry] }), problems: [problem] },
        left: [{ layers: [text], why: text, remedy: text }],
        superseded: [{ layer: text, by: '#8' }],
      }),
      delivery({ result: { kind: 'stale', stale: [{ layer: text, file: text, reason }], others: [text] } }),
      delivery({ result: { kind: 'refused', refusals: [aRefusal({ subject: text, message: text })] } }),
    ];
  }

  test.each([{ hideMoney: false }, { hideMoney: true }])('is only text: %j', ({ hideMoney }) => {
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const one of hostile(text)) {
          const run = { heads: [text], updates: [one], nextSteps: [text] };
          for (const page of [comment(one, hideMoney), outcomeAsSummary(run, { hideMoney })]) {
            expect(page).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
            const bare = page.replace(first, '').replace(/<br>|<\/?code>/g, '');
            expect(bare).not.toMatch(/[<@]|-->/);
            const rows = bare.split('\n').filter((line) => line.startsWith('|'));
            for (const row of rows) expect(row.replace(/\\./g, '').split('|').length).toBe(6);
          }
          expect(outcomeAsLog(run, { hideMoney })).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('of 100 kB leaves a comment that GitHub accepts', () => {
    for (const one of hostile('@'.repeat(100_000))) {
      expect(new TextEncoder().encode(comment(one)).length).toBeLessThanOrEqual(65_536);
    }
  });
});
