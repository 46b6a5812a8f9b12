import { describe, expect, test } from 'vitest';
import type { CheckCode, Fields, SparkPost } from '../../src/model/index.ts';
import { aDesired, aLive, planOf, type Sight, type DesiredCase } from '../support/layers.ts';
import { api } from '../support/plan.ts';

type Case = {
  readonly name: string;
  readonly why: string;
  readonly desired?: DesiredCase;
  readonly sight?: Sight;
  readonly codes: readonly CheckCode[];
  /** Words that the first check's message must have. */
  readonly says?: readonly string[];
};

const map = (entries: Readonly<Record<string, string>>): { desired: DesiredCase; sight: Sight } => {
  const fields: Fields = { 'capi.event_map': entries };
  return { desired: { fields }, sight: { seen: { 'capi.event_map': { provenance: 'api', value: entries } } } };
};

const counted = (server: number, browser: number) => ({ ok: true, value: { server, browser } }) as const;

const off = { fields: { 'capi.enabled': false } } as const;
const campaign = (status: string) => ({ id: `c-${status}`, name: status, status });

const ambiguous = [
  { advertiserId: '1', name: 'One' },
  { advertiserId: '2', name: 'Two' },
];

const cases: readonly Case[] = [
  { name: 'a layer as it should be', why: 'there is no finding', codes: [] },
  {
    name: 'an account the token cannot read',
    why: 'dependent values cannot be checked',
    sight: { account: { state: 'unreadable', reason: 'No permission.' } },
    codes: ['tiktok/account-unreadable'],
    says: ['No permission.'],
  },
  { name: 'no account named', why: 'there is nothing to read', sight: { account: { state: 'unnamed' } }, codes: [] },
  {
    name: 'an account that is punished',
    why: 'everything looks correct and nothing runs',
    sight: { account: { status: 'STATUS_LIMIT' } },
    codes: ['tiktok/account-status'],
    says: ['STATUS_LIMIT'],
  },
  {
    name: 'an account with a status of next year',
    why: 'an undocumented value is shown without a judgment',
    sight: { account: { status: 'STATUS_BRAND_NEW' } },
    codes: ['tiktok/account-status'],
    says: ['STATUS_BRAND_NEW', 'not documented'],
  },
  {
    name: 'a dead Events API token',
    why: 'conversions are dropped silently',
    sight: { capi: { status: 'degraded', tokenValid: false } },
    codes: ['layers/capi-token'],
  },
  {
    name: 'an untested Events API token',
    why: 'unknown is no fault',
    sight: { capi: { status: 'unknown', tokenValid: null } },
    codes: [],
  },
  {
    name: 'an expired account token',
    why: 'Layers launches nothing with it',
    sight: { accounts: [{ advertiserId: '7098765432109876543', name: 'Acme', tokenStatus: 'expired' }] },
    codes: ['layers/token-status'],
    says: ['expired'],
  },
  {
    name: 'an expired token of another account',
    why: 'it is not the account of this document',
    sight: { accounts: [{ advertiserId: '1', name: 'Other', tokenStatus: 'expired' }] },
    codes: [],
  },
  {
    name: 'a token without a status',
    why: 'unknown is no fault',
    sight: { accounts: [{ advertiserId: '7098765432109876543', name: 'Acme' }] },
    codes: [],
  },
  {
    name: 'a currency that Layers copied wrong',
    why: 'the cap may be read as a different amount',
    sight: { account: { currency: 'EUR' } },
    codes: ['layers/currency'],
    says: ['EUR at TikTok, but USD at Layers'],
  },
  {
    name: 'CAPI turned off while campaigns run',
    why: 'their events are dropped, and they keep spending',
    desired: off,
    sight: { campaigns: [campaign('active'), campaign('in_review'), campaign('paused')] },
    codes: ['layers/capi-off'],
    says: ['2 campaigns run'],
  },
  {
    name: 'CAPI turned off, with campaigns that could not be read',
    why: 'unknown is not none',
    desired: off,
    codes: ['layers/capi-off'],
    says: ['unknown whether campaigns run'],
  },
  {
    name: 'CAPI turned off without campaigns',
    why: 'nothing spends',
    desired: off,
    sight: { campaigns: [] },
    codes: [],
  },
  {
    name: 'CAPI whose live state is unknown',
    why: 'the plan may turn nothing off',
    desired: off,
    sight: { unseen: ['capi.enabled'] },
    codes: [],
  },
  {
    name: 'CAPI that is off already',
    why: 'the plan turns nothing off',
    desired: off,
    sight: { seen: { 'capi.enabled': api(false) } },
    codes: [],
  },
  {
    name: 'CAPI turned off with a pause',
    why: 'nothing spends any longer',
    desired: { fields: { ...off.fields, state: 'paused' } },
    sight: { seen: { state: api('active') }, campaigns: [campaign('active')] },
    codes: [],
  },
  {
    name: 'a raise with an invalid Events API token',
    why: 'more is spent without conversions',
    desired: { fields: { monthlyCostCap: 31_000 } },
    sight: { capi: { status: 'degraded', tokenValid: false } },
    codes: ['layers/capi-token', 'cap/without-events'],
  },
  {
    name: 'a raise for a pixel without an event',
    why: 'more is spent without conversions',
    desired: { fields: { monthlyCostCap: 31_000 } },
    sight: { pixelEvents: counted(0, 0) },
    codes: ['cap/without-events'],
    says: ['30 days'],
  },
  {
    name: 'a raise for a pixel with events from browsers',
    why: 'it sees conversions',
    desired: { fields: { monthlyCostCap: 31_000 } },
    sight: { pixelEvents: counted(0, 2) },
    codes: [],
  },
  {
    name: 'a raise with unreadable events',
    why: 'unknown is not none',
    desired: { fields: { monthlyCostCap: 31_000 } },
    sight: { pixelEvents: { ok: false, problems: [{ code: 'api/forbidden', message: 'No scope.' }] } },
    codes: ['cap/events-unknown'],
    says: ['unknown', 'No scope.'],
  },
  {
    name: 'a raise for a pixel without an event, although Layers relayed one today',
    why: 'TikTok counts with a delay',
    desired: { fields: { monthlyCostCap: 31_000 } },
    sight: {
      pixelEvents: counted(0, 0),
      capi: { status: 'healthy', tokenValid: true, lastEventAt: '2026-11-10T09:00:00Z' },
    },
    codes: [],
  },
  {
    name: 'a layer that becomes active, for a pixel without an event',
    why: 'it spends again without conversions',
    desired: { fields: { state: 'active' } },
    sight: { seen: { state: api('paused') }, pixelEvents: counted(0, 0) },
    codes: ['cap/without-events'],
  },
  {
    name: 'a higher budget at TikTok for a pixel without an event',
    why: 'it is the limit of the spend, whatever the cap is',
    desired: { fields: { capEnforcement: 'tiktok' } },
    sight: {
      seen: { capEnforcement: api('tiktok'), accountBudget: api({ mode: 'MONTHLY_BUDGET', amount: '9000.00' }) },
      pixelEvents: counted(0, 0),
    },
    codes: ['cap/without-events'],
  },
  {
    name: 'the end of a budget at TikTok for a pixel without an event',
    why: 'nothing limits the spend now',
    desired: { fields: { capEnforcement: 'none' } },
    sight: {
      seen: { capEnforcement: api('tiktok'), accountBudget: api({ mode: 'MONTHLY_BUDGET', amount: '30000.00' }) },
      pixelEvents: counted(0, 0),
    },
    codes: ['cap/without-events'],
  },
  {
    name: 'a first budget at TikTok for a pixel without an event',
    why: 'it lowers the limit',
    desired: { fields: { capEnforcement: 'tiktok' } },
    sight: {
      seen: { capEnforcement: api('none'), accountBudget: api({ mode: 'UNLIMITED' }) },
      pixelEvents: counted(0, 0),
    },
    codes: [],
  },
  {
    name: 'a decrease for a pixel without an event',
    why: 'less is spent',
    desired: { fields: { monthlyCostCap: 29_000 } },
    sight: { pixelEvents: counted(0, 0) },
    codes: [],
  },
  {
    name: 'a decrease with an invalid Events API token',
    why: 'less is spent',
    desired: { fields: { monthlyCostCap: 29_000 } },
    sight: { capi: { status: 'degraded', tokenValid: false } },
    codes: ['layers/capi-token'],
  },
  {
    name: 'two accounts in a project',
    why: 'it is unknown which one the responses describe',
    sight: { ambiguous: true, accounts: ambiguous },
    codes: ['layers/ambiguous'],
    says: ['1, 2'],
  },
  {
    name: 'unknown keys in the live config',
    why: 'they are kept and reported',
    sight: { unknownKeys: ['budget', 'beta'] },
    codes: ['layers/unknown-keys'],
    says: ['budget, beta'],
  },
  { name: 'the kill switch', why: 'writes are denied', sight: { killSwitch: true }, codes: ['layers/kill-switch'] },
  {
    name: 'an edited ledger',
    why: 'its content is ignored',
    sight: { ledger: { state: 'unreadable' } },
    codes: ['ledger/edited'],
  },
  {
    name: 'a target that is a letter off',
    why: 'it is reported and never optimised for',
    ...map({ level_complete: 'CompleteRegistraton' }),
    codes: ['event-map/near-miss'],
    says: ['CompleteRegistration'],
  },
  {
    name: 'a target in different case',
    why: 'names are case-sensitive',
    ...map({ level_complete: 'complete_registration' }),
    codes: ['event-map/near-miss'],
    says: ['CompleteRegistration'],
  },
  {
    name: 'a target of the shop’s own',
    why: 'it is allowed, and cannot be optimised for',
    ...map({ level_complete: 'BossDefeated' }),
    codes: ['event-map/not-standard'],
    says: ['not a standard TikTok event'],
  },
  {
    name: 'a target that TikTok renames',
    why: 'the report will have a different name',
    ...map({ level_complete: 'SubmitForm' }),
    codes: ['event-map/converted'],
    says: ['converts to Lead'],
  },
  {
    name: 'a target named like a member of every object',
    why: 'it is a name like any other',
    ...map({ level_complete: 'constructor' }),
    codes: ['event-map/not-standard'],
    says: ['not a standard TikTok event'],
  },
  {
    name: 'a second way to Purchase',
    why: 'one purchase that sends both counts its money twice',
    ...map({ iap_done: 'Purchase' }),
    codes: ['event-map/counted-twice'],
    says: ['purchase_success'],
  },
  {
    name: 'a second way to Purchase under its old name',
    why: 'TikTok turns CompletePayment into Purchase',
    ...map({ iap_done: 'CompletePayment' }),
    codes: ['event-map/converted', 'event-map/counted-twice'],
  },
  {
    name: 'two new ways to Subscribe',
    why: 'each is reported at its own location',
    ...map({ sub_start: 'Subscribe', sub_renew: 'Subscribe' }),
    codes: ['event-map/counted-twice', 'event-map/counted-twice'],
  },
  {
    name: 'two ways to an event without money',
    why: 'counting a search twice costs nothing',
    ...map({ find: 'Search', look_up: 'Search' }),
    codes: [],
  },
  {
    name: 'one way to Subscribe',
    why: 'nothing else becomes Subscribe',
    ...map({ sub_start: 'Subscribe' }),
    codes: [],
  },
];

describe('the checks of a layer', () => {
  test.each(cases)('$name: $why', ({ desired, sight, codes, says = [] }) => {
    const checks = planOf(aDesired(desired), aLive(sight)).layers[0]?.checks ?? [];
    expect(checks.map(({ code }) => code)).toEqual(codes);
    for (const words of says) expect(checks[0]?.message).toContain(words);
  });

  test('a check points at the line that it is about, else at the first', () => {
    const location = { '': at(1), adAccountId: at(7), 'capi.event_map.x': at(20) };
    const desired = { location, fields: { 'capi.event_map': { x: 'BossDefeated' } } };
    const checks = planOf(aDesired(desired), aLive({ killSwitch: true, account: { status: 'STATUS_LIMIT' } })).layers[0]
      ?.checks;
    expect(checks?.map((check) => [check.code, check.location?.line])).toEqual([
      ['layers/kill-switch', 1],
      ['tiktok/account-status', 7],
      ['event-map/not-standard', 20],
    ]);
  });

  test('a failure is an error, a risk is a warning', () => {
    const checks = planOf(
      aDesired(),
      aLive({ killSwitch: true, account: { status: 'STATUS_LIMIT' }, unknownKeys: ['x'] }),
    ).layers[0]?.checks;
    expect(checks?.map(({ severity }) => severity)).toEqual(['note', 'warning', 'error']);
  });
});

function at(line: number) {
  return { file: 'layers/acme-ios.yaml', line, column: 1 };
}

const AUTHORISED = { state: 'authorised' } as const;

test.each<{ seen: Omit<SparkPost, 'post'>; code?: CheckCode; severity?: string; says?: string; why: string }>([
  { seen: AUTHORISED, why: 'all is well' },
  { seen: { ...AUTHORISED, postStatus: 'HESITATE_RECOMMEND' }, why: 'it is public' },
  { seen: { ...AUTHORISED, postStatus: 'ITEM_STATUS_HESITATE_RECOMMEND' }, why: 'the other spelling of public' },
  {
    seen: { ...AUTHORISED, postStatus: 'ONLY_AUTHOR_SEE' },
    code: 'tiktok/spark-post',
    severity: 'warning',
    says: 'not public',
    why: 'the creator hid it',
  },
  {
    seen: { ...AUTHORISED, postStatus: 'STATUS_ONLY_FRIEND_SEE' },
    code: 'tiktok/spark-post',
    severity: 'warning',
    says: 'STATUS_ONLY_FRIEND_SEE',
    why: 'the word is shown as it is',
  },
  {
    seen: { ...AUTHORISED, postStatus: 'BRAND_NEW' },
    code: 'tiktok/spark-status',
    severity: 'note',
    says: 'BRAND_NEW, which is not documented',
    why: 'an unknown word is not judged',
  },
  {
    seen: { state: 'undocumented', word: 'SOMETHING_NEW' },
    code: 'tiktok/spark-status',
    severity: 'note',
    says: 'SOMETHING_NEW at TikTok, which is not documented',
    why: 'an unknown word is not judged',
  },
  { seen: { state: 'expired' }, code: 'tiktok/spark-expired', severity: 'error', says: 'expired', why: 'ads stop' },
])('a Spark code that is seen as $seen: $why', ({ seen, code, severity, says = '' }) => {
  const spark = [{ post: 'ugc_1', variable: 'SPARK_1' }];
  const layer = planOf(
    aDesired({ spark, fields: { spark: [{ post: 'ugc_1' }] } }),
    aLive({
      sparkPosts: [{ post: 'ugc_1', item: '7301', ...seen }],
      seen: {
        spark: { provenance: 'recorded', value: [{ post: 'ugc_1' }] },
        'spark.authorised': { provenance: 'api', value: seen.state === 'authorised' ? ['ugc_1'] : [] },
      },
    }),
  ).layers[0];
  expect(layer?.checks ?? []).toMatchObject(
    code === undefined ? [] : [{ code, severity, message: expect.stringContaining(says) }],
  );
  expect(layer?.changes.map(({ kind }) => kind)).toEqual(seen.state === 'expired' ? ['spark-authorise'] : []);
});

test('a code that has ended is not offered for pasting', () => {
  const posts = ['ugc_1', 'ugc_2'].map((post, index) => ({ post, variable: `SPARK_${index + 1}` }));
  const plan = planOf(
    aDesired({ spark: posts, fields: { spark: posts.map(({ post }) => ({ post })) } }),
    aLive({
      sparkPosts: [
        { post: 'ugc_1', state: 'expired' },
        { post: 'ugc_2', state: 'authorised' },
      ],
      seen: {
        spark: { provenance: 'recorded', value: [] },
        'spark.authorised': { provenance: 'api', value: ['ugc_2'] },
      },
    }),
  );
  const step = plan.layers[0]?.changes.find(({ kind }) => kind === 'spark')?.step;
  expect(step?.by === 'human' ? step.instructions.tasks : []).toEqual([
    'Leave the post ugc_1 until its creator has sent a new code: the one in SPARK_1 has expired.',
    'Open the post ugc_2, choose "Add Spark code", and paste the code from SPARK_2.',
  ]);
});
