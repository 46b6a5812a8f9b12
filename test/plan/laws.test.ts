import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CHANGE_KINDS,
  type DesiredLayer,
  FIELD_PATHS,
  type Fields,
  type FieldPath,
  type LiveLayer,
  type Seen,
  type Value,
} from '../../src/model/index.ts';
import { parsePlan } from '../../src/plan/index.ts';
import { aDesired, aLive, layers, NOON, planOf, shown, theSettings, WRITTEN } from '../support/layers.ts';
import { api } from '../support/plan.ts';

const word = fc.constantFrom('alpha', 'beta', 'gamma');
const event = fc.constantFrom('Purchase', 'Lead', 'Search', 'BossDefeated');

/** A value that a document may write, for each field. */
const VALUES: Readonly<Record<FieldPath, fc.Arbitrary<Value>>> = {
  mode: fc.constantFrom('byo', 'agency'),
  tiktokBusinessId: fc.constantFrom('7012345678901234567', '7111'),
  adAccountId: fc.constantFrom('7098765432109876543', '7222'),
  'capi.pixel_id': word,
  'capi.access_token_vault_id': word,
  'capi.enabled': fc.boolean(),
  objectives: fc.uniqueArray(fc.constantFrom('app_installs', 'video_view', 'reach'), { minLength: 1 }),
  monthlyCostCap: fc.oneof(fc.integer({ min: 1, max: 99_999 }), fc.constantFrom('30000.50 USD', '7 USD')),
  'capi.event_map': fc.dictionary(word, event),
  capEnforcement: fc.constantFrom('none', 'tiktok'),
  spark: fc.uniqueArray(word).map((posts) => posts.map((post) => ({ post }))),
  'sharing.identities': fc.uniqueArray(word),
  state: fc.constantFrom('active', 'paused'),
};

/** Any fields, written or live. */
const anyFields: fc.Arbitrary<Fields> = fc.record(VALUES, { requiredKeys: [] });

/** What is live need not be what a document may write. */
const anyLive: fc.Arbitrary<LiveLayer> = fc
  .record({
    fields: fc.record({ ...VALUES, monthlyCostCap: fc.integer({ min: 0, max: 99_999 }) }, { requiredKeys: [] }),
    absent: fc.subarray([...FIELD_PATHS]),
    recorded: fc.subarray([...FIELD_PATHS]),
    writable: fc.subarray([...FIELD_PATHS]),
    installed: fc.constantFrom('yes' as const, 'no' as const),
    killSwitch: fc.boolean(),
  })
  .map(({ fields, absent, recorded, ...rest }) => {
    const seen = Object.entries({ ...fields, ...Object.fromEntries(absent.map((path) => [path, undefined])) });
    const only = seen.map(([path, value]): [string, Seen] => [
      path,
      { provenance: recorded.includes(path as FieldPath) ? 'recorded' : 'api', value },
    ]);
    return aLive({ only: Object.fromEntries(only), ...rest });
  });

const anyDesired: fc.Arbitrary<DesiredLayer> = anyFields.map((fields) => aDesired({ only: fields }));

const RUNS = { numRuns: 150 };

/** The same value with the keys of every map turned round. */
function turned<T>(value: T): T {
  if (Array.isArray(value)) return value.map(turned) as T;
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const members = Object.entries(value).map(([key, member]) => [key, turned(member)] as const);
  return Object.fromEntries(members.reverse()) as T;
}

const digestOf = (desired: DesiredLayer, live: LiveLayer, rest: Parameters<typeof planOf>[2] = {}) =>
  planOf(desired, live, rest).layers[0]?.digest;

describe('for all documents and all live states', () => {
  test('planning twice gives the same bytes, and leaves what it was given alone', () => {
    fc.assert(
      fc.property(anyDesired, anyLive, (desired, live) => {
        const before = JSON.stringify([desired, live]);
        const first = JSON.stringify(planOf(desired, live));
        expect(JSON.stringify(planOf(desired, live))).toBe(first);
        expect(JSON.stringify([desired, live])).toBe(before);
      }),
      RUNS,
    );
  });

  test('the order of keys is no part of the meaning', () => {
    fc.assert(
      fc.property(anyDesired, anyLive, (desired, live) => {
        expect(digestOf(turned(desired), turned(live))).toBe(digestOf(desired, live));
      }),
      RUNS,
    );
  });

  test('the order of objectives is no part of the meaning', () => {
    fc.assert(
      fc.property(anyDesired, anyLive, (desired, live) => {
        const { objectives } = desired.fields;
        fc.pre(Array.isArray(objectives));
        const reversed = {
          ...desired,
          fields: { ...desired.fields, objectives: [...(objectives as string[])].reverse() },
        };
        expect(digestOf(reversed, live)).toBe(digestOf(desired, live));
      }),
      RUNS,
    );
  });

  test('where every wish is live there is nothing to do', () => {
    fc.assert(
      fc.property(anyDesired, anyLive, (desired, live) => {
        const plan = planOf(desired, live);
        const wanted = plan.layers[0]?.desired ?? {};
        const done = { ...live, installed: 'yes' as const, fields: { ...live.fields, ...shown(wanted) } };
        expect(planOf(desired, done).layers[0]?.changes).toEqual([]);
        expect(planOf(desired, done).refusals).toEqual([]);
      }),
      RUNS,
    );
  });

  test('carrying out all changes leaves nothing to do', () => {
    fc.assert(
      fc.property(anyDesired, anyLive, (desired, live) => {
        const changes = planOf(desired, live).layers[0]?.changes ?? [];
        const written = changes.flatMap(({ fields }) => fields.map(({ path, after }) => [path, api(after)] as const));
        const done = { ...live, installed: 'yes' as const, fields: { ...live.fields, ...Object.fromEntries(written) } };
        expect(planOf(desired, done).layers[0]?.changes).toEqual([]);
      }),
      RUNS,
    );
  });

  test('a change comes after all that it waits for, and in the order of the work', () => {
    fc.assert(
      fc.property(anyDesired, anyLive, (desired, live) => {
        const changes = planOf(desired, live).layers[0]?.changes ?? [];
        const ids = changes.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const [at, change] of changes.entries()) {
          for (const id of change.after) expect(ids.slice(0, at)).toContain(id);
        }
        const order = changes.map(({ kind }) => CHANGE_KINDS.indexOf(kind));
        expect(order).toEqual([...order].sort((a, b) => a - b));
      }),
      RUNS,
    );
  });

  test('no field is changed twice, and none that no document writes', () => {
    fc.assert(
      fc.property(anyDesired, anyLive, (desired, live) => {
        const changes = planOf(desired, live).layers[0]?.changes ?? [];
        const paths = changes.flatMap(({ fields }) => fields.map(({ path }) => path));
        expect(new Set(paths).size).toBe(paths.length);
        for (const path of paths) expect(Object.keys(desired.fields)).toContain(path);
      }),
      RUNS,
    );
  });

  test('what is not writable is never done by API', () => {
    fc.assert(
      fc.property(anyDesired, anyLive, (desired, live) => {
        const byApi = (planOf(desired, live).layers[0]?.changes ?? []).filter(({ step }) => step.by === 'api');
        const paths = byApi.flatMap(({ fields }) => fields.map(({ path }) => path));
        for (const path of paths) expect(live.writable).toContain(path);
      }),
      RUNS,
    );
  });

  test('no split of a raise within the limit gets beyond it', () => {
    const raise = fc.tuple(fc.integer({ min: 1, max: 90_000 }), fc.double({ min: 0, max: 0.25, noNaN: true }));
    fc.assert(
      fc.property(fc.array(raise, { minLength: 1, maxLength: 5 }), (raises) => {
        const all = layers(raises.length, (n) => {
          const [from, part] = raises[n] ?? [1, 0];
          const to = Math.floor(from * (1 + part));
          return {
            wish: { fields: { monthlyCostCap: to } },
            sight: { seen: { monthlyCostCap: api(from) }, spend: { minor: 0, currency: 'USD' } },
          };
        });
        const plan = planOf(all.desired, all.live);
        expect(plan.refusals).toEqual([]);
        const [line] = plan.money;
        expect(line?.after?.minor).toBeLessThanOrEqual((line?.before?.minor ?? 0) * 1.25);
      }),
      RUNS,
    );
  });
});

describe('a layer’s digest', () => {
  const live = aLive({ seen: { 'capi.enabled': api(false) }, unseen: ['monthlyCostCap'] });
  const digest = digestOf(aDesired(), live);

  test('has the form of a SHA-256', () => {
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  const same: readonly (readonly [string, () => string | undefined])[] = [
    ['the layer’s name', () => digestOf(aDesired({ name: 'beta' }), { ...live, name: 'beta' })],
    ['the file', () => digestOf(aDesired({ file: 'elsewhere.yaml' }), live)],
    ['places in files', () => digestOf(aDesired({ where: {} }), live)],
    ['the time', () => digestOf(aDesired(), live, { today: new Date(NOON.getTime() + 1e10) })],
    ['spend', () => digestOf(aDesired(), { ...live, spend: { minor: 1, currency: 'USD' } })],
    ['calls', () => digestOf(aDesired(), live, { reads: { calls: 99, keys: 3 } })],
    ['checks', () => digestOf(aDesired(), { ...live, killSwitch: true, strangers: ['x'] })],
    ['refusals', () => digestOf(aDesired({ protected: true, pin: { name: 'x' } }), live)],
    ['allowances', () => digestOf(aDesired(), live, { allow: [{ policy: 'cap-increase', subject: 'acme-ios' }] })],
    [
      'limits',
      () => digestOf(aDesired(), live, { settings: theSettings({ policies: { capIncrease: { percent: 1 } } }) }),
    ],
    ['who plans', () => digestOf(aDesired(), live, { owner: { repository: 'other/repo', root: 'x' } })],
    ['the sandbox', () => digestOf(aDesired(), live, { sandbox: true })],
    ['names of credentials', () => digestOf(aDesired({ credentials: { layers: 'A', tiktok: 'B' } }), live)],
    ['the variable of a code', () => digestOf(aDesired({ spark: [{ post: 'p', variable: 'SPARK_X' }] }), live)],
    ['the words for a person', () => digestOf(aDesired(), live, { settings: theSettings({ layersBusinessId: '1' }) })],
  ];

  test.each(same)('is not altered by %s', (_, other) => {
    expect(other()).toBe(digest);
  });

  test('is not altered by live values that nothing rests on', () => {
    const desired = aDesired({ without: ['objectives'] });
    const moved = { ...live, fields: { ...live.fields, objectives: api(['reach']) } };
    expect(digestOf(desired, moved)).toBe(digestOf(desired, live));
  });

  const origins = theSettings().origins;
  const others: readonly (readonly [string, () => string | undefined])[] = [
    ['the template', () => digestOf(aDesired({ template: 'another' }), live)],
    ['the project', () => digestOf(aDesired({ project: 'another' }), live)],
    ['the organization', () => digestOf(aDesired(), { ...live, organization: 'another' })],
    [
      'the Layers origin',
      () =>
        digestOf(aDesired(), live, { settings: theSettings({ origins: { ...origins, layers: 'https://x.test' } }) }),
    ],
    [
      'the TikTok origin',
      () =>
        digestOf(aDesired(), live, { settings: theSettings({ origins: { ...origins, tiktok: 'https://x.test' } }) }),
    ],
    ['the unit of a written cap', () => digestOf(aDesired(), live, { settings: theSettings({ unit: 'minor' }) })],
    ['whether that unit is stated', () => digestOf(aDesired(), live, { settings: theSettings({ unit: null }) })],
    ['who does a change', () => digestOf(aDesired(), { ...live, writable: [] })],
    [
      'another change',
      () => digestOf(aDesired(), aLive({ seen: { 'capi.enabled': api(false) }, unseen: ['monthlyCostCap', 'mode'] })),
    ],
    ['a change less', () => digestOf(aDesired(), aLive({ unseen: ['monthlyCostCap'] }))],
    [
      'what was there before: absent',
      () => digestOf(aDesired(), { ...live, fields: { ...live.fields, 'capi.enabled': api(undefined) } }),
    ],
    [
      'what was there before: null',
      () => digestOf(aDesired(), { ...live, fields: { ...live.fields, 'capi.enabled': api(null) } }),
    ],
    [
      'what was there before: unknown',
      () => digestOf(aDesired(), { ...live, fields: { ...live.fields, 'capi.enabled': { provenance: 'unknown' } } }),
    ],
    [
      'how we know what was there',
      () =>
        digestOf(aDesired(), {
          ...live,
          fields: { ...live.fields, 'capi.enabled': { provenance: 'recorded', value: false } },
        }),
    ],
    [
      'a live value that a change rests on',
      () =>
        digestOf(aDesired({ without: ['adAccountId'] }), {
          ...live,
          fields: { ...live.fields, adAccountId: api('7') },
        }),
    ],
    ['the install', () => digestOf(aDesired(), { ...live, installed: 'no' })],
  ];

  test.each(others)('is altered by %s', (_, other) => {
    expect(other()).not.toBe(digest);
  });

  test('all those are different from each other', () => {
    const all = others.map(([, other]) => other());
    expect(new Set(all).size).toBe(all.length);
  });

  test('the unit matters only where a cap is written', () => {
    const desired = aDesired({ without: ['monthlyCostCap'] });
    expect(digestOf(desired, live, { settings: theSettings({ unit: 'minor' }) })).toBe(digestOf(desired, live));
  });

  test.each(Object.keys(WRITTEN) as FieldPath[])('is altered by the wish for %s', (path) => {
    fc.assert(
      fc.property(VALUES[path], VALUES[path], (a, b) => {
        const wish = (value: Value) => digestOf(aDesired({ fields: { [path]: value } }), live);
        const equal = JSON.stringify(settledText(path, a)) === JSON.stringify(settledText(path, b));
        expect(wish(a) === wish(b)).toBe(equal);
        expect(digestOf(aDesired({ without: [path] }), live)).not.toBe(wish(a));
      }),
      { numRuns: 20 },
    );
  });
});

describe('the digest over all layers', () => {
  test('does not depend on the order or the names of layers', () => {
    const { desired, live } = layers(3);
    const renamed = desired.map((layer, n) => ({ ...layer, name: `z${9 - n}` }));
    const relived = live.map((layer, n) => ({ ...layer, name: `z${9 - n}` }));
    expect(planOf(renamed, relived).digest).toBe(planOf(desired, live).digest);
  });

  test('is altered by a layer more, and by any layer’s meaning', () => {
    const { desired, live } = layers(3);
    const [first = aDesired(), ...rest] = desired;
    const digest = planOf(desired, live).digest;
    expect(planOf(rest, live).digest).not.toBe(digest);
    expect(planOf([{ ...first, project: 'another' }, ...rest], live).digest).not.toBe(digest);
  });
});

test('every plan can be saved and read again', () => {
  fc.assert(
    fc.property(anyDesired, anyLive, (desired, live) => {
      const text = JSON.stringify(planOf(desired, live));
      expect(parsePlan(text)).toEqual(JSON.parse(text));
    }),
    { numRuns: 50 },
  );
});

/** Two wishes are one where order means nothing. */
function settledText(path: FieldPath, value: Value): unknown {
  if (path === 'objectives') return [...(value as string[])].sort();
  if (path === 'capi.event_map') return Object.entries(value as Record<string, string>).sort();
  return value;
}
