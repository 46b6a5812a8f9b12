import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/model/index.ts';
import { planAsJson, planAsMarkdown, planAsText } from '../../src/render/index.ts';
import {
  aChange,
  aCheck,
  aField,
  anUnusualField,
  aHumanChange,
  aLayer,
  aMoneyLine,
  api,
  aPlan,
  aRefusal,
  aRemovedDocument,
  aRenamedDocument,
  recorded,
  unknown,
} from '../support/plan.ts';

const settingsTab = {
  screen: 'https://app.layers.com/project/254a4ce1-f4ca-42b1-9e36-17ca45ef3d39/layers',
  tasks: ['Open the settings tab, choose "View as JSON", set these members, and save.'],
};

const ios = aLayer({
  changes: [
    aHumanChange(
      'binding',
      [aField('mode', api('agency'), 'byo'), aField('adAccountId', api('7012345678901234567'), '7098765432109876543')],
      {
        ...settingsTab,
        tasks: ['Pick the ad account 7098765432109876543.', ...settingsTab.tasks],
        paste: { mode: 'byo', adAccountId: '7098765432109876543' },
      },
    ),
    aChange('capi', [aField('capi.enabled', api(false), true)]),
    aHumanChange('objectives', [aField('objectives', recorded(['traffic']), ['app_installs', 'video_view'])], {
      ...settingsTab,
      paste: { objectives: ['app_installs', 'video_view'] },
    }),
    aHumanChange('cost-cap', [aField('monthlyCostCap', recorded(28_000), 30_000)], {
      ...settingsTab,
      paste: { monthlyCostCap: 30_000 },
    }),
    aHumanChange(
      'event-map',
      [aField('capi.event_map', recorded({}), { level_complete: 'CompleteRegistration', trial_start: 'StartTrial' })],
      { ...settingsTab, paste: { capi: { event_map: { level_complete: 'CompleteRegistration' } } } },
    ),
    aChange('state', [aField('state', api('paused'), 'active')], {
      step: {
        by: 'gated',
        approver: 'ana@example.com',
        campaigns: [{ id: 'cmp_1', name: 'Summer', verb: 'pause', predicted: 'queued' }],
      },
      calls: 1,
    }),
  ],
  checks: [
    aCheck(),
    aCheck({
      code: 'layers/kill-switch',
      severity: 'error',
      message: 'The layer kill switch is on: Layers denies ad writes.',
      remedy: 'Switch it off in the settings tab of the layer.',
      location: { file: 'layers/acme-ios.yaml', line: 1, column: 1 },
    }),
  ],
  unknown: ['capi.access_token_vault_id'],
});

const android = aLayer({
  name: 'acme-android',
  changes: [
    aHumanChange(
      'install',
      [],
      { ...settingsTab, tasks: ['Install the layer from the catalog.'] },
      { layer: 'acme-android' },
    ),
    aChange(
      'spark',
      [
        aField('spark', api([{ post: 'ugc_01J0000000000000000000000A', item: '7301000000000000000' }]), [
          { post: 'ugc_01J0000000000000000000000A', item: '7301000000000000000' },
          { post: 'ugc_01J0000000000000000000000B', item: '7302000000000000000' },
        ]),
        anUnusualField('capi.access_token_vault_id', unknown, { a: 'x'.repeat(90) }),
      ],
      { layer: 'acme-android' },
    ),
  ],
  checks: [aCheck({ layer: 'acme-android' })],
  released: [
    { path: 'monthlyCostCap', live: recorded(30_000) },
    { path: 'objectives', live: unknown },
    { path: 'capi.event_map', live: api(undefined) },
  ],
  unknown: ['capi.access_token_vault_id'],
});

const plan: Plan = aPlan({
  costCapUnit: 'major',
  layers: [android, ios, aLayer({ name: 'acme-tv', unknown: ['mode', 'objectives'] })],
  money: [aMoneyLine()],
  refusals: [
    aRefusal(),
    aRefusal({
      policy: 'mode-switch',
      message: "acme-ios would be paid from the customer's ad account instead of Layers' wallet.",
    }),
  ],
  allowed: [{ policy: 'account-switch', subject: 'acme-ios' }],
});

describe('the whole page', () => {
  test('a plan for a terminal', async () => {
    await expect(planAsText(plan, { colour: false })).toMatchFileSnapshot('golden/plan.txt');
  });

  test('a plan for a pull request', async () => {
    await expect(planAsMarkdown(plan)).toMatchFileSnapshot('golden/plan.md');
  });

  test('a plan for a pull request that the public reads', async () => {
    const page = planAsMarkdown(plan, { hideMoney: true });
    await expect(page).toMatchFileSnapshot('golden/plan-hidden.md');
    // No amount and no account id, in any sentence, cell or block.
    expect(page).not.toMatch(
      /7012345678901234567|7098765432109876543|28[,.]?000|30[,.]?000|45[,.]?000|12[,.]?400|9[,.]?310/,
    );
  });

  test('a saved plan', async () => {
    // The checksum changes with every other line.
    const text = planAsJson(plan).replace(/"checksum": "sha256:[0-9a-f]{64}"/, '"checksum": "sha256:…"');
    await expect(text).toMatchFileSnapshot('golden/plan.json');
  });

  test('a plan in a sandbox without changes', () => {
    expect(planAsText(aPlan({ sandbox: true }), { colour: false })).toBe(
      'SANDBOX · No changes: 1 layer matches its document.\n\n13 API calls used, 27 expected for an apply.\n',
    );
    expect(planAsMarkdown(aPlan({ sandbox: true, calls: { used: 1, forecast: 1 } }))).toBe(
      '## SANDBOX · No changes: 1 layer matches its document.\n\n1 API call used, 1 expected for an apply.\n',
    );
  });

  test('a block of code ends at its end, for any pasted text', () => {
    const paste = aHumanChange('pixel', [], { paste: { a: '````' } });
    const page = planAsMarkdown(aPlan({ layers: [aLayer({ changes: [paste] })] }));
    expect(page).toContain('\n   `````json\n   {\n     "a": "````"\n   }\n   `````\n');
  });

  test.each([
    ['monthlyCostCap', 31_337],
    ['adAccountId', '31337'],
    ['tiktokBusinessId', '31337'],
    ['sharing.identities', ['31337']],
  ] as const)('%s is hidden in public at every place', (path, value) => {
    const field = aField(path, recorded(value), value);
    const layer = aLayer({
      changes: [
        aHumanChange('binding', [field], {
          screen: 'https://ads.tiktok.com/i18n/dashboard?aadvid=3133731337',
          tasks: ['Set it to 31337 or to 31,337.00 USD, not to EUR 31.5.', 'Share 31337, 31337.', 'Pay 5 USD.'],
          paste: path === 'sharing.identities' ? { sharing: { identities: value } } : { [path]: value },
        }),
      ],
      checks: [aCheck({ message: 'Spent 31337.', remedy: 'See "31337".' })],
      released: [{ path, live: api(value) }],
    });
    const page = planAsMarkdown(aPlan({ layers: [layer], costCapUnit: 'major', money: [aMoneyLine()] }), {
      hideMoney: true,
    });
    expect(page).not.toMatch(/31[,.]?337|31\.5|5 USD/);
    expect(planAsMarkdown(aPlan({ layers: [layer] }))).toContain('31337');
  });

  test('with colours only the colours are added', () => {
    const coloured = planAsText(plan, { colour: true });
    expect(coloured).toContain('\u001b[31m');
    expect(stripVTControlCharacters(coloured)).toBe(planAsText(plan, { colour: false }));
  });

  test('a removed document names what keeps spending, without numbers in public', () => {
    const removed = [
      aRemovedDocument('a', {
        fields: { monthlyCostCap: '8000.00 USD', adAccountId: '7012345678901234567', 'capi.enabled': true },
        cap: { minor: 800_000, currency: 'USD' },
      }),
      aRemovedDocument('b', { fields: { monthlyCostCap: 8000, state: 'paused' } }),
      aRemovedDocument('c'),
    ];
    const page = aPlan({ layers: [], removed });
    expect(planAsText(page, { colour: false })).toBe(`No changes. Removed: 3 documents.
Not in these sums: 1 cap of removed documents, because of an unknown currency or unit

Removed documents: their layers stay as they are live
  a (layers/a.yaml): cap 8,000.00 USD stays live (as reviewed), ad account 7012345678901234567 keeps spending, CAPI stays on
  b (layers/b.yaml): cap 8000 stays live (as reviewed; its currency or unit is unknown), it stays paused
  c (layers/c.yaml): any cap stays live (the document has none), its ad account keeps spending

13 API calls used, 27 expected for an apply.
`);
    const hidden = planAsMarkdown(page, { hideMoney: true });
    expect(hidden).toContain('layers/a.yaml');
    expect(hidden).not.toMatch(/8,?000|7012345678901234567/);
    // Two digits are not masked as part of a sentence.
    const small = [aRemovedDocument('d', { fields: { monthlyCostCap: 50 } })];
    expect(planAsMarkdown(aPlan({ layers: [], removed: small }), { hideMoney: true })).not.toContain('50');
  });

  test('a renamed document is neither removed nor released', () => {
    const page = aPlan({ renamed: [aRenamedDocument('a', 'b')] });
    expect(planAsText(page, { colour: false })).toContain(
      'No changes. Renamed: 1 document.\n\nRenamed documents: the same layers\n  a → b (layers/a.yaml → layers/b.yaml)\n',
    );
    expect(planAsMarkdown(page)).toContain('a → b');
  });

  test('many layers are named up to ten, and counted from there', () => {
    const layers = Array.from({ length: 23 }, (_, index) => aLayer({ name: `l${index}`, unknown: ['mode'] }));
    const names = layers.slice(0, 10).map(({ name }) => name);
    expect(planAsText(aPlan({ layers }), { colour: false })).toContain(`  mode: ${names.join(', ')} and 13 more\n`);
  });
});
