import { describe, expect, test } from 'vitest';
import type { Finding, LiveSetup, TestEventResults, TrackingReport, VerifyItem } from '../../src/model/index.ts';
import { makePlan, verifyLayers } from '../../src/plan/index.ts';
import {
  ACCOUNT,
  aDesired,
  aLive,
  type DesiredCase,
  inputOf,
  PIXEL,
  type Sight,
  theSettings,
  valueOf,
} from '../support/layers.ts';
import { api, recorded } from '../support/plan.ts';

const failed = { ok: false, problems: [{ code: 'api/unreachable', message: 'TikTok did not answer.' }] } as const;
const live: LiveSetup = {
  campaigns: { ok: true, value: 2 },
  pixelEvents: { ok: true, value: { server: 12, browser: 0 } },
};
const linked = { pixelLink: api(PIXEL) };

type Case = {
  readonly name: string;
  readonly why: string;
  readonly item: VerifyItem;
  readonly states: readonly Finding['state'][];
  readonly says?: RegExp;
  readonly given?: DesiredCase;
  readonly sight?: Sight;
  readonly setup?: Partial<LiveSetup>;
  readonly sent?: TestEventResults;
  readonly unit?: null;
};

const bound = { advertiserId: ACCOUNT, name: 'Acme iOS', currency: 'USD' } as const;

const tracked = (report: Partial<TrackingReport>): TestEventResults => ({
  layers: { ok: true, value: { status: 'healthy', missing: [], ...report } },
});
const refused = (code: 'api/unauthenticated' | 'api/unreachable'): TestEventResults => ({
  tiktok: { ok: false, problems: [{ code, message: 'No.' }] },
});
const BUSINESS = '7012345678901234567';
const untested = { capi: { status: 'healthy', tokenValid: null } };

const CASES: readonly Case[] = [
  { item: 'layer', name: 'installed', why: 'it exists', states: ['green'] },
  { item: 'layer', name: 'not installed', why: 'the first step', sight: { installed: 'no' }, states: ['red'] },
  { item: 'layer', name: 'kill switch', why: 'the plan’s check', sight: { killSwitch: true }, states: ['red'] },
  {
    item: 'layer',
    name: 'several layers',
    why: 'which one is unknown',
    sight: { ambiguous: true },
    states: ['unknown'],
  },
  { item: 'account', name: 'bound and enabled', why: 'ads can run', states: ['green'] },
  { item: 'account', name: 'not bound', why: 'Layers cannot use it', sight: { accounts: [] }, states: ['red'] },
  {
    item: 'account',
    name: 'no token status',
    why: 'not in every generation of the API',
    sight: { accounts: [bound] },
    states: ['unknown'],
  },
  {
    item: 'account',
    name: 'expired token',
    why: 'the plan’s check',
    sight: { accounts: [{ ...bound, tokenStatus: 'expired' }] },
    states: ['red'],
  },
  { item: 'account', name: 'suspended', why: 'known', sight: { account: { status: 'STATUS_LIMIT' } }, states: ['red'] },
  {
    item: 'account',
    name: 'an undocumented status',
    why: 'it is shown, not judged',
    sight: { account: { status: 'STATUS_NEW' } },
    states: ['unknown'],
  },
  {
    item: 'account',
    name: 'not readable',
    why: 'never green',
    sight: { account: { state: 'unreadable', reason: 'no access' } },
    states: ['unknown'],
  },
  { item: 'partnership', name: 'byo', why: 'it needs none', states: [] },
  {
    item: 'partnership',
    name: 'not readable',
    why: 'no Business Center of Layers is set',
    given: { fields: { mode: 'agency' } },
    states: ['unknown'],
    says: /layersBusinessId/,
  },
  {
    item: 'partnership',
    name: 'shared',
    why: 'TikTok shows it',
    given: { fields: { mode: 'agency' } },
    sight: { seen: { partnership: api({ partner: '7999' }) } },
    states: ['green'],
  },
  {
    item: 'partnership',
    name: 'not shared',
    why: 'TikTok shows that it is not',
    given: { fields: { mode: 'agency' } },
    sight: { seen: { partnership: api(undefined) } },
    states: ['red'],
  },
  { item: 'pixel', name: 'usable', why: 'the account has it', sight: { seen: linked }, states: ['green'] },
  {
    item: 'pixel',
    name: 'of a different account',
    why: 'no ad is optimised for its events',
    sight: { pixel: { state: 'absent', code: PIXEL }, seen: { pixelLink: api(undefined) } },
    states: ['red'],
  },
  {
    item: 'pixel',
    name: 'links not readable',
    why: 'a check of severity error, but not known',
    sight: { pixel: { state: 'absent', code: PIXEL } },
    states: ['unknown'],
  },
  { item: 'capi', name: 'healthy', why: 'a documented word', states: ['green'] },
  {
    item: 'capi',
    name: 'degraded',
    why: 'the reason of Layers is shown',
    sight: { capi: { status: 'degraded', tokenValid: true, lastError: 'pixel mismatch' } },
    states: ['red'],
    says: /pixel mismatch/,
  },
  {
    item: 'capi',
    name: 'a new word',
    why: 'undocumented',
    sight: { capi: { status: 'warming', tokenValid: true } },
    states: ['unknown'],
  },
  { item: 'token', name: 'valid', why: 'Layers tested it', states: ['green'], says: /only a pointer/ },
  {
    item: 'token',
    name: 'null',
    why: 'not tested is not valid',
    sight: { capi: { status: 'healthy', tokenValid: null } },
    states: ['unknown'],
  },
  {
    item: 'token',
    name: 'invalid',
    why: 'the remedy names the screens',
    sight: { capi: { status: 'healthy', tokenValid: false } },
    states: ['red'],
    says: /Events Manager.*Settings.*Generate access token/,
  },
  { item: 'events', name: 'counted', why: 'evidence', states: ['green'] },
  {
    item: 'events',
    name: 'none, and Layers shows null',
    why: 'nothing proves that events arrive',
    setup: { pixelEvents: { ok: true, value: { server: 0, browser: 900 } } },
    states: ['unknown'],
  },
  { item: 'events', name: 'a failed read', why: 'not zero', setup: { pixelEvents: failed }, states: ['unknown'] },
  {
    item: 'token',
    name: 'a dispatched test event',
    why: 'newer than what Layers reports',
    sight: untested,
    sent: tracked({ dispatched: true }),
    states: ['green'],
  },
  {
    item: 'token',
    name: 'no confirmation for TikTok',
    why: '"healthy" alone does not name TikTok',
    sight: untested,
    sent: tracked({}),
    states: ['unknown'],
  },
  {
    item: 'events',
    name: 'a dispatched test event',
    why: 'it went through the whole relay',
    sent: tracked({ dispatched: true, missing: ['app_open'] }),
    states: ['green'],
    says: /has not sent these events yet: app_open/,
  },
  {
    item: 'events',
    name: 'a test event that failed, although events were counted',
    why: 'the token may have ended since',
    sent: tracked({ status: 'degraded', dispatched: false, reason: 'access_token_invalid' }),
    states: ['red'],
    says: /access_token_invalid/,
  },
  {
    item: 'events',
    name: 'a test event without a confirmation',
    why: 'its form is unknown',
    sent: tracked({}),
    states: ['unknown'],
  },
  {
    item: 'events',
    name: 'a test event that was not sent',
    why: 'a failed request is no result',
    sent: { layers: failed },
    states: ['unknown'],
  },
  { item: 'test-event', name: 'none', why: 'it was not asked for', states: [] },
  {
    item: 'test-event',
    name: 'accepted',
    why: 'it proves this token, not the one in the vault',
    sent: { tiktok: { ok: true, value: undefined } },
    states: ['green'],
    says: /may differ from the token in the vault/,
  },
  {
    item: 'test-event',
    name: 'refused',
    why: 'TikTok does not accept the token',
    sent: refused('api/unauthenticated'),
    states: ['red'],
    says: /TIKTOK_EVENTS_TOKEN/,
  },
  {
    item: 'test-event',
    name: 'no answer',
    why: 'it may have been accepted',
    sent: refused('api/unreachable'),
    states: ['unknown'],
  },
  { item: 'campaigns', name: 'listed', why: 'visible', states: ['green'] },
  {
    item: 'campaigns',
    name: 'none, although TikTok has some',
    why: 'Layers cannot steer them',
    setup: {
      campaigns: { ok: true, value: 0 },
      campaignsAtTikTok: { ok: true, value: [{ id: '1', name: 'One', isOn: false }] },
    },
    states: ['red'],
  },
  {
    item: 'campaigns',
    name: 'none on either side',
    why: 'a new account',
    setup: { campaigns: { ok: true, value: 0 }, campaignsAtTikTok: { ok: true, value: [] } },
    states: ['green'],
  },
  {
    item: 'campaigns',
    name: 'none, and TikTok not readable',
    why: 'an empty list proves nothing',
    setup: { campaigns: { ok: true, value: 0 }, campaignsAtTikTok: failed },
    states: ['unknown', 'unknown'],
  },
  {
    item: 'campaigns',
    name: 'a failed read',
    why: 'not an empty list',
    setup: { campaigns: failed },
    states: ['unknown'],
  },
  { item: 'cap', name: 'spend within the cap', why: 'as planned', states: ['green'] },
  {
    item: 'cap',
    name: 'spend above the cap',
    why: 'Layers does not document what stops it',
    sight: { spend: { minor: 9_000_000, currency: 'USD' } },
    states: ['red'],
  },
  { item: 'cap', name: 'no unit', why: 'a number without a unit is no amount', unit: null, states: ['unknown'] },
  { item: 'document', name: 'all live', why: 'APIs show all', states: ['green'] },
  {
    item: 'document',
    name: 'recorded',
    why: 'a person’s word is not an API’s',
    sight: { seen: { objectives: recorded(['app_installs', 'video_view']) } },
    states: ['stated'],
  },
  {
    item: 'document',
    name: 'an unreadable share',
    why: 'what was not read is not known to be live',
    given: { fields: { mode: 'agency', tiktokBusinessId: BUSINESS } },
    sight: { seen: { mode: api('agency'), tiktokBusinessId: api(BUSINESS) } },
    states: ['unknown'],
    says: /Not every share/,
  },
];

test.each(CASES)('$item: $name is $states ($why)', ({ item, states, says, ...rest }) => {
  const found = findingsOf(rest).filter((each) => each.item === item);
  expect(found.map(({ state }) => state)).toEqual(states);
  if (says !== undefined) expect(JSON.stringify(found)).toMatch(says);
  const silent = found.filter(({ state, remedy }) => (state === 'red' || state === 'unknown') && remedy === undefined);
  expect(silent, 'what is not green has a remedy').toEqual([]);
});

describe('relay', () => {
  test('off as in the document: nothing else is asked of it', () => {
    const off = { 'capi.enabled': false };
    const found = findingsOf({ given: { fields: off }, sight: { seen: { 'capi.enabled': api(false) } } });
    expect(found.filter(({ item }) => ['capi', 'token', 'events'].includes(item)).map(({ state }) => state)).toEqual([
      'green',
    ]);
  });
});

function findingsOf({ given = {}, sight = {}, setup = {}, sent = {}, unit }: Partial<Case>): readonly Finding[] {
  const settings = theSettings(unit === null ? { unit } : {});
  const desired = [aDesired(given)];
  // A pixel that the account does not list has no known link, unless the case has one.
  const isUnlisted = sight.pixel !== undefined && sight.seen === undefined;
  const seen = [aLive(isUnlisted ? sight : { ...sight, seen: { ...linked, ...sight.seen } })];
  const plan = valueOf(makePlan(inputOf(desired, seen, { settings })));
  const [layer] = verifyLayers({
    today: new Date('2026-11-10T12:00:00Z'),
    plan,
    desired,
    live: seen,
    settings,
    setup: new Map([['acme-ios', { ...live, ...setup }]]),
    sent: new Map([['acme-ios', sent]]),
  });
  return layer?.findings ?? [];
}
