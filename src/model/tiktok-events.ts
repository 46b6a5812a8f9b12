/** What TikTok makes of an event with a known name. Any other name is a custom event. */
export type EventMeaning =
  /** In its list for websites (also offline and CRM), for apps, or in both. `onWeb`: treated as this name there. */
  | { readonly kind: 'standard'; readonly web: boolean; readonly app: boolean; readonly onWeb?: string }
  /** An old name. Counts, and is optimised for, as the new one. */
  | { readonly kind: 'converted'; readonly to: string }
  /** Counts as a different name. Whether it can be optimised for is unknown. */
  | { readonly kind: 'reserved'; readonly to: string }
  /** Works until 2027. */
  | { readonly kind: 'deprecated' }
  /** Accepted and reported, but not a standard event. */
  | { readonly kind: 'page-view' }
  /** As one of TikTok's SDKs spells a standard event. Whether the Events API treats both alike is unknown. */
  | { readonly kind: 'sdk-spelling'; readonly standard: string };

const WEB = names(
  'AddPaymentInfo AddToCart AddToWishlist ApplicationApproval CompleteRegistration Contact CustomizeProduct Download ' +
    'FindLocation InitiateCheckout Lead Purchase Schedule Search StartTrial SubmitApplication Subscribe ViewContent',
);

const APP = names(
  'AchieveLevel AddPaymentInfo AddToCart AddToWishlist Checkout CompleteTutorial CreateGroup CreateRole GenerateLead ' +
    'ImpressionLevelAdRevenue InAppADClick InAppADImpr InstallApp JoinGroup LaunchAPP LoanApplication LoanApproval ' +
    'LoanDisbursal Login Purchase Rate Registration Search SpendCredits StartTrial Subscribe UnlockAchievement ViewContent',
);

const CONVERTED: Readonly<Record<string, string>> = { CompletePayment: 'Purchase', SubmitForm: 'Lead' };

/** Only on websites if the name is also an app event. */
const RESERVED: Readonly<Record<string, string>> = {
  AddBilling: 'AddPaymentInfo',
  Browse: 'PageView',
  Checkout: 'PlaceAnOrder',
  ClickForm: 'Lead',
  ClickInDownloadPage: 'ClickButton',
  ClickToDownload: 'Download',
  Consult: 'Contact',
  ConsultByPhone: 'Contact',
  Registration: 'CompleteRegistration',
  StartCheckout: 'InitiateCheckout',
  ViewConsultationPage: 'ViewContent',
  ViewDownloadPage: 'ViewContent',
  ViewForm: 'ViewContent',
};

const DEPRECATED = names('PlaceAnOrder ClickButton');
const PAGE_VIEWS = names('PageView Pageview');
const SDK_SPELLINGS: Readonly<Record<string, string>> = { InAppAdImpr: 'InAppADImpr' };

/**
 * By name, which is case-sensitive.
 *
 * Source: TikTok Ads help centre, standard and reserved events (documented for the web); Events API app events
 * (second-hand); the iOS SDK for `ImpressionLevelAdRevenue`, the Android SDK for `InAppAdImpr` (documented).
 */
export const TIKTOK_EVENTS: ReadonlyMap<string, EventMeaning> = new Map(
  [...WEB, ...APP, ...Object.keys({ ...CONVERTED, ...RESERVED, ...SDK_SPELLINGS }), ...DEPRECATED, ...PAGE_VIEWS].map(
    (name) => [name, meaningOf(name)],
  ),
);

/** Report revenue: one purchase sent as two of them counts twice. */
const MONEY_EVENTS = names('Purchase Subscribe PlaceAnOrder');

export function countsMoney(event: string): boolean {
  return MONEY_EVENTS.has(countedAs(event));
}

/** The name under which TikTok counts an event. */
export function countedAs(event: string): string {
  const meaning = TIKTOK_EVENTS.get(event);
  return meaning?.kind === 'converted' || meaning?.kind === 'reserved' ? meaning.to : event;
}

/**
 * Whether an ad for a website can be optimised for it.
 *
 * Source: TikTok Ads help centre, supported standard events (documented).
 */
export function supportsWebObjective(event: string): boolean {
  return WEB.has(countedAs(event));
}

function meaningOf(name: string): EventMeaning {
  const onWeb = RESERVED[name];
  if (WEB.has(name) || APP.has(name)) {
    return { kind: 'standard', web: WEB.has(name), app: APP.has(name), ...(onWeb !== undefined && { onWeb }) };
  }
  const [converted, standard] = [CONVERTED[name], SDK_SPELLINGS[name]];
  if (converted !== undefined) return { kind: 'converted', to: converted };
  if (onWeb !== undefined) return { kind: 'reserved', to: onWeb };
  if (standard !== undefined) return { kind: 'sdk-spelling', standard };
  return DEPRECATED.has(name) ? { kind: 'deprecated' } : { kind: 'page-view' };
}

function names(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}
