import { describe, expect, test } from 'vitest';
import type { CapUnit, DesiredLayer, ReportLayer } from '../../src/model/index.ts';
import { reportLayers, reportMoney } from '../../src/plan/index.ts';
import {
  ACCOUNT,
  aDesired,
  aLive,
  type DesiredCase,
  NOON,
  planOf,
  type Sight,
  theSettings,
} from '../support/layers.ts';
import { api, recorded } from '../support/plan.ts';
import { aSpend, usd } from '../support/report.ts';

type Given = { readonly desired?: DesiredCase; readonly sight?: Sight; readonly unit?: CapUnit | null };

function layerOf({ desired = {}, sight = {}, unit = 'major' }: Given): ReportLayer {
  const [document, live] = [aDesired(desired), aLive(sight)];
  const settings = theSettings({ unit });
  const plan = planOf(document, live, { settings });
  const [layer] = reportLayers({ plan, desired: [document], live: [live], settings, today: NOON });
  if (layer === undefined) throw new Error('the layer is missing');
  return layer;
}

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const linked: Sight = { seen: { pixelLink: api('C4A9P2Q7R5S8T1U6V2W0') } };
const unreadable = { state: 'unreadable', reason: 'No.' } as const;

describe('spend against the cap', () => {
  const CASES: readonly (Given & { readonly name: string; readonly why: string; readonly spend: object })[] = [
    {
      name: 'a third of the month, a third of the cap',
      why: 'the pace is the daily average for the whole month',
      spend: { spent: usd(931_020), pace: usd(2_793_060), cap: usd(3_000_000), standing: 'within' },
    },
    {
      name: 'a pace above the cap',
      why: 'the cap is reached before the month ends',
      sight: { spend: usd(1_000_001) },
      spend: { standing: 'ahead' },
    },
    {
      name: 'a spend of the cap',
      why: 'not more than the cap',
      sight: { spend: usd(3_000_000) },
      spend: { standing: 'ahead' },
    },
    { name: 'one cent more', why: 'more than the cap', sight: { spend: usd(3_000_001) }, spend: { standing: 'above' } },
    {
      name: 'the day in the time zone of the account',
      why: 'at noon UTC, it is already the next day in Auckland',
      sight: { account: { timezone: 'Pacific/Auckland' } },
      spend: { month: { day: 11, days: 30, timezone: 'Pacific/Auckland' } },
    },
    {
      name: 'an unreadable account',
      why: 'unknown is not 0',
      sight: { account: unreadable, spend: undefined as never },
      spend: { spent: null, pace: null, month: null, standing: 'unknown' },
    },
    {
      name: 'an unknown cap',
      why: 'unknown is neither a cap nor none',
      sight: { unseen: ['monthlyCostCap'] },
      spend: { cap: 'unknown', standing: 'unknown' },
    },
    {
      name: 'no cap',
      why: 'the spend is unlimited',
      sight: { seen: { monthlyCostCap: api(undefined) } },
      spend: { cap: 'none', standing: 'uncapped' },
    },
    {
      name: 'a cap without a unit',
      why: '30000 may be 300.00',
      unit: null,
      spend: { cap: 'no unit', standing: 'unknown' },
    },
    {
      name: 'minor units',
      why: 'the settings say what the number means',
      unit: 'minor',
      desired: { fields: { monthlyCostCap: 3_000_000 } },
      sight: { seen: { monthlyCostCap: api(3_000_000) } },
      spend: { cap: usd(3_000_000) },
    },
    {
      name: 'a spend in a different currency',
      why: 'amounts of two currencies are never compared',
      sight: { spend: eur(9_000_000) },
      spend: { standing: 'unknown' },
    },
    {
      name: 'a layer that is not installed',
      why: 'it cannot spend',
      sight: { installed: 'no' },
      spend: { cap: 'not installed', standing: 'not installed' },
    },
    {
      name: 'a budget at TikTok',
      why: 'only TikTok enforces anything',
      sight: { seen: { capEnforcement: api('tiktok') } },
      spend: { enforcedBy: 'tiktok' },
    },
  ];

  test.each(CASES)('$name: $why', ({ spend, ...given }) => {
    expect(layerOf(given).spend).toMatchObject(spend);
  });
});

describe('what needs attention', () => {
  const CASES: readonly (Given & {
    readonly name: string;
    readonly why: string;
    readonly attention: ReportLayer['attention'];
  })[] = [
    { name: 'all as in the document', why: 'nothing to do', sight: linked, attention: 'none' },
    { name: 'spend above the cap', why: 'it goes on', sight: { ...linked, spend: usd(3_000_001) }, attention: 'act' },
    {
      name: 'a pace above the cap',
      why: 'there is time',
      sight: { ...linked, spend: usd(2_000_000) },
      attention: 'watch',
    },
    {
      name: 'a check that is an error',
      why: 'it is broken now',
      sight: { ...linked, account: { status: 'STATUS_LIMIT' } },
      attention: 'act',
    },
    {
      name: 'a token that ended',
      why: 'events are lost',
      sight: { ...linked, capi: { status: 'degraded', tokenValid: false } },
      attention: 'act',
    },
    {
      name: 'a manual step',
      why: 'it waits for a person',
      desired: { fields: { monthlyCostCap: 31_000 } },
      sight: linked,
      attention: 'watch',
    },
    {
      name: 'an unknown spend',
      why: 'it may be above the cap',
      sight: { ...linked, unseen: ['monthlyCostCap'] },
      attention: 'watch',
    },
  ];

  test.each(CASES)('$name: $why', ({ attention, ...given }) => {
    expect(layerOf(given).attention).toBe(attention);
  });
});

describe('what ends', () => {
  const posts = ['past', 'near', 'far', 'open', 'absent'];
  const spark: DesiredLayer['spark'] = posts.map((post) => ({ post, variable: `SPARK_${post.toUpperCase()}` }));
  const sparkPosts: NonNullable<Sight['sparkPosts']> = [
    { post: 'far', state: 'authorised', until: '2026-11-17T12:00:01.000Z' },
    { post: 'near', state: 'authorised', until: '2026-11-17T12:00:00.000Z' },
    { post: 'past', state: 'expired', until: '2026-11-01T00:00:00.000Z' },
    { post: 'open', state: 'authorised' },
    { post: 'absent', state: 'absent' },
  ];

  test('the next comes first, a code without a date last, and no code is in it', () => {
    const { endings } = layerOf({ desired: { spark }, sight: { sparkPosts } });
    const codes = endings.filter(({ what }) => what === 'spark code');
    expect(codes.map(({ subject, state }) => [subject, state])).toEqual([
      ['past (SPARK_PAST)', 'ended'],
      ['near (SPARK_NEAR)', 'soon'],
      ['far (SPARK_FAR)', 'later'],
      ['open (SPARK_OPEN)', 'no date'],
    ]);
  });

  test('tokens have no date: valid, invalid, or left out if unknown', () => {
    const tokens = (sight: Sight) => layerOf({ sight }).endings.map(({ what, state }) => `${what} ${state}`);
    expect(tokens({})).toEqual(['account token no date', 'events token no date']);
    const expired = [{ advertiserId: ACCOUNT, name: 'Acme iOS', tokenStatus: 'expired' }];
    expect(tokens({ accounts: expired, capi: { status: 'healthy', tokenValid: null } })).toEqual([
      'account token ended',
    ]);
  });
});

test('the state is that of Layers or of a person; no API shows whether an installed layer runs', () => {
  expect(layerOf({}).state).toBe('installed');
  expect(layerOf({ sight: { seen: { state: recorded('paused') } } }).state).toBe('paused');
  expect(layerOf({ sight: { installed: 'no' } }).state).toBe('not installed');
});

test('sums are per currency, of what is known; the rest is counted', () => {
  const money = reportMoney([
    aSpend(),
    aSpend({ spent: null, pace: null, standing: 'unknown' }),
    aSpend({ cap: 'none', standing: 'uncapped', enforcedBy: 'tiktok' }),
    aSpend({ cap: 'unknown', standing: 'unknown' }),
    aSpend({ currency: 'EUR', cap: eur(500), spent: eur(100), pace: eur(300) }),
    aSpend({ currency: null, cap: 'unknown', spent: null, pace: null, standing: 'unknown' }),
  ]);
  expect(money).toEqual([
    {
      currency: 'EUR',
      layers: 1,
      caps: eur(500),
      uncapped: 0,
      unknownCaps: 0,
      spent: eur(100),
      pace: eur(300),
      unknownSpend: 0,
      enforced: 0,
    },
    {
      currency: 'USD',
      layers: 4,
      caps: usd(6_000_000),
      uncapped: 1,
      unknownCaps: 1,
      spent: usd(3 * 931_020),
      pace: usd(3 * 2_793_060),
      unknownSpend: 1,
      enforced: 1,
    },
  ]);
});
