import { expect } from 'vitest';
import { body, post, type Case, sdkProves } from './sdk-cases.ts';
import { ADA, AGENCY, JP, SAM, THEIRS, US } from './tiktok-harness.ts';

const budget = (value: unknown, more = {}) => ({
  bc_id: AGENCY,
  advertiser_budgets: [{ advertiser_id: US, budget: value }],
  ...more,
});

const cases: readonly Case[] = [
  {
    path: '/advertiser/balance/get/',
    why: 'the budget and the spend of the month',
    sdk: ['business', 'advertiserBalanceGet', AGENCY, ADA, { filtering: { keyword: US } }],
    data: {
      advertiser_account_list: [
        {
          advertiser_id: US,
          budget_mode: 'MONTHLY_BUDGET',
          budget: 30000,
          budget_cost: 3100,
          transferable_amount: 1000,
        },
      ],
      page_info: { total_number: 1 },
    },
  },
  {
    path: '/advertiser/balance/get/',
    why: '51 a page',
    sdk: ['business', 'advertiserBalanceGet', AGENCY, ADA, { page_size: 51 }],
    code: 40002,
  },
  {
    path: '/advertiser/info/',
    why: 'an admin of the owner sees the owner',
    sdk: ['account', 'advertiserInfo', [US], ADA, { fields: ['advertiser_id', 'owner_bc_id', 'currency'] }],
    data: { list: [{ advertiser_id: US, owner_bc_id: AGENCY, currency: 'USD' }] },
  },
  {
    path: '/advertiser/info/',
    why: 'Sam is no admin',
    sdk: ['account', 'advertiserInfo', [US], SAM, { fields: ['owner_bc_id'] }],
    data: { list: [{ owner_bc_id: null }] },
  },
  {
    path: '/advertiser/info/',
    why: 'one that is not granted fails all',
    sdk: ['account', 'advertiserInfo', [US, THEIRS], ADA, {}],
    code: 40001,
    says: THEIRS,
  },
  {
    path: '/advertiser/update/',
    ...post,
    why: 'a budget, as a number in major units',
    sdk: ['account', 'advertiserUpdate', ADA, body(budget(3255))],
    data: { list: [{ advertiser_id: US, status: 'SUCCESS', error_msg: null, one_click_set_amount: null }] },
  },
  {
    path: '/advertiser/update/',
    ...post,
    certainty: 'unknown',
    why: 'the other key',
    sdk: ['account', 'advertiserUpdate', ADA, body(budget(40000))],
    data: { advertiser_list: [{ status: 'SUCCESS' }] },
    switches: { budgetResultKey: 'advertiser_list' },
  },
  {
    path: '/advertiser/update/',
    ...post,
    why: 'under 105 % of the spend, inside a success',
    sdk: ['account', 'advertiserUpdate', ADA, body(budget(3254.99))],
    data: { list: [{ status: 'FAILED', error_msg: expect.stringContaining('3255.00') }] },
  },
  {
    path: '/advertiser/update/',
    ...post,
    why: 'no change is left today',
    sdk: ['account', 'advertiserUpdate', ADA, body(budget(40000))],
    data: { list: [{ status: 'FAILED' }] },
    switches: { budgetChangesPerDay: 0 },
  },
  {
    path: '/advertiser/update/',
    ...post,
    why: 'a one-time budget begins anew',
    sdk: [
      'account',
      'advertiserUpdate',
      ADA,
      body({
        bc_id: AGENCY,
        budget_update_type: 'RESET',
        advertiser_budgets: [{ advertiser_id: JP }, { advertiser_id: US }],
      }),
    ],
    data: {
      list: [
        { advertiser_id: JP, status: 'SUCCESS' },
        { advertiser_id: US, status: 'FAILED' },
      ],
    },
  },
  {
    path: '/advertiser/update/',
    ...post,
    why: 'a step down',
    sdk: ['account', 'advertiserUpdate', ADA, body(budget(-100, { budget_update_type: 'INCREMENTAL_UPDATE' }))],
    data: { list: [{ status: 'SUCCESS' }] },
  },
  {
    path: '/advertiser/update/',
    ...post,
    why: 'as little as can be',
    sdk: [
      'account',
      'advertiserUpdate',
      ADA,
      body({ bc_id: AGENCY, budget_update_type: 'ONE_CLICK_SET', advertiser_budgets: [{ advertiser_id: US }] }),
    ],
    data: { list: [{ status: 'SUCCESS', one_click_set_amount: 3255 }] },
  },
  {
    path: '/advertiser/update/',
    ...post,
    aspect: 'limits',
    why: '51 accounts',
    sdk: [
      'account',
      'advertiserUpdate',
      ADA,
      body({ bc_id: AGENCY, advertiser_budgets: Array(51).fill({ advertiser_id: US, budget: 40000 }) }),
    ],
    code: 40002,
    says: 'at most 50',
  },
  {
    path: '/advertiser/update/',
    ...post,
    why: 'without a finance role',
    sdk: ['account', 'advertiserUpdate', SAM, body(budget(40000))],
    code: 40001,
  },
  {
    path: '/advertiser/update/',
    ...post,
    why: 'the profile',
    sdk: ['account', 'advertiserUpdate', ADA, body({ advertiser_id: US, advertiser_name: 'Acme' })],
    data: {},
  },
  { path: '/term/check/', why: 'not yet', sdk: ['account', 'termCheck', US, 'Pixel', ADA], data: { confirmed: false } },
  {
    path: '/term/check/',
    why: 'an unknown term',
    sdk: ['account', 'termCheck', US, 'Everything', ADA],
    code: 40002,
    says: 'term_type',
  },
  {
    path: '/term/confirm/',
    ...post,
    why: 'no content',
    sdk: ['account', 'termConfirm', ADA, body({ advertiser_id: US, term_type: 'Pixel' })],
    data: {},
  },
  {
    path: '/term/confirm/',
    ...post,
    why: 'a foreign account',
    sdk: ['account', 'termConfirm', ADA, body({ advertiser_id: THEIRS, term_type: 'Pixel' })],
    code: 40001,
    says: THEIRS,
  },
];

sdkProves(cases);
