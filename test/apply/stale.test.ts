import { describe, expect, test } from 'vitest';
import { staleLayers } from '../../src/apply/index.ts';
import type { Plan, Stale } from '../../src/model/index.ts';
import { aDesired, aLive, layers, planOf, type Sight, type Wish } from '../support/layers.ts';
import { api, recorded } from '../support/plan.ts';

/** What a reviewer saw: the relay is off and goes on, the cap is raised by a person. */
const reviewedWish: Wish = { fields: { monthlyCostCap: 35000 } };
const reviewedSight: Sight = { seen: { 'capi.enabled': api(false) } };
const reviewed = planOf(aDesired(reviewedWish), aLive(reviewedSight));

/** Reasons in a line each: `capi.enabled false -> true`. */
function told(stale: readonly Stale[]): readonly string[] {
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

const nowOf = (wish: Wish, sight: Sight, rest: Parameters<typeof planOf>[2] = {}) =>
  planOf(
    aDesired({ ...wish, fields: { ...reviewedWish.fields, ...wish.fields } }),
    aLive({ ...sight, seen: { ...reviewedSight.seen, ...sight.seen } }),
    rest,
  );

const cases: readonly Case[] = [
  { name: 'nothing moved', why: 'the digest is the reviewed one', now: nowOf({}, {}), stale: [] },
  {
    name: 'checks, money and calls moved',
    why: 'they are no part of the digest',
    now: nowOf({}, { killSwitch: true, spend: { minor: 1, currency: 'USD' } }, { reads: { calls: 99, keys: 1 } }),
    stale: [],
  },
  {
    name: 'somebody switched the relay on',
    why: 'one thing less to do',
    now: nowOf({}, { seen: { 'capi.enabled': api(true) } }),
    stale: [],
  },
  {
    name: 'somebody did everything',
    why: 'nothing is left to do',
    now: nowOf({}, { seen: { 'capi.enabled': api(true), monthlyCostCap: api(35000) } }),
    stale: [],
  },
  {
    name: 'the cap moved live',
    why: 'the reviewer approved a raise from another amount',
    now: nowOf({}, { seen: { monthlyCostCap: api(10) } }),
    stale: ['acme-ios live monthlyCostCap: api 30000 -> api 10'],
  },
  {
    name: 'the cap is not shown any more',
    why: 'what cannot be seen may have moved',
    now: nowOf({}, { unseen: ['monthlyCostCap'] }),
    stale: ['acme-ios live monthlyCostCap: api 30000 -> ?'],
  },
  {
    name: 'the cap is only recorded now',
    why: 'our own note is less than what an API showed',
    now: nowOf({}, { seen: { monthlyCostCap: recorded(30000) } }),
    stale: ['acme-ios live monthlyCostCap: api 30000 -> recorded 30000'],
  },
  {
    name: 'the ad account moved live',
    why: 'both changes rest on it',
    now: nowOf({}, { seen: { adAccountId: api('7') } }),
    stale: ['acme-ios live adAccountId: api "7098765432109876543" -> api "7"'],
  },
  {
    name: 'something else moved live',
    why: 'the plan has a change that nobody reviewed',
    now: nowOf({}, { seen: { objectives: api(['reach']) } }),
    stale: ['acme-ios live objectives: api ["app_installs","video_view"] -> api ["reach"]'],
  },
  {
    name: 'the document wants another cap',
    why: 'nobody reviewed that wish; live values are not looked at beside it',
    now: nowOf({ fields: { monthlyCostCap: 36000 } }, { seen: { 'capi.enabled': api(null) } }),
    stale: ['acme-ios document monthlyCostCap: 35000 -> 36000'],
  },
  {
    name: 'the document wants a field more and a field less',
    why: 'each is told',
    now: nowOf({ fields: { state: 'paused' }, without: ['objectives'] }, {}),
    stale: [
      'acme-ios document objectives: ["app_installs","video_view"] -> undefined',
      'acme-ios document state: undefined -> "paused"',
    ],
  },
  {
    name: 'objectives in another order in the document',
    why: 'they are a set',
    now: nowOf({ fields: { objectives: ['video_view', 'app_installs'] } }, {}),
    stale: [],
  },
  {
    name: 'another project',
    why: 'it is another layer; what else differs says nothing',
    now: nowOf({ project: 'other', fields: { monthlyCostCap: 1 } }, {}),
    stale: ['acme-ios project: 254a4ce1-f4ca-42b1-9e36-17ca45ef3d39 -> other'],
  },
  {
    name: 'another organization',
    why: 'the key is somebody else’s',
    now: nowOf({}, { organization: 'other' }),
    stale: ['acme-ios organization: 5f0c1d7e-0000-4000-8000-000000000001 -> other'],
  },
  {
    name: 'another SDK app',
    why: 'the toggle of another app would be written',
    now: nowOf({ app: 'app_2' }, {}),
    stale: ['acme-ios the SDK app: app_1 -> app_2'],
  },
  {
    name: 'everything else that a document selects',
    why: 'each is shown by its name',
    now: nowOf(
      {
        pin: { currency: 'USD' },
        protected: true,
        spark: [{ post: 'ugc_1', variable: 'SPARK_1' }],
        credentials: { layers: 'A', tiktok: 'B' },
      },
      { layerId: 'pl_2' },
    ),
    stale: [
      'acme-ios the layer id: pl_1 -> pl_2',
      'acme-ios the variable with the Layers API key: LAYERS_API_KEY -> A',
      'acme-ios the variable with the TikTok token: TIKTOK_ACCESS_TOKEN -> B',
      'acme-ios the variable with the Spark code of ugc_1: none -> SPARK_1',
      'acme-ios pin.advertiser.currency: none -> USD',
      'acme-ios protected: none -> true',
    ],
  },
  {
    name: 'the document is gone',
    why: 'what was reviewed cannot be applied',
    now: planOf([], []),
    stale: ['acme-ios removed'],
  },
];

describe('staleLayers', () => {
  test.each(cases)('$name: $why', ({ now, stale }) => {
    expect(told(staleLayers(reviewed, now))).toEqual(stale);
  });

  test('a layer that was not part of the review is not applied with it', () => {
    const { desired, live } = layers(2);
    const stale = staleLayers(planOf(desired.slice(1), live), planOf(desired, live));
    expect(told(stale)).toEqual(['layer-00 unreviewed']);
  });

  test('layers are judged one by one', () => {
    const { desired, live } = layers(3);
    const moved = live.map((layer, n) =>
      n === 1 ? { ...layer, fields: { ...layer.fields, mode: api('agency') } } : layer,
    );
    expect(told(staleLayers(planOf(desired, live), planOf(desired, moved)))).toEqual([
      'layer-01 live mode: api "byo" -> api "agency"',
    ]);
  });

  test('a new change is reported by its own value, not by its dependencies', () => {
    const wish: Wish = { without: ['capi.pixel_id'] };
    const stale = staleLayers(planOf(aDesired(wish), aLive()), planOf(aDesired(wish), aLive(reviewedSight)));
    expect(told(stale)).toEqual(['acme-ios live capi.enabled: api true -> api false']);
  });

  test('a manual step of the review is not done by API', () => {
    const byHand = planOf(aDesired(), aLive({ ...reviewedSight, writable: [] }));
    const byApi = planOf(aDesired(), aLive(reviewedSight));
    expect(told(staleLayers(byHand, byApi))).toEqual(['acme-ios step of capi: human -> api']);
  });

  test('a layer that had to be installed has an id afterwards; no other layer gets one', () => {
    const { layerId: _, ...unnamed } = aLive(reviewedSight);
    const asked = planOf(aDesired(), { ...unnamed, installed: 'no' });
    expect(told(staleLayers(asked, planOf(aDesired(), aLive(reviewedSight))))).toEqual([]);
    expect(told(staleLayers(planOf(aDesired(), unnamed), planOf(aDesired(), aLive(reviewedSight))))).toEqual([
      'acme-ios the layer id: none -> pl_1',
    ]);
  });

  test('a change of the review by API that became manual: nothing is written', () => {
    const byApi = planOf(aDesired(), aLive(reviewedSight));
    const byHand = planOf(aDesired(), aLive({ ...reviewedSight, writable: [] }));
    expect(told(staleLayers(byApi, byHand))).toEqual([]);
  });
});
