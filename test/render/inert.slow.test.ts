import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type {
  DoctorReport,
  FieldReport,
  LineOrigin,
  Plan,
  Report,
  Value,
  VerifyReport,
} from '../../src/model/index.ts';
import {
  connectionAsText,
  doctorAsText,
  driftAsText,
  entriesAsText,
  eventAsText,
  eventsAsText,
  fieldAsText,
  importAsText,
  linkAsText,
  planAsJson,
  planAsMarkdown,
  planAsText,
  problemsAsText,
  reportAsText,
  seenAsText,
  stepsAsText,
  verifyAsText,
} from '../../src/render/index.ts';
import {
  aChange,
  aCheck,
  aDriftReport,
  aField,
  aHumanChange,
  aLayer,
  aMoneyLine,
  anOutcome,
  api,
  aPlan,
  aProblem,
  aRefusal,
  recorded,
} from '../support/plan.ts';
import { aReport, aReportLayer, anEnding } from '../support/report.ts';
import { hostileText } from './hostile.ts';

/** The pages of `import` with a text at every place for external text. */
function importing(text: string): readonly string[] {
  const edits = [{ field: 'capi.pixel_id', before: text, after: [text] }] as const;
  const kept = [
    { field: 'capi.event_map', document: { [text]: text }, live: text, isRecorded: true, why: 'open' },
  ] as const;
  const values = { fields: ['mode'], edits, kept, toAdopt: true, currency: null } as const;
  const layer = { name: text, project: text, file: text, ...values } as const;
  const missing = [{ field: 'mode', why: text }] as const;
  const report = {
    sandbox: false,
    costCapUnit: null,
    needsInit: true,
    layers: [
      { ...layer, state: 'created', missing, differing: ['state'] },
      { ...layer, name: `${text}2`, state: 'skipped', reason: 'no-layer', missing: [], differing: [] },
    ],
    files: [{ path: text, before: text, after: `${text}\n${text}` }],
    problems: [],
  } as const;
  return [true, false].map((dryRun) => importAsText({ ...report, dryRun }, { colour: false }));
}

/** The pages of `events` with a text at every place for external text. */
function eventPages(text: string): readonly string[] {
  const options = { colour: false, verbose: true };
  const location = { file: text, line: 1, column: 1 };
  const mapped = { sdk: text, target: text, kind: 'custom', countsMoney: false, by: 'document', location } as const;
  const names = { name: text, file: text, isComplete: true, isOff: false };
  const event = { name: text, count: 1, lastAt: '2026-11-10T12:00:00Z' };
  const seen = { project: text, app: text, unnamed: 1, stoppedAt: '2026-11-10T12:00:00Z', checks: [] };
  return [
    eventsAsText({ layers: [{ ...names, mapped: [mapped], dropped: [text], checks: [] }], invalid: [text] }, options),
    eventAsText(
      { event: text, layers: [{ ...names, mapped, countedWith: [text], similar: [text], sources: [] }], invalid: [] },
      options,
    ),
    seenAsText(
      {
        sandbox: true,
        since: '2026-11-10T12:00:00Z',
        layers: [
          {
            ...names,
            ...seen,
            dropped: [{ ...event, similar: [text] }],
            forwarded: [{ ...event, target: text }],
          },
        ],
        unread: [text],
        calls: 1,
      },
      options,
    ),
  ];
}

/** A plan with a text at every place for external text. `value` is at every place for a live value. */
function planWith(text: string, value: Value = text): Plan {
  const location = { file: text, line: 1, column: 1 };
  const fields = [
    aField('capi.pixel_id', api(value), text),
    aField('objectives', recorded(['reach', text]), ['reach', 'traffic']),
    aField('capi.event_map', recorded({ lesson: 'Lead' }), { lesson: `${text}!` }),
  ];
  const layer = aLayer({
    name: text,
    file: text,
    changes: [
      aHumanChange('pixel', fields, { screen: text, tasks: [text], paste: { text } }, { layer: text }),
      aChange('state', [], {
        layer: text,
        step: {
          by: 'gated',
          approver: text,
          campaigns: [{ id: text, name: text, verb: 'pause', predicted: 'done', rejected: text }],
        },
      }),
    ],
    checks: [aCheck({ layer: text, message: text, remedy: text, location })],
    released: [{ path: 'objectives', live: api(text) }],
    unknown: ['mode'],
  });
  return aPlan({
    layers: [layer],
    money: [aMoneyLine()],
    refusals: [aRefusal({ subject: text, message: text, location })],
    allowed: [{ policy: 'pin', subject: text }],
  });
}

function verified(text: string): VerifyReport {
  const findings = (['green', 'red', 'stated', 'unknown'] as const).map((state) => {
    return { item: 'events', state, message: text, remedy: text } as const;
  });
  return {
    sandbox: false,
    layers: [{ name: text, file: text, findings }],
    unread: [text],
    sent: { layers: 1, tiktok: 1 },
    calls: 1,
  };
}

function reported(text: string): Report {
  const checks = [aCheck({ layer: text, message: text, remedy: text })];
  const endings = [anEnding({ subject: text, until: text })];
  const layer = aReportLayer({ name: text, file: text, accountName: text, checks, endings, attention: 'act' });
  return aReport([layer, { ...layer, attention: 'none' }], { repository: text, unread: [text] });
}

/** Pages of `doctor` and `explain NAME FIELD`. */
function searching(text: string): readonly string[] {
  const problem = aProblem({ message: text, remedy: text });
  const api = { api: 'Layers', origin: text, reachable: false, skewMs: 90_000, proxy: text, problem } as const;
  const mayWrite = { ledger: true, capi: false, campaigns: null };
  const facts = { organization: text, organizationName: text, tier: text, scopes: [text], mayWrite };
  const report: DoctorReport = {
    sandbox: false,
    versions: { reconcile: text, node: text, git: text },
    settings: text,
    apis: [api],
    credentials: [
      {
        match: text,
        serves: [text],
        layers: { variable: text, state: 'accepted', facts },
        tiktok: { variable: text, state: 'accepted', facts: { account: { state: 'unreadable', reason: text } } },
      },
      {
        match: null,
        serves: [text],
        layers: { variable: text, state: 'failed', problem },
        tiktok: { variable: text, state: 'not set', remedy: text },
      },
    ],
  };
  const commit = { commit: text, author: text, time: text, summary: text, orEarlier: true };
  const origins: readonly LineOrigin[] = [
    { state: 'committed', ...commit },
    { state: 'unknown', reason: text },
  ];
  const fields = origins.map(
    (origin): FieldReport => ({
      layer: text,
      file: text,
      path: 'objectives',
      desired: [text],
      source: { file: text, line: 1, column: 1, inherited: true },
      origin,
      live: { provenance: 'recorded', value: [text] },
      recorded: { time: text, repository: text, commit: text },
      difference: 'both changed',
      apply: {
        kind: 'objectives',
        step: 'human',
        sends: [text],
        screen: text,
        after: ['adopt'],
        refusals: [{ policy: 'share', subject: text, message: text }],
      },
      currency: text,
      costCapUnit: null,
      sandbox: false,
    }),
  );
  return [doctorAsText(report, { colour: false }), ...fields.map((one) => fieldAsText(one, { colour: false }))];
}

function connecting(text: string): readonly string[] {
  const found = {
    layer: text,
    mode: 'byo',
    expected: text,
    account: text,
    accountName: text,
    unreadable: text,
  } as const;
  const steps = { layer: text, business: text, partner: text, account: text, pixel: text, identities: [text] };
  return [
    linkAsText({ url: text, expiresAt: text }, text, '10m'),
    stepsAsText(steps, '10m'),
    ...(['connected', 'different', 'shared', 'waiting'] as const).map((state) =>
      connectionAsText({ ...found, state }, { colour: false }),
    ),
  ];
}

const lineCount = (page: string) => page.split('\n').length;

/** Everything but the line ends that the page itself sets. */
const UNSEEN = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

describe('text from outside is only text', () => {
  test('on a terminal it neither paints nor moves nor adds lines', () => {
    const plain = lineCount(planAsText(planWith('a'), { colour: false }));
    fc.assert(
      fc.property(hostileText, (text) => {
        const page = planAsText(planWith(text), { colour: false });
        expect(page).not.toMatch(UNSEEN);
        expect(lineCount(page)).toBe(plain);
      }),
    );
  });

  test('in problems, entries and drift as well', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const location = { file: text, line: 1, column: 1 };
        const excerpt = { lines: [{ number: 1, text }], underline: { line: 1, column: 1, length: 3 } };
        const problem = aProblem({ message: text, remedy: text, layer: text, location, excerpt });
        const entry = { change: text, layer: text, kind: 'capi', outcome: 'failed', waitingOn: text } as const;
        const [layer] = planWith(text).layers;
        const pages = [
          problemsAsText([problem, problem], { colour: false }),
          entriesAsText(anOutcome({ entries: [{ ...entry, problems: [problem] }], left: planWith(text) }), {
            colour: false,
          }),
          driftAsText(
            aDriftReport([
              { ...aLayer({ name: text, file: text }), drift: layer?.changes[0]?.fields ?? [], pending: [], open: [] },
            ]),
            { colour: false },
          ),
          verifyAsText(verified(text), { colour: false, verbose: true }),
          reportAsText(reported(text), { colour: false, verbose: true }),
          ...importing(text),
          ...searching(text),
          ...connecting(text),
          ...eventPages(text),
        ];
        for (const page of pages) expect(page).not.toMatch(UNSEEN);
      }),
    );
  });

  test.each([{ hideMoney: false }, { hideMoney: true }])('on a pull request it is no structure: %j', (options) => {
    const plain = planAsMarkdown(planWith('a'), options);
    const tags = (page: string) => page.match(/<(?:\/?details(?: open)?|\/?summary|br)>/g);
    fc.assert(
      fc.property(hostileText, (text) => {
        const page = planAsMarkdown(planWith(text), options);
        expect(page).not.toMatch(UNSEEN);
        expect(lineCount(page)).toBe(lineCount(plain));
        const prose = withoutFences(page);
        expect(tags(prose)).toEqual(tags(plain));
        expect(prose.replace(/<(?:\/?details(?: open)?|\/?summary|br|\/?code)>/g, '')).not.toMatch(/[<@]|-->/);
        const bare = prose.split('\n').map((line) => line.replace(/\\./g, ''));
        expect(bare.filter((line) => line.split('`').length % 2 === 0)).toEqual([]);
        expect(bare.filter((line) => line.startsWith('|') && line.split('|').length !== 6)).toEqual([]);
      }),
    );
  });

  test('any value from an API is shown without harm', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // fast-check's JSON values are ours: no undefined, no functions.
        const plan = planWith('a', value as Value);
        expect(planAsText(plan, { colour: false })).not.toMatch(UNSEEN);
        expect(withoutFences(planAsMarkdown(plan))).not.toMatch(/@/);
      }),
    );
  });
});

describe('the same plan', () => {
  test('gives the same bytes', () => {
    fc.assert(
      fc.property(hostileText, fc.jsonValue({ noUnicodeString: false }), (text, value) => {
        const plan = planWith(text, value as Value);
        const again = reversedKeys(structuredClone(plan)) as Plan;
        expect(planAsJson(again)).toBe(planAsJson(plan));
        expect(planAsText(structuredClone(plan), { colour: true })).toBe(planAsText(plan, { colour: true }));
        expect(planAsMarkdown(structuredClone(plan))).toBe(planAsMarkdown(plan));
      }),
    );
  });

  test('is read from JSON as it was written', () => {
    fc.assert(
      fc.property(hostileText, fc.dictionary(hostileText, hostileText), (text, value) => {
        const plan = planWith(text, value);
        const json = planAsJson(plan);
        expect(json).not.toMatch(UNSEEN);
        expect(JSON.parse(json)).toEqual({ ...plan, counts: expect.any(Object), checksum: expect.any(String) });
      }),
    );
  });
});

/** The page without its blocks of code. Fails where a block does not end. */
function withoutFences(page: string): string {
  let fence: string | undefined;
  const prose = page.split('\n').filter((line) => {
    const [, ticks] = /^ *(`{3,})/.exec(line) ?? [];
    if (fence === undefined) {
      fence = ticks;
      return ticks === undefined;
    }
    if (line.trim() === fence) fence = undefined;
    return false;
  });
  // Every block of code ends.
  expect(fence).toBeUndefined();
  return prose.join('\n');
}

function reversedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversedKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversedKeys(member)]),
  );
}
