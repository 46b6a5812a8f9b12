import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DesiredLayer, FieldPath, LiveLayer, Value, DocumentPath } from '../../src/model/index.ts';
import { aDesired, aLive, ENDPOINT, layers, NOON, planOf, theSettings, WRITTEN } from '../support/layers.ts';
import { api } from '../support/plan.ts';
import { VALUES } from './any-layer.ts';

const digestOf = (desired: DesiredLayer, live: LiveLayer, rest: Parameters<typeof planOf>[2] = {}) =>
  planOf(desired, live, rest).layers[0]?.digest;

describe('a layer’s digest', () => {
  const live = aLive({ seen: { 'capi.enabled': api(false) }, unseen: ['monthlyCostCap'] });
  const digest = digestOf(aDesired(), live);

  test('has the form of a SHA-256', () => {
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  const same: readonly (readonly [string, () => string | undefined])[] = [
    ['the layer’s name', () => digestOf(aDesired({ name: 'beta' }), { ...live, name: 'beta' })],
    ['the file', () => digestOf(aDesired({ file: 'elsewhere.yaml' }), live)],
    ['places in files', () => digestOf(aDesired({ location: {} }), live)],
    ['the time', () => digestOf(aDesired(), live, { today: new Date(NOON.getTime() + 1e10) })],
    ['spend', () => digestOf(aDesired(), { ...live, spend: { minor: 1, currency: 'USD' } })],
    ['calls', () => digestOf(aDesired(), live, { reads: { calls: 99 } })],
    ['checks', () => digestOf(aDesired(), { ...live, killSwitch: true, unknownKeys: ['x'] })],
    ['refusals', () => digestOf(aDesired(), live, { settings: theSettings({ policies: { capMax: [] } }) })],
    ['allowances', () => digestOf(aDesired(), live, { allow: [{ policy: 'cap-increase', subject: 'acme-ios' }] })],
    [
      'limits',
      () => digestOf(aDesired(), live, { settings: theSettings({ policies: { capIncrease: { percent: 1 } } }) }),
    ],
    ['who plans', () => digestOf(aDesired(), live, { owner: { repository: 'other/repo', root: 'x' } })],
    ['the sandbox', () => digestOf(aDesired(), live, { sandbox: true })],
    ['the words for a person', () => digestOf(aDesired(), live, { settings: theSettings({ layersBusinessId: '1' }) })],
  ];

  test.each(same)('is not altered by %s', (_, other) => {
    expect(other()).toBe(digest);
  });

  test('is not changed by live values without dependent changes', () => {
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
    ['names of credentials', () => digestOf(aDesired({ credentials: { layers: 'A', tiktok: 'B' } }), live)],
    ['the variable of a code', () => digestOf(aDesired({ spark: [{ post: 'p', variable: 'SPARK_X' }] }), live)],
    ['a pin', () => digestOf(aDesired({ pin: { name: 'x' } }), live)],
    ['protection', () => digestOf(aDesired({ protected: true }), live)],
    ['the app', () => digestOf(aDesired({ app: 'app_2' }), live)],
    ['the app that the project has', () => digestOf(aDesired(), { ...live, toggleApp: 'app_3' })],
    ['the layer’s id', () => digestOf(aDesired(), { ...live, layerId: 'pl_2' })],
    ['the transport', () => digestOf(aDesired(), live, { settings: theSettings({ transport: ENDPOINT }) })],
    ['the install', () => digestOf(aDesired(), { ...live, installed: 'no' })],
  ];

  test.each(others)('is altered by %s', (_, other) => {
    expect(other()).not.toBe(digest);
  });

  test('all of them differ from each other', () => {
    const all = others.map(([, other]) => other());
    expect(new Set(all).size).toBe(all.length);
  });

  test('the unit matters only if a cap is written', () => {
    const desired = aDesired({ without: ['monthlyCostCap'] });
    expect(digestOf(desired, live, { settings: theSettings({ unit: 'minor' }) })).toBe(digestOf(desired, live));
  });

  test.each(Object.keys(WRITTEN) as DocumentPath[])('changes with the value of %s', (path) => {
    fc.assert(
      fc.property(VALUES[path], VALUES[path], (a, b) => {
        const desired = (value: Value) => digestOf(aDesired({ fields: { [path]: value } }), live);
        const equal = JSON.stringify(settledText(path, a)) === JSON.stringify(settledText(path, b));
        expect(desired(a) === desired(b)).toBe(equal);
        expect(digestOf(aDesired({ without: [path] }), live)).not.toBe(desired(a));
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

/** The same text for two values that differ only in an order without meaning. */
function settledText(path: FieldPath, value: Value): unknown {
  if (path === 'objectives') return [...(value as string[])].sort();
  if (path === 'capi.event_map')
    return Object.entries(value as Record<string, string>).sort(([a], [b]) => (a < b ? -1 : 1));
  // In major units the amount and the bare number are equal.
  if (path === 'monthlyCostCap') return Number.parseFloat(String(value));
  return value;
}
