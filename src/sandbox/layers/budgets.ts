import { z } from 'zod';
import type { JsonObject } from '../core/json.ts';
import { type Refusal, refused, type Reply } from './envelope.ts';
import type { Call } from './route.ts';
import type { Project } from './world.ts';
import { rejectedByPlatform, type Subject, submit } from './ad-writes.ts';

const cents = z.int().min(1);

/**
 * Exactly one of the two budgets. Source of this file, if nothing else is given:
 * docs/api/reference/ads/patch-campaign-budget (documented).
 */
export const Budget = z
  .strictObject({ dailyBudgetCents: cents.optional(), lifetimeBudgetCents: cents.optional() })
  .refine(isOneBudget, 'exactly one of dailyBudgetCents and lifetimeBudgetCents');

export function isOneBudget(given: Budgets): boolean {
  return (given.dailyBudgetCents === undefined) !== (given.lifetimeBudgetCents === undefined);
}

export type Budgets = {
  readonly dailyBudgetCents?: number | undefined;
  readonly lifetimeBudgetCents?: number | undefined;
};

/** The budgets that are set, without those that are `undefined`. */
export function budgetsOf({ dailyBudgetCents, lifetimeBudgetCents }: Budgets): JsonObject {
  return {
    ...(dailyBudgetCents === undefined ? {} : { dailyBudgetCents }),
    ...(lifetimeBudgetCents === undefined ? {} : { lifetimeBudgetCents }),
  };
}

/**
 * The refusal of a new budget: `VALIDATION` if it is too low. The platform rejects a switch between daily and lifetime,
 * and a lifetime budget after the end (documented).
 *
 * @param least in cents
 */
export function budgetRefusal(
  before: Budgets & { readonly endTime?: string | undefined },
  after: Budgets,
  least: number,
  now: Date,
): Refusal | undefined {
  const low = belowMinimum(after, least);
  if (low !== undefined) return low;
  const had =
    before.lifetimeBudgetCents !== undefined ? 'lifetime' : before.dailyBudgetCents !== undefined ? 'daily' : undefined;
  const gets = after.lifetimeBudgetCents === undefined ? 'daily' : 'lifetime';
  if (had !== undefined && had !== gets) return rejectedByPlatform('budget_mode_switch');
  if (gets === 'lifetime' && before.endTime !== undefined && Date.parse(before.endTime) <= now.getTime()) {
    return rejectedByPlatform('lifetime_past_end');
  }
  return undefined;
}

export function belowMinimum(after: Budgets, least: number): Refusal | undefined {
  const requested = after.dailyBudgetCents ?? after.lifetimeBudgetCents ?? least;
  if (requested >= least) return undefined;
  return refused('VALIDATION', `The budget is below the minimum of ${least} cents.`, { minimumCents: least });
}

/** Source: docs/concepts/safety-guardrails: 50% and 100 USD (documented, for the optimizer). */
const MAX_CHANGE = { share: 0.5, cents: 10_000 };

export function submitBudget(call: Call, project: Project, subject: Subject, before: Budgets, after: Budgets): Reply {
  const clamped = clampedBudget(before, after);
  return submit(call, project, {
    ...subject,
    axis: 'tactical',
    actionType: 'update_budget',
    currentValue: budgetsOf(before),
    newValue: budgetsOf(after),
    ...(clamped === undefined ? {} : { clamped }),
  });
}

/** The nearest budget within the guardrails; `undefined` if the requested one is within them. */
function clampedBudget(before: Budgets, after: Budgets): JsonObject | undefined {
  const old = before.dailyBudgetCents ?? before.lifetimeBudgetCents;
  const requested = after.dailyBudgetCents ?? after.lifetimeBudgetCents;
  if (old === undefined || requested === undefined) return undefined;
  const most = Math.min(Math.floor(old * MAX_CHANGE.share), MAX_CHANGE.cents);
  if (Math.abs(requested - old) <= most) return undefined;
  const nearest = old + Math.sign(requested - old) * most;
  return after.dailyBudgetCents === undefined ? { lifetimeBudgetCents: nearest } : { dailyBudgetCents: nearest };
}
