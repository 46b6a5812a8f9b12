import { describe, expect, test } from 'vitest';
import type { Sandbox, World } from '../../src/sandbox/index.ts';
import { OPEN_ROUTES, ROUTES } from '../../src/sandbox/tiktok/routes.ts';
import { proves } from '../support/conformance.ts';
import { ask, inSandbox } from './harness.ts';
import {
  ADA,
  AGENCY,
  agencyWorld,
  APP,
  CLIENT,
  CODE,
  EVENTS,
  JP,
  LENA,
  MANUAL,
  PIXEL,
  SMART,
  THEIRS,
  US,
} from './tiktok-harness.ts';

const V = '/open_api/v1.3';

async function get(sandbox: Sandbox, path: string, query: Record<string, unknown>, token = ADA) {
  const texts = Object.entries(query).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return (await ask(sandbox, `${V}${path}?${new URLSearchParams(texts)}`, { headers: { 'access-token': token } })).body;
}

async function post(sandbox: Sandbox, path: string, body: unknown, token = ADA) {
  return (await ask(sandbox, `${V}${path}`, { method: 'POST', headers: { 'access-token': token }, body })).body;
}

/** Changes the world between two requests. */
async function meanwhile(sandbox: Sandbox, change: (world: World) => void) {
  sandbox.intervene((_, moment, world) => {
    if (moment === 'before') change(world);
  });
  await ask(sandbox, '/__sandbox/health');
  sandbox.intervene(undefined);
}

const shared = (type: string) => ({ bc_id: AGENCY, partner_id: CLIENT, asset_type: 'ADVERTISER', share_type: type });
const received = { bc_id: AGENCY, asset_type: 'ADVERTISER', filtering: { relation_type: 'OWNER_PARTNER' } };
const share = { bc_id: CLIENT, partner_id: AGENCY, asset_type: 'ADVERTISER', asset_ids: [THEIRS] };
const row = (path: string, method: 'GET' | 'POST' = 'GET') =>
  ({ api: 'tiktok', method, path: `${V}${path}`, aspect: 'shape', certainty: 'documented' }) as const;

describe('a partnership', () => {
  proves(row('/bc/partner/asset/get/'), 'is visible on both sides, and its end removes the sharing', () =>
    inSandbox(agencyWorld(), async (sandbox) => {
      expect(await post(sandbox, '/bc/partner/add/', share, LENA)).toMatchObject({ code: 0, data: {} });
      const list = [{ asset_id: THEIRS, asset_name: 'Client US', advertiser_role: 'ANALYST', owner_bc_name: 'Client' }];
      expect((await get(sandbox, '/bc/partner/asset/get/', shared('SHARED'))).data).toMatchObject({ list });
      expect((await get(sandbox, '/bc/partner/asset/get/', shared('SHARING'))).data).toMatchObject({ list: [] });
      const theirs = { ...shared('SHARING'), bc_id: CLIENT, partner_id: AGENCY };
      expect((await get(sandbox, '/bc/partner/asset/get/', theirs, LENA)).data).toMatchObject({ list });
      expect((await get(sandbox, '/bc/asset/admin/get/', received)).data).toMatchObject({
        list: [{ asset_id: THEIRS, relation_type: 'OWNER_PARTNER', relation_status: 'BOUND' }],
      });
      const who = { bc_id: CLIENT, asset_type: 'ADVERTISER', asset_id: THEIRS };
      expect((await get(sandbox, '/bc/asset/partner/get/', who, LENA)).data).toMatchObject({
        list: [{ bc_id: AGENCY, bc_name: 'Agency' }],
      });
      // Again raises the role, and does not lower it.
      await post(sandbox, '/bc/partner/add/', { ...share, advertiser_role: 'ADMIN' }, LENA);
      await post(sandbox, '/bc/partner/add/', share, LENA);
      expect(sandbox.world().tiktok.shares).toMatchObject([{ advertiser: THEIRS, role: 'ADMIN' }]);

      await post(sandbox, '/bc/partner/delete/', { bc_id: AGENCY, partner_id: CLIENT });
      expect(sandbox.world().tiktok).toMatchObject({ partnerships: [], shares: [] });
    }),
  );

  proves(row('/bc/partner/delete/', 'POST'), 'is gone from the list of partners', () =>
    inSandbox(agencyWorld(), async (sandbox) => {
      await post(sandbox, '/bc/partner/add/', { bc_id: AGENCY, partner_id: CLIENT });
      expect((await get(sandbox, '/bc/partner/get/', { bc_id: AGENCY })).data).toMatchObject({
        list: [{ bc_id: CLIENT }],
      });
      const end = { bc_id: AGENCY, partner_id: CLIENT };
      expect(await post(sandbox, '/bc/partner/delete/', end)).toMatchObject({ code: 0, data: {} });
      expect((await get(sandbox, '/bc/partner/get/', { bc_id: AGENCY })).data).toMatchObject({ list: [] });
    }),
  );

  proves(row('/bc/partner/asset/delete/', 'POST'), 'goes on without an account that is withdrawn', () =>
    inSandbox(agencyWorld(), async (sandbox) => {
      await post(sandbox, '/bc/partner/add/', share, LENA);
      expect(await post(sandbox, '/bc/partner/asset/delete/', share, LENA)).toMatchObject({ code: 0, data: {} });
      expect((await get(sandbox, '/bc/partner/asset/get/', shared('SHARED'))).data).toMatchObject({ list: [] });
      expect((await get(sandbox, '/bc/partner/get/', { bc_id: AGENCY })).data).toMatchObject({
        list: [{ bc_id: CLIENT }],
      });
    }),
  );

  test('waits for a person if approval is needed, although the response is a success', () =>
    inSandbox(agencyWorld({ partnershipsNeedApproval: true }), async (sandbox) => {
      expect(await post(sandbox, '/bc/partner/add/', share, LENA)).toMatchObject({ code: 0 });
      expect((await get(sandbox, '/bc/partner/get/', { bc_id: AGENCY })).data).toMatchObject({ list: [] });
      expect((await get(sandbox, '/bc/asset/admin/get/', received)).data).toMatchObject({ list: [] });
      await meanwhile(sandbox, ({ tiktok }) => {
        for (const each of tiktok.partnerships) each.state = 'active';
      });
      expect((await get(sandbox, '/bc/asset/admin/get/', received)).data).toMatchObject({
        list: [{ asset_id: THEIRS }],
      });
    }));

  test('returns shared assets only after a while', () =>
    inSandbox(agencyWorld({ sharesVisibleAfter: 300 }), async (sandbox) => {
      await post(sandbox, '/bc/partner/add/', share, LENA);
      expect((await get(sandbox, '/bc/partner/asset/get/', shared('SHARED'))).data).toMatchObject({ list: [] });
      await meanwhile(sandbox, (world) => {
        world.now = '2026-11-10T12:05:00Z';
      });
      expect((await get(sandbox, '/bc/partner/asset/get/', shared('SHARED'))).data).toMatchObject({
        list: [{ asset_id: THEIRS }],
      });
    }));

  test.each([
    { when: 'never shows', switches: { sharesVisibleAfter: 'never' as const } },
    { when: 'shows elsewhere only', switches: { adminAssetsIncludeShared: false } },
  ])('$when among all assets', ({ switches }) =>
    inSandbox(agencyWorld(switches), async (sandbox) => {
      await post(sandbox, '/bc/partner/add/', share, LENA);
      expect((await get(sandbox, '/bc/asset/admin/get/', received)).data).toMatchObject({ list: [] });
      const elsewhere = await get(sandbox, '/bc/partner/asset/get/', shared('SHARED'));
      expect(elsewhere.data?.list).toHaveLength('sharesVisibleAfter' in switches ? 0 : 1);
    }),
  );
});

describe('a write at one endpoint is visible at others', () => {
  test('an unlinked pixel reads UNBOUND and stops its ad groups', () =>
    inSandbox(agencyWorld(), async (sandbox) => {
      const unlink = { bc_id: AGENCY, pixel_code: CODE, advertiser_ids: [JP], relation_status: 'UNLINK' };
      await post(sandbox, '/bc/pixel/link/update/', unlink);
      expect((await get(sandbox, '/pixel/list/', { advertiser_id: JP })).data).toMatchObject({
        pixels: [{ pixel_id: PIXEL, asset_ownership: { asset_relation_status: 'UNBOUND' } }],
      });
      await meanwhile(sandbox, ({ tiktok }) => {
        for (const campaign of tiktok.campaigns) campaign.advertiser = JP;
      });
      expect((await get(sandbox, '/adgroup/get/', { advertiser_id: JP })).data).toMatchObject({
        list: [{ secondary_status: 'ADGROUP_STATUS_PIXEL_UNBIND' }],
      });
      await post(sandbox, '/bc/pixel/link/update/', { ...unlink, relation_status: 'LINK' });
      expect((await get(sandbox, '/pixel/list/', { advertiser_id: JP })).data).toMatchObject({
        pixels: [{ asset_ownership: { asset_relation_status: 'SHARED' } }],
      });
    }));

  test('a Spark code that ends stops its ads, and is still listed', () =>
    inSandbox(agencyWorld(), async (sandbox) => {
      await meanwhile(sandbox, (world) => {
        world.now = '2026-11-10T12:30:00Z';
      });
      expect((await get(sandbox, '/tt_video/list/', { advertiser_id: US })).data).toMatchObject({
        list: [{ auth_info: { ad_auth_status: 'EXPIRED' } }],
      });
      expect((await get(sandbox, '/ad/get/', { advertiser_id: US })).data).toMatchObject({
        list: [{ secondary_status: 'AD_STATUS_ASSET_AUTHORIZATION_LOST' }],
      });
    }));

  test('a budget that is spent stops campaigns, and its changes are on record', () =>
    inSandbox(agencyWorld(), async (sandbox) => {
      const budget = { bc_id: AGENCY, advertiser_budgets: [{ advertiser_id: US, budget: 3255 }] };
      await post(sandbox, '/advertiser/update/', budget);
      expect(
        (await get(sandbox, '/bc/account/budget/changelog/get/', { bc_id: AGENCY, advertiser_id: US })).data,
      ).toMatchObject({
        changelog_list: [
          {
            operation_time: '2026-11-10 12:00:00',
            activity_type: 'DECREASE_BUDGET',
            previous_budget: 30000,
            current_budget: 3255,
            current_budget_mode: 'MONTHLY_BUDGET',
            operator_name: 'Ada',
          },
        ],
      });
      await meanwhile(sandbox, (world) => {
        world.now = '2026-11-11T12:00:00Z';
      });
      const fields = ['campaign_id', 'operation_status', 'secondary_status'];
      const stopped = { operation_status: 'ENABLE', secondary_status: 'CAMPAIGN_STATUS_BUDGET_EXCEED' };
      expect((await get(sandbox, '/campaign/get/', { advertiser_id: US, fields })).data).toMatchObject({
        list: [
          { campaign_id: SMART, ...stopped },
          { campaign_id: MANUAL, ...stopped },
        ],
      });
    }));

  test('ten changes a day, and the eleventh fails inside a success', () =>
    inSandbox(agencyWorld(), async (sandbox) => {
      const change = (budget: number) =>
        post(sandbox, '/advertiser/update/', { bc_id: AGENCY, advertiser_budgets: [{ advertiser_id: US, budget }] });
      for (let n = 1; n <= 10; n += 1) {
        expect((await change(30_000 + n)).data).toMatchObject({ list: [{ status: 'SUCCESS' }] });
      }
      expect(await change(40_000)).toMatchObject({ code: 0, data: { list: [{ status: 'FAILED' }] } });
      expect(sandbox.world().tiktok.advertisers[0]?.budget).toBe('30010.00');
    }));

  test('a consent works once, and its token until it is revoked', () =>
    inSandbox(agencyWorld(), async (sandbox) => {
      const exchange = { ...APP, auth_code: 'consent' };
      const { data } = await post(sandbox, '/oauth2/access_token/', exchange, '');
      const token = String(data?.access_token);
      expect(await post(sandbox, '/oauth2/access_token/', exchange, '')).toMatchObject({ code: 40110 });
      expect(await get(sandbox, '/advertiser/info/', { advertiser_ids: [US] }, token)).toMatchObject({ code: 0 });
      expect(await get(sandbox, '/pixel/list/', { advertiser_id: US }, token)).toMatchObject({ code: 40001 });
      await post(sandbox, '/oauth2/revoke_token/', { ...APP, access_token: token });
      expect(await get(sandbox, '/advertiser/info/', { advertiser_ids: [US] }, token)).toMatchObject({ code: 40105 });
    }));

  test('events are stored; those with a test code are not counted, and repeats count once', () =>
    inSandbox(agencyWorld(), async (sandbox) => {
      const event = {
        event: 'level_up',
        event_time: 1_794_312_000,
        event_id: 'e1',
        page: { url: 'https://example.com' },
      };
      const batch = { event_source: 'web', event_source_id: CODE, data: [event, event] };
      await post(sandbox, '/event/track/', batch, EVENTS);
      await post(sandbox, '/event/track/', { ...batch, test_event_code: 'TEST12345' }, EVENTS);
      expect(sandbox.world().tiktok.events.map(({ testCode }) => testCode)).toEqual([
        undefined,
        undefined,
        'TEST12345',
        'TEST12345',
      ]);
      const range = { start_date: '2026-11-10', end_date: '2026-11-10' };
      expect(
        (await get(sandbox, '/pixel/event/stats/', { advertiser_id: US, pixel_ids: [PIXEL], date_range: range })).data,
      ).toMatchObject({
        list: [
          { statistics: [{ pixel_event_type: 'CUSTOM', custom_event_type: 'level_up', server_event_total_count: 1 }] },
        ],
      });
    }));

  test('a request_id is idempotent for ten seconds, and disables unique names', () =>
    inSandbox(agencyWorld(), async (sandbox) => {
      const create = {
        advertiser_id: US,
        campaign_name: 'Installs',
        objective_type: 'VIDEO_VIEWS',
        request_id: '1234567890123456789',
      };
      expect(await post(sandbox, '/campaign/create/', create)).toMatchObject({ code: 0 });
      expect(await post(sandbox, '/campaign/create/', create)).toMatchObject({ code: 40050 });
      await meanwhile(sandbox, (world) => {
        world.now = '2026-11-10T12:00:10Z';
      });
      expect(await post(sandbox, '/campaign/create/', create)).toMatchObject({ code: 0 });
    }));
});

test.each([...OPEN_ROUTES, ...ROUTES].map(({ method, path }) => ({ method, path })))(
  '$method $path checks the token first',
  ({ method, path }) =>
    inSandbox(agencyWorld(), async (sandbox) => {
      const open = path === `${V}/oauth2/access_token/`;
      const request = { method, headers: { 'access-token': '' }, ...(method === 'POST' ? { body: {} } : {}) };
      expect(await ask(sandbox, path, request)).toMatchObject({
        status: 200,
        body: { code: open ? 40002 : 40104, data: {} },
      });
    }),
);
