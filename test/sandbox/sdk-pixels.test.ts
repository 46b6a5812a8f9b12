import { body, post, type Case, sdkProves } from './sdk-cases.ts';
import { ADA, AGENCY, CODE, JP, PIXEL, POST, TT_ACCOUNT, US } from './tiktok-harness.ts';

const range = { start_date: '2026-11-01', end_date: '2026-11-10' };

const cases: readonly Case[] = [
  {
    path: '/pixel/list/',
    why: 'in the Business Center',
    sdk: ['measurement', 'pixelList', US, ADA, { code: CODE }],
    data: {
      pixels: [{ pixel_id: PIXEL, asset_ownership: { asset_relation_status: 'TRANSFERRED', owner_bc_id: AGENCY } }],
    },
  },
  {
    path: '/pixel/list/',
    why: '21 a page',
    sdk: ['measurement', 'pixelList', US, ADA, { page_size: 21 }],
    code: 40002,
    says: 'page_size',
  },
  {
    path: '/pixel/create/',
    ...post,
    certainty: 'inferred',
    why: 'terms come first',
    sdk: ['measurement', 'pixelCreate', ADA, body({ advertiser_id: US, pixel_name: 'New' })],
    code: 40002,
    says: 'terms',
  },
  {
    path: '/pixel/create/',
    ...post,
    why: 'an id and a code',
    sdk: ['measurement', 'pixelCreate', ADA, body({ advertiser_id: JP, pixel_name: 'New' })],
    data: {
      pixel_id: '7000000000000009001',
      pixel_code: 'CSANDBOX000000000001',
      pixel_name: 'New',
      partner_name: null,
    },
  },
  {
    path: '/pixel/create/',
    ...post,
    why: 'a name',
    sdk: ['measurement', 'pixelCreate', ADA, body({ advertiser_id: JP, pixel_name: '' })],
    code: 40002,
    says: 'cannot be empty',
  },
  {
    path: '/pixel/update/',
    ...post,
    why: 'no content',
    sdk: ['measurement', 'pixelUpdate', ADA, body({ advertiser_id: US, pixel_id: PIXEL, pixel_name: 'Renamed' })],
    data: {},
  },
  {
    path: '/pixel/update/',
    ...post,
    why: 'the code is not the number',
    sdk: ['measurement', 'pixelUpdate', ADA, body({ advertiser_id: US, pixel_id: CODE, pixel_name: 'Renamed' })],
    code: 40002,
    says: 'pixel_id',
  },
  {
    path: '/pixel/event/stats/',
    why: 'server events are evidence',
    sdk: ['measurement', 'pixelEventStats', US, [PIXEL], range, ADA],
    data: {
      list: [
        {
          pixel_id: PIXEL,
          statistics: [
            { pixel_event_type: 'SHOPPING', total_count: 7, server_event_total_count: 4, browser_event_total_count: 3 },
          ],
        },
      ],
    },
  },
  {
    path: '/pixel/event/stats/',
    aspect: 'limits',
    why: '11 pixels',
    sdk: ['measurement', 'pixelEventStats', US, Array(11).fill(PIXEL), range, ADA],
    code: 40002,
  },
  {
    path: '/pixel/event/stats/',
    why: '31 days',
    sdk: ['measurement', 'pixelEventStats', US, [PIXEL], { ...range, start_date: '2026-10-11' }, ADA],
    code: 40002,
    says: '30 days',
  },
  {
    path: '/identity/get/',
    why: 'without a type nothing is counted',
    sdk: ['identity', 'identityGet', US, ADA, {}],
    data: {
      identity_list: [
        { identity_id: 'custom-1' },
        { identity_id: TT_ACCOUNT, identity_authorized_bc_id: AGENCY },
        { identity_id: 'creator-1', identity_type: 'AUTH_CODE' },
      ],
      page_info: { page: 0, total_number: 0, total_page: 0 },
    },
  },
  {
    path: '/identity/get/',
    aspect: 'paging',
    why: 'with a type it is',
    sdk: ['identity', 'identityGet', US, ADA, { identity_type: 'AUTH_CODE' }],
    data: { identity_list: [{ identity_id: 'creator-1' }], page_info: { page: 1, total_number: 1, total_page: 1 } },
  },
  {
    path: '/identity/get/',
    why: '101 a page',
    sdk: ['identity', 'identityGet', US, ADA, { page_size: 101 }],
    code: 40002,
    says: 'page_size',
  },
  {
    path: '/identity/create/',
    ...post,
    why: 'an id',
    sdk: ['identity', 'identityCreate', ADA, body({ advertiser_id: US, display_name: 'Acme' })],
    data: { identity_id: 'identity-1' },
  },
  {
    path: '/identity/create/',
    ...post,
    why: 'a name that is too long',
    sdk: ['identity', 'identityCreate', ADA, body({ advertiser_id: US, display_name: 'x'.repeat(101) })],
    code: 40002,
    says: 'display_name',
  },
  {
    path: '/identity/video/info/',
    why: 'one post',
    sdk: ['identity', 'identityVideoInfo', ADA, US, 'AUTH_CODE', 'creator-1', POST, {}],
    data: {
      video_detail: {
        item_id: POST,
        status: 'ITEM_STATUS_HESITATE_RECOMMEND',
        auth_info: { ad_auth_status: 'AUTHORIZED' },
      },
    },
  },
  {
    path: '/identity/video/info/',
    certainty: 'inferred',
    why: 'a foreign post',
    sdk: ['identity', 'identityVideoInfo', ADA, US, 'AUTH_CODE', 'creator-1', '7400000000000000003', {}],
    code: 40007,
  },
];

sdkProves(cases);
