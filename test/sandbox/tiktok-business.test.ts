import { expect } from 'vitest';
import { proves } from '../support/conformance.ts';
import { ask, inSandbox } from './harness.ts';
import { type Case, tiktokProves } from './tiktok-cases.ts';
import { ADA, AGENCY, agencyWorld, APP, JP, NARROW, SAM, THEIRS, TT_ACCOUNT, US } from './tiktok-harness.ts';

const pair = { bc_id: AGENCY, asset_type: 'TT_ACCOUNT', asset_id: TT_ACCOUNT };

const cases: readonly Case[] = [
  {
    path: '/oauth2/revoke_token/',
    body: { ...APP, access_token: ADA },
    why: 'a token ends itself',
    data: { app_id: 'app-1', advertiser_ids: [US, JP] },
  },
  {
    path: '/oauth2/revoke_token/',
    body: { ...APP, access_token: SAM },
    certainty: 'inferred',
    why: 'not that of a different app',
    code: 40001,
  },
  { path: '/bc/asset/advertiser/assign/', body: { ...pair, advertiser_id: JP }, why: 'no content', data: {} },
  {
    path: '/bc/asset/advertiser/assign/',
    body: { ...pair, advertiser_id: US },
    aspect: 'idempotency',
    certainty: 'inferred',
    why: 'a repeat is not an error',
    data: {},
  },
  {
    path: '/bc/asset/advertiser/assign/',
    body: { ...pair, advertiser_id: THEIRS },
    certainty: 'inferred',
    why: 'of the same Business Center only',
    code: 40002,
    says: THEIRS,
  },
  {
    path: '/bc/asset/advertiser/assigned/',
    query: pair,
    why: 'people who can post as it',
    data: { list: [{ advertiser_id: US, advertiser_name: 'Acme US' }], page_info: { total_number: 1 } },
  },
  {
    path: '/bc/asset/advertiser/assigned/',
    query: { ...pair, asset_type: 'PIXEL' },
    why: 'both types are named',
    code: 40002,
    says: 'TT_ACCOUNT or MANAGED_BUSINESS_ACCOUNT',
  },
  { path: '/bc/asset/advertiser/unassign/', body: { ...pair, advertiser_id: US }, why: 'no content', data: {} },
  {
    path: '/bc/asset/advertiser/unassign/',
    body: { ...pair, advertiser_id: JP },
    certainty: 'inferred',
    why: 'it did not',
    code: 40002,
    says: JP,
  },
  {
    path: '/bc/account/cost/get/',
    query: { bc_id: AGENCY, filtering: { start_date: '2026-11-09', end_date: '2026-11-10' } },
    why: 'two days',
    data: {
      cost_list: [
        { advertiser_id: US, amount: 620, currency: 'USD' },
        { advertiser_id: JP, amount: 0 },
      ],
      page_info: { total_number: 2 },
    },
  },
  {
    path: '/bc/account/cost/get/',
    query: { bc_id: AGENCY, filtering: { start_date: '2026-11-09' } },
    why: 'both dates or none',
    code: 40002,
    says: 'both',
  },
  {
    path: '/bc/account/cost/get/',
    query: { bc_id: AGENCY },
    token: SAM,
    why: 'without a finance role',
    code: 40001,
    says: AGENCY,
  },
  {
    path: '/bc/account/budget/changelog/get/',
    query: { bc_id: AGENCY, advertiser_id: US },
    why: 'no change yet',
    data: { changelog_list: [], page_info: { total_number: 0 } },
  },
  {
    path: '/bc/account/budget/changelog/get/',
    query: { bc_id: AGENCY, advertiser_id: US, page_size: 51 },
    why: '51 a page',
    code: 40002,
    says: 'page_size',
  },
  {
    path: '/advertiser/balance/get/',
    query: { bc_id: AGENCY, filtering: { keyword: US }, fields: ['budget_remaining', 'budget_amount_restriction'] },
    why: 'two of the fields on top',
    data: {
      advertiser_account_list: [{ budget_remaining: 26900, budget_amount_restriction: { minimum_amount: 3255 } }],
    },
  },
  {
    path: '/advertiser/balance/get/',
    query: {
      bc_id: AGENCY,
      fields: [
        'budget_remaining',
        'budget_frequency_restriction',
        'budget_amount_restriction',
        'min_transferable_amount',
        'max_transferable_amount',
        'balance_info',
      ],
    },
    why: 'all of them for one account only',
    code: 40002,
    says: 'must be 1',
  },
];

tiktokProves(cases);

proves(
  { api: 'tiktok', method: 'GET', path: '/open_api/v1.3/campaign/get/', aspect: 'errors', certainty: 'documented' },
  'a missing scope is named with its path',
  () =>
    inSandbox(agencyWorld(), async (sandbox) => {
      const { body } = await ask(sandbox, `/open_api/v1.3/campaign/get/?advertiser_id=${US}`, {
        headers: { 'access-token': NARROW },
      });
      expect(body).toMatchObject({
        code: 40001,
        message: 'advertiser does not grant you /campaign/get/:GET permission',
      });
    }),
);
