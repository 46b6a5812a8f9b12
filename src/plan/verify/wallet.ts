import { FUND_REMEDY, fundsOf, fundsText } from '../funds.ts';
import { finding, type VerifyRule } from './subject.ts';

/** The wallet at Layers in agency mode, otherwise the balance of the ad account at TikTok. */
export const wallet: VerifyRule = (subject) => {
  const found = fundsOf(subject);
  const { adAccountId = '' } = subject.desired.fields;
  if (found === undefined) return [];
  const text = `${fundsText(found, adAccountId)}.`;
  if (found.isLow) return [finding('wallet', 'red', text, FUND_REMEDY[found.source])];
  if (found.amount !== undefined) return [finding('wallet', 'green', text)];
  const place = found.source === 'wallet' ? 'the wallet in Layers' : 'the balance in TikTok Ads Manager';
  return [finding('wallet', 'unknown', text, `Look at ${place}.`)];
};
