/**
 * SDK event → TikTok event, before overrides. All others are logged and dropped.
 *
 * Source: developers.layers.com docs/paid-media/tiktok-setup, "Event mapping" (documented).
 */
export const DEFAULT_RELAY_MAP: Readonly<Record<string, string>> = {
  purchase_success: 'Purchase',
  paywall_purchased: 'Purchase',
  subscription_start: 'Purchase',
  trial_start: 'Purchase',
  add_to_cart: 'AddToCart',
  content_open: 'ViewContent',
  screen_view: 'PageView',
  search: 'Search',
  sign_up: 'CompleteRegistration',
};

/** A name in an event map. No page states the allowed ones. */
export const EVENT_NAME = /^[^\u0000-\u001f\u007f-\u009f]{1,100}$/;

/** Whether an event map of a document may have this name: two are refused in every YAML file. */
export function isEventName(name: string): boolean {
  return EVENT_NAME.test(name) && name !== '__proto__' && name !== '<<';
}

/**
 * An app may send others.
 *
 * Source: developers.layers.com docs/sdk/standard-events, the default maps for TikTok and Meta; `app_open`:
 * docs/api/reference/sdk-apps/verify-tracking (documented).
 */
export const SDK_EVENTS: ReadonlySet<string> = new Set([
  ...Object.keys(DEFAULT_RELAY_MAP),
  'subscription_renew',
  'trial_convert',
  'purchase_attempt',
  'bookmark_add',
  'app_open',
]);
