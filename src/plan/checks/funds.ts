import { FUND_REMEDY, fundsOf, fundsText } from '../funds.ts';
import { checkAt, type CheckRule } from './check.ts';

/** Without money no ad runs. If a limit is set, an amount that is not shown is reported. */
export const funds: CheckRule = (pair) => {
  const found = fundsOf(pair);
  const { adAccountId = '' } = pair.desired.fields;
  if (found === undefined) return [];
  if (found.isLow) {
    return [
      checkAt(pair, 'adAccountId', {
        code: found.source === 'wallet' ? 'layers/wallet-low' : 'tiktok/balance-low',
        severity: 'warning',
        message: `${fundsText(found, adAccountId)}.`,
        remedy: FUND_REMEDY[found.source],
      }),
    ];
  }
  if (found.amount !== undefined || pair.settings.checks?.balanceMin === undefined) return [];
  return [
    checkAt(pair, 'adAccountId', {
      code: found.source === 'wallet' ? 'layers/wallet-unknown' : 'tiktok/balance-unknown',
      severity: 'note',
      message: `${fundsText(found, adAccountId)}, so checks.balance-min cannot be compared.`,
      remedy:
        found.source === 'wallet' ? 'Look at the wallet in Layers.' : 'Look at the balance in TikTok Ads Manager.',
    }),
  ];
};
