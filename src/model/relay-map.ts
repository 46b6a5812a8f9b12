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

/**
 * TikTok's standard events, web and app. Names are case-sensitive.
 *
 * Source: TikTok Ads help centre, standard events (documented for the web); Events API app events (second-hand).
 */
export const STANDARD_EVENTS: ReadonlySet<string> = new Set(
  (
    'AddPaymentInfo AddToCart AddToWishlist ApplicationApproval CompleteRegistration Contact CustomizeProduct Download ' +
    'FindLocation InitiateCheckout Lead Purchase Schedule Search StartTrial SubmitApplication Subscribe ViewContent ' +
    'AchieveLevel Checkout CompleteTutorial CreateGroup CreateRole GenerateLead InAppADClick InAppADImpr InstallApp ' +
    'JoinGroup LaunchAPP LoanApplication LoanApproval LoanDisbursal Login Rate Registration SpendCredits ' +
    'UnlockAchievement'
  ).split(' '),
);

/** Converted to a different event, or reserved. Source: TikTok Ads help centre, reserved events (documented). */
export const RESERVED_EVENTS: Readonly<Record<string, string>> = {
  CompletePayment: 'Purchase',
  SubmitForm: 'Lead',
  ClickForm: 'Lead',
  PlaceAnOrder: 'PlaceAnOrder',
  ClickButton: 'ClickButton',
  AddBilling: 'AddPaymentInfo',
  Browse: 'PageView',
  ClickInDownloadPage: 'ClickButton',
  ClickToDownload: 'Download',
  Consult: 'Contact',
  ConsultByPhone: 'Contact',
  StartCheckout: 'InitiateCheckout',
  ViewConsultationPage: 'ViewContent',
  ViewDownloadPage: 'ViewContent',
  ViewForm: 'ViewContent',
};

/** Report revenue: one purchase sent as two of them counts twice. */
export const MONEY_EVENTS: ReadonlySet<string> = new Set(['Purchase', 'Subscribe', 'PlaceAnOrder', 'CompletePayment']);
