import { z } from 'zod';
import { dayIn } from '../core/calendar.ts';
import type { JsonObject } from '../core/json.ts';
import { advertiserFor, businessFor } from './access.ts';
import { accepted, invalid, type Reply } from './envelope.ts';
import { amountOf, budgetSpent, floorOf, hundredthsOf, wholeHundredths } from './money.ts';
import { id, name } from './params.ts';
import { type Call, type Route, writeRoute } from './route.ts';
import type { Advertiser, BudgetChange, State } from './world.ts';

/** The SDK declares these as whole numbers, the documentation shows strings: both are accepted. */
const looseId = z.union([z.int().positive().transform(String), id]);
const Body = z.object({
  advertiser_id: id.optional(),
  advertiser_name: name(100).optional(),
  company: name(255).optional(),
  promotion_link: z.string().max(255).optional(),
  address: z.string().min(1).max(1024).optional(),
  bc_id: looseId.optional(),
  budget_update_type: z.enum(['UPDATE', 'RESET', 'INCREMENTAL_UPDATE', 'ONE_CLICK_SET']).default('UPDATE'),
  advertiser_budgets: z
    .array(
      z.object({
        advertiser_id: looseId,
        budget_mode: z.enum(['UNLIMITED', 'MONTHLY_BUDGET', 'DAILY_BUDGET', 'CUSTOM_BUDGET']).optional(),
        budget: z.number().optional(),
      }),
    )
    .min(1)
    .optional(),
});

type UpdateBody = z.output<typeof Body>;

/** Ad accounts per call. Source: POST /advertiser/update/ (second-hand documentation). */
const MAX_BATCH = { UPDATE: 50, RESET: 50, INCREMENTAL_UPDATE: 1, ONE_CLICK_SET: 1 } as const;

/**
 * Two endpoints in one: the profile of an ad account, or the budgets of ad accounts that a Business Center owns.
 *
 * Source: POST /advertiser/update/; advertiser_update.yml (documented; the rules are second-hand); scopes 1, 15, 151.
 */
export const advertiserUpdate: readonly Route[] = [
  writeRoute('/advertiser/update/', [1, 15, 151], Body, (body, call) => {
    const budgets = body.advertiser_budgets !== undefined || body.bc_id !== undefined;
    if (!budgets) return updateProfile(body, call);
    if (body.advertiser_id === undefined) return updateBudgets(body, call);
    return invalid('Invalid value for advertiser_id: profile and budgets cannot be updated together.');
  }),
];

export type BudgetMode = Advertiser['budgetMode'];
export type BudgetUpdate = 'UPDATE' | 'RESET' | 'INCREMENTAL_UPDATE' | 'ONE_CLICK_SET';
export type RequestedBudget = { readonly mode: BudgetMode | undefined; readonly budget: number | undefined };
export type BudgetRow = JsonObject;

/**
 * Changes the budget of one ad account, or returns the reason of a refusal. A refusal is a row of a successful answer.
 *
 * Source: POST /advertiser/update/ (second-hand documentation for the rules; the texts of refusals are invented).
 */
export function changeBudget(
  advertiser: Advertiser,
  kind: BudgetUpdate,
  requested: RequestedBudget,
  by: string,
  state: State,
): BudgetRow {
  const now = state.now();
  const failed = (why: string) => rowOf(advertiser.id, 'FAILED', why, null);
  if (changesToday(advertiser, now) >= state.world.switches.budgetChangesPerDay) {
    return failed('The budget was changed too often today.');
  }
  if (kind === 'RESET') {
    if (advertiser.budgetMode !== 'CUSTOM_BUDGET') return failed('Only a CUSTOM_BUDGET can be reset.');
    const today = dayIn(advertiser.timezone, now);
    recordChange(advertiser, 'RESET', advertiser.budgetMode, advertiser.budget, by, now);
    advertiser.budgetSince = today;
    return rowOf(advertiser.id, 'SUCCESS', null, null);
  }

  const mode = kind === 'UPDATE' ? (requested.mode ?? 'MONTHLY_BUDGET') : advertiser.budgetMode;
  if (mode === 'UNLIMITED') {
    if (kind !== 'UPDATE') return failed('An UNLIMITED budget has no amount.');
    if (advertiser.budgetMode !== 'UNLIMITED') recordChange(advertiser, 'REMOVE_BUDGET', mode, undefined, by, now);
    advertiser.budgetMode = mode;
    delete advertiser.budget;
    return rowOf(advertiser.id, 'SUCCESS', null, null);
  }

  const least = floorOf(budgetSpent({ ...advertiser, budgetMode: mode }, now));
  const next = requestedAmount(advertiser, kind, requested.budget, least);
  if (next === undefined) return failed('budget must be a number with at most two decimals.');
  if (next < least) {
    return failed(`budget must be at least ${amountOf(least)}: 105% of what was spent in the running period.`);
  }
  if (next <= 0 && kind !== 'ONE_CLICK_SET') return failed('budget must be more than 0.');
  const before = advertiser.budget === undefined ? 0 : hundredthsOf(advertiser.budget);
  const activity =
    advertiser.budgetMode !== mode ? 'BUDGET_MODE_UPDATE' : next >= before ? 'INCREASE_BUDGET' : 'DECREASE_BUDGET';
  recordChange(advertiser, activity, mode, amountOf(next), by, now);
  if (mode === 'CUSTOM_BUDGET' && advertiser.budgetMode !== mode) {
    advertiser.budgetSince = dayIn(advertiser.timezone, now);
  }
  advertiser.budgetMode = mode;
  advertiser.budget = amountOf(next);
  return rowOf(advertiser.id, 'SUCCESS', null, kind === 'ONE_CLICK_SET' ? next / 100 : null);
}

/** Days are those of the ad account (inferred). */
export function changesToday(advertiser: Advertiser, now: Date): number {
  const today = dayIn(advertiser.timezone, now);
  return advertiser.budgetChanges.filter(({ time }) => dayIn(advertiser.timezone, new Date(time)) === today).length;
}

export function rowOf(
  advertiser: string,
  status: 'SUCCESS' | 'FAILED',
  why: string | null,
  oneClick: number | null,
): BudgetRow {
  return { advertiser_id: advertiser, status, error_msg: why, one_click_set_amount: oneClick };
}

function updateProfile(body: UpdateBody, call: Call): Reply {
  if (body.advertiser_id === undefined) {
    return invalid('Missing required field(s): advertiser_id.');
  }
  const advertiser = advertiserFor(body.advertiser_id, call);
  if ('refusal' in advertiser) return advertiser.refusal;
  if (body.advertiser_name !== undefined) advertiser.name = body.advertiser_name;
  if (body.company !== undefined) advertiser.company = body.company;
  return accepted({});
}

/** Each ad account has its own row: the call succeeds even if rows fail (second-hand documentation). */
function updateBudgets(body: UpdateBody, call: Call): Reply {
  const { bc_id: bc, advertiser_budgets: budgets, budget_update_type: kind } = body;
  if (bc === undefined || budgets === undefined) {
    const missing = bc === undefined ? 'bc_id' : 'advertiser_budgets';
    return invalid(`Missing required field(s): ${missing}.`);
  }
  const business = businessFor(bc, 'finance-manager', call);
  if ('refusal' in business) return business.refusal;
  if (budgets.length > MAX_BATCH[kind]) {
    return invalid(`Invalid value for advertiser_budgets: at most ${MAX_BATCH[kind]}.`);
  }
  if (kind === 'INCREMENTAL_UPDATE' && budgets.some(({ budget_mode: mode }) => mode !== undefined)) {
    return invalid('Invalid value for budget_mode: not allowed for INCREMENTAL_UPDATE.');
  }
  const without = budgets.find(
    ({ budget, budget_mode: mode }) =>
      budget === undefined && (kind === 'INCREMENTAL_UPDATE' || (kind === 'UPDATE' && mode !== 'UNLIMITED')),
  );
  if (without !== undefined) return invalid('Missing required field(s): budget.');

  const rows = budgets.map(({ advertiser_id: advertiserId, budget, budget_mode: mode }) => {
    const advertiser = call.state.world.tiktok.advertisers.find(
      (each) => each.id === advertiserId && each.ownerBusiness === business.id,
    );
    if (advertiser === undefined) {
      return rowOf(advertiserId, 'FAILED', 'The advertiser is not owned by this Business Center.', null);
    }
    return changeBudget(advertiser, kind, { mode, budget }, call.token.user ?? '', call.state);
  });
  return accepted({ [call.state.world.switches.budgetResultKey]: rows });
}

/** Hundredths; `undefined` if the requested value is not an amount. */
function requestedAmount(
  advertiser: Advertiser,
  kind: BudgetUpdate,
  requested: number | undefined,
  least: number,
): number | undefined {
  if (kind === 'ONE_CLICK_SET') return least;
  const given = requested === undefined ? undefined : wholeHundredths(requested);
  if (given === undefined || kind === 'UPDATE') return given;
  return (advertiser.budget === undefined ? 0 : hundredthsOf(advertiser.budget)) + given;
}

function recordChange(
  advertiser: Advertiser,
  activity: BudgetChange['activity'],
  mode: BudgetMode,
  budget: string | undefined,
  by: string,
  now: Date,
): void {
  advertiser.budgetChanges.push({
    time: now.toISOString(),
    activity,
    previousMode: advertiser.budgetMode,
    mode,
    by,
    ...(advertiser.budget === undefined ? {} : { previous: advertiser.budget }),
    ...(budget === undefined ? {} : { budget }),
  });
}
