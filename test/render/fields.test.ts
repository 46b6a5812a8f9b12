import { describe, expect, test } from 'vitest';
import type { Plan, FieldChange } from '../../src/model/index.ts';
import { planAsText } from '../../src/render/index.ts';
import { aChange, aField, aLayer, aMoneyLine, anUnusualField, api, aPlan, recorded, unknown } from '../support/plan.ts';

type Case = {
  readonly name: string;
  readonly why: string;
  readonly field: FieldChange;
  readonly plan?: Partial<Plan>;
  readonly lines: readonly string[];
};

const usd: Partial<Plan> = { costCapUnit: 'major', money: [aMoneyLine()] };

const cases: readonly Case[] = [
  {
    name: 'a value that an API shows',
    why: 'it needs no source',
    field: aField('capi.enabled', api(false), true),
    lines: ['capi.enabled: false → true'],
  },
  {
    name: 'a value from the ledger',
    why: 'it is the last recorded value, not the live one',
    field: aField('monthlyCostCap', recorded(28_000), 30_000),
    lines: ['monthlyCostCap: 28000 (recorded) → 30000'],
  },
  {
    name: 'an unknown value',
    why: 'unknown is not absent',
    field: aField('monthlyCostCap', unknown, 30_000),
    lines: ['monthlyCostCap: (unknown) → 30000'],
  },
  {
    name: 'absent',
    why: 'absent is not null',
    field: aField('capi.pixel_id', api(undefined), 'C4A9P2Q7R5S8T1U6V2W0'),
    lines: ['capi.pixel_id: (absent) → "C4A9P2Q7R5S8T1U6V2W0"'],
  },
  {
    name: 'an amount while the unit of the wire is not stated',
    why: 'all amounts have one format',
    field: aField('monthlyCostCap', unknown, '30000.50 USD'),
    lines: ['monthlyCostCap: (unknown) → 30,000.50 USD'],
  },
  {
    name: 'no cap',
    why: 'none is neither 0 nor a mistake',
    field: aField('monthlyCostCap', api(undefined), 30000),
    lines: ['monthlyCostCap: none → 30000'],
  },
  {
    name: 'no cap in the ledger',
    why: 'a person stated it',
    field: aField('monthlyCostCap', recorded(undefined), 30000),
    lines: ['monthlyCostCap: none (recorded) → 30000'],
  },
  {
    name: 'absent in the ledger',
    why: 'a person stated that it is absent',
    field: aField('capi.pixel_id', recorded(undefined), 'C4A9'),
    lines: ['capi.pixel_id: (absent, recorded) → "C4A9"'],
  },
  {
    name: 'null',
    why: 'null is not the word "null"',
    field: aField('capi.pixel_id', api(null), 'null'),
    lines: ['capi.pixel_id: null → "null"'],
  },
  {
    name: 'an empty text',
    why: 'empty is not absent',
    field: aField('capi.pixel_id', api(''), 'C4A9'),
    lines: ['capi.pixel_id: "" → "C4A9"'],
  },
  {
    name: 'an empty list',
    why: 'an exact set that is empty removes everything',
    field: aField('objectives', api(['traffic']), []),
    lines: ['objectives: ["traffic"] → []'],
  },
  {
    name: 'an empty map',
    why: 'it is a map without overrides, and not a list',
    field: aField('capi.event_map', unknown, {}),
    lines: ['capi.event_map: (unknown) → {}'],
  },
  {
    name: 'a set',
    why: 'what came and went is what matters, not the order',
    field: aField('objectives', api(['app_installs', 'traffic']), ['app_installs', 'video_view']),
    lines: ['objectives: + video_view, - traffic'],
  },
  {
    name: 'a set from the ledger',
    why: 'what goes may be gone already',
    field: aField('objectives', recorded(['traffic']), ['reach']),
    lines: ['objectives: + reach, - traffic (recorded before)'],
  },
  {
    name: 'one item that could be read as two',
    why: 'a comma in an item must not be taken for the end of it',
    field: aField('objectives', api(['reach']), ['reach', 'a, - b']),
    lines: ['objectives: + "a, - b"'],
  },
  {
    name: 'identities',
    why: 'sharing only adds: live entries stay, so they must not be shown as removed',
    field: aField('sharing.identities', api(['7000']), ['7001']),
    lines: ['sharing.identities: + "7001"'],
  },
  {
    name: 'a cap with unit and currency',
    why: 'then the number is money',
    plan: usd,
    field: aField('monthlyCostCap', recorded(28_000), 30_000),
    lines: ['monthlyCostCap: 28,000.00 USD (recorded) → 30,000.00 USD'],
  },
  {
    name: 'a cap in cents',
    why: 'the wire number and the amount differ by a factor of 100: both are shown',
    plan: { ...usd, costCapUnit: 'minor' },
    field: aField('monthlyCostCap', unknown, 3_000_000),
    lines: ['monthlyCostCap: (unknown) → 3000000 = 30,000.00 USD'],
  },
  {
    name: 'a cap among two currencies',
    why: 'the layer selects its own one',
    plan: { costCapUnit: 'major', money: [aMoneyLine({ currency: 'EUR' }), aMoneyLine()] },
    field: aField('monthlyCostCap', unknown, 30_000),
    lines: ['monthlyCostCap: (unknown) → 30,000.00 USD'],
  },
  {
    name: 'a live cap that is no amount',
    why: 'text is shown as text',
    plan: usd,
    field: aField('monthlyCostCap', api('lots'), 30_000),
    lines: ['monthlyCostCap: "lots" → 30,000.00 USD'],
  },
  {
    name: 'a budget at TikTok',
    why: 'the JSON of the wire is hard to read',
    field: aField('accountBudget', api({ mode: 'UNLIMITED' }), { mode: 'MONTHLY_BUDGET', amount: '28000.00' }),
    lines: ['TikTok monthly budget: none → 28,000.00 USD'],
  },
  {
    name: 'a budget of a different kind',
    why: 'its amount is not per month, so it is shown as JSON',
    field: aField('accountBudget', api({ mode: 'DAILY_BUDGET', amount: '9.00' }), { mode: 'UNLIMITED' }),
    lines: ['TikTok monthly budget: {"mode":"DAILY_BUDGET","amount":"9.00"} → none'],
  },
  {
    name: 'a partnership',
    why: 'the role belongs to the Business Center',
    field: aField('partnership', api(undefined), { partner: '7999999999999999999', role: 'OPERATOR' }),
    lines: ['partnership: (absent) → Business Center 7999999999999999999 (OPERATOR)'],
  },
  {
    name: 'an event that was dropped',
    why: 'the reader needs the effect, not the map',
    field: aField('capi.event_map', api({}), { level_complete: 'CompleteRegistration' }),
    lines: ['capi.event_map, by SDK event:', '  level_complete: dropped → CompleteRegistration'],
  },
  {
    name: 'an event of the default map',
    why: 'it did not start from nothing',
    field: aField('capi.event_map', api(undefined), { trial_start: 'StartTrial' }),
    lines: ['capi.event_map, by SDK event:', '  trial_start: Purchase → StartTrial'],
  },
  {
    name: 'an override that goes and changes nothing',
    why: 'the event still arrives as Purchase; only its source changes',
    field: aField('capi.event_map', recorded({ trial_start: 'Purchase', lesson: 'ViewContent', sign_up: 'Lead' }), {
      sign_up: 'Lead',
    }),
    lines: [
      'capi.event_map, by SDK event (before: recorded):',
      '  lesson: ViewContent → dropped',
      '  trial_start: Purchase (override) → Purchase (default)',
    ],
  },
  {
    name: 'an unknown map',
    why: 'that an event was dropped before would be a guess',
    field: aField('capi.event_map', unknown, { trial_start: 'StartTrial' }),
    lines: ['capi.event_map, by SDK event:', '  trial_start: (unknown) → StartTrial'],
  },
  {
    name: 'a live map that is no map',
    why: 'its effect is unknown, so the map is shown',
    field: aField('capi.event_map', api('Purchase'), { lesson: 'Lead' }),
    lines: ['capi.event_map: "Purchase" → {"lesson":"Lead"}'],
  },
  {
    name: 'an event called like a member of every object',
    why: 'it is not in the default map',
    field: aField('capi.event_map', api({}), { constructor: 'Lead' }),
    lines: ['capi.event_map, by SDK event:', '  constructor: dropped → Lead'],
  },
  {
    name: 'a mode switch',
    why: 'the payer and the paused campaigns matter, not the name of the mode',
    field: aField('mode', api('agency'), 'byo'),
    lines: [
      'mode: "agency" → "byo"',
      'mode, effects:',
      "  paid by: Layers' wallet → the customer's ad account",
      "  access token: Layers' own, via the partnership → the customer's (OAuth and an Events API token)",
      '  launches: paused until the new account is connected [inferred]',
    ],
  },
  {
    name: 'a first mode',
    why: 'without running campaigns nothing pauses',
    field: aField('mode', api(undefined), 'agency'),
    lines: [
      'mode: (absent) → "agency"',
      'mode, effects:',
      "  paid by: (absent) → Layers' wallet",
      "  access token: (absent) → Layers' own, via the partnership",
    ],
  },
  {
    name: 'an unknown mode',
    why: 'the effect depends on the live value',
    field: aField('mode', unknown, 'byo'),
    lines: [
      'mode: (unknown) → "byo"',
      'mode, effects:',
      "  paid by: (unknown) → the customer's ad account",
      "  access token: (unknown) → the customer's (OAuth and an Events API token)",
      '  launches: paused until the new account is connected, if the mode changes [inferred]',
    ],
  },
  {
    name: 'a long value',
    why: 'on one line the difference would be hard to find',
    field: anUnusualField(
      'capi.access_token_vault_id',
      api({ a: 'the same for a long time', b: 'the same as well, and rather long', c: 'old' }),
      { a: 'the same for a long time', b: 'the same as well, and rather long', c: 'new' },
    ),
    lines: [
      'capi.access_token_vault_id:',
      '    {',
      '      "a": "the same for a long time",',
      '      "b": "the same as well, and rather long",',
      '  -   "c": "old"',
      '  +   "c": "new"',
      '    }',
    ],
  },
  {
    name: 'a long value, unknown before',
    why: 'all of it is new, and the page has the reason',
    field: anUnusualField('spark', unknown, [
      { post: 'ugc_01J00000000000000000000000', item: '7301000000000000000', note: 'xxx' },
    ]),
    lines: [
      'spark: (unknown)',
      '  + [',
      '  +   {',
      '  +     "post": "ugc_01J00000000000000000000000",',
      '  +     "item": "7301000000000000000",',
      '  +     "note": "xxx"',
      '  +   }',
      '  + ]',
    ],
  },
];

/** The lines below the change's own, without their indent. */
function linesOf(field: FieldChange, plan: Partial<Plan> = {}, currency: string | null = 'USD'): readonly string[] {
  const layer = aLayer({ changes: [aChange('capi', [field])], currency });
  const lines = planAsText(aPlan({ ...plan, layers: [layer] }), { colour: false }).split('\n');
  const start = lines.findIndex((line) => line.startsWith('    capi ('));
  return lines.slice(start + 1, lines.indexOf('', start)).map((line) => line.slice(6));
}

describe('a field, before and after', () => {
  test.each(cases)('$name: $why', ({ field, plan, lines }) => {
    expect(linesOf(field, plan)).toEqual(lines);
  });

  test('an account that cannot be read has no currency', () => {
    expect(linesOf(aField('monthlyCostCap', unknown, 30_000), usd, null)).toEqual([
      'monthlyCostCap: (unknown) → 30000',
    ]);
  });

  test('two long values with nothing in common are shown one after the other', () => {
    const list = (word: string) => Array.from({ length: 600 }, (_, index) => `${word} ${index}`);
    const lines = linesOf(anUnusualField('spark', api({ list: list('old') }), { list: list('new') }));
    expect(lines.length).toBe(1 + 2 * 604);
    expect(lines.slice(1, 605).every((line) => line.startsWith('  - '))).toBe(true);
    expect(lines.slice(605).every((line) => line.startsWith('  + '))).toBe(true);
  });
});
