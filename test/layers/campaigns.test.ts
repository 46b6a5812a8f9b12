import { describe, expect, test } from 'vitest';
import type { LiveCampaign } from '../../src/model/index.ts';
import { NEVER } from '../http/harness.ts';
import { KEY, NOT_FOUND, PROJECT, layers, no, type Routes } from './world.ts';

/** As docs/api/reference/ads/list-campaigns describes an item, with a member that we do not know. */
function campaign(campaignId: string, more: object = {}): object {
  return {
    campaignId,
    platform: 'tiktok_ads',
    adAccountId: '01J0000000000000000000TTK1',
    externalId: '1790000000000001',
    name: 'Installs US',
    status: 'active',
    objective: 'app_installs',
    budgetMode: 'CBO',
    dailyBudgetCents: 5000,
    lifetimeBudgetCents: null,
    metricsSnapshot7d: {},
    createdAt: '2026-10-01T00:00:00Z',
    brandNew: [1],
    ...more,
  };
}

/** As docs/api/reference/ads/list-pending has an item, with the action that the sandbox uses for a pause. */
function queued(entityId: string, more: object = {}): object {
  return {
    pendingId: 'pa_1',
    actionType: 'pause_campaign',
    entityType: 'campaign',
    entityId,
    entityName: 'Installs US',
    platform: 'tiktok',
    currentValue: { status: 'active' },
    newValue: { status: 'paused' },
    rationale: 'Asked for.',
    proposedAction: { detail: 'pause' },
    status: 'pending',
    createdAt: '2026-11-09T12:00:00Z',
    expiresAt: '2026-11-16T12:00:00Z',
    dispatchedAt: null,
    dispatchFailureReason: null,
    ...more,
  };
}

const list = (...items: object[]) => ({ body: { items, nextCursor: null } });

/** The queue by status. */
const queue = (by: { pending?: readonly object[]; approved?: readonly object[] }): Routes => ({
  'GET /ads/tiktok/pending': ({ path }) => list(...(by[path.includes('approved') ? 'approved' : 'pending'] ?? [])),
});

const read = async (routes: Routes) => {
  const harness = layers({ 'GET /ads/tiktok/pending': list(), ...routes });
  return { result: await harness.reader.campaigns(PROJECT, NEVER), ...harness };
};

const SEEN: LiveCampaign = {
  id: 'cmp_1',
  name: 'Installs US',
  status: 'active',
  account: '01J0000000000000000000TTK1',
};

describe('campaigns', () => {
  test('are read by platform, after the queue', async () => {
    const { result, log } = await read({ 'GET /ads/campaigns': list(campaign('cmp_1')) });
    expect(result).toEqual({ ok: true, value: [SEEN] });
    const P = `/v1/projects/${PROJECT}`;
    expect(log.map(({ method, path }) => `${method} ${path.replace(P, '')}`)).toEqual([
      'GET /ads/tiktok/pending?status=pending',
      'GET /ads/tiktok/pending?status=approved',
      'GET /ads/campaigns?platforms=tiktok_ads&limit=200',
    ]);
  });

  test.each<{ name: string; why: string; items: readonly object[]; value: readonly LiveCampaign[] }>([
    { name: 'none', why: 'a new project', items: [], value: [] },
    {
      name: 'nothing but id and status',
      why: 'the other members are inferred',
      items: [{ campaignId: 'cmp_1', status: 'paused' }],
      value: [{ id: 'cmp_1', name: '', status: 'paused' }],
    },
    {
      name: 'members of a different type, or null',
      why: 'nothing rests on them',
      items: [campaign('cmp_1', { name: null, adAccountId: 7, platform: null })],
      value: [{ id: 'cmp_1', name: '', status: 'active' }],
    },
    {
      name: 'a status that we do not know',
      why: 'it is kept as it is',
      items: [campaign('cmp_1', { status: 'learning' })],
      value: [{ ...SEEN, status: 'learning' }],
    },
    {
      name: 'those of other platforms',
      why: 'an API may not know the filter',
      items: [campaign('cmp_m', { platform: 'meta_ads' }), campaign('cmp_1', { platform: 'tiktok' })],
      value: [SEEN],
    },
    { name: 'deleted ones', why: 'they never run again', items: [campaign('cmp_1', { status: 'deleted' })], value: [] },
    {
      name: 'one that is listed twice',
      why: 'the list moved between two pages; the later one is fresher',
      items: [campaign('cmp_1'), campaign('cmp_2'), campaign('cmp_1', { status: 'paused' })],
      value: [
        { ...SEEN, status: 'paused' },
        { ...SEEN, id: 'cmp_2' },
      ],
    },
  ])('$name: $why', async ({ items, value }) => {
    const { result } = await read({ 'GET /ads/campaigns': list(...items) });
    expect(result).toEqual({ ok: true, value });
  });

  test('of all pages count', async () => {
    const { result, log } = await read({
      'GET /ads/campaigns': ({ path }) =>
        path.includes('cursor=a%2Bb')
          ? list(campaign('cmp_2'))
          : { body: { items: [campaign('cmp_1')], nextCursor: 'a+b' } },
    });
    expect(result).toMatchObject({ ok: true, value: [{ id: 'cmp_1' }, { id: 'cmp_2' }] });
    expect(log).toHaveLength(4);
  });

  test.each<{ name: string; routes: Routes; code: string; says: readonly string[] }>([
    {
      name: 'no such project',
      routes: { 'GET /ads/tiktok/pending': NOT_FOUND, 'GET /ads/campaigns': NOT_FOUND },
      code: 'api/not-found',
      says: [PROJECT, 'layer document'],
    },
    {
      name: 'a list that goes round',
      routes: { 'GET /ads/campaigns': { body: { items: [campaign('cmp_1')], nextCursor: 'again' } } },
      code: 'api/unreadable',
      says: ['repeats the pages'],
    },
    {
      name: 'a queue that goes round',
      routes: { 'GET /ads/tiktok/pending': { body: { items: [], nextCursor: 'again' } } },
      code: 'api/unreadable',
      says: ['repeats the pages'],
    },
    {
      name: 'a campaign without a status',
      routes: { 'GET /ads/campaigns': list({ campaignId: 'cmp_1' }) },
      code: 'api/unreadable',
      says: ['items.0.status'],
    },
    {
      name: 'a queue that fails',
      routes: { 'GET /ads/tiktok/pending': no(500, 'INTERNAL'), 'GET /ads/campaigns': list() },
      code: 'api/unreachable',
      says: ['pending'],
    },
    {
      name: 'a key without the scope',
      routes: { 'GET /ads/campaigns': no(403, 'FORBIDDEN_SCOPE', `${KEY} lacks ads:read.`) },
      code: 'api/forbidden',
      says: ['lacks ads:read'],
    },
  ])('a problem: $name', async ({ routes, code, says }) => {
    const { result } = await read(routes);
    expect(result).toMatchObject({ ok: false, problems: [{ code }] });
    for (const parts of says) expect(JSON.stringify(result)).toContain(parts);
    expect(JSON.stringify(result)).not.toContain(KEY);
  });
});

describe('the pending state of a campaign', () => {
  test.each<{
    name: string;
    why: string;
    pending?: readonly object[];
    approved?: readonly object[];
    becomes: string | undefined;
  }>([
    { name: 'a status', why: 'the queue shows it', pending: [queued('cmp_1')], becomes: 'paused' },
    {
      name: 'an approved one',
      why: 'it waits for the next run of the optimizer',
      approved: [queued('cmp_1', { status: 'approved' })],
      becomes: 'paused',
    },
    {
      name: 'an action without a status',
      why: 'the form of a pause in the queue is unknown',
      pending: [queued('cmp_1', { newValue: {} })],
      becomes: 'pause_campaign',
    },
    {
      name: 'a value that is no object',
      why: 'as above',
      pending: [queued('cmp_1', { newValue: 'PAUSED' })],
      becomes: 'pause_campaign',
    },
    {
      name: 'a budget',
      why: 'it has nothing to do with whether the campaign runs',
      pending: [queued('cmp_1', { actionType: 'update_budget', newValue: { dailyBudgetCents: 1 } })],
      becomes: undefined,
    },
    {
      name: 'a pause, and a budget after it',
      why: 'the pause is still asked for',
      pending: [
        queued('cmp_1', { actionType: 'update_budget', newValue: {}, createdAt: '2026-11-10T12:00:00Z' }),
        queued('cmp_1'),
      ],
      becomes: 'paused',
    },
    {
      name: 'a pause, and a resume after it',
      why: 'the latest counts, at any position',
      pending: [queued('cmp_1', { newValue: { status: 'active' }, createdAt: '2026-11-10T12:00:00Z' })],
      approved: [queued('cmp_1', { status: 'approved' })],
      becomes: 'active',
    },
    {
      name: 'a resume, and a pause after it',
      why: 'the latest counts, at any position',
      pending: [queued('cmp_1', { newValue: { status: 'active' }, createdAt: undefined })],
      approved: [queued('cmp_1', { status: 'approved' })],
      becomes: 'paused',
    },
    {
      name: 'what was rejected',
      why: 'an API may not know the filter',
      pending: [queued('cmp_1', { status: 'rejected' })],
      approved: [queued('cmp_1', { status: 'dispatched' })],
      becomes: undefined,
    },
    { name: 'another campaign', why: 'the id identifies it', pending: [queued('cmp_2')], becomes: undefined },
    {
      name: 'an ad set of the same id',
      why: 'the ids are of different things',
      pending: [queued('cmp_1', { entityType: 'adset' })],
      becomes: undefined,
    },
    {
      name: 'an item with hardly any members',
      why: 'it is about nothing that we can name',
      pending: [{ pendingId: 'pa_1' }, queued('cmp_1', { actionType: null, newValue: null })],
      becomes: undefined,
    },
  ])('$name: $why', async ({ pending = [], approved = [], becomes }) => {
    const { result } = await read({ 'GET /ads/campaigns': list(campaign('cmp_1')), ...queue({ pending, approved }) });
    expect(result).toEqual({ ok: true, value: [becomes === undefined ? SEEN : { ...SEEN, pending: becomes }] });
  });

  test('is found on every page of the queue', async () => {
    const { result } = await read({
      'GET /ads/campaigns': list(campaign('cmp_1')),
      'GET /ads/tiktok/pending': ({ path }) =>
        path.includes('cursor=2') ? list(queued('cmp_1')) : { body: { items: [queued('cmp_0')], nextCursor: '2' } },
    });
    expect(result).toMatchObject({ ok: true, value: [{ pending: 'paused' }] });
  });

  test('a project without a TikTok layer has no queue, and may have campaigns', async () => {
    const { result, log } = await read({
      'GET /ads/tiktok/pending': NOT_FOUND,
      'GET /ads/campaigns': list(campaign('cmp_1')),
    });
    expect(result).toEqual({ ok: true, value: [SEEN] });
    expect(log).toHaveLength(2);
  });

  test('a 404 that is not from Layers proves nothing about the queue', async () => {
    const { result } = await read({ 'GET /ads/tiktok/pending': { status: 404, body: '<html>' } });
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'api/unreadable' }] });
  });
});

describe('pauses that were rejected', () => {
  const rejected = (pendingId: string, more: object = {}): object =>
    queued('cmp_1', { pendingId, status: 'rejected', ...more });
  const rejections = async (routes: Routes) => {
    const harness = layers(routes);
    const result = await harness.reader.rejectedPauses(PROJECT, NEVER);
    return { found: result.ok ? Object.fromEntries(result.value) : result.problems[0]?.code, log: harness.log };
  };

  test.each<{ name: string; why: string; items: readonly object[]; found: object }>([
    { name: 'none', why: 'no rejection', items: [], found: {} },
    { name: 'one', why: 'it is shown by its id', items: [rejected('pa_1')], found: { cmp_1: 'pa_1' } },
    {
      name: 'two of one campaign',
      why: 'the latest rejection counts',
      items: [rejected('pa_2', { createdAt: '2026-11-10T12:00:00Z' }), rejected('pa_1')],
      found: { cmp_1: 'pa_2' },
    },
    {
      name: 'a resume after it',
      why: 'that is a different request',
      items: [
        rejected('pa_2', { newValue: { status: 'active' }, createdAt: '2026-11-10T12:00:00Z' }),
        rejected('pa_1'),
      ],
      found: { cmp_1: 'pa_1' },
    },
    {
      name: 'a budget, and an ad group',
      why: 'neither is a pause of a campaign',
      items: [
        rejected('pa_1', { actionType: 'update_budget', newValue: {} }),
        rejected('pa_2', { entityType: 'adset' }),
      ],
      found: {},
    },
    {
      name: 'others, from an API that does not know the filter',
      why: 'what waits or was done was not rejected',
      items: [queued('cmp_1'), queued('cmp_2', { status: 'dispatched' }), queued('cmp_3', { status: 'approved' })],
      found: {},
    },
    {
      name: 'one without an id',
      why: 'its time distinguishes it from the next',
      items: [rejected('', { pendingId: null })],
      found: { cmp_1: '2026-11-09T12:00:00Z' },
    },
  ])('$name: $why', async ({ items, found }) => {
    const told = await rejections({ 'GET /ads/tiktok/pending': list(...items) });
    expect(told.found).toEqual(found);
    expect(told.log.map(({ path }) => path)).toEqual([expect.stringMatching(/pending\?status=rejected$/)]);
  });

  test('a project without a TikTok layer has none, and a failed read is not an empty one', async () => {
    expect((await rejections({ 'GET /ads/tiktok/pending': NOT_FOUND })).found).toEqual({});
    expect((await rejections({ 'GET /ads/tiktok/pending': no(500, 'INTERNAL') })).found).toBe('api/unreachable');
  });
});
