import { expect, test } from 'vitest';
import type { Fields } from '../../src/model/index.ts';
import { eventFate, layerEvents } from '../../src/plan/index.ts';
import { aDesired } from '../support/layers.ts';

const document = (map: Readonly<Record<string, string>> | undefined, fields: Fields = {}) =>
  aDesired({
    fields: { ...fields, ...(map && { 'capi.event_map': map }) },
    ...(map === undefined && { without: ['capi.event_map'] }),
    location: { 'capi.event_map.trial_start': { file: 'defaults/ios.yaml', line: 6, column: 18 } },
  });

/** `SDK event → TikTok event (source)`. */
const mapOf = (map: Readonly<Record<string, string>> | undefined) =>
  layerEvents(document(map)).mapped.map(({ sdk, target, by }) => `${sdk} → ${target} (${by})`);

const DEFAULTS = [
  'add_to_cart → AddToCart (default)',
  'content_open → ViewContent (default)',
  'paywall_purchased → Purchase (default)',
  'purchase_success → Purchase (default)',
  'screen_view → PageView (default)',
  'search → Search (default)',
  'sign_up → CompleteRegistration (default)',
  'subscription_start → Purchase (default)',
  'trial_start → Purchase (default)',
];

test('without a map, the default relay map holds, and only as far as the document knows', () => {
  const events = layerEvents(document(undefined));
  expect(mapOf(undefined)).toEqual(DEFAULTS);
  expect([events.isComplete, layerEvents(document({})).isComplete]).toEqual([false, true]);
  expect(events.dropped).toEqual([
    'app_open',
    'bookmark_add',
    'purchase_attempt',
    'subscription_renew',
    'trial_convert',
  ]);
});

test('an override replaces a default or adds an event, with its line', () => {
  const map = { trial_start: 'StartTrial', app_open: 'LaunchAPP' };
  const { mapped, dropped } = layerEvents(document(map));
  expect(mapped.filter(({ by }) => by === 'document')).toEqual([
    { sdk: 'app_open', target: 'LaunchAPP', by: 'document', kind: 'standard', countsMoney: false },
    {
      sdk: 'trial_start',
      target: 'StartTrial',
      by: 'document',
      kind: 'standard',
      countsMoney: false,
      location: { file: 'defaults/ios.yaml', line: 6, column: 18 },
      replaces: 'Purchase',
    },
  ]);
  expect(dropped).not.toContain('app_open');
});

test.each<{ event: string; map: Readonly<Record<string, string>>; why: string; fate: object }>([
  {
    event: 'trial_start',
    map: {},
    why: 'it counts as a purchase',
    fate: {
      mapped: { target: 'Purchase', by: 'default', countsMoney: true },
      countedWith: ['paywall_purchased', 'purchase_success', 'subscription_start'],
    },
  },
  {
    event: 'trial_start',
    map: { trail_start: 'StartTrial' },
    why: 'the override has a typing error, so the default holds',
    fate: { mapped: { target: 'Purchase', by: 'default' }, similar: ['trail_start'] },
  },
  {
    event: 'level_done',
    map: {},
    why: 'it is dropped',
    fate: { mapped: null, countedWith: [], similar: [], sources: [] },
  },
  {
    event: 'level_done',
    map: { level_don: 'AchieveLevel' },
    why: 'the map has a similar key',
    fate: { mapped: null, similar: ['level_don'] },
  },
  {
    event: 'Purchase',
    map: { iap: 'CompletePayment', trial_start: 'StartTrial' },
    why: 'it is TikTok’s name, under its old name too',
    fate: { mapped: null, sources: ['iap', 'paywall_purchased', 'purchase_success', 'subscription_start'] },
  },
  {
    event: 'constructor',
    map: {},
    why: 'a member of every object is a name like any other',
    fate: { mapped: null, similar: [], sources: [] },
  },
  {
    event: 'iap',
    map: { iap: 'CompletePayment' },
    why: 'a converted name counts as the new one',
    fate: {
      mapped: { kind: 'converted', countsMoney: true },
      countedWith: ['paywall_purchased', 'purchase_success', 'subscription_start', 'trial_start'],
    },
  },
])('$event with $map: $why', ({ event, map, fate }) => {
  expect(eventFate(document(map), event)).toMatchObject(fate);
});

test('a document that turns CAPI off forwards nothing', () => {
  expect(layerEvents(document({}, { 'capi.enabled': false })).isOff).toBe(true);
  expect(eventFate(document({}, { 'capi.enabled': true }), 'search').isOff).toBe(false);
});
