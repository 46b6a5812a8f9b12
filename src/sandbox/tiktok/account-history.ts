import { z } from 'zod';
import { addDays, countDays, dayIn } from '../core/calendar.ts';
import { inBusiness, sharedInto } from './access.ts';
import { invalid, type Reply } from './envelope.ts';
import { hundredthsOf, spentBetween } from './money.ts';
import { days, id, jsonText, paging } from './params.ts';
import { type Call, type Route, readRoute } from './route.ts';
import { assetRefusal } from './asset-links.ts';
import { containsText, pageReply, spaced } from './rows.ts';
import type { BusinessCenter } from './world.ts';

const Costs = z.object({
  bc_id: id,
  filtering: jsonText(z.object({ keyword: z.string().optional(), ...days })).default({}),
  ...paging(50),
});
const Changes = z.object({
  bc_id: id,
  advertiser_id: id,
  filtering: jsonText(z.object(days)).default({}),
  ...paging(50),
});

/**
 * Source: business-api.tiktok.com GET /bc/account/cost/get/ (second-hand documentation) and GET
 * /bc/account/budget/changelog/get/ (documented); scopes 1, 15, 152 (inferred for both).
 */
export const accountHistory: readonly Route[] = [
  readRoute('/bc/account/cost/get/', [1, 15, 152], Costs, inBusiness('finance', costs)),
  readRoute('/bc/account/budget/changelog/get/', [1, 15, 152], Changes, inBusiness('finance', changes)),
];

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
function changes(query: z.output<typeof Changes>, business: BusinessCenter, call: Call): Reply {
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
