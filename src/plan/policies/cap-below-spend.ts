import { moneyWords, type Refusal } from '../../model/index.ts';
import type { Pair } from '../pair.ts';
import { type BudgetMove, type Policy, refuse, risesLive, type PolicyInput } from './policy.ts';

/**
 * A cap below the spend of this month stops delivery today or cannot be set: TikTok rejects an account budget below 105
 * % of the spend.
 *
 * Source: TikTok API v1.3 /advertiser/update/ (second-hand documentation) for the 105 %.
 */
export const capBelowSpend: Policy = (input) => [
  ...input.capMoves.flatMap((move) => refusalsOf(move, risesLive(move))),
  ...budgetsAlone(input).flatMap((move) => refusalsOf(move, !isDecrease(move))),
];

function refusalsOf({ pair, after }: Pick<BudgetMove, 'pair' | 'after'>, raises: boolean): readonly Refusal[] {
  const { spend: spent } = pair.live;
  if (after === undefined || spent === undefined || spent.currency !== after.currency)
    return raises ? [] : unknown(pair);
  const held = pair.desired.fields.capEnforcement === 'tiktok';
  const floor = held ? Math.ceil((spent.minor * 105) / 100) : spent.minor;
  if (after.minor >= floor) return [];
  const least = moneyWords({ minor: floor, currency: spent.currency });
  const why = held ? `; TikTok requires a monthly budget of at least 105% of the spend, which is ${least}` : '';
  const message = `The cap would be ${moneyWords(after)}, but ${moneyWords(spent)} is already spent this month${why}.`;
  return [refuse('cap-below-spend', pair, 'monthlyCostCap', message)];
}

/** A policy that cannot be checked refuses. A paused layer has no delivery to stop. */
function unknown(pair: Pair): readonly Refusal[] {
  // The unit has its own policy: without it no cap can be checked.
  if (pair.desired.fields.state === 'paused' || pair.settings.costCapUnit === undefined) return [];
  const message = 'The cap would decrease, but the spend of this month is unknown, so they cannot be compared.';
  return [refuse('cap-below-spend', pair, 'monthlyCostCap', message)];
}

function isDecrease({ unlimited, before, after }: BudgetMove): boolean {
  return after !== undefined && (unlimited || before === undefined || after.minor < before.minor);
}

/** Budgets that TikTok starts to enforce while the cap stays the same: TikTok compares them with the spend as well. */
function budgetsAlone(input: PolicyInput): readonly BudgetMove[] {
  const moved = new Set(input.capMoves.map(({ pair }) => pair));
  return input.budgetMoves.filter(({ pair }) => !moved.has(pair));
}
