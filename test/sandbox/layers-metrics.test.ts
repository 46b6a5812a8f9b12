import { describe, expect } from 'vitest';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { proves } from '../support/conformance.ts';
import { ACCOUNT, adsWorld, CONTENT, P, send } from './layers-harness.ts';
import { ADVERTISER, APP, inSandbox, PROJECT, READER, YEN } from './harness.ts';

const base = { api: 'layers', certainty: 'documented' } as const;
const J = '/v1/projects/:projectId';
const metrics = { ...base, method: 'GET', path: `${J}/ads-metrics` } as const;
const window = 'since=2026-11-01&until=2026-11-10';

const scopes = [
  { scope: 'project', id: PROJECT, spend: 279_000 },
  { scope: 'ad_account', id: ACCOUNT, spend: 279_000 },
  { scope: 'campaign', id: 'cmp_ONE', spend: 5000 },
  { scope: 'campaign', id: 'cmp_TWO', spend: 1001 },
  { scope: 'adset', id: 'adg_TWO', spend: 1001 },
  { scope: 'ad', id: 'ad_TWO', spend: 301 },
];

describe.each(['cents', 'major'] as const)('spend in %s', (metricsSpend) => {
  const unit = metricsSpend === 'cents' ? 1 : 100;
  for (const { scope, id, spend } of scopes) {
    proves({ ...metrics, aspect: 'shape', certainty: 'unknown' }, `of ${scope} ${id}: series and totals`, () =>
      inSandbox(
        adsWorld((world) => {
          world.switches.metricsSpend = metricsSpend;
        }),
        async (sandbox) => {
          const url = `${P}/ads-metrics?scope=${scope}&id=${id}&metrics=spend&${window}`;
          const { body } = await send(sandbox, 'GET', url);
          expect(body).toMatchObject({ scope, id, granularity: 'day', totals: { spend: spend / unit } });
          const days = (body.series ?? []).map((bucket) => Number(bucket.spend));
          expect(days).toHaveLength(9);
          expect(days.reduce((total, day) => total + day, 0)).toBeCloseTo(spend / unit);
        },
      ),
    );
  }
});

proves({ ...metrics, aspect: 'shape', certainty: 'inferred' }, 'computes quotients, 0 for no data', () =>
  inSandbox(adsWorld(), async (sandbox) => {
    const of = async (id: string) =>
      (await send(sandbox, 'GET', `${P}/ads-metrics?scope=campaign&id=${id}&${window}`)).body.totals;
    expect(await of('cmp_ONE')).toEqual({
      ...{ spend: 5000, impressions: 1000, clicks: 50, conversions: 5, cpa: 1000, cpc: 100, cpm: 5000, ctr: 0.05 },
      ...{ roas: 0, reach: 0, frequency: 0 },
    });
    expect(await of('cmp_META')).toMatchObject({ spend: 0, cpa: 0, ctr: 0 });
  }),
);

proves({ ...metrics, aspect: 'errors' }, 'knows ids of Layers only', () =>
  inSandbox(adsWorld(), async (sandbox) => {
    for (const [scope, id] of [
      ['ad_account', ADVERTISER],
      ['campaign', '1800000000000001'],
      ['adset', 'cmp_ONE'],
      ['ad', 'adg_ONE'],
      ['project', YEN],
    ]) {
      const answer = await send(sandbox, 'GET', `${P}/ads-metrics?scope=${scope}&id=${id}`);
      expect([scope, answer.status]).toEqual([scope, 404]);
    }
    expect((await send(sandbox, 'GET', `${P}/ads-metrics?scope=account&id=x`)).status).toBe(422);
  }),
);

const idsOf = async (sandbox: Sandbox, list: string, member: string, query: string) => {
  const { body } = await send(sandbox, 'GET', `${P}/${list}?${query}`);
  return (body.items ?? []).map((item) => String(item[member]));
};

const campaigns = { ...base, method: 'GET', path: `${J}/ads/campaigns` } as const;
const filters = [
  { query: 'platforms=meta_ads', ids: ['cmp_META'] },
  { query: 'platforms=meta_ads&platforms=tiktok_ads', ids: ['cmp_ONE', 'cmp_TWO', 'cmp_META'] },
  { query: `adAccountId=${ACCOUNT}`, ids: ['cmp_ONE', 'cmp_TWO'] },
  { query: 'status=deleted', ids: ['cmp_GONE'] },
  { query: 'status=paused&status=active', ids: ['cmp_ONE', 'cmp_TWO', 'cmp_META'] },
  { query: 'since=2026-10-01T00:00:00Z', ids: ['cmp_ONE'] },
];
for (const { query, ids } of filters) {
  proves({ ...campaigns, aspect: 'shape' }, `filters ${query}`, () =>
    inSandbox(adsWorld(), async (sandbox) => {
      expect(await idsOf(sandbox, 'ads/campaigns', 'campaignId', query)).toEqual(ids);
    }),
  );
}

const lists = [
  { path: `${J}/ads/campaigns`, list: 'ads/campaigns', member: 'campaignId', count: 3 },
  { path: `${J}/ads/adsets`, list: 'ads/adsets', member: 'adsetId', count: 2 },
  { path: `${J}/ads/ads`, list: 'ads/ads', member: 'adId', count: 2 },
  { path: `${J}/ads-content`, list: 'ads-content', member: 'adsContentId', count: 2 },
];
for (const { path, list, member, count } of lists) {
  proves(
    { ...base, method: 'GET', path, aspect: 'paging' },
    'returns each once, and the first page for a malformed cursor',
    () =>
      inSandbox(adsWorld(), async (sandbox) => {
        const all = await idsOf(sandbox, list, member, '');
        const seen: string[] = [];
        let cursor = '';
        for (let page = 0; page < count; page += 1) {
          const { body } = await send(sandbox, 'GET', `${P}/${list}?limit=1${cursor}`);
          seen.push(...(body.items ?? []).map((item) => String(item[member])));
          cursor = `&cursor=${body.nextCursor}`;
        }
        expect([seen, cursor, new Set(seen).size]).toEqual([all, '&cursor=null', count]);
        expect(await idsOf(sandbox, list, member, 'cursor=%7Bx')).toEqual(all);
        expect((await send(sandbox, 'GET', `${P}/${list}?limit=201`)).body.error?.code).toBe('VALIDATION');
      }),
  );
}

proves(
  { ...base, method: 'GET', path: `${J}/ads/adsets`, aspect: 'shape' },
  'filters by campaign, and ads by content',
  () =>
    inSandbox(adsWorld(), async (sandbox) => {
      expect(await idsOf(sandbox, 'ads/adsets', 'adsetId', 'campaignId=cmp_TWO')).toEqual(['adg_TWO']);
      expect(await idsOf(sandbox, 'ads/ads', 'adId', `adsContentId=${CONTENT}`)).toEqual(['ad_ONE']);
      expect(await idsOf(sandbox, 'ads/ads', 'adId', 'campaignId=cmp_ONE')).toEqual([]);
    }),
);

const content = { ...base, method: 'PATCH', path: `${J}/ads-content/:adsContentId` } as const;
const weak = '01JADSC0NTENT00000000000A2';
proves({ ...content, aspect: 'shape' }, 'overrides the score, and null takes it back', () =>
  inSandbox(adsWorld(), async (sandbox) => {
    const eligible = () => idsOf(sandbox, 'ads-content', 'adsContentId', 'eligible=true&sort=score_asc');
    expect(await eligible()).toEqual([CONTENT]);
    await send(sandbox, 'PATCH', `${P}/ads-content/${weak}`, { override: 'include' });
    expect(await eligible()).toEqual([weak, CONTENT]);
    await send(sandbox, 'PATCH', `${P}/ads-content/${weak}`, { override: null });
    expect(await idsOf(sandbox, 'ads-content', 'adsContentId', 'override=none&minScore=4')).toEqual([CONTENT]);
    expect(await eligible()).toEqual([CONTENT]);
  }),
);
proves({ ...content, aspect: 'errors' }, 'needs an override, and a note that is short', () =>
  inSandbox(adsWorld(), async (sandbox) => {
    for (const body of [{}, { override: 'none' }, { override: null, note: 'x'.repeat(281) }]) {
      expect((await send(sandbox, 'PATCH', `${P}/ads-content/${weak}`, body)).body.error?.code).toBe('VALIDATION');
    }
    expect((await send(sandbox, 'PATCH', `${P}/ads-content/none`, { override: null })).status).toBe(404);
  }),
);

const forward = { ...base, method: 'POST', path: '/v1/events' } as const;
const telemetry = { ...base, method: 'GET', path: `${J}/events` } as const;
const event = (name: string, minute: number, more: object = {}) => ({
  ...{ name, occurredAt: `2026-11-10T11:${String(minute).padStart(2, '0')}:00Z` },
  ...more,
});
const tell = (sandbox: Sandbox, events: unknown, sdkAppId = APP) =>
  send(sandbox, 'POST', '/v1/events', { projectId: `prj_${PROJECT}`, sdkAppId, events });

proves({ ...forward, aspect: 'shape' }, 'accepts an event id once per app', () =>
  inSandbox(adsWorld(), async (sandbox) => {
    const twice = [event('a', 1, { eventId: 'e1' }), event('a', 1, { eventId: 'e1' }), event('b', 2)];
    expect((await tell(sandbox, twice)).body).toEqual({ accepted: 2, duplicates: 1, rejected: [] });
    expect((await tell(sandbox, twice.slice(0, 1))).body).toMatchObject({ accepted: 0, duplicates: 1 });
    expect((await tell(sandbox, twice.slice(0, 1), 'app_8ffb9410eb0eb848264f8a66')).body).toMatchObject({
      accepted: 1,
    });
    expect((await send(sandbox, 'GET', `${P}/sdk-apps/${APP}`)).body.lastEventAt).toBe('2026-11-10T11:02:00Z');
  }),
);

proves({ ...forward, aspect: 'errors' }, 'accepts 1 to 100, for an existing app', () =>
  inSandbox(adsWorld(), async (sandbox) => {
    expect((await tell(sandbox, [])).status).toBe(422);
    expect((await tell(sandbox, Array(101).fill(event('a', 1)))).status).toBe(422);
    expect((await tell(sandbox, Array(100).fill(event('a', 1)))).status).toBe(202);
    expect((await tell(sandbox, [{ name: 'a', occurredAt: '2026-11-10T12:00:00+01:00' }])).status).toBe(422);
    expect((await tell(sandbox, [event('a', 1)], 'app_000000000000000000000000')).status).toBe(404);
  }),
);

proves({ ...telemetry, aspect: 'shape' }, 'returns the newest first, and nothing without permission', () =>
  inSandbox(
    adsWorld((world) => {
      Object.assign(world.layers.keys.find(({ key }) => key === READER) ?? {}, { scopes: ['events:read'] });
    }),
    async (sandbox) => {
      await tell(sandbox, [event('a', 1, { appUserId: 'u1' }), event('b', 3), event('c', 2, { appUserId: 'u2' })]);
      const names = (query: string) => idsOf(sandbox, 'events', 'name', query);
      expect(await names('')).toEqual(['b', 'c', 'a']);
      expect(await names('eventNames=a,b')).toEqual(['b', 'a']);
      expect(await names('userId=u2')).toEqual(['c']);
      expect(await names('since=2026-11-10T11:02:00Z&until=2026-11-10T11:03:00Z')).toEqual(['c']);
      const seen = (await send(sandbox, 'GET', `${P}/events?eventNames=a`)).body.items?.[0];
      expect(seen).toMatchObject({ appUserId: 'u1', receivedAt: '2026-11-10T11:01:00Z' });
      const hidden = await send(sandbox, 'GET', `${P}/events`, undefined, { key: READER });
      expect(hidden.text).not.toMatch(/u1|u2/);
      expect(hidden.body.items?.length).toBe(3);
    },
  ),
);

proves({ ...telemetry, aspect: 'paging' }, 'pages', () =>
  inSandbox(adsWorld(), async (sandbox) => {
    await tell(sandbox, [event('a', 1), event('b', 2), event('c', 3)]);
    const first = (await send(sandbox, 'GET', `${P}/events?limit=2`)).body;
    const rest = (await send(sandbox, 'GET', `${P}/events?limit=2&cursor=${first.nextCursor}`)).body;
    expect([first.items?.length, rest.items?.length, rest.nextCursor]).toEqual([2, 1, null]);
  }),
);
