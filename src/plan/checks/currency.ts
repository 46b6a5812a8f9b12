import { checkAt, type CheckRule } from './check.ts';

/** A cap that Layers reads in a different currency allows a different amount (inferred). */
export const currency: CheckRule = (pair) => {
  const { account, accounts } = pair.live;
  const copy = accounts.find(({ advertiserId }) => advertiserId === pair.desired.fields.adAccountId)?.currency;
  if (account.state !== 'seen' || copy === undefined || copy === account.facts.currency) return [];
  const { advertiserId, currency: own } = account.facts;
  return [
    checkAt(pair, 'adAccountId', {
      code: 'layers/currency',
      severity: 'warning',
      message: `Ad account ${advertiserId} has the currency ${own} at TikTok, but ${copy} at Layers.`,
      remedy: 'Reconnect the account in the dashboard, and compare the cap there.',
    }),
  ];
};
