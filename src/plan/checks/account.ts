import { plainText } from '../../model/index.ts';
import { checkAt, type Examine } from './check.ts';

/**
 * An ad account that the token cannot read, or that delivers no ads, makes everything else look fine while nothing runs.
 *
 * Source: TikTok API v1.3 /advertiser/info/ `status` (second-hand documentation; unknown values count as not delivering).
 */
export const account: Examine = (pair) => {
  const { account: seen } = pair.live;
  if (seen.state === 'unreadable') {
    return [
      checkAt(pair, 'adAccountId', {
        code: 'tiktok/account-unreadable',
        severity: 'warning',
        message: `The TikTok token cannot read ad account ${plainText(pair.desired.fields.adAccountId)}: ${seen.reason}`,
        remedy: 'Use a token of a user who may see the account, or correct the id.',
      }),
    ];
  }
  if (seen.state !== 'seen' || seen.facts.status === 'STATUS_ENABLE') return [];
  return [
    checkAt(pair, 'adAccountId', {
      code: 'tiktok/account-status',
      severity: 'error',
      message: `Ad account ${seen.facts.advertiserId} is ${seen.facts.status} at TikTok: no ads are delivered.`,
      remedy: 'Open the account in TikTok Ads Manager and settle what it asks for.',
    }),
  ];
};
