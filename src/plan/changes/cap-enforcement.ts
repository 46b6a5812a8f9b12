import { type FieldChange, type HumanStep, moneyWords } from '../../model/index.ts';
import { currencyOf } from '../account.ts';
import { liveAt, toPlanIn } from '../compare.ts';
import type { Pair } from '../pair.ts';
import { desiredCap } from '../wire.ts';
import { changeOf, type ChangeRule, shownDifferences } from './rule.ts';

/**
 * The cap as TikTok's monthly budget of the ad account. Only a Business Center that owns the account, with a finance
 * role, can read and set it; otherwise it is a manual step.
 *
 * Source: TikTok API v1.3 /advertiser/update/ and /advertiser/balance/get/ (second-hand documentation).
 */
export const capEnforcement: ChangeRule = {
  kind: 'cap-enforcement',
  find: (pair) => {
    const basis = ['adAccountId', 'monthlyCostCap'] as const;
    if (liveAt(pair, 'accountBudget').provenance === 'api' && pair.desiredWire.accountBudget !== undefined) {
      const fields = shownDifferences(pair, ['capEnforcement', 'accountBudget']);
      // `capEnforcement` alone changes nothing at TikTok: only the budget is written.
      if (!fields.some(({ path }) => path === 'accountBudget')) return [];
      // Read, write, read.
      return [changeOf(pair, 'cap-enforcement', fields, { by: 'api' }, 3, ['adAccountId', 'tiktokBusinessId'])];
    }
    // `none` needs no change if the budget was never set.
    const none = pair.desiredWire.capEnforcement === 'none' && liveAt(pair, 'capEnforcement').provenance === 'unknown';
    // A person set the budget for an earlier cap.
    const behind = ({ path, before }: FieldChange): boolean =>
      path !== 'accountBudget' || before.provenance === 'recorded';
    const fields = none ? [] : toPlanIn(pair, ['capEnforcement', 'accountBudget']).filter(behind);
    if (fields.length === 0) return [];
    return [changeOf(pair, 'cap-enforcement', fields, { by: 'human', instructions: byHand(pair) }, 0, basis)];
  },
};

function byHand(pair: Pair): HumanStep {
  const cap = desiredCap(pair.desired, pair.settings.costCapUnit, currencyOf(pair));
  const amount = cap === undefined ? 'the cap' : moneyWords(cap);
  return {
    screen: 'TikTok Business Center, Finance, Account budget',
    tasks: [
      pair.desired.fields.capEnforcement === 'tiktok'
        ? `Set the monthly budget of ad account ${pair.desired.fields.adAccountId} to ${amount}.`
        : `Remove the monthly budget of ad account ${pair.desired.fields.adAccountId}.`,
    ],
  };
}
