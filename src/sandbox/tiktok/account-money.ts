import { z } from 'zod';
import { addDays, countDays, dayIn } from '../core/calendar.ts';
import type { JsonObject } from '../core/json.ts';
import { inBusiness, sharedInto } from './access.ts';
import { changesToday } from './advertiser-update.ts';
import { assetRefusal } from './asset-links.ts';
import { showStatus } from './assets.ts';
import { accepted, invalid, type Reply } from './envelope.ts';
import { budgetSpent, floorOf, hundredthsOf, spentBetween } from './money.ts';
import { days, id, jsonText, pageOf, paging } from './params.ts';
import { type Call, readRoute, type Route } from './route.ts';
import { containsText, pageReply, spaced } from './rows.ts';
import type { Advertiser, BusinessCenter } from './world.ts';

const Business = z.object({ bc_id: id });

const EXTRAS = [
  'budget_remaining',
  'budget_frequency_restriction',
  'budget_amount_restriction',
  'min_transferable_amount',
  'max_transferable_amount',
  'balance_info',
] as const;

const Accounts = z.object({
  bc_id: id,
  fields: jsonText(z.array(z.enum(EXTRAS))).default([]),
  filtering: jsonText(
    z.object({ keyword: z.string().optional(), advertiser_status: z.array(z.string()).optional() }),
  ).optional(),
  ...paging(50),
});

/**
 * Source: GET /bc/balance/get/, GET /advertiser/balance/get/ (documented; the first second-hand); scopes 1, 15 and 150,
 * 152.
 */
export const balances: readonly Route[] = [
  readRoute('/bc/balance/get/', [1, 15, 150], Business, inBusiness('finance', ofBusiness)),
  readRoute('/advertiser/balance/get/', [1, 15, 152], Accounts, inBusiness('finance', ofAccounts)),
];

const Costs = z.object({
  bc_id: id,
  filtering: jsonText(z.object({ keyword: z.string().optional(), ...days })).default({}),
  ...paging(50),
});
const BudgetChanges = z.object({
  bc_id: id,
  advertiser_id: id,
  filtering: jsonText(z.object(days)).default({}),
  ...paging(50),
});

/**
 * Source: GET /bc/account/cost/get/ (second-hand documentation) and GET /bc/account/budget/changelog/get/ (documented);
 * scopes 1, 15, 152 (inferred for both).
 */
export const accountHistory: readonly Route[] = [
  readRoute('/bc/account/cost/get/', [1, 15, 152], Costs, inBusiness('finance', costs)),
  readRoute('/bc/account/budget/changelog/get/', [1, 15, 152], BudgetChanges, inBusiness('finance', budgetChanges)),
];

function ofBusiness(_: z.output<typeof Business>, business: BusinessCenter): Reply {
  return accepted({
    bc_id: business.id,
    currency: business.currency,
    account_balance: business.balance,
    ...moneyOf(business.balance),
    payment_portfolio_type: 'NON_SHARED',
  });
}

/** The eight numbers without grants, taxes or frozen amounts, which the sandbox does not have. */
function moneyOf(balance: number): JsonObject {
  return {
    valid_account_balance: balance,
    frozen_balance: 0,
    tax: 0,
    cash_balance: balance,
    valid_cash_balance: balance,
    grant_balance: 0,
    valid_grant_balance: 0,
  };
}

/** Only accounts that the Business Center runs: its own, and those shared with it as ADMIN. */
function ofAccounts(query: z.output<typeof Accounts>, business: BusinessCenter, call: Call): Reply {
  // The six extras together are only allowed for one account per page (documented).
  if (query.fields.length === EXTRAS.length && query.page_size !== 1) {
    return invalid('Invalid value for page_size: must be 1 when all fields are requested.');
  }
  const run = new Set(
    sharedInto(business.id, call)
      .filter(({ role }) => role === 'ADMIN')
      .map(({ advertiser }) => advertiser),
  );
  const { keyword = '', advertiser_status: statuses } = query.filtering ?? {};
  const found = call.state.world.tiktok.advertisers
    .filter((each) => each.ownerBusiness === business.id || run.has(each.id))
    .filter(({ id: advertiser, name }) => advertiser === keyword || containsText(name, keyword))
    .filter(({ status }) => statuses === undefined || statuses.includes(showStatus(status)));
  const { items, info } = pageOf(found, query);
  return accepted({
    advertiser_account_list: items.map((advertiser) => ({
      ...accountRow(advertiser, advertiser.ownerBusiness === business.id, call),
      ...extrasOf(advertiser, query.fields, call),
      ...(found.length === 1 ? { transferable_amount: advertiser.balance } : {}),
    })),
    page_info: info,
  });
}

/** The mode of a foreign account is always UNLIMITED (documented). */
function accountRow(advertiser: Advertiser, own: boolean, { state }: Call): JsonObject {
  const limited = own && advertiser.budgetMode !== 'UNLIMITED';
  return {
    advertiser_id: advertiser.id,
    advertiser_name: advertiser.name,
    advertiser_status: showStatus(advertiser.status),
    advertiser_type: 'AUCTION',
    timezone: advertiser.timezone,
    currency: advertiser.currency,
    account_open_days: 30,
    balance_reminder: advertiser.balance <= 0,
    company: advertiser.company ?? '',
    contact_name: '',
    contact_email: '',
    create_time: '2026-01-01 00:00:00',
    account_balance: advertiser.balance,
    ...moneyOf(advertiser.balance),
    budget_mode: limited ? advertiser.budgetMode : 'UNLIMITED',
    budget: limited ? hundredthsOf(advertiser.budget ?? '0') / 100 : null,
    budget_cost: limited ? budgetSpent(advertiser, state.now()) / 100 : null,
  };
}

function extrasOf(advertiser: Advertiser, fields: readonly string[], { state }: Call): JsonObject {
  const now = state.now();
  const spent = budgetSpent(advertiser, now);
  const total = state.world.switches.budgetChangesPerDay;
  const used = changesToday(advertiser, now);
  const today = dayIn(advertiser.timezone, now);
  const limited = advertiser.budgetMode !== 'UNLIMITED';
  const all: JsonObject = {
    budget_remaining: limited ? (hundredthsOf(advertiser.budget ?? '0') - spent) / 100 : null,
    budget_frequency_restriction: {
      total_count: total,
      used_count: used,
      remaining_count: Math.max(0, total - used),
      effective_start_time: `${today} 00:00:00`,
      effective_end_time: `${addDays(today, 1)} 00:00:00`,
    },
    budget_amount_restriction: { minimum_amount: floorOf(spent) / 100 },
    min_transferable_amount: 0,
    max_transferable_amount: advertiser.balance,
    balance_info: { account_balance: advertiser.balance },
  };
  return Object.fromEntries(fields.map((field) => [field, all[field] ?? null]));
}

/** One source has days in UTC and one in the account's time zone; here the account's. */
function costs(query: z.output<typeof Costs>, business: BusinessCenter, call: Call): Reply {
  const now = call.state.now();
  const span = spanOf(query.filtering, dayIn('UTC', now));
  if ('ok' in span) return span;
  const shared = new Set(sharedInto(business.id, call).map(({ advertiser }) => advertiser));
  const keyword = query.filtering.keyword ?? '';
  const rows = call.state.world.tiktok.advertisers
    .filter((each) => each.ownerBusiness === business.id || shared.has(each.id))
    .filter((each) => each.id === keyword || containsText(each.name, keyword))
    .map((each) => {
      const amount = spentBetween(each, span.from, span.to, now) / 100;
      return {
        advertiser_id: each.id,
        advertiser_name: each.name,
        amount,
        cash_amount: amount,
        grant_amount: 0,
        tax_amount: 0,
        currency: each.currency,
      };
    });
  return pageReply(rows, query, 'cost_list');
}

/** Oldest first (inferred). A budget that did not exist is left out (documented). */
function budgetChanges(query: z.output<typeof BudgetChanges>, business: BusinessCenter, call: Call): Reply {
  const advertiser = call.state.world.tiktok.advertisers.find(
    (each) => each.id === query.advertiser_id && each.ownerBusiness === business.id,
  );
  if (advertiser === undefined) return assetRefusal(query.advertiser_id);
  const span = spanOf(query.filtering, dayIn('UTC', call.state.now()));
  if ('ok' in span) return span;
  const rows = advertiser.budgetChanges
    .filter(({ time }) => {
      const day = time.slice(0, 10);
      return span.from <= day && day <= span.to;
    })
    .map((change) => ({
      operation_time: spaced(change.time),
      activity_type: change.activity,
      ...(change.previous === undefined ? {} : { previous_budget: hundredthsOf(change.previous) / 100 }),
      previous_budget_mode: change.previousMode,
      ...(change.budget === undefined ? {} : { current_budget: hundredthsOf(change.budget) / 100 }),
      current_budget_mode: change.mode,
      currency: advertiser.currency,
      operator_id: '1',
      operator_name: change.by,
    }));
  return pageReply(rows, query, 'changelog_list');
}

/** Both dates or neither, at most a year; the last 7 days by default (documented). */
function spanOf(
  requested: { readonly start_date?: string | undefined; readonly end_date?: string | undefined },
  today: string,
): { readonly from: string; readonly to: string } | Reply {
  const { start_date: from, end_date: to } = requested;
  if (from === undefined && to === undefined) return { from: addDays(today, -6), to: today };
  if (from === undefined || to === undefined) {
    return invalid('Invalid value for filtering: give both start_date and end_date, or neither.');
  }
  const count = countDays(from, to);
  if (count < 1) return invalid('Invalid value for end_date: earlier than start_date.');
  return count > 365 ? invalid('max time span is 365 days') : { from, to };
}
