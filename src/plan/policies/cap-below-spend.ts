import { moneyWords } from '../../model/index.ts';
import { type BudgetMove, budgetMoves, capMoves, type Policy, refuse, type Whole } from './policy.ts';

/**
 * A cap below what the month has already cost stops delivery today or cannot be set: TikTok takes no account budget
 * below 105 % of what is spent.
 *
 * Source: TikTok API v1.3 /advertiser/update/ (second-hand documentation) for the 105 %.
 */
export const capBelowSpend: Policy = (whole) =>
  [...capMoves(whole), ...budgetsAlone(whole)].flatMap(({ pair, after }) => {
    const spent = pair.live.spend;
    if (after === undefined || spent === undefined || spent.currency !== after.currency) return [];
    const held = pair.desired.fields.capEnforcement === 'tiktok';
    const floor = held ? Math.ceil((spent.minor * 105) / 100) : spent.minor;
    if (after.minor >= floor) return [];
    const least = moneyWords({ minor: floor, currency: spent.currency });
    const why = held ? `: TikTok takes no monthly budget below 105 % of what is spent, which is ${least}` : '';
    return [
      refuse(
        'cap-below-spend',
        pair,
        'monthlyCostCap',
        `The cap would be ${moneyWords(after)}, and this month has already cost ${moneyWords(spent)}${why}.`,
      ),
    ];
  });

/** TikTok is to hold a cap that stays as it is: it looks at what is spent all the same. */
function budgetsAlone(whole: Whole): readonly BudgetMove[] {
  const moved = new Set(capMoves(whole).map(({ pair }) => pair));
  return budgetMoves(whole).filter(({ pair }) => !moved.has(pair));
}
