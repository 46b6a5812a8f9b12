import type { Location } from './problem.ts';

/** Every check with its meaning. Source of the table in the README. */
export const CHECK_CODES = {
  'tiktok/account-unreadable': 'The TikTok token cannot read the ad account.',
  'tiktok/account-status': 'The ad account is not in a state in which ads are delivered.',
  'tiktok/pixel-missing': 'CAPI is on, and the ad account does not have the pixel.',
  'tiktok/pixel-unreadable': 'CAPI is on, and whether the ad account has the pixel could not be read.',
  'tiktok/partnership-pending': 'TikTok shows the ad account as shared, and Layers does not list it yet.',
  'tiktok/spark-expired': 'A Spark code has ended, or cannot be used.',
  'tiktok/spark-expiring': 'A Spark code ends within 7 days.',
  'tiktok/spark-item': 'A Spark code authorises another post than the document says.',
  'layers/gate-denies': 'The write gate of Layers will refuse what the plan asks of campaigns.',
  'layers/consent-unknown': 'No API shows whether the customer has consented to writes to campaigns.',
  'layers/token-status': 'Layers says that its token for the ad account is not valid.',
  'layers/capi-token': 'Layers says that the Events API token is not valid.',
  'layers/ambiguous': 'Several TikTok layers or ad accounts are in one project.',
  'layers/unknown-keys': 'The live config has keys that reconcile does not know.',
  'layers/kill-switch': 'The layer kill switch is on: Layers denies ad writes.',
  'ledger/edited': 'The ledger was edited by hand, so what it says is not believed.',
  'event-map/not-standard': 'A target that TikTok does not count as a standard event.',
  'event-map/near-miss': 'A target that is almost the name of a TikTok event.',
  'event-map/sdk-near-miss': 'A key that is almost the name of an SDK event.',
  'event-map/counted-twice': 'Two SDK events become one TikTok event that counts money.',
  'cap/not-enforced': 'Nobody enforces the cost cap.',
} as const;

export type CheckCode = keyof typeof CHECK_CODES;

/** An observation that is not a change. */
export type Check = {
  readonly code: CheckCode;
  readonly layer: string;
  /** `error`: broken now. `warning`: may cost money or data. `note`: good to know. */
  readonly severity: 'error' | 'warning' | 'note';
  readonly message: string;
  readonly remedy?: string;
  readonly location?: Location;
};
