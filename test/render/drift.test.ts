import { describe, expect, test } from 'vitest';
import type { DriftReport } from '../../src/model/index.ts';
import { driftAsText, driftJson } from '../../src/render/index.ts';
import { aDriftReport, aField, anUnusualField, api, recorded } from '../support/plan.ts';

const layer = (rest: Partial<DriftReport['layers'][number]> = {}): DriftReport['layers'][number] => ({
  name: 'acme-ios',
  file: 'layers/acme-ios.yaml',
  currency: 'USD',
  drift: [],
  pending: [],
  open: [],
  unknown: [],
  checks: [],
  ...rest,
});
const moved = aField('capi.enabled', api(false), true);

const cases: readonly {
  readonly name: string;
  readonly why: string;
  readonly report: DriftReport;
  readonly line: string;
}[] = [
  {
    name: 'no drift',
    why: 'the result includes the number of checked layers',
    report: aDriftReport([layer(), layer({ name: 'b' })]),
    line: 'No drift in 2 layers.',
  },
  {
    name: 'no drift, with an unknown value',
    why: 'an unknown value may have drifted',
    report: aDriftReport([layer({ unknown: ['objectives'] })]),
    line: 'No drift in 1 layer (1 value in 1 layer is unknown).',
  },
  {
    name: 'no layers',
    why: '"no layers" is not "no drift"',
    report: aDriftReport([]),
    line: 'No layer documents yet.',
  },
  {
    name: 'drift',
    why: 'how much, and how widely',
    report: aDriftReport([layer({ drift: [moved] }), layer({ name: 'b' })], { sandbox: true }),
    line: 'SANDBOX · Drift: 1 live value changed in 1 of 2 layers.',
  },
  {
    name: 'a change that was not applied yet',
    why: 'it is not drift: git changed, not live',
    report: aDriftReport([layer({ pending: [moved] })]),
    line: 'No drift in 1 layer. Not applied yet: 1 value.',
  },
];

describe('a drift report', () => {
  test.each(cases)('$name: $why', ({ report, line }) => {
    expect(driftAsText(report, { colour: false }).split('\n')[0]).toBe(line);
  });

  test('the whole page', async () => {
    const report = aDriftReport([
      layer({
        drift: [
          moved,
          aField('objectives', api(['app_installs', 'traffic']), ['app_installs', 'video_view']),
          aField('capi.event_map', api({ trial_start: 'Lead' }), { trial_start: 'StartTrial', lesson: 'ViewContent' }),
          aField('mode', api('agency'), 'byo'),
          anUnusualField(
            'spark',
            api([{ post: 'ugc_01J0000000000000000000000A', item: '7301000000000000000', x: 'y' }]),
            {
              post: 'ugc_01J0000000000000000000000B',
            },
          ),
        ],
      }),
      layer({
        name: 'acme-android',
        file: 'layers/acme-android.yaml',
        pending: [aField('monthlyCostCap', recorded(28_000), 30_000)],
        unknown: ['objectives'],
      }),
    ]);
    await expect(driftAsText(report, { colour: false })).toMatchFileSnapshot('golden/drift.txt');
    expect(driftJson(report)).toMatchObject({ format: 'reconcile-drift', version: 1, ...report });
  });

  test.each([
    { costCapUnit: 'major', currency: 'USD', says: '30,000.00 USD in the document, 28,000.00 USD live' },
    { costCapUnit: 'minor', currency: 'USD', says: '30000 = 300.00 USD in the document, 28000 = 280.00 USD live' },
    { costCapUnit: null, currency: 'USD', says: '30000 in the document, 28000 live' },
    { costCapUnit: 'major', currency: null, says: '30000 in the document, 28000 live' },
  ] as const)('a cap is money if unit ($costCapUnit) and currency ($currency) are known', (row) => {
    const drift = [aField('monthlyCostCap', api(28_000), 30_000)];
    const report = aDriftReport([layer({ currency: row.currency, drift })], { costCapUnit: row.costCapUnit });
    expect(driftAsText(report, { colour: false })).toContain(`monthlyCostCap: ${row.says}\n`);
  });
});

test('errors are shown next to drift, also if there is none', () => {
  const message = 'CAPI is on, and ad account 7098 does not have the pixel C4.';
  const check = { code: 'tiktok/pixel-missing', layer: 'acme-ios', severity: 'error', message } as const;
  const text = driftAsText(aDriftReport([layer({ checks: [check] })]), { colour: false });
  expect(text.split('\n')[0]).toBe('No drift in 1 layer. Checks: 1 error.');
  expect(text).toContain(message);
});
