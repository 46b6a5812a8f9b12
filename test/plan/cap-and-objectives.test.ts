import { describe, expect, test } from 'vitest';
import { type Fields, objectiveOfType, objectiveTypes } from '../../src/model/index.ts';
import { capMinimum } from '../../src/plan/checks/cap-minimum.ts';
import { objectiveEvents } from '../../src/plan/checks/objective-events.ts';
import { aPair, theSettings } from '../support/layers.ts';

const TODAY = new Date('2026-11-10T12:00:00Z');

describe('the smallest campaign budget', () => {
  test.each<{ cap: number | string; currency: string; unit?: 'minor' | null; least?: string; fields?: Fields }>([
    { cap: 49.99, currency: 'USD', least: '50.00 USD' },
    { cap: 50, currency: 'USD' },
    { cap: 4999, currency: 'USD', unit: 'minor', least: '50.00 USD' },
    { cap: 5000, currency: 'USD', unit: 'minor' },
    { cap: 30, currency: 'USD', unit: null },
    { cap: '30.00 USD', currency: 'USD', unit: null, least: '50.00 USD' },
    { cap: 4999, currency: 'JPY', least: '5,000 JPY' },
    { cap: 5000, currency: 'JPY' },
    { cap: 199, currency: 'PLN', least: '200.00 PLN' },
    { cap: 49_999, currency: 'KRW', least: '50,000 KRW' },
    { cap: 499_999, currency: 'VND', least: '500,000 VND' },
    { cap: 1, currency: 'KWD' },
    { cap: 30, currency: 'USD', fields: { state: 'paused' } },
  ])('a cap of $cap in $currency ($unit): $least', ({ cap, currency, unit, least, fields = {} }) => {
    const settings = theSettings(unit === undefined ? {} : { unit });
    const pair = aPair({ fields: { monthlyCostCap: cap, ...fields } }, { account: { currency } }, settings);
    const found = capMinimum(pair, [], TODAY);
    expect(found.map(({ code, severity }) => `${code} ${severity}`)).toEqual(
      least === undefined ? [] : ['cap/below-minimum warning'],
    );
    expect(found[0]?.message ?? '').toContain(least ?? '');
  });
});

describe('an objective whose event cannot fire', () => {
  const custom = Object.fromEntries(
    'purchase_success paywall_purchased subscription_start trial_start add_to_cart content_open search sign_up'
      .split(' ')
      .map((sdk) => [sdk, 'Reached']),
  );
  test.each<{ objectives: readonly string[]; map: Readonly<Record<string, string>>; fires: boolean; why: string }>([
    { objectives: ['conversions'], map: {}, fires: true, why: 'the default map sends Purchase' },
    { objectives: ['conversions'], map: custom, fires: false, why: 'all targets are custom, or page views' },
    { objectives: ['conversions'], map: { ...custom, x: 'SubmitForm' }, fires: true, why: 'it is converted to Lead' },
    { objectives: ['conversions'], map: { ...custom, x: 'LaunchAPP' }, fires: false, why: 'an app event' },
    { objectives: ['app_installs', 'video_view'], map: custom, fires: true, why: 'they need no event of the map' },
    { objectives: ['something_new'], map: custom, fires: true, why: 'an unknown word is not judged' },
  ])('$objectives, $map: $why', ({ objectives, map, fires }) => {
    const pair = aPair({ fields: { objectives, 'capi.event_map': map } });
    expect(objectiveEvents(pair, [], TODAY).map(({ code }) => code)).toEqual(fires ? [] : ['objectives/no-event']);
  });

  test('without a map in the document, the live one counts, and an unknown one is not judged', () => {
    const desired = { fields: { objectives: ['conversions'] }, without: ['capi.event_map'] } as const;
    const seen = { 'capi.event_map': { provenance: 'api', value: custom } } as const;
    expect(objectiveEvents(aPair(desired, { seen }), [], TODAY)).toHaveLength(1);
    expect(objectiveEvents(aPair(desired, { unseen: ['capi.event_map'] }), [], TODAY)).toEqual([]);
  });
});

test.each([
  ['app_installs', 'APP_PROMOTION'],
  ['app_installs', 'APP_INSTALL'],
  ['video_view', 'VIDEO_VIEWS'],
  ['conversions', 'WEB_CONVERSIONS'],
  ['traffic', 'TRAFFIC'],
  ['engagement', 'ENGAGEMENT'],
  ['lead_generation', 'LEAD_GENERATION'],
  ['reach', 'REACH'],
])('%s means %s at TikTok', (objective, type) => {
  expect(objectiveTypes(objective)).toContain(type);
  expect(objectiveOfType(type)).toBe(objective);
});

test.each(['PRODUCT_SALES', 'RF_REACH', 'BRAND_NEW', 'constructor', ''])('%s belongs to no objective', (word) => {
  expect(objectiveOfType(word)).toBeUndefined();
  expect(objectiveTypes(word)).toEqual([]);
});
