import { describe, expect, test } from 'vitest';
import type { AdsContent, Finding, LiveSetup, Result, SeenEvent, TikTokCampaign } from '../../src/model/index.ts';
import { makePlan, verifyLayers } from '../../src/plan/index.ts';
import { aDesired, aLive, type DesiredCase, inputOf, NOON, theSettings, valueOf } from '../support/layers.ts';

const ok = <T>(value: T): Result<T> => ({ ok: true, value });
const failed = { ok: false, problems: [{ code: 'api/forbidden', message: 'A scope is missing.' }] } as const;

function findings(setup: Partial<LiveSetup>, given: DesiredCase = {}): readonly Finding[] {
  const [desired, live, settings] = [[aDesired(given)], [aLive()], theSettings()];
  const whole = { campaigns: ok(1), ...setup };
  const [layer] = verifyLayers({
    plan: valueOf(makePlan(inputOf(desired, live))),
    desired,
    live,
    settings,
    today: NOON,
    setup: new Map([['acme-ios', whole]]),
    sent: new Map(),
  });
  return layer?.findings ?? [];
}

/** `state: message` of the findings with this code. */
const withCode = (code: string, ...input: Parameters<typeof findings>) =>
  findings(...input).flatMap((one) => (one.code === code ? [`${one.state}: ${one.message}`] : []));

const on = (id: string, objective?: string, rest: Partial<TikTokCampaign> = {}): TikTokCampaign => ({
  id,
  name: `Campaign ${id}`,
  isOn: true,
  ...(objective !== undefined && { objective }),
  ...rest,
});

describe('live campaigns outside of the objectives', () => {
  const spend = ok(
    new Map<string, Result<string>>([
      ['1', ok('12.301')],
      ['2', failed],
    ]),
  );
  test.each<{
    name: string;
    why: string;
    campaigns: readonly TikTokCampaign[];
    spend?: LiveSetup['campaignSpend'];
    says: readonly string[];
  }>([
    {
      name: 'all inside',
      why: 'nothing to do',
      campaigns: [on('1', 'APP_PROMOTION'), on('2', 'VIDEO_VIEWS')],
      says: [],
    },
    {
      name: 'an old type of an objective',
      why: 'it is the same objective',
      campaigns: [on('1', 'APP_INSTALL')],
      says: [],
    },
    { name: 'one that is off', why: 'it spends nothing', campaigns: [on('1', 'TRAFFIC', { isOn: false })], says: [] },
    {
      name: 'one outside',
      why: 'its spend is named, rounded up',
      campaigns: [on('1', 'TRAFFIC')],
      spend,
      says: [
        'red: 1 live campaign has an objective that the document does not list: Campaign 1 (TRAFFIC, 12.31 USD this month).',
      ],
    },
    {
      name: 'an amount that is not one, and none',
      why: 'the first is unknown, the second is zero',
      campaigns: [on('2', 'REACH'), on('3', 'REACH')],
      spend,
      says: [
        'red: 2 live campaigns have an objective that the document does not list: Campaign 2 (REACH, spend unknown), Campaign 3 (REACH, 0.00 USD this month).',
      ],
    },
    {
      name: 'a report that failed',
      why: 'the campaigns are still named',
      campaigns: [on('1', 'TRAFFIC', { name: '' })],
      spend: failed,
      says: ['red: 1 live campaign has an objective that the document does not list: 1 (TRAFFIC, spend unknown).'],
    },
  ])('$name: $why', ({ campaigns, spend: read, says }) => {
    const setup = { campaignsAtTikTok: ok(campaigns), ...(read && { campaignSpend: read }) };
    expect(withCode('objectives/outside', setup)).toEqual(says);
    expect(withCode('objectives/unknown', setup)).toEqual([]);
  });

  test.each<{ campaign: TikTokCampaign; objectives?: readonly string[]; says: string }>([
    { campaign: on('1', 'PRODUCT_SALES'), says: 'PRODUCT_SALES' },
    { campaign: on('1', 'BRAND_NEW'), says: 'BRAND_NEW' },
    { campaign: on('1'), says: 'no objective' },
    { campaign: on('1', 'TRAFFIC'), objectives: ['app_installs', 'reels'], says: 'type of reels in the document' },
  ])('$campaign with $objectives is shown, not judged', ({ campaign, objectives, says }) => {
    const given = objectives === undefined ? {} : { fields: { objectives } };
    const found = withCode('objectives/unknown', { campaignsAtTikTok: ok([campaign]) }, given);
    expect(found).toEqual([expect.stringMatching(/^unknown: .*not judged/)]);
    expect(found[0]).toContain(says);
    expect(withCode('objectives/outside', { campaignsAtTikTok: ok([campaign]) }, given)).toEqual([]);
  });

  test('an unknown word of the document does not hide an objective that it lists', () => {
    const given = { fields: { objectives: ['reels', 'traffic'] } };
    expect(withCode('objectives/unknown', { campaignsAtTikTok: ok([on('1', 'TRAFFIC')]) }, given)).toEqual([]);
  });

  test('what cannot be read is unknown, and without objectives nothing is judged', () => {
    expect(findings({ campaignsAtTikTok: failed })).toContainEqual(
      expect.objectContaining({ item: 'campaigns', state: 'unknown' }),
    );
    const setup = { campaignsAtTikTok: ok([on('1', 'REACH')]) };
    expect(withCode('objectives/outside', setup, { without: ['objectives'] })).toEqual([]);
  });
});

describe('a cap that the campaign budgets cannot reach', () => {
  const daily = (id: string, budget: string, budgetMode = 'BUDGET_MODE_DAY') =>
    on(id, 'APP_PROMOTION', { budget, budgetMode });
  // 9,310.20 USD are spent; 21 days are left, today included; the cap is 30,000.00 USD.
  test.each<{ name: string; campaigns: readonly TikTokCampaign[]; most?: string }>([
    { name: 'daily', campaigns: [daily('1', '100')], most: '11,410.20 USD' },
    { name: 'daily, just enough', campaigns: [daily('1', '985.23')] },
    { name: 'daily, just too little', campaigns: [daily('1', '985.22')], most: '29,999.82 USD' },
    { name: 'average', campaigns: [daily('1', '100', 'BUDGET_MODE_DYNAMIC_DAILY_BUDGET')], most: '11,935.20 USD' },
    { name: 'lifetime', campaigns: [daily('1', '500', 'BUDGET_MODE_TOTAL')], most: '9,810.20 USD' },
    { name: 'of ad groups', campaigns: [daily('1', '0', 'BUDGET_MODE_INFINITE')] },
    { name: 'one unknown', campaigns: [daily('1', '100'), on('2', 'REACH')] },
    { name: 'an unknown mode', campaigns: [daily('1', '100', 'BUDGET_MODE_NEW')] },
    { name: 'no live campaign', campaigns: [{ ...daily('1', '100'), isOn: false }] },
  ])('budgets: $name', ({ campaigns, most }) => {
    const found = withCode('cap/unreachable', { campaignsAtTikTok: ok(campaigns) });
    expect(found).toEqual(most === undefined ? [] : [expect.stringContaining(`at most ${most} is spent this month`)]);
  });
});

describe('observed events', () => {
  const seen = (...names: readonly string[]) =>
    ok({ unnamed: 0, events: names.map((name): SeenEvent => ({ name, count: 1, lastAt: NOON.toISOString() })) });
  test.each<{ name: string; setup: Partial<LiveSetup>; given?: DesiredCase; says: readonly string[] }>([
    { name: 'mapped', setup: { seenEvents: seen('search', 'level_complete') }, says: [] },
    { name: 'documented, without a default', setup: { seenEvents: seen('app_open') }, says: [] },
    {
      name: 'custom',
      setup: { seenEvents: seen('boss_down', 'search') },
      says: ['green: The relay drops custom events of the app: boss_down.'],
    },
    {
      name: 'probably mistyped',
      setup: { seenEvents: seen('add_to_crat') },
      says: ['red: The app sends events that the relay drops: add_to_crat (similar to add_to_cart).'],
    },
    {
      name: 'CAPI off',
      setup: { seenEvents: seen('boss_down') },
      given: { fields: { 'capi.enabled': false } },
      says: [],
    },
  ])('$name', ({ setup, given = {}, says }) => {
    expect(withCode('event-map/dropped', setup, given)).toEqual(says);
  });

  test('that cannot be read are unknown', () => {
    expect(findings({ seenEvents: failed }).filter(({ item }) => item === 'events')).toContainEqual({
      item: 'events',
      state: 'unknown',
      message: 'The events that the app sends were not readable: A scope is missing.',
      remedy: 'Give the key the scope events:read.',
    });
  });
});

describe('posts that the optimizer can select', () => {
  const spark = { spark: [{ post: 'ugc_1', variable: 'SPARK_1' }] };
  const row = (rest: Partial<AdsContent>): AdsContent => ({ id: 'content-1', texts: [], ...rest });
  const about = (rows: Result<readonly AdsContent[]>) =>
    findings({ content: rows }, spark).flatMap(({ item, state, message }) =>
      item === 'spark' && /select|may show/.test(message) ? [`${state}: ${message}`] : [],
    );
  test.each<{ name: string; rows: readonly AdsContent[]; says: readonly string[] }>([
    {
      name: 'by its id',
      rows: [row({ id: 'ugc_1', isEligible: true })],
      says: ['green: The optimizer can select the post ugc_1.'],
    },
    {
      name: 'by a text',
      rows: [row({ texts: ['ugc', 'ugc_1'], isEligible: true })],
      says: ['green: The optimizer can select the post ugc_1.'],
    },
    {
      name: 'not eligible',
      rows: [row({ id: 'ugc_1', isEligible: false })],
      says: ['red: The optimizer cannot select the post ugc_1.'],
    },
    {
      name: 'excluded',
      rows: [row({ id: 'ugc_1', isEligible: false, override: 'exclude' })],
      says: ['red: The optimizer cannot select the post ugc_1, because a person excluded it.'],
    },
    { name: 'no certain row', rows: [row({ texts: ['ugc_10'], isEligible: true })], says: [] },
    {
      name: 'two rows',
      rows: [row({ texts: ['ugc_1'], isEligible: true }), row({ texts: ['ugc_1'], isEligible: false })],
      says: [],
    },
    { name: 'no eligibility', rows: [row({ id: 'ugc_1' })], says: [] },
  ])('$name', ({ rows, says }) => {
    expect(about(ok(rows))).toEqual(says);
  });

  test('a failed read is unknown', () => {
    expect(about(failed)).toEqual(['unknown: Which posts ads may show was not readable: A scope is missing.']);
  });
});
