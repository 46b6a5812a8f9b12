import { dayIn } from '../core/calendar.ts';
import type { JsonObject } from '../core/json.ts';
import { amountOf, budgetSpent, floorOf, hundredthsOf, wholeHundredths } from './money.ts';
import type { State } from './state.ts';
import type { Advertiser, BudgetChange } from './world.ts';

export type BudgetMode = Advertiser['budgetMode'];
export type BudgetUpdate = 'UPDATE' | 'RESET' | 'INCREMENTAL_UPDATE' | 'ONE_CLICK_SET';
export type BudgetAsked = { readonly mode: BudgetMode | undefined; readonly budget: number | undefined };

/** Result for one ad account: a row of the answer. */
export type BudgetRow = JsonObject;

/**
 * Changes the budget of one ad account, or returns the reason of a refusal. A refusal is a row of a successful answer.
 *
 * Source: business-api.tiktok.com POST /advertiser/update/ (second-hand documentation for the rules; the texts of
 * refusals are invented).
 */
export function changeBudget(
  advertiser: Advertiser,
  kind: BudgetUpdate,
  asked: BudgetAsked,
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
    record(advertiser, 'RESET', advertiser.budgetMode, advertiser.budget, by, now);
    advertiser.budgetSince = today;
    return rowOf(advertiser.id, 'SUCCESS', null, null);
  }

  const mode = kind === 'UPDATE' ? (asked.mode ?? 'MONTHLY_BUDGET') : advertiser.budgetMode;
  if (mode === 'UNLIMITED') {
    if (kind !== 'UPDATE') return failed('An UNLIMITED budget has no amount.');
    if (advertiser.budgetMode !== 'UNLIMITED') record(advertiser, 'REMOVE_BUDGET', mode, undefined, by, now);
    advertiser.budgetMode = mode;
    delete advertiser.budget;
    return rowOf(advertiser.id, 'SUCCESS', null, null);
  }

  const least = floorOf(budgetSpent({ ...advertiser, budgetMode: mode }, now));
  const next = amountAsked(advertiser, kind, asked.budget, least);
  if (next === undefined) return failed('budget must be a number with at most two decimals.');
  if (next < least) {
    return failed(`budget must be at least ${amountOf(least)}: 105% of what was spent in the running period.`);
  }
  if (next <= 0 && kind !== 'ONE_CLICK_SET') return failed('budget must be more than 0.');
  const before = advertiser.budget === undefined ? 0 : hundredthsOf(advertiser.budget);
  const activity =
    advertiser.budgetMode !== mode ? 'BUDGET_MODE_UPDATE' : next >= before ? 'INCREASE_BUDGET' : 'DECREASE_BUDGET';
  record(advertiser, activity, mode, amountOf(next), by, now);
  if (mode === 'CUSTOM_BUDGET' && advertiser.budgetMode !== mode) {
    advertiser.budgetSince = dayIn(advertiser.timezone, now);
  }
  advertiser.budgetMode = mode;
  advertiser.budget = amountOf(next);
  return rowOf(advertiser.id, 'SUCCESS', null, kind === 'ONE_CLICK_SET' ? next / 100 : null);
}

/** Hundredths; `undefined` if the requested value is not an amount. */
function amountAsked(
  advertiser: Advertiser,
  kind: BudgetUpdate,
  asked: number | undefined,
  least: number,
): number | undefined {
  if (kind === 'ONE_CLICK_SET') return least;
  const given = asked === undefined ? undefined : wholeHundredths(asked);
  if (given === undefined || kind === 'UPDATE') return given;
  return (advertiser.budget === undefined ? 0 : hundredthsOf(advertiser.budget)) + given;
}

function record(
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
