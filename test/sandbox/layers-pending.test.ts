import { describe, expect } from 'vitest';
import type { World } from '../../src/sandbox/index.ts';
import { proves } from '../support/conformance.ts';
import { adsWorld, campaignIn, clockOf, layerIn, P, send } from './layers-harness.ts';
import { EMPTY_PROJECT, inSandbox, LAYER } from './harness.ts';

const PENDING = '/v1/projects/:projectId/ads/:platform/pending';
const queue = `${P}/ads/tiktok/pending`;
const base = { api: 'layers', certainty: 'documented' } as const;
const run = { ...base, method: 'POST', path: '/v1/projects/:projectId/ads/optimizer/run' } as const;
const job = { ...base, method: 'GET', path: '/v1/jobs/:jobId' } as const;
const approve = { ...base, method: 'POST', path: `${PENDING}/:pendingId/approve` } as const;
const wanted = { layerId: LAYER, platform: 'tiktok_ads' };

const drafts = (world: World) => {
  layerIn(world).defaults = { creative: 'draft', tactical: 'draft', structural: 'draft' };
};

type Box = Parameters<typeof send>[0];

/** Requests a pause that is queued. @returns the id of the pending write, and the job */
async function queuePause(sandbox: Box) {
  const { body } = await send(sandbox, 'POST', `${P}/ads/tiktok/campaigns/cmp_ONE/pause`);
  const { items } = (await send(sandbox, 'GET', queue)).body;
  return { pendingId: String(items?.[0]?.pendingId), jobId: String(body.jobId) };
}

const jobStatus = async (sandbox: Box, id: string) => (await send(sandbox, 'GET', `/v1/jobs/${id}`)).body.status;

describe.each(['completed', 'running'] as const)('the job of a pending write is %s', (queuedJob) => {
  proves({ ...run, aspect: 'shape' }, 'carries out approved writes, but not on a dry run', () =>
    inSandbox(
      adsWorld((world) => {
        drafts(world);
        world.switches.queuedJob = queuedJob;
      }),
      async (sandbox) => {
        const { pendingId, jobId } = await queuePause(sandbox);
        expect(await jobStatus(sandbox, jobId)).toBe(queuedJob);
        const { body } = await send(sandbox, 'POST', `${queue}/${pendingId}/approve`);
        expect(body).toMatchObject({ status: 'approved', dispatched: false });
        await send(sandbox, 'POST', `${P}/ads/optimizer/run`, { ...wanted, dryRun: true });
        expect(campaignIn(sandbox).theirs?.status).toBe('ENABLE');
        await send(sandbox, 'POST', `${P}/ads/optimizer/run`, wanted);
        expect(campaignIn(sandbox)).toMatchObject({ ours: { status: 'paused' }, theirs: { status: 'DISABLE' } });
        const { items } = (await send(sandbox, 'GET', `${queue}?status=dispatched`)).body;
        expect(items?.[0]).toMatchObject({ pendingId, dispatchedAt: '2026-11-10T12:00:00.000Z' });
        expect(await jobStatus(sandbox, jobId)).toBe('completed');
      },
    ),
  );

  proves({ ...base, method: 'POST', path: `${PENDING}/:pendingId/reject`, aspect: 'shape' }, 'deletes it', () =>
    inSandbox(
      adsWorld((world) => {
        drafts(world);
        world.switches.queuedJob = queuedJob;
      }),
      async (sandbox) => {
        const { pendingId, jobId } = await queuePause(sandbox);
        await send(sandbox, 'POST', `${queue}/${pendingId}/reject`, { reason: 'no' });
        await send(sandbox, 'POST', `${P}/ads/optimizer/run`, wanted);
        expect(campaignIn(sandbox).ours?.status).toBe('active');
        expect(await jobStatus(sandbox, jobId)).toBe(queuedJob === 'running' ? 'canceled' : 'completed');
      },
    ),
  );
});

proves({ ...approve, aspect: 'shape' }, 'is carried out by the next tick of the optimizer', () =>
  inSandbox(adsWorld(drafts), async (sandbox) => {
    const clock = clockOf(sandbox);
    await send(sandbox, 'POST', `${queue}/pa_SEED/approve`, { comment: 'yes' });
    clock('2026-11-10T17:59:59Z');
    expect((await send(sandbox, 'GET', `${queue}?status=approved`)).body.items?.length).toBe(1);
    clock('2026-11-10T18:00:00Z');
    expect((await send(sandbox, 'GET', `${queue}?status=dispatched`)).body.items?.[0]).toMatchObject({
      dispatchedAt: '2026-11-10T18:00:00.000Z',
    });
    expect(sandbox.world().layers.projects[0]?.adSets[0]?.status).toBe('paused');
  }),
);

proves({ ...base, method: 'GET', path: PENDING, aspect: 'shape' }, 'rejects by itself after seven days', () =>
  inSandbox(adsWorld(), async (sandbox) => {
    const clock = clockOf(sandbox);
    clock('2026-11-16T11:59:59Z');
    expect((await send(sandbox, 'GET', queue)).body.items?.length).toBe(1);
    clock('2026-11-16T12:00:00Z');
    expect((await send(sandbox, 'GET', `${queue}/count`)).body).toEqual({ count: 0 });
    expect((await send(sandbox, 'GET', `${queue}?status=rejected`)).body.items?.length).toBe(1);
  }),
);

proves({ ...approve, aspect: 'shape', certainty: 'inferred' }, 'fails if the object was deleted', () =>
  inSandbox(adsWorld(), async (sandbox) => {
    await send(sandbox, 'POST', `${queue}/pa_SEED/approve`);
    await send(sandbox, 'DELETE', `${P}/ads/tiktok/adsets/adg_ONE`);
    await send(sandbox, 'POST', `${P}/ads/optimizer/run`, wanted);
    expect((await send(sandbox, 'GET', `${queue}?status=dispatch_failed`)).body.items?.[0]).toMatchObject({
      dispatchFailureReason: 'entity_not_found',
    });
  }),
);

describe.each([
  { decidedPending: 'conflict', status: 409, code: 'CONFLICT' },
  { decidedPending: 'not-found', status: 404, code: 'NOT_FOUND' },
] as const)('a decided write is $decidedPending', ({ decidedPending, status, code }) => {
  proves({ ...approve, aspect: 'errors', certainty: 'unknown' }, 'refuses a second decision', () =>
    inSandbox(
      adsWorld((world) => {
        world.switches.decidedPending = decidedPending;
      }),
      async (sandbox) => {
        await send(sandbox, 'POST', `${queue}/pa_SEED/approve`);
        const again = await send(sandbox, 'POST', `${queue}/pa_SEED/reject`, { reason: 'no' });
        expect(again).toMatchObject({ status, body: { error: { code } } });
        expect((await send(sandbox, 'POST', `${queue}/pa_NONE/approve`)).status).toBe(404);
      },
    ),
  );
});

proves({ ...base, method: 'POST', path: `${PENDING}/:pendingId/reject`, aspect: 'errors' }, 'requires a reason', () =>
  inSandbox(adsWorld(), async (sandbox) => {
    expect((await send(sandbox, 'POST', `${queue}/pa_SEED/reject`, {})).body.error?.code).toBe('VALIDATION');
    expect((await send(sandbox, 'POST', `${queue}/pa_SEED/reject`)).body.error?.code).toBe('VALIDATION');
  }),
);

proves({ ...base, method: 'GET', path: PENDING, aspect: 'paging' }, 'pages, and ignores a malformed cursor', () =>
  inSandbox(adsWorld(drafts), async (sandbox) => {
    await queuePause(sandbox);
    const { items, nextCursor } = (await send(sandbox, 'GET', `${queue}?limit=1`)).body;
    expect(items?.map(({ actionType }) => actionType)).toEqual(['pause_campaign']);
    const rest = (await send(sandbox, 'GET', `${queue}?limit=1&cursor=${nextCursor}`)).body;
    expect([rest.items?.[0]?.pendingId, rest.nextCursor]).toEqual(['pa_SEED', null]);
    expect((await send(sandbox, 'GET', `${queue}?cursor=x`)).body.items?.length).toBe(2);
    expect((await send(sandbox, 'GET', `${queue}?actionType=pause_adset`)).body.items?.length).toBe(1);
    expect((await send(sandbox, 'GET', `${queue}?actionType=x`)).status).toBe(422);
  }),
);

proves({ ...job, aspect: 'shape' }, 'goes from running to completed with the clock, and knows its ETag', () =>
  inSandbox(adsWorld(), async (sandbox) => {
    const clock = clockOf(sandbox);
    const { body } = await send(sandbox, 'POST', `${P}/ads/optimizer/run`, wanted);
    const path = String(body.locationUrl);
    const first = await send(sandbox, 'GET', path);
    expect(first.body).toMatchObject({ status: 'running', progress: 0 });
    expect(Object.keys(first.body)).not.toContain('finishedAt');
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
    const same = await send(sandbox, 'GET', path, undefined, { headers });
    expect([same.status, same.text, same.headers.get('etag')]).toEqual([304, '', headers['if-none-match']]);
    clock('2026-11-10T12:05:00Z');
    expect((await send(sandbox, 'GET', path, undefined, { headers })).body).toMatchObject({ progress: 0.5 });
    clock('2026-11-10T12:10:00Z');
    expect((await send(sandbox, 'GET', path)).body).toMatchObject({
      ...{ status: 'completed', progress: 1, finishedAt: '2026-11-10T12:10:00.000Z' },
      result: { dryRun: false, dispatched: [] },
    });
  }),
);

proves({ ...job, aspect: 'errors' }, 'is a 404 if it never existed', () =>
  inSandbox(adsWorld(), async (sandbox) => {
    expect((await send(sandbox, 'GET', '/v1/jobs/job_NONE')).status).toBe(404);
  }),
);

proves({ ...run, aspect: 'limits' }, 'is refused beyond the cap on running jobs', () =>
  inSandbox(
    adsWorld((world) => {
      world.layers.mostRunningJobs = 1;
    }),
    async (sandbox) => {
      await send(sandbox, 'POST', `${P}/ads/optimizer/run`, wanted);
      const second = await send(sandbox, 'POST', `${P}/ads/optimizer/run`, wanted);
      expect(second).toMatchObject({ status: 429, body: { error: { code: 'RATE_LIMITED' } } });
      expect(second.headers.get('retry-after')).toBe('60');
    },
  ),
);

proves({ ...run, aspect: 'errors' }, 'needs a layer of this project', () =>
  inSandbox(adsWorld(), async (sandbox) => {
    const elsewhere = `/v1/projects/${EMPTY_PROJECT}/ads/optimizer/run`;
    expect((await send(sandbox, 'POST', elsewhere, wanted)).body.error?.code).toBe('NOT_FOUND');
    expect((await send(sandbox, 'POST', `${P}/ads/optimizer/run`, { layerId: LAYER })).body.error?.code).toBe(
      'VALIDATION',
    );
  }),
);
