import { describe, expect, test } from 'vitest';
import { NEVER, type FakeResponse } from '../http/harness.ts';
import { KEY, NOT_FOUND, PROJECT, layers, no, type Routes } from './world.ts';

const GATE = 'GET /ads/tiktok/campaigns/cmp_1/authority';
const PAUSE = 'POST /ads/tiktok/campaigns/cmp_1/pause';

/** As in docs/api/reference/ads/patch-campaign-authority. */
const authority = (axes: unknown): FakeResponse => ({
  body: { campaignId: 'cmp_1', platform: 'tiktok', authority: axes, source: 'per_campaign', lastModifiedAt: null },
});

describe('authority', () => {
  test.each<{ name: string; reply: FakeResponse; value: string }>([
    { name: 'off', reply: authority({ creative: 'auto', tactical: 'draft', structural: 'off' }), value: 'off' },
    { name: 'draft', reply: authority({ creative: 'off', tactical: 'off', structural: 'draft' }), value: 'draft' },
    { name: 'auto', reply: authority({ creative: 'off', tactical: 'off', structural: 'auto' }), value: 'auto' },
    { name: 'an unknown status', reply: authority({ structural: 'assisted' }), value: 'unknown' },
    { name: 'no such axis', reply: authority({ creative: 'auto' }), value: 'unknown' },
    { name: 'a key that may not ask', reply: no(403, 'FORBIDDEN_SCOPE'), value: 'unknown' },
    { name: 'a deleted campaign', reply: NOT_FOUND, value: 'unknown' },
  ])('$name', async ({ reply, value }) => {
    const { reader, log } = layers({ [GATE]: reply });
    expect(await reader.authority(PROJECT, 'cmp_1', NEVER)).toEqual({ ok: true, value });
    expect(log).toHaveLength(1);
  });

  test.each<{ name: string; reply: FakeResponse; code: string }>([
    { name: 'a wrong key', reply: no(401, 'UNAUTHENTICATED'), code: 'api/unauthenticated' },
    { name: 'another refusal', reply: no(403, 'FORBIDDEN_FENCE'), code: 'api/refused' },
    { name: 'a fault', reply: no(500, 'INTERNAL'), code: 'api/unreachable' },
    { name: 'a foreign 404', reply: { status: 404, body: '<html>' }, code: 'api/unreadable' },
    { name: 'no authority at all', reply: { body: { campaignId: 'cmp_1' } }, code: 'api/unreadable' },
  ])('a problem: $name', async ({ reply, code }) => {
    const { reader } = layers({ [GATE]: reply });
    expect(await reader.authority(PROJECT, 'cmp_1', NEVER)).toMatchObject({ ok: false, problems: [{ code }] });
  });

  test('an id with any text is one segment of the path', async () => {
    const { reader, log } = layers();
    await reader.authority(PROJECT, 'x/cmp?1', NEVER);
    expect(log[0]?.path).toBe(`/v1/projects/${PROJECT}/ads/tiktok/campaigns/x%2Fcmp%3F1/authority`);
  });
});

const set = async (routes: Routes, verb: 'pause' | 'resume' = 'pause') => {
  const harness = layers(routes);
  return { result: await harness.writer.setCampaign(PROJECT, 'cmp_1', verb, 'key-1', NEVER), ...harness };
};

const accepted = (body: unknown): FakeResponse => ({ status: 202, body });

describe('pause and resume', () => {
  test.each(['pause', 'resume'] as const)('%s is one POST without a body, with the key', async (verb) => {
    const { result, log } = await set(
      {
        [`POST /ads/tiktok/campaigns/cmp_1/${verb}`]: accepted({
          jobId: 'job_1',
          verdictId: 'ver_1',
          status: 'dispatched',
          platformResponse: {},
        }),
      },
      verb,
    );
    expect(result).toEqual({ ok: true, value: { outcome: 'done', job: 'job_1', verdict: 'ver_1' } });
    expect(log).toHaveLength(1);
    expect(log[0]).toMatchObject({ method: 'POST', headers: { 'idempotency-key': 'key-1' }, body: undefined });
    expect(Object.keys(log[0]?.headers ?? {})).not.toContain('content-type');
  });

  test.each<{ name: string; why: string; reply: FakeResponse; value: object }>([
    {
      name: 'queued',
      why: 'the status of the sandbox',
      reply: accepted({ jobId: 'job_1', verdictId: 'ver_1', status: 'queued' }),
      value: { outcome: 'queued', job: 'job_1', verdict: 'ver_1' },
    },
    {
      name: 'another word',
      why: 'the less is promised',
      reply: accepted({ jobId: 'job_1', verdictId: 'ver_1', status: 'pending_review' }),
      value: { outcome: 'queued', job: 'job_1', verdict: 'ver_1' },
    },
    {
      name: 'no word',
      why: 'as the sample of delete',
      reply: accepted({ jobId: 'job_1', verdictId: 'ver_1' }),
      value: { outcome: 'queued', job: 'job_1', verdict: 'ver_1' },
    },
    {
      name: 'members of another type',
      why: 'accepted is accepted',
      reply: accepted({ jobId: 7, verdictId: null, status: ['dispatched'] }),
      value: { outcome: 'queued' },
    },
    { name: 'a list', why: 'accepted is accepted', reply: accepted([]), value: { outcome: 'queued' } },
    { name: 'no body', why: 'accepted is accepted', reply: accepted(''), value: { outcome: 'queued' } },
  ])('$name: $why', async ({ reply, value }) => {
    const { result } = await set({ [PAUSE]: reply });
    expect(result).toEqual({ ok: true, value });
  });

  test('a lost or unclear request is sent again with the same key', async () => {
    let maxAttempts = 0;
    const { result, log } = await set({
      [PAUSE]: () => {
        maxAttempts += 1;
        return maxAttempts < 3 ? no(500, 'INTERNAL') : accepted({ status: 'dispatched' });
      },
    });
    expect(result).toEqual({ ok: true, value: { outcome: 'done' } });
    expect(log.map(({ headers }) => headers['idempotency-key'])).toEqual(['key-1', 'key-1', 'key-1']);
  });

  const denied = (error: object, status = 403): FakeResponse => ({
    status,
    body: { error: { code: 'AUTHORITY_DENIED', message: `No, ${KEY}.`, requestId: 'req_1', ...error } },
  });

  test.each<{ name: string; reply: FakeResponse; says: readonly string[]; remedy: readonly string[] }>([
    {
      name: 'an axis that is off',
      reply: denied({ details: { reason: 'authority_axis_off' } }),
      says: ['cmp_1/pause', 'authority', 'is off', 'req_1'],
      remedy: ['customer', '`structural`', 'draft or auto', 'dashboard'],
    },
    {
      name: 'the kill switch of the layer',
      reply: denied({ details: { reason: 'layer_kill_switch' } }, 409),
      says: ['kill switch of the layer is on'],
      remedy: ['Ask the customer', 'dashboard'],
    },
    {
      name: 'no consent, next to the details',
      reply: denied({ reason: 'partner_writes_not_consented' }, 422),
      says: ['has not consented'],
      remedy: ['once per project layer', 'in the Layers dashboard'],
    },
    {
      name: 'a reason that we do not know',
      reply: denied({ details: { reason: 'guardrail\n_exceeded' } }),
      says: ['with the reason guardrail _exceeded'],
      remedy: ['consent', 'kill switch', 'authority'],
    },
    {
      name: 'no reason',
      reply: denied({ details: { reason: 7 } }),
      says: ['gave no reason'],
      remedy: ['consent', 'kill switch', 'authority'],
    },
    {
      name: 'a status that would be tried again',
      reply: denied({ details: 'none' }, 503),
      says: ['gave no reason'],
      remedy: ['consent'],
    },
  ])('denied: $name', async ({ reply, says, remedy }) => {
    const { result, log } = await set({ [PAUSE]: reply });
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'api/denied' }] });
    const [problem] = result.ok ? [] : result.problems;
    for (const parts of says) expect(problem?.message).toContain(parts);
    for (const parts of remedy) expect(problem?.remedy).toContain(parts);
    expect(JSON.stringify(result)).not.toContain(KEY);
    expect(log).toHaveLength(1);
  });

  test.each<{ name: string; reply: FakeResponse; code: string }>([
    { name: 'the platform refuses', reply: no(422, 'PLATFORM_REJECTED'), code: 'api/refused' },
    { name: 'the platform refuses, with a different status', reply: no(409, 'PLATFORM_REJECTED'), code: 'api/refused' },
    { name: 'the platform refuses, with a third status', reply: no(502, 'PLATFORM_REJECTED'), code: 'api/refused' },
    { name: 'no such campaign', reply: NOT_FOUND, code: 'api/not-found' },
    { name: 'a missing scope', reply: no(403, 'FORBIDDEN_SCOPE'), code: 'api/forbidden' },
    { name: 'the key was used for a different request', reply: no(409, 'IDEMPOTENCY_CONFLICT'), code: 'api/conflict' },
    { name: 'a suspended key', reply: no(503, 'KILL_SWITCH'), code: 'api/suspended' },
  ])('refused: $name', async ({ reply, code }) => {
    const { result, log } = await set({ [PAUSE]: reply });
    expect(result).toMatchObject({ ok: false, problems: [{ code }] });
    expect(log).toHaveLength(1);
  });

  test('no answer at all is a problem, after several tries', async () => {
    const { result, log } = await set({ [PAUSE]: no(500, 'INTERNAL') });
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'api/unreachable' }] });
    expect(log).toHaveLength(4);
  });
});
