import { moneyWords } from '../../model/index.ts';
import { type Policy, refuse, rises } from './policy.ts';

/** One layer may not cost more than the repository allows. */
export const capMax: Policy = (input) => {
  const limits = input.settings.policies.capMax;
  if (limits === undefined) return [];
  return input.capMoves.flatMap((move) => {
    if (!rises(move)) return [];
    const { pair, after, currency } = move;
    const limit = limits.find((each) => each.currency === currency);
    if (limit !== undefined && after === undefined) {
      return [
        refuse(
          'cap-max',
          pair,
          'monthlyCostCap',
          'The unit of the cap is not stated, so it cannot be compared with the limit.',
        ),
      ];
    }
    if (limit === undefined || after === undefined) {
      return [
        refuse(
          'cap-max',
          pair,
          'monthlyCostCap',
          `cap-max has no amount in ${currency ?? 'the currency of this account, which is unknown'}, so the cap cannot be checked.`,
        ),
      ];
    }
    if (after.minor <= limit.minor) return [];
    return [
      refuse(
        'cap-max',
        pair,
        'monthlyCostCap',
        `The cap would be ${moneyWords(after)}; the limit for one layer is ${moneyWords(limit)}.`,
      ),
    ];
  });
};
