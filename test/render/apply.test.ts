import type { ApplyOutcome, Entry } from '../../src/model/index.ts';
import { describe, expect, test } from 'vitest';
import { commandJsonText, entriesAsText, entriesJson, staleAsText } from '../../src/render/index.ts';
import {
  aChange,
  aCheck,
  aField,
  aHumanChange,
  aLayer,
  anOutcome,
  api,
  aPlan,
  aPlanOf,
  recorded,
} from '../support/plan.ts';

const enable = aChange('capi', [aField('capi.enabled', api(false), true)]);
const cap = aHumanChange('cost-cap', [aField('monthlyCostCap', recorded(28_000), 30_000)]);
const gated = aChange('state', [], {
  step: {
    by: 'gated',
    approver: 'ana@example.com',
    campaigns: [{ id: 'cmp_1', name: 'Summer', verb: 'pause', predicted: 'queued' }],
  },
});
const entry = (outcome: Entry['outcome'], rest: Partial<Entry> = {}): Entry => ({
  change: 'acme-ios/capi',
  layer: 'acme-ios',
  kind: 'capi',
  outcome,
  ...rest,
});

const cases: readonly {
  readonly name: string;
  readonly why: string;
  readonly outcome: Partial<ApplyOutcome>;
  readonly first: string;
  readonly last: string;
}[] = [
  {
    name: 'all done',
    why: 'the proof is a fresh plan, with its time and its price',
    outcome: { entries: [entry('done')], changes: [enable] },
    first: 'Done: 1 change in 1 layer.',
    last: 'verified 12:04 UTC, no differences, 23 calls (23 expected)',
  },
  {
    name: 'drift left alone',
    why: 'zero differences must not mean that nothing differs',
    outcome: { entries: [entry('done')], driftLeftAlone: 2 },
    first: 'Done: 1 change in 1 layer.',
    last: 'verified 12:04 UTC, no differences, 23 calls (23 expected), 2 drift left alone',
  },
  {
    name: 'unknown values',
    why: 'zero differences covers only known values',
    outcome: { entries: [entry('done')], left: aPlan({ layers: [aLayer({ unknown: ['mode'] })] }) },
    first: 'Done: 1 change in 1 layer.',
    last: 'verified 12:04 UTC, no differences, 1 value unknown, 23 calls (23 expected)',
  },
  {
    name: 'a person is waited for',
    why: 'waiting is not done, and the page names the person',
    outcome: {
      entries: [
        entry('done'),
        entry('waiting', { change: 'acme-ios/cost-cap', kind: 'cost-cap', waitingOn: 'a person' }),
      ],
      changes: [enable, cap],
      left: aPlanOf([cap, gated]),
      calls: { sent: 1, forecast: 2 },
    },
    first: 'Waiting: 1 waiting, 1 done.',
    last: 'verified 12:04 UTC, 2 differences left (1 manual, 1 waiting for ana@example.com), 1 call (2 expected)',
  },
  {
    name: 'a failure',
    why: 'the worst comes first, and what was not tried is counted',
    outcome: { entries: [entry('done'), entry('failed'), entry('not tried')], left: aPlanOf([enable]) },
    first: 'Failed: 1 failed, 1 not tried, 1 done.',
    last: 'verified 12:04 UTC, 1 difference left (1 for the next apply), 23 calls (23 expected)',
  },
  {
    name: 'a ledger that was not written',
    why: 'the next run cannot know the result',
    outcome: {
      entries: [entry('done')],
      notRecorded: [{ project: 'p1', layers: ['acme-ios'], until: '2026-11-10T12:15:00.000Z' }],
    },
    first: 'Not recorded: 1 done.',
    last: 'verified 12:04 UTC, no differences, 23 calls (23 expected)',
  },
  {
    name: 'an apply that was stopped',
    why: 'what was not tried is not done',
    outcome: { entries: [entry('not tried')], left: undefined, verifiedAt: undefined },
    first: 'Stopped: 1 not tried.',
    last: 'not verified: no fresh plan could be made, 23 calls (23 expected)',
  },
  {
    name: 'no changes to apply, in a sandbox',
    why: 'no changes is not "done"',
    outcome: { sandbox: true },
    first: 'SANDBOX · No changes to apply.',
    last: 'verified 12:04 UTC, no differences, 23 calls (23 expected)',
  },
  {
    name: 'a plan without a time',
    why: 'an unknown time is not shown',
    outcome: { verifiedAt: undefined },
    first: 'No changes to apply.',
    last: 'not verified: not everything could be read, no differences in the layers that could be read, 23 calls (23 expected)',
  },
];

describe('the result of an apply', () => {
  test.each(cases)('$name: $why', ({ outcome, first, last }) => {
    const lines = entriesAsText(anOutcome(outcome), { colour: false }).trimEnd().split('\n');
    expect([lines[0], lines.at(-1)]).toEqual([first, last]);
  });

  test('the whole page', async () => {
    const problems = [
      { code: 'api/conflict', message: 'Layers refuses: the pixel is missing (409).', remedy: 'Set pixel_id first.' },
    ] as const;
    const outcome = anOutcome({
      entries: [
        entry('done'),
        entry('waiting', { change: 'acme-ios/cost-cap', kind: 'cost-cap', waitingOn: 'a person' }),
        entry('failed', { change: 'acme-android/capi', layer: 'acme-android', problems }),
        entry('not tried', { change: 'acme-android/cost-cap', layer: 'acme-android', kind: 'cost-cap' }),
      ],
      changes: [enable, cap, { ...enable, id: 'acme-android/capi', layer: 'acme-android' }],
      left: aPlan({ layers: [aLayer({ changes: [cap] }), aLayer({ name: 'acme-android', changes: [enable, cap] })] }),
      notRecorded: [
        { project: '254a4ce1', layers: ['acme-android', 'acme-ios'], until: '2026-11-10T12:15:00.000Z' },
        { project: '3c1fa0d2', layers: ['acme-tv'], until: null },
      ],
    });
    await expect(entriesAsText(outcome, { colour: false })).toMatchFileSnapshot('golden/apply.txt');
    const beside = [{ code: 'api/unreachable', message: 'Layers did not answer.', remedy: 'Run it again.' }] as const;
    await expect(commandJsonText(entriesJson(outcome, beside))).toMatchFileSnapshot('golden/apply.json');
  });
});

test('a stale plan names the values that changed, and the layers that appeared or vanished', async () => {
  const layer = (name: string) => ({ layer: name, file: `layers/${name}.yaml` });
  const text = staleAsText(
    [
      {
        ...layer('acme-ios'),
        reason: { kind: 'live', path: 'monthlyCostCap', reviewed: recorded(28_000), now: recorded(45_000) },
      },
      {
        ...layer('acme-cents'),
        cap: { unit: 'minor', currency: 'USD' },
        reason: { kind: 'document', path: 'monthlyCostCap', reviewed: 28_000, now: undefined },
      },
      { ...layer('acme-ios'), reason: { kind: 'document', path: 'objectives', reviewed: ['reach'], now: undefined } },
      { ...layer('acme-tv'), reason: { kind: 'unreviewed' } },
      { ...layer('acme-web'), reason: { kind: 'removed' } },
      { ...layer('acme-x'), reason: { kind: 'identity', what: 'project', reviewed: 'p1', now: 'p2' } },
      { ...layer('acme-y'), reason: { kind: 'step', change: 'capi', reviewed: 'human', now: 'api' } },
    ],
    { colour: false },
  );
  await expect(text).toMatchFileSnapshot('golden/stale.txt');
});

test('errors after an apply are shown, warnings are not', () => {
  const broken = aCheck({ code: 'tiktok/pixel-missing', severity: 'error', message: 'The account lacks the pixel.' });
  const left = aPlan({ layers: [aLayer({ checks: [broken, aCheck()] })] });
  const text = entriesAsText(anOutcome({ left, entries: [entry('done')], changes: [enable] }), { colour: false });
  expect(text).toContain('The account lacks the pixel.');
  expect(text).not.toContain('The cap is not enforced.');
});
