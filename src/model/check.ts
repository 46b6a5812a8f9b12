import type { Location } from './problem.ts';

/** Source of the table in the README. */
export const CHECK_CODES = {
  'tiktok/account-unreadable': 'The TikTok token cannot read the ad account.',
  'tiktok/account-status': 'The ad account has a status that delivers no ads.',
  'tiktok/pixel-missing': 'CAPI is on, but the ad account does not have the pixel.',
  'tiktok/pixel-unreadable': 'CAPI is on, but the pixels of the ad account could not be read.',
  'tiktok/partnership-pending': 'TikTok shows the ad account as shared, but Layers does not list it yet.',
  'tiktok/shares-unreadable': 'The TikTok token cannot read what is shared with Layers, so a person’s word counts.',
  'tiktok/spark-expired': 'A Spark code has expired.',
  'tiktok/spark-status': 'A Spark code or its post has a status that TikTok does not document.',
  'tiktok/spark-post': 'The post of a Spark code is not public.',
  'tiktok/spark-expiring': 'A Spark code expires within 7 days.',
  'tiktok/spark-item': 'A Spark code authorises a different post than the document names.',
  'layers/gate-denies': 'The write gate of Layers will refuse the planned campaign writes.',
  'layers/consent-unknown': 'No API shows whether the customer has consented to writes to campaigns.',
  'layers/token-status': 'Layers reports its token for the ad account as invalid.',
  'layers/capi-token': 'Layers reports the Events API token as invalid.',
  'layers/capi-off': 'CAPI is turned off while campaigns run.',
  'layers/currency': 'Layers and TikTok show different currencies for the ad account.',
  'layers/ambiguous': 'One project has several TikTok layers or ad accounts.',
  'layers/unknown-keys': 'The live config has unknown keys.',
  'layers/kill-switch': 'The layer kill switch is on: Layers denies ad writes.',
  'ledger/edited': 'The ledger was edited manually, so its values count as unknown.',
  'event-map/not-standard': 'A target of the event map is not a standard TikTok event.',
  'event-map/converted': 'TikTok counts a target of the event map as a different event.',
  'event-map/near-miss': 'A target of the event map is similar to a TikTok event.',
  'event-map/sdk-near-miss': 'A key of the event map is similar to a documented SDK event.',
  'event-map/dropped': 'The app sends custom events that the relay drops.',
  'event-map/counted-twice': 'Two SDK events map to one TikTok event that counts money.',
  'cap/without-events': 'The spend is raised, but no conversion reaches TikTok.',
  'objectives/no-event': 'An objective needs an event that the event map does not send.',
  'cap/below-minimum': 'The cap is below the smallest budget of a campaign at TikTok.',
  'cap/not-enforced': 'The cost cap is not enforced.',
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
