import { minCampaignBudget, moneyWords } from '../../model/index.ts';
import { currencyOf } from '../account.ts';
import { desiredCap } from '../wire.ts';
import { checkAt, type CheckRule } from './check.ts';

/** With a cap below the smallest campaign budget, one campaign can spend more than the cap in a day. */
export const capMinimum: CheckRule = (pair) => {
  const cap = desiredCap(pair.desired, pair.settings.costCapUnit, currencyOf(pair));
  const least = cap && minCampaignBudget(cap.currency);
  if (cap === undefined || least === undefined || cap.minor >= least.minor) return [];
  if (pair.desired.fields.state === 'paused') return [];
  return [
    checkAt(pair, 'monthlyCostCap', {
      code: 'cap/below-minimum',
      severity: 'warning',
      message: `The cap is ${moneyWords(cap)}, but the smallest budget of a campaign at TikTok is ${moneyWords(least)}: one campaign can spend more in a day.`,
      remedy: 'Raise the cap, or stop the layer: state: paused.',
    }),
  ];
};
