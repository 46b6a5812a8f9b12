import { expect, test } from 'vitest';
import { SDK_EVENTS } from '../../src/model/index.ts';
import { eventNames } from '../../src/plan/index.ts';
import { aDesired } from '../support/layers.ts';

/** `code: suggestion` of each check on a document that maps one event. */
function checked(sdk: string, event = 'Purchase'): readonly string[] {
  const checks = eventNames(aDesired({ fields: { 'capi.event_map': { [sdk]: event } } }));
  return checks.map(({ code, remedy }) => `${code}: ${/"(.*?)"/.exec(remedy ?? '')?.[1]}`);
}

test.each([
  { sdk: 'purchase_sucess', near: 'purchase_success' },
  { sdk: 'purchaseSuccess', near: 'purchase_success' },
  { sdk: 'Purchase_Success', near: 'purchase_success' },
  { sdk: 'trail_start', near: 'trial_start' },
  { sdk: 'trial_started', near: 'trial_start' },
  { sdk: 'subscription-start', near: 'subscription_start' },
  { sdk: 'signup', near: 'sign_up' },
  { sdk: 'serach', near: undefined },
  { sdk: 'searchs', near: 'search' },
  { sdk: 'app_opn', near: 'app_open' },
  { sdk: 'screen view', near: 'screen_view' },
])('an SDK event that is almost a known one: $sdk', ({ sdk, near }) => {
  expect(checked(sdk)).toEqual(near === undefined ? [] : [`event-map/sdk-near-miss: ${near}`]);
});

test.each([...SDK_EVENTS])('%s is one', (sdk) => {
  expect(checked(sdk)).toEqual([]);
});

test.each(['level_complete', 'sign_in', 'account_created', 'x', 'étude', 'read', '__proto__'])(
  'an event of the app that is near no known one: %s',
  (sdk) => {
    expect(checked(sdk)).toEqual([]);
  },
);

test('both names of an entry are checked, with the location of the entry', () => {
  const location = { file: 'layers/acme-ios.yaml', line: 9, column: 5 };
  const desired = aDesired({
    fields: { 'capi.event_map': { trail_start: 'Purchas' } },
    location: { 'capi.event_map.trail_start': location },
  });
  expect(eventNames(desired)).toMatchObject([
    { code: 'event-map/sdk-near-miss', severity: 'warning', layer: 'acme-ios', location },
    { code: 'event-map/near-miss', severity: 'warning', layer: 'acme-ios', location },
  ]);
});
