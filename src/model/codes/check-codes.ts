import type { CodeText } from './code-text.ts';

/** Checks, in the order of the README. */
export const CHECK_CODES = {
  'tiktok/account-unreadable': {
    meaning: 'The TikTok token cannot read the ad account.',
    example: 'The token belongs to a user without access to the account',
    cure: 'Use a token of a user with access to the account, or correct adAccountId.',
  },
  'tiktok/account-status': {
    meaning: 'The ad account has a status that delivers no ads.',
    example: 'STATUS_LIMIT: TikTok punished the account',
    cure: 'Open the account in TikTok Ads Manager and resolve its status.',
  },
  'tiktok/balance-low': {
    meaning: 'The ad account at TikTok has no money, or less than checks.balance-min.',
    example: 'A balance of 0.00 USD in BYO mode',
    cure: 'Add money to the ad account in TikTok Ads Manager, unless it pays by invoice.',
  },
  'tiktok/balance-unknown': {
    meaning: 'TikTok does not show the balance that checks.balance-min limits.',
    example: 'A token without access to the ad account',
    cure: 'Look at the balance in TikTok Ads Manager.',
  },
  'layers/wallet-low': {
    meaning: 'The wallet at Layers that pays in agency mode is empty, or has less than checks.balance-min.',
    example: 'A wallet balance of 0.00 EUR',
    cure: 'Ask the organization to top up its wallet.',
  },
  'layers/wallet-unknown': {
    meaning: 'Layers does not show the wallet balance that checks.balance-min limits.',
    example: 'A newer generation of the API, which has no walletBalance',
    cure: 'Look at the wallet in Layers.',
  },
  'tiktok/pixel-missing': {
    meaning: 'CAPI is on, but the ad account does not have the pixel.',
    example: 'capi.pixel_id of a different client',
    cure: 'Link the pixel to the ad account in its Business Center, or correct capi.pixel_id.',
  },
  'tiktok/pixel-unreadable': {
    meaning: 'CAPI is on, but the pixels of the ad account could not be read.',
    example: 'The token may not read the Business Center that owns the pixel',
    cure: 'Use a token of a user with access to the account, or link the pixel.',
  },
  'tiktok/partnership-pending': {
    meaning: 'TikTok shows the ad account as shared, but Layers does not list it yet.',
    example: 'The account was shared 5 minutes ago',
    cure: 'Wait 5 to 15 minutes, then check in the setup wizard whether Layers has accepted.',
  },
  'tiktok/shares-unreadable': {
    meaning: 'The TikTok token cannot read what is shared with Layers, so a person’s word counts.',
    example: 'A token of a user who is no administrator of the Business Center',
    cure: 'Use a token of an administrator of the Business Center that shares the assets.',
  },
  'tiktok/spark-expired': {
    meaning: 'A Spark code has expired.',
    example: 'The creator authorised the post for 30 days, 31 days ago',
    cure: 'Ask the creator for a new code, and set the variable to it.',
  },
  'tiktok/spark-status': {
    meaning: 'A Spark code or its post has a status that TikTok does not document.',
    example: 'The status SUSPENDED',
    cure: 'Check the post in TikTok Ads Manager; if it is unusable, ask the creator for a new code.',
  },
  'tiktok/spark-post': {
    meaning: 'The post of a Spark code is not public.',
    example: 'The creator made the post private',
    cure: 'Ask the creator to make the post public again.',
  },
  'tiktok/spark-expiring': {
    meaning: 'A Spark code expires within 7 days.',
    example: 'The authorisation ends in 3 days',
    cure: 'Ask the creator to extend it, or for a new code.',
  },
  'layers/not-selectable': {
    meaning: 'Layers does not let ads show a Spark post.',
    example: 'The post has a score of 2, and no person included it',
    cure: 'Include the post in Layers, or wait until its score is at least 4.',
  },
  'tiktok/spark-item': {
    meaning: 'A Spark code authorises a different post than the document names.',
    example: 'item: "7301", and a code for the post 7302',
    cure: 'Set the variable to the code of that post, or correct item.',
  },
  'layers/gate-denies': {
    meaning: 'The write gate of Layers will refuse the planned campaign writes.',
    example: 'The kill switch is on',
    cure: 'Pause these campaigns in the dashboard, or ask the customer to change the setting there.',
  },
  'layers/consent-unknown': {
    meaning: 'No API shows whether the customer has consented to writes to campaigns.',
    example: 'A plan that pauses campaigns',
    cure: 'Ask the customer whether partner writes are allowed on this layer.',
  },
  'layers/token-status': {
    meaning: 'Layers reports its token for the ad account as invalid.',
    example: 'tokenStatus: expired',
    cure: 'Reconnect the account in the dashboard.',
  },
  'layers/capi-token': {
    meaning: 'Layers reports the Events API token as invalid.',
    example: 'A token that was deleted in TikTok Events Manager',
    cure: 'Generate a new token there, and paste it into the settings of the layer.',
  },
  'layers/capi-off': {
    meaning: 'CAPI is turned off while campaigns run.',
    example: 'capi: { enabled: false } for a layer with 3 running campaigns',
    cure: 'Pause the layer first (state: paused), or keep CAPI on.',
  },
  'layers/currency': {
    meaning: 'Layers and TikTok show different currencies for the ad account.',
    example: 'EUR at TikTok, USD at Layers',
    cure: 'Reconnect the account in the dashboard, and compare the cap there.',
  },
  'layers/ambiguous': {
    meaning: 'One project has several TikTok layers or ad accounts.',
    example: 'Two TikTok layers in one project',
    cure: 'Add layer: ID to the document, or give each layer its own project.',
  },
  'layers/unknown-keys': {
    meaning: 'The live config has unknown keys.',
    example: 'A new key of Layers in the config',
    cure: 'None is needed: the keys are kept.',
  },
  'layers/kill-switch': {
    meaning: 'The layer kill switch is on: Layers denies ad writes.',
    example: 'The customer stopped the layer in the dashboard',
    cure: 'Ask the customer to turn it off in the dashboard.',
  },
  'ledger/edited': {
    meaning: 'The ledger was edited manually, so its values count as unknown.',
    example: 'metadata.reconcile was edited, so its checksum is wrong',
    cure: 'Record the live values again: reconcile confirm NAME --json -.',
  },
  'event-map/not-standard': {
    meaning: 'A target of the event map is not a standard TikTok event.',
    example: 'level_complete: BossDefeated',
    cure: 'Map it to a standard event if ads are optimised for it.',
  },
  'event-map/converted': {
    meaning: 'TikTok counts a target of the event map as a different event.',
    example: 'iap_done: CompletePayment, which TikTok counts as Purchase',
    cure: 'Write the name that TikTok uses, so that reports and the document agree.',
  },
  'event-map/near-miss': {
    meaning: 'A target of the event map is similar to a TikTok event.',
    example: 'level_complete: CompleteRegistraton',
    cure: 'Write the name that the check shows. Names are case-sensitive.',
  },
  'event-map/sdk-near-miss': {
    meaning: 'A key of the event map is similar to a documented SDK event.',
    example: 'purchase_sucess: Purchase',
    cure: 'Write the name that the SDK documents, unless the app sends this one.',
  },
  'event-map/dropped': {
    meaning: 'The app sends custom events that the relay drops.',
    example: 'level_up, which is in neither the default map nor capi.event_map',
    cure: 'Add the event to capi.event_map, rename it in the app, or accept the drop.',
  },
  'event-map/counted-twice': {
    meaning: 'Two SDK events map to one TikTok event that counts money.',
    example: 'iap_done: Purchase, while purchase_success maps to Purchase',
    cure: 'Map the SDK events of one purchase to different TikTok events.',
  },
  'cap/without-events': {
    meaning: 'The spend is raised, but no conversion reaches TikTok.',
    example: 'A higher cap, while the Events API token is invalid or the pixel counted no event in 30 days',
    cure: 'Fix the token, or send a test event first; reconcile verify shows whether events arrive.',
  },
  'cap/events-unknown': {
    meaning: 'The spend is raised, and it is unknown whether events reach the pixel.',
    example: 'A higher cap, while TikTok does not answer how many events the pixel counted',
    cure: 'Look in TikTok Events Manager, or run reconcile verify.',
  },
  'objectives/outside': {
    meaning: 'A live campaign has an objective that the document does not list.',
    example: 'A campaign of type TRAFFIC, and objectives: [app_installs]',
    cure: 'Add the objective to the document, or pause the campaign in TikTok Ads Manager.',
  },
  'objectives/unknown': {
    meaning: 'A live campaign has an objective that is not judged.',
    example: 'A campaign of type PRODUCT_SALES, which no objective of Layers is known to mean',
    cure: 'Check in TikTok Ads Manager whether the campaign belongs to the layer.',
  },
  'objectives/no-event': {
    meaning: 'An objective needs an event that the event map does not send.',
    example: 'An objective for purchases, while no SDK event maps to Purchase',
    cure: 'Map an SDK event to one of the events that the check names, or remove the objective.',
  },
  'cap/below-minimum': {
    meaning: 'The cap is below the smallest budget of a campaign at TikTok.',
    example: 'monthlyCostCap: 20 USD',
    cure: 'Raise the cap, or pause the layer (state: paused).',
  },
  'cap/unreachable': {
    meaning: 'The live campaign budgets are too small to reach the cap.',
    example: 'A cap of 30,000 USD, and one campaign with 100 USD a day',
    cure: 'Nothing, or raise the budgets of the campaigns.',
  },
} as const satisfies Readonly<Record<string, CodeText>>;
