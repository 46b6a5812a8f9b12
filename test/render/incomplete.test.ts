import { describe, expect, test } from 'vitest';
import type { DriftReport, Plan } from '../../src/model/index.ts';
import {
  driftAsIssue,
  commandJsonText,
  driftJson,
  driftAsText,
  entriesJson,
  entriesAsText,
  outcomeAsComment,
  outcomeAsLog,
  outcomeAsSummary,
  planAsComment,
  planAsJson,
  planAsMarkdown,
  planAsSummary,
  planAsText,
} from '../../src/render/index.ts';
import {
  aChange,
  aDriftReport,
  aField,
  aLayer,
  aPlan,
  aRemovedDocument,
  anOutcome,
  api,
  aRefusal,
} from '../support/plan.ts';

const colour = { colour: false };
const hideMoney = false;
const root = '.';
const first = '<!-- first -->';

const someUnread = { unread: ['south-01', 'south-02'] };
const calmLayer = {
  name: 'north-01',
  file: 'a.yaml',
  currency: null,
  drift: [],
  pending: [],
  open: [],
  unknown: [],
  checks: [],
};

/** Every page about a plan, from its headline on. */
const planPages: Readonly<Record<string, (plan: Plan) => string>> = {
  text: (plan) => planAsText(plan, colour),
  markdown: (plan) => planAsMarkdown(plan),
  comment: (plan) => planAsComment(plan, { marker: { root }, hideMoney }),
  summary: (plan) => planAsSummary(plan, { hideMoney }),
  'a page that is short of room': (plan) => planAsSummary(plan, { hideMoney, limit: 1 }),
};

const driftPages: Readonly<Record<string, (report: DriftReport) => string>> = {
  text: (report) => driftAsText(report, colour),
  issue: (report) => driftAsIssue(report, { first, root, hideMoney, problems: [] }).body,
};

const delivered = (outcome: ReturnType<typeof anOutcome>) => ({
  name: '#7',
  result: { kind: 'applied', outcome, problems: [] } as const,
  left: [],
  superseded: [],
});
const applyPages: Readonly<Record<string, (outcome: ReturnType<typeof anOutcome>) => string>> = {
  text: (outcome) => entriesAsText(outcome, colour),
  comment: (outcome) => outcomeAsComment(delivered(outcome), { first, hideMoney }),
  summary: (outcome) => outcomeAsSummary({ heads: [], updates: [delivered(outcome)], nextSteps: [] }, { hideMoney }),
  log: (outcome) => outcomeAsLog({ heads: [], updates: [delivered(outcome)], nextSteps: [] }, { hideMoney }),
};

/** Sentences that are true only if everything was read. */
const REASSURING = /no changes: |no drift in \d|no changes to apply\.|no layers selected|no differences,/i;

/** The first line with words for people. */
const headline = (page: string) => page.split('\n').find((line) => line !== '' && !line.startsWith('<!--')) ?? '';

const enable = aChange('capi', [aField('capi.enabled', api(false), true)]);
const drift = [aField('monthlyCostCap', api(20_000), 28_000)];

const plans: readonly { readonly name: string; readonly plan: Plan }[] = [
  { name: 'no changes in the others', plan: aPlan(someUnread) },
  { name: 'changes', plan: aPlan({ ...someUnread, layers: [aLayer({ changes: [enable] })] }) },
  { name: 'a refusal', plan: aPlan({ ...someUnread, refusals: [aRefusal()] }) },
  { name: 'drift left alone', plan: aPlan({ ...someUnread, layers: [aLayer({ drift })] }) },
  {
    name: 'a removed document',
    plan: aPlan({ ...someUnread, removed: [aRemovedDocument('x')] }),
  },
  { name: 'all', plan: aPlan({ ...someUnread, layers: [] }) },
];

describe.each(Object.entries(planPages))('a plan as %s', (_, page) => {
  test.each(plans)('the headline counts the layers that could not be read: $name', ({ plan }) => {
    const text = page(plan);
    const of = plan.layers.length + 2;
    expect(headline(text)).toMatch(new RegExp(`^(## )?Incomplete: 2 of ${of} layers could not be read\\.`));
    expect(text).not.toMatch(REASSURING);
  });

  test('the headline has no such count if everything was read', () => {
    expect(page(aPlan())).not.toMatch(/incomplete|not read/i);
  });
});

describe.each(Object.entries(driftPages))('drift as %s', (_, page) => {
  test.each([
    { name: 'no drift in the others', layers: [calmLayer] },
    { name: 'drift', layers: [{ ...calmLayer, drift }] },
    { name: 'all', layers: [] },
  ])('the headline counts the layers that could not be read: $name', ({ layers }) => {
    const text = page(aDriftReport(layers, someUnread));
    expect(headline(text)).toMatch(
      new RegExp(`^(## )?Incomplete: 2 of ${layers.length + 2} layers could not be read\\.`),
    );
    expect(text).toMatch(/Not read: south-?-01|Not read: south/);
    expect(text).not.toMatch(REASSURING);
  });
});

describe.each(Object.entries(applyPages))('an apply as %s', (_, page) => {
  const entry = { change: enable.id, layer: enable.layer, kind: enable.kind } as const;
  test.each([
    { name: 'done', entries: [{ ...entry, outcome: 'done' }] as const },
    { name: 'failed', entries: [{ ...entry, outcome: 'failed' }] as const },
    { name: 'no change in the others', entries: [] },
  ])('the headline counts the layers that could not be read: $name', ({ entries }) => {
    const text = page(anOutcome({ ...someUnread, of: 5, entries, changes: [enable] }));
    expect(headline(text)).toMatch(/Incomplete: 2 of 5 layers could not be read\./);
    expect(text).toContain('in the layers that could be read');
    expect(text).not.toMatch(REASSURING);
  });
});

test('JSON of each names the layers', () => {
  const pages = [
    planAsJson(aPlan(someUnread)),
    commandJsonText(driftJson(aDriftReport([calmLayer], someUnread))),
    commandJsonText(entriesJson(anOutcome({ ...someUnread, of: 5 }), [])),
  ];
  expect(pages.map((page) => JSON.parse(page).unread)).toEqual(pages.map(() => someUnread.unread));
});
