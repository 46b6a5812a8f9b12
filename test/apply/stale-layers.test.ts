import { describe, expect, test } from 'vitest';
import { staleLayers } from '../../src/apply/index.ts';
import { CONFIG_PATHS, type Plan, type Stale } from '../../src/model/index.ts';
import { aDesired, aLive, layers, planOf, type Sight, type DesiredCase } from '../support/layers.ts';
import { api, recorded } from '../support/plan.ts';

/** The reviewed plan switches the toggle on and has a manual raise of the cap. */
const reviewedWish: DesiredCase = { fields: { monthlyCostCap: 35000 } };
const reviewedSight: Sight = { seen: { 'capi.enabled': api(false) } };
const reviewed = planOf(aDesired(reviewedWish), aLive(reviewedSight));

/** Reasons in a line each: `capi.enabled false -> true`. */
function texts(stale: readonly Stale[]): readonly string[] {
  return stale.map(({ layer, reason }) => {
    switch (reason.kind) {
      case 'live':
        return `${layer} live ${reason.path}: ${text(reason.reviewed)} -> ${text(reason.now)}`;
      case 'document':
        return `${layer} document ${reason.path}: ${JSON.stringify(reason.reviewed)} -> ${JSON.stringify(reason.now)}`;
      case 'identity':
        return `${layer} ${reason.what}: ${reason.reviewed} -> ${reason.now}`;
      case 'step':
        return `${layer} step of ${reason.change}: ${reason.reviewed} -> ${reason.now}`;
      case 'selection':
        return `${layer} ${reason.what}: ${reason.reviewed ?? 'none'} -> ${reason.now ?? 'none'}`;
      case 'removed':
      case 'unreviewed':
        return `${layer} ${reason.kind}`;
      default:
        return reason satisfies never;
    }
  });
}

function text(seen: Extract<Stale['reason'], { kind: 'live' }>['now']): string {
  return seen.provenance === 'unknown' ? '?' : `${seen.provenance} ${JSON.stringify(seen.value)}`;
}

type Case = { readonly name: string; readonly why: string; readonly now: Plan; readonly stale: readonly string[] };

const nowOf = (desired: DesiredCase, sight: Sight, rest: Parameters<typeof planOf>[2] = {}) =>
  planOf(
    aDesired({ ...desired, fields: { ...reviewedWish.fields, ...desired.fields } }),
    aLive({ ...sight, seen: { ...reviewedSight.seen, ...sight.seen } }),
    rest,
  );

const cases: readonly Case[] = [
  { name: 'nothing changed', why: 'the digest is the reviewed one', now: nowOf({}, {}), stale: [] },
  {
    name: 'checks, money and calls changed',
    why: 'they are not in the digest',
    now: nowOf({}, { killSwitch: true, spend: { minor: 1, currency: 'USD' } }, { reads: { calls: 99 } }),
    stale: [],
  },
  {
    name: 'a person switched the toggle on',
    why: 'one change fewer',
    now: nowOf({}, { seen: { 'capi.enabled': api(true) } }),
    stale: [],
  },
  {
    name: 'a person did everything',
    why: 'nothing is left to do',
    now: nowOf({}, { seen: { 'capi.enabled': api(true), monthlyCostCap: api(35000) } }),
    stale: [],
  },
  {
    name: 'the live cap changed',
    why: 'the reviewer approved a raise from a different amount',
    now: nowOf({}, { seen: { monthlyCostCap: api(10) } }),
    stale: ['acme-ios live monthlyCostCap: api 30000 -> api 10'],
  },
  {
    name: 'the cap is no longer shown',
    why: 'an unknown value may have changed',
    now: nowOf({}, { unseen: ['monthlyCostCap'] }),
    stale: ['acme-ios live monthlyCostCap: api 30000 -> ?'],
  },
  {
    name: 'the cap is only recorded now',
    why: 'a recorded value is weaker than one from an API',
    now: nowOf({}, { seen: { monthlyCostCap: recorded(30000) } }),
    stale: ['acme-ios live monthlyCostCap: api 30000 -> recorded 30000'],
  },
  {
    name: 'the live ad account changed',
    why: 'both changes depend on it',
    now: nowOf({}, { seen: { adAccountId: api('7') } }),
    stale: ['acme-ios live adAccountId: api "7098765432109876543" -> api "7"'],
  },
  {
    name: 'a different live value changed',
    why: 'the plan has an unreviewed change',
    now: nowOf({}, { seen: { objectives: api(['reach']) } }),
    stale: ['acme-ios live objectives: api ["app_installs","video_view"] -> api ["reach"]'],
  },
  {
    name: 'the document has a different cap',
    why: 'it was not reviewed, so live values are not compared',
    now: nowOf({ fields: { monthlyCostCap: 36000 } }, { seen: { 'capi.enabled': api(null) } }),
    stale: ['acme-ios document monthlyCostCap: 35000 -> 36000'],
  },
  {
    name: 'the document has a new field',
    why: 'the change to it was not reviewed',
    now: nowOf({ fields: { state: 'paused' } }, {}),
    stale: ['acme-ios document state: undefined -> "paused"'],
  },
  {
    name: 'a different field of the document changed, and its new value is live',
    why: 'a plan of its own applied it',
    now: nowOf({ fields: { objectives: ['reach'] } }, { seen: { objectives: api(['reach']) } }),
    stale: [],
  },
  {
    name: 'a different plan pauses the layer, and no API shows whether it is paused',
    why: 'unknown is not equal',
    now: nowOf(
      { fields: { state: 'paused' } },
      {},
      { base: { commit: 'c0ffee', desired: [aDesired({ fields: { state: 'paused' } })], fixDrift: false } },
    ),
    stale: ['acme-ios document state: undefined -> "paused"'],
  },
  {
    name: 'a different field of the document was removed',
    why: 'nothing is sent for it',
    now: nowOf({ without: ['objectives'] }, {}),
    stale: [],
  },
  {
    name: 'a different field of the document changed, and its new value is not live',
    why: 'its change was not reviewed',
    now: nowOf({ fields: { objectives: ['reach'] } }, {}),
    stale: ['acme-ios document objectives: ["app_installs","video_view"] -> ["reach"]'],
  },
  {
    name: 'the account changed in the document and live',
    why: 'the cap was reviewed for a different account',
    now: nowOf(
      { fields: { adAccountId: '7098765432109876599' } },
      { seen: { adAccountId: api('7098765432109876599') } },
    ),
    stale: [expect.stringContaining('acme-ios document adAccountId')],
  },
  {
    name: 'the document wants what is live for the reviewed field',
    why: 'the reviewed value was replaced without a review',
    now: nowOf({ fields: { monthlyCostCap: 30000 } }, {}),
    stale: ['acme-ios document monthlyCostCap: 35000 -> 30000'],
  },
  {
    name: 'objectives in a different order in the document',
    why: 'they are a set',
    now: nowOf({ fields: { objectives: ['video_view', 'app_installs'] } }, {}),
    stale: [],
  },
  {
    name: 'a different project',
    why: 'it is a different layer, so other differences do not matter',
    now: nowOf({ project: 'other', fields: { monthlyCostCap: 1 } }, {}),
    stale: ['acme-ios project: 254a4ce1-f4ca-42b1-9e36-17ca45ef3d39 -> other'],
  },
  {
    name: 'a different organization',
    why: 'the key belongs to a different customer',
    now: nowOf({}, { organization: 'other' }),
    stale: ['acme-ios organization: 5f0c1d7e-0000-4000-8000-000000000001 -> other'],
  },
  {
    name: 'a different SDK app',
    why: 'the toggle of a different app would be written',
    now: nowOf({ app: 'app_2' }, {}),
    stale: ['acme-ios the SDK app: app_1 -> app_2'],
  },
  {
    name: 'everything else that a document selects',
    why: 'each is named',
    now: nowOf(
      {
        pin: { currency: 'USD' },
        protected: true,
        credentials: { layers: 'A', tiktok: 'B' },
      },
      { layerId: 'pl_2' },
    ),
    stale: [
      'acme-ios the layer id: pl_1 -> pl_2',
      'acme-ios the variable with the Layers API key: LAYERS_API_KEY -> A',
      'acme-ios the variable with the TikTok token: TIKTOK_ACCESS_TOKEN -> B',
      'acme-ios pin.advertiser.currency: none -> USD',
      'acme-ios protected: none -> true',
    ],
  },
  {
    name: 'a post that is authorised already',
    why: 'no change uses its code',
    now: nowOf({ spark: [{ post: 'ugc_1', variable: 'SPARK_1' }] }, {}),
    stale: [],
  },
  {
    name: 'a post to authorise',
    why: 'its code was not reviewed',
    now: nowOf(
      { spark: [{ post: 'ugc_1', variable: 'SPARK_1' }], fields: { spark: [{ post: 'ugc_1' }] } },
      { seen: { spark: api([]) } },
    ),
    stale: ['acme-ios the variable with the Spark code of ugc_1: none -> SPARK_1'],
  },
  {
    name: 'the document was removed',
    why: 'the reviewed changes cannot be applied',
    now: planOf([], []),
    stale: ['acme-ios removed'],
  },
];

describe('staleLayers', () => {
  test.each(cases)('$name: $why', ({ now, stale }) => {
    expect(texts(staleLayers(reviewed, now))).toEqual(stale);
  });

  test('a layer that was not part of the review is not applied with it', () => {
    const { desired, live } = layers(2);
    const stale = staleLayers(planOf(desired.slice(1), live), planOf(desired, live));
    expect(texts(stale)).toEqual(['layer-00 unreviewed']);
  });

  test('layers are compared one by one', () => {
    const { desired, live } = layers(3);
    const moved = live.map((layer, n) =>
      n === 1 ? { ...layer, fields: { ...layer.fields, mode: api('agency') } } : layer,
    );
    expect(texts(staleLayers(planOf(desired, live), planOf(desired, moved)))).toEqual([
      'layer-01 live mode: api "byo" -> api "agency"',
    ]);
  });

  test('a new change is named by its own value, not by its basis', () => {
    const desired: DesiredCase = { without: ['capi.pixel_id'] };
    const stale = staleLayers(planOf(aDesired(desired), aLive()), planOf(aDesired(desired), aLive(reviewedSight)));
    expect(texts(stale)).toEqual(['acme-ios live capi.enabled: api true -> api false']);
  });

  test('a reviewed manual step is not written by API', () => {
    const byHand = planOf(aDesired(), aLive({ ...reviewedSight, writable: [] }));
    const byApi = planOf(aDesired(), aLive(reviewedSight));
    expect(texts(staleLayers(byHand, byApi))).toEqual(['acme-ios step of capi: human -> api']);
  });

  test('only a layer that was to be installed may gain an id', () => {
    const { layerId: _, ...unnamed } = aLive(reviewedSight);
    const asked = planOf(aDesired(), { ...unnamed, installed: 'no' });
    expect(texts(staleLayers(asked, planOf(aDesired(), aLive(reviewedSight))))).toEqual([]);
    expect(texts(staleLayers(planOf(aDesired(), unnamed), planOf(aDesired(), aLive(reviewedSight))))).toEqual([
      'acme-ios the layer id: none -> pl_1',
    ]);
  });

  test.each<{ name: string; why: string; sight: Sight; stale: readonly string[] }>([
    {
      name: 'values that no API shows',
      why: 'they are as the plan found them',
      sight: { only: { 'capi.enabled': api(false) } },
      stale: [],
    },
    {
      name: 'a cap that a person set in between',
      why: 'it would be overwritten unseen',
      sight: { only: { 'capi.enabled': api(false), monthlyCostCap: api(5) } },
      stale: ['acme-ios live monthlyCostCap: api undefined -> api 5'],
    },
    {
      name: 'a relay that is on',
      why: 'it matches the document',
      sight: { only: { 'capi.enabled': api(true) } },
      stale: [],
    },
  ])('a layer that was installed since the review, with $name: $why', ({ sight, stale }) => {
    const absent = Object.fromEntries(CONFIG_PATHS.map((path) => [path, api(undefined)]));
    const before = planOf(aDesired(), { ...aLive({ only: absent, accounts: [] }), installed: 'no' });
    expect(before.layers[0]?.changes[0]?.kind).toBe('install');
    expect(texts(staleLayers(before, planOf(aDesired(), aLive({ accounts: [], ...sight }))))).toEqual(stale);
  });

  test('a reviewed API change may become a manual step: nothing is written', () => {
    const byApi = planOf(aDesired(), aLive(reviewedSight));
    const byHand = planOf(aDesired(), aLive({ ...reviewedSight, writable: [] }));
    expect(texts(staleLayers(byApi, byHand))).toEqual([]);
  });
});
