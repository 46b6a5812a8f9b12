import { checkAt, type CheckRule } from './check.ts';

/**
 * Statuses of accounts that deliver no ads. Other statuses except `STATUS_ENABLE` are shown as undocumented.
 *
 * Source: business-api.tiktok.com portal/docs, /advertiser/info/ `status` (second-hand documentation); the last two
 * were observed by third parties.
 */
const NOT_DELIVERING: ReadonlySet<string> = new Set(
  (
    'STATUS_DISABLE STATUS_PENDING_CONFIRM STATUS_PENDING_VERIFIED STATUS_PENDING_CONFIRM_MODIFY STATUS_CONFIRM_FAIL ' +
    'STATUS_CONFIRM_FAIL_END STATUS_CONFIRM_MODIFY_FAIL STATUS_LIMIT STATUS_WAIT_FOR_BPM_AUDIT ' +
    'STATUS_WAIT_FOR_PUBLIC_AUTH STATUS_SELF_SERVICE_UNAUDITED STATUS_CONTRACT_PENDING STATUS_DISABLE_BY_BINDTOP ' +
    'STATUS_FROZEN'
  ).split(' '),
);

/** If the ad account cannot be read, or delivers no ads, all else looks fine although nothing runs. */
export const account: CheckRule = (pair) => {
  const { account: seen } = pair.live;
  if (seen.state === 'unreadable') {
    return [
      checkAt(pair, 'adAccountId', {
        code: 'tiktok/account-unreadable',
        severity: 'warning',
        message: `The TikTok token cannot read ad account ${pair.desired.fields.adAccountId}: ${seen.reason}`,
        remedy: 'Use a token of a user with access to the account, or correct adAccountId.',
      }),
    ];
  }
  if (seen.state !== 'seen' || seen.facts.status === 'STATUS_ENABLE') return [];
  const { advertiserId, status } = seen.facts;
  const isKnown = NOT_DELIVERING.has(status);
  const meaning = isKnown ? 'no ads are delivered' : 'the status is not documented, so ads may not be delivered';
  return [
    checkAt(pair, 'adAccountId', {
      code: 'tiktok/account-status',
      severity: isKnown ? 'error' : 'warning',
      message: `Ad account ${advertiserId} has status ${status} at TikTok: ${meaning}.`,
      remedy: 'Open the account in TikTok Ads Manager and resolve its status.',
    }),
  ];
};
