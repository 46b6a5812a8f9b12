import { majorText, plainText } from '../../model/index.ts';
import { seenAt } from '../compare.ts';
import { currencyOf } from '../pair.ts';
import { desiredCap } from '../wire.ts';
import { fieldsRule, type Rule } from './rule.ts';

/**
 * Whether TikTok itself holds the cap, as the monthly budget of the ad account. Only a Business Center that owns the
 * account, with a finance role, can set it.
 *
 * Source: TikTok API v1.3 /advertiser/update/ and /advertiser/balance/get/ (second-hand documentation).
 */
const written = fieldsRule('cap-enforcement', ['capEnforcement'], ['adAccountId', 'monthlyCostCap'], (pair) => {
  const cap = desiredCap(pair.desired, pair.settings.costCapUnit, currencyOf(pair));
  const amount = cap === undefined ? 'the cap' : `${majorText(cap)} ${cap.currency}`;
  return {
    screen: 'TikTok Business Center, Finance, Account budget',
    doing: [
      pair.desired.fields.capEnforcement === 'tiktok'
        ? `Set the monthly budget of ad account ${plainText(pair.desired.fields.adAccountId)} to ${amount}.`
        : `Remove the monthly budget of ad account ${plainText(pair.desired.fields.adAccountId)}.`,
    ],
  };
});

export const capEnforcement: Rule = {
  kind: written.kind,
  find: (pair) => {
    // `none` asks for nothing where nothing was ever set.
    const none = pair.wanted.capEnforcement === 'none' && seenAt(pair, 'capEnforcement').provenance === 'unknown';
    return none ? [] : written.find(pair);
  },
};
