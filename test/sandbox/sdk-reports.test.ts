import { expect } from 'vitest';
import { type Case, sdkProves } from './sdk-cases.ts';
import { ADA, AGENCY, LENA, MANUAL, PIXEL, POST, SMART, THEIRS, US } from './tiktok-harness.ts';

const month = { start_date: '2026-11-01', end_date: '2026-11-10', metrics: ['spend'] };
const basic = { advertiser_id: US, data_level: 'AUCTION_ADVERTISER', dimensions: ['advertiser_id'], ...month };

const cases: readonly Case[] = [
  {
    path: '/report/integrated/get/',
    why: 'spend of one account',
    sdk: ['report', 'reportIntegratedGet', 'BASIC', ADA, basic],
    data: { list: [{ dimensions: { advertiser_id: US }, metrics: { spend: '3100.00' } }] },
  },
  {
    path: '/report/integrated/get/',
    why: 'a whole Business Center',
    sdk: ['report', 'reportIntegratedGet', 'BC', ADA, { bc_id: AGENCY, dimensions: ['advertiser_id'], ...month }],
    data: {
      list: [{ dimensions: { advertiser_id: US }, metrics: { spend: '3100.00' } }],
      page_info: { total_number: 1 },
    },
  },
  {
    path: '/report/integrated/get/',
    why: 'a foreign Business Center',
    sdk: ['report', 'reportIntegratedGet', 'BC', LENA, { bc_id: AGENCY, dimensions: ['advertiser_id'], ...month }],
    code: 40001,
    says: AGENCY,
  },
  {
    path: '/report/integrated/get/',
    why: 'by campaign, without deleted ones, sorted',
    sdk: [
      'report',
      'reportIntegratedGet',
      'BASIC',
      ADA,
      {
        ...basic,
        data_level: 'AUCTION_CAMPAIGN',
        dimensions: ['campaign_id'],
        order_field: 'spend',
        order_type: 'ASC',
        enable_total_metrics: true,
      },
    ],
    data: {
      list: [
        { dimensions: { campaign_id: SMART }, metrics: { spend: '1100.00' } },
        { dimensions: { campaign_id: MANUAL }, metrics: { spend: '2000.00' } },
      ],
      total_metrics: { spend: '3100.00' },
    },
  },
  {
    path: '/report/integrated/get/',
    why: 'one campaign, by a filter in a filter',
    sdk: [
      'report',
      'reportIntegratedGet',
      'BASIC',
      ADA,
      {
        ...basic,
        data_level: 'AUCTION_CAMPAIGN',
        dimensions: ['campaign_id', 'stat_time_day'],
        start_date: '2026-11-10',
        filtering: [{ field_name: 'campaign_ids', filter_type: 'IN', filter_value: JSON.stringify([MANUAL]) }],
      },
    ],
    data: {
      list: [
        { dimensions: { campaign_id: MANUAL, stat_time_day: '2026-11-10 00:00:00' }, metrics: { spend: '200.00' } },
      ],
    },
  },
  {
    path: '/report/integrated/get/',
    why: 'a filter that is not a list',
    sdk: [
      'report',
      'reportIntegratedGet',
      'BASIC',
      ADA,
      {
        ...basic,
        data_level: 'AUCTION_CAMPAIGN',
        dimensions: ['campaign_id'],
        filtering: [{ field_name: 'campaign_ids', filter_type: 'IN', filter_value: MANUAL }],
      },
    ],
    code: 40002,
    says: 'filter_value',
  },
  {
    path: '/report/integrated/get/',
    why: 'two levels at once',
    sdk: ['report', 'reportIntegratedGet', 'BASIC', ADA, { ...basic, dimensions: ['advertiser_id', 'campaign_id'] }],
    code: 40002,
    says: 'no relation',
  },
  {
    path: '/report/integrated/get/',
    why: 'reports are behind: ten hours ago it was still yesterday in New York',
    sdk: ['report', 'reportIntegratedGet', 'BASIC', ADA, basic],
    data: { list: [{ metrics: { spend: '2790.00' } }] },
    switches: { reportLag: 36_000 },
  },
  {
    path: '/tool/timezone/',
    why: 'fixed offsets',
    sdk: ['tool', 'toolTimezone', US, ADA],
    data: { timezones: expect.arrayContaining([{ timezone: 'America/New_York', gmt_offset: 'GMT-5:00' }]) },
  },
  {
    path: '/tool/timezone/',
    why: 'a foreign account',
    sdk: ['tool', 'toolTimezone', THEIRS, ADA],
    code: 40001,
    says: THEIRS,
  },
  {
    path: '/adgroup/get/',
    why: 'with its pixel',
    sdk: ['adGroup', 'adgroupGet', US, ADA, {}],
    data: {
      list: [
        {
          adgroup_id: '1800000000000201',
          pixel_id: PIXEL,
          billing_event: 'OCPM',
          secondary_status: 'ADGROUP_STATUS_DELIVERY_OK',
        },
      ],
      page_info: { total_number: 1 },
    },
  },
  {
    path: '/adgroup/get/',
    why: '1001 a page',
    sdk: ['adGroup', 'adgroupGet', US, ADA, { page_size: 1001 }],
    code: 40002,
    says: 'page_size',
  },
  {
    path: '/ad/get/',
    why: 'a Spark ad',
    sdk: ['ad', 'adGet', US, ADA, { filtering: { ad_ids: ['1800000000000301'] } }],
    data: {
      list: [
        {
          ad_id: '1800000000000301',
          tiktok_item_id: POST,
          identity_type: 'AUTH_CODE',
          secondary_status: 'AD_STATUS_DELIVERY_OK',
        },
      ],
      page_info: { total_number: 1 },
    },
  },
  {
    path: '/ad/get/',
    why: 'a foreign account',
    sdk: ['ad', 'adGet', THEIRS, ADA, {}],
    code: 40001,
    says: THEIRS,
  },
];

sdkProves(cases);
