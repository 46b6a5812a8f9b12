import { expect, test } from 'vitest';
import { countedAs, countsMoney, supportsWebObjective, TIKTOK_EVENTS } from '../../src/model/index.ts';
import { eventMapChecks } from '../../src/plan/checks/event-map.ts';
import { aDesired } from '../support/layers.ts';

const WEB =
  'AddPaymentInfo AddToCart AddToWishlist ApplicationApproval CompleteRegistration Contact CustomizeProduct Download FindLocation InitiateCheckout Lead Purchase Schedule Search StartTrial SubmitApplication Subscribe ViewContent'.split(
    ' ',
  );
const APP =
  'AchieveLevel AddPaymentInfo AddToCart AddToWishlist Checkout CompleteTutorial CreateGroup CreateRole GenerateLead ImpressionLevelAdRevenue InAppADClick InAppADImpr InstallApp JoinGroup LaunchAPP LoanApplication LoanApproval LoanDisbursal Login Purchase Rate Registration Search SpendCredits StartTrial Subscribe UnlockAchievement ViewContent'.split(
    ' ',
  );

/** `code: words` of each check on a document that maps an event of its own to this one. */
function checked(event: string): readonly string[] {
  const checks = eventMapChecks({ desired: aDesired({ fields: { 'capi.event_map': { level_done: event } } }) });
  return checks.map(({ code, message }) => `${code}: ${message.replace(/^"level_done" maps to /, '')}`);
}

const MONEY = new Set(['Purchase']);

test.each([...new Set([...WEB, ...APP])])('%s is a standard event', (event) => {
  const lists = { web: WEB.includes(event), app: APP.includes(event) };
  expect(TIKTOK_EVENTS.get(event)).toMatchObject({ kind: 'standard', ...lists });
  expect(supportsWebObjective(event)).toBe(WEB.includes(event));
  expect(checked(event).map((text) => text.split(':')[0])).toEqual(MONEY.has(event) ? ['event-map/counted-twice'] : []);
});

const OPTIMISED = ' whether ads can be optimised for it is not documented.';
const CUSTOM = 'which is not a standard TikTok event: it is reported but cannot be optimised for.';

test.each<{ event: string; to?: string; says: string; why: string }>([
  { event: 'CompletePayment', to: 'Purchase', says: 'which TikTok converts to Purchase.', why: 'converted' },
  { event: 'SubmitForm', to: 'Lead', says: 'which TikTok converts to Lead.', why: 'converted' },
  { event: 'ClickForm', to: 'Lead', says: `which TikTok treats as Lead;${OPTIMISED}`, why: 'reserved' },
  { event: 'AddBilling', to: 'AddPaymentInfo', says: `treats as AddPaymentInfo;${OPTIMISED}`, why: 'reserved' },
  { event: 'Browse', to: 'PageView', says: `treats as PageView;${OPTIMISED}`, why: 'reserved' },
  { event: 'ClickInDownloadPage', to: 'ClickButton', says: `treats as ClickButton;${OPTIMISED}`, why: 'reserved' },
  { event: 'ClickToDownload', to: 'Download', says: `treats as Download;${OPTIMISED}`, why: 'reserved' },
  { event: 'Consult', to: 'Contact', says: `treats as Contact;${OPTIMISED}`, why: 'reserved' },
  { event: 'ConsultByPhone', to: 'Contact', says: `treats as Contact;${OPTIMISED}`, why: 'reserved' },
  { event: 'StartCheckout', to: 'InitiateCheckout', says: `treats as InitiateCheckout;${OPTIMISED}`, why: 'reserved' },
  { event: 'ViewConsultationPage', to: 'ViewContent', says: `treats as ViewContent;${OPTIMISED}`, why: 'reserved' },
  { event: 'ViewDownloadPage', to: 'ViewContent', says: `treats as ViewContent;${OPTIMISED}`, why: 'reserved' },
  { event: 'ViewForm', to: 'ViewContent', says: `treats as ViewContent;${OPTIMISED}`, why: 'reserved' },
  { event: 'PlaceAnOrder', says: 'an old event that TikTok accepts until 2027.', why: 'deprecated' },
  { event: 'ClickButton', says: 'an old event that TikTok accepts until 2027.', why: 'deprecated' },
  { event: 'PageView', says: CUSTOM, why: 'reported only' },
  { event: 'Pageview', says: CUSTOM, why: 'the spelling of the browser pixel' },
  { event: 'InAppAdImpr', says: 'as the Android SDK of TikTok spells InAppADImpr;', why: 'an SDK spelling' },
  { event: 'BossDefeated', says: CUSTOM, why: 'custom' },
  { event: 'constructor', says: CUSTOM, why: 'a member of every object is a custom name' },
])('$event: $why', ({ event, to = event, says }) => {
  const [first] = checked(event);
  expect(first).toContain(`"${event}", `);
  expect(first).toContain(says);
  expect(countedAs(event)).toBe(to);
});

test.each([
  ['CompletePayments', 'CompletePayment'],
  ['complete_registration', 'CompleteRegistration'],
  ['LaunchApp', 'LaunchAPP'],
  ['InAppAdClick', 'InAppADClick'],
  ['Registraton', 'Registration'],
  ['purchase', 'Purchase'],
])('%s is a near miss of %s', (event, near) => {
  expect(checked(event)).toEqual([`event-map/near-miss: "${event}", which is similar to TikTok's "${near}".`]);
});

test.each([
  ['Purchase', true],
  ['CompletePayment', true],
  ['Subscribe', true],
  ['PlaceAnOrder', true],
  ['StartTrial', false],
  ['SubmitForm', false],
  ['toString', false],
])('%s counts money: %s', (event, money) => {
  expect(countsMoney(event)).toBe(money);
});
