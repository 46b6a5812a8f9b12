import { body, post, type Case, sdkProves } from './sdk-cases.ts';
import { ADA, AGENCY, APP, CODE, JP, PIXEL, SAM, THEIRS, US } from './tiktok-harness.ts';

const cases: readonly Case[] = [
  {
    path: '/oauth2/access_token/',
    ...post,
    why: 'a consent becomes a token',
    sdk: ['authentication', 'oauth2AccessToken', body({ ...APP, auth_code: 'consent' })],
    data: { access_token: 'sandbox-tiktok-token-1', advertiser_ids: [US], scope: [1, 4] },
  },
  {
    path: '/oauth2/access_token/',
    ...post,
    why: 'an hour is over',
    sdk: ['authentication', 'oauth2AccessToken', body({ ...APP, auth_code: 'too-late' })],
    code: 40110,
  },
  {
    path: '/oauth2/access_token/',
    ...post,
    why: 'the secret is different',
    sdk: ['authentication', 'oauth2AccessToken', body({ ...APP, secret: 'wrong', auth_code: 'consent' })],
    code: 40101,
  },
  {
    path: '/oauth2/advertiser/get/',
    why: 'the whole grant',
    sdk: ['authentication', 'oauth2AdvertiserGet', APP.app_id, APP.secret, ADA],
    data: { list: [{ advertiser_id: US, advertiser_name: 'Acme US' }, { advertiser_id: JP }] },
  },
  {
    path: '/oauth2/advertiser/get/',
    certainty: 'inferred',
    why: 'an app that is not',
    sdk: ['authentication', 'oauth2AdvertiserGet', 'nobody', 'x', ADA],
    code: 40113,
  },
  {
    path: '/bc/get/',
    why: 'only those that the user is in, without nulls',
    sdk: ['business', 'bcGet', ADA, {}],
    data: {
      list: [
        {
          bc_info: { bc_id: AGENCY, type: 'AGENCY', status: 'ENABLE' },
          user_role: 'ADMIN',
          ext_user_role: { finance_role: 'MANAGER' },
        },
      ],
      page_info: { total_number: 1 },
    },
  },
  {
    path: '/bc/get/',
    why: '51 a page',
    sdk: ['business', 'bcGet', ADA, { page_size: 51 }],
    code: 40002,
    says: 'page_size',
  },
  {
    path: '/bc/get/',
    aspect: 'paging',
    certainty: 'inferred',
    why: 'beyond the end is empty',
    sdk: ['business', 'bcGet', ADA, { page: 2 }],
    data: { list: [], page_info: { page: 2, total_page: 1 } },
  },
  {
    path: '/bc/member/get/',
    why: 'with roles',
    sdk: ['business', 'bcMemberGet', AGENCY, ADA, {}],
    data: {
      list: [
        { user_name: 'Ada', user_role: 'ADMIN' },
        { user_name: 'Sam', user_role: 'STANDARD', ext_user_role: null },
      ],
    },
  },
  {
    path: '/bc/member/get/',
    why: 'admins only',
    sdk: ['business', 'bcMemberGet', AGENCY, SAM, {}],
    code: 40001,
    says: AGENCY,
  },
  {
    path: '/bc/asset/get/',
    why: 'assets of Sam',
    sdk: ['business', 'bcAssetGet', AGENCY, 'ADVERTISER', SAM, {}],
    data: {
      list: [{ asset_id: US, advertiser_role: 'ADMIN', catalog_role: null, owner_bc_name: 'Agency' }],
      page_info: { total_number: 1 },
    },
  },
  {
    path: '/bc/asset/get/',
    why: 'DOMAIN is declared and invalid',
    sdk: ['business', 'bcAssetGet', AGENCY, 'DOMAIN', ADA, {}],
    code: 40002,
    says: 'asset_type',
  },
  {
    path: '/bc/asset/admin/get/',
    why: 'with the code',
    sdk: ['business', 'bcAssetAdminGet', AGENCY, 'PIXEL', ADA, {}],
    data: {
      list: [
        {
          asset_id: PIXEL,
          pixel_code: CODE,
          relation_type: 'OWNER_BC',
          relation_status: 'BOUND',
          advertiser_role: null,
        },
      ],
      page_info: { total_number: 1 },
    },
  },
  {
    path: '/bc/asset/admin/get/',
    why: 'the accounts of the Business Center',
    sdk: ['business', 'bcAssetAdminGet', AGENCY, 'ADVERTISER', ADA, { filtering: { keyword: 'jp' } }],
    data: { list: [{ asset_id: JP, advertiser_status: 'STATUS_ENABLE' }], page_info: { total_number: 1 } },
  },
  {
    path: '/bc/asset/admin/get/',
    why: 'admins only',
    sdk: ['business', 'bcAssetAdminGet', AGENCY, 'ADVERTISER', SAM, {}],
    code: 40001,
  },
  {
    path: '/bc/asset/partner/get/',
    why: 'none yet',
    sdk: ['business', 'bcAssetPartnerGet', AGENCY, 'ADVERTISER', US, ADA, {}],
    data: { list: [], page_info: { total_number: 0 } },
  },
  {
    path: '/bc/asset/partner/get/',
    certainty: 'inferred',
    why: 'a foreign account',
    sdk: ['business', 'bcAssetPartnerGet', AGENCY, 'ADVERTISER', THEIRS, ADA, {}],
    code: 40002,
    says: THEIRS,
  },
  {
    path: '/bc/balance/get/',
    why: 'numbers in major units',
    sdk: ['business', 'bcBalanceGet', AGENCY, ADA, {}],
    data: { bc_id: AGENCY, currency: 'USD', account_balance: 500.5, frozen_balance: 0 },
  },
  {
    path: '/bc/balance/get/',
    why: 'without a finance role',
    sdk: ['business', 'bcBalanceGet', AGENCY, SAM, {}],
    code: 40001,
  },
];

sdkProves(cases);
