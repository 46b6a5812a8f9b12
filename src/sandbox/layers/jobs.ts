import { createHash } from 'node:crypto';
import type { JsonObject } from '../core/json.ts';
import type { Job } from './records-world.ts';
import { accepted, notFound, type Refusal, type Reply, refused } from './envelope.ts';
import { freshId } from './ids.ts';
import { type Call, route, type Route, shownId } from './route.ts';
import type { State, World } from './world.ts';

/** Source: docs/api/reference/jobs/get-job (documented). */
export const jobs: readonly Route[] = [route('GET', '/v1/jobs/:jobId', ['jobs:read'], show)];

/** Supports ETag and 304: the only conditional read that Layers documents. */
function show({ request, params, state, key }: Call): Reply {
  const job = state.world.layers.jobs.find(({ jobId }) => jobId === params.jobId);
  if (job === undefined || job.organization !== key.organization) return notFound('job');
  const body = jobRow(state, job);
  const tag = `"${createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 16)}"`;
  const known = (request.headers['if-none-match'] ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  if (known.includes('*') || known.includes(tag)) return { ok: true, status: 304, body: {}, headers: { ETag: tag } };
  return accepted(body, { ETag: tag });
}

/** The current state of a job. Its fields are documented; the values of `stage` are inferred. */
export function jobRow(state: State, job: Job): JsonObject {
  const { world } = state;
  const status = jobStatus(world, job, state.now());
  const done = status !== 'running';
  const since = (state.now().getTime() - Date.parse(job.startedAt)) / 1000;
  // The duration of an approval is unknown, so such a job shows no progress until it ends.
  const share = job.waitsFor !== undefined || job.lasts === 0 ? 0 : Math.max(0, since / job.lasts);
  return {
    jobId: job.jobId,
    kind: job.kind,
    status,
    progress: done ? 1 : Math.min(0.99, Math.round(share * 100) / 100),
    stage: done ? status : job.waitsFor === undefined ? 'working' : 'awaiting_approval',
    projectId: job.project === undefined ? null : shownId(world, 'prj', job.project),
    locationUrl: `/v1/jobs/${job.jobId}`,
    startedAt: job.startedAt,
    ...(done && job.waitsFor === undefined ? { finishedAt: endOf(job) } : {}),
    ...(done && job.waitsFor !== undefined ? { finishedAt: decidedAt(world, job) } : {}),
    ...(status === 'completed' ? { result: job.result } : {}),
    ...(status === 'failed' ? { error: job.error } : {}),
  };
}

/** Terminal states are final (documented), as long as the clock does not go back. */
export function jobStatus(world: World, job: Job, now: Date): 'running' | 'completed' | 'failed' | 'canceled' {
  if (job.waitsFor === undefined) return now.getTime() < Date.parse(endOf(job)) ? 'running' : job.ends;
  switch (pendingOf(world, job)?.status) {
    case 'pending':
    case 'approved':
      return 'running';
    case 'dispatched':
      return 'completed';
    case 'dispatch_failed':
      return 'failed';
    case 'rejected':
    case undefined:
    default:
      return 'canceled';
  }
}

function endOf(job: Job): string {
  return new Date(Date.parse(job.startedAt) + job.lasts * 1000).toISOString();
}

function decidedAt(world: World, job: Job): string {
  const pending = pendingOf(world, job);
  return pending?.dispatchedAt ?? pending?.decidedAt ?? job.startedAt;
}

function pendingOf(world: World, job: Job) {
  return world.layers.projects
    .find(({ id }) => id === job.project)
    ?.pendingActions.find(({ pendingId }) => pendingId === job.waitsFor);
}

export function startJob(state: State, job: Omit<Job, 'jobId' | 'startedAt' | 'ends' | 'error'>): Job {
  const { jobs: all } = state.world.layers;
  const ids = all.map(({ jobId }) => jobId);
  const made: Job = {
    jobId: freshId('job_', ids),
    startedAt: state.now().toISOString(),
    ends: 'completed',
    error: {},
    ...job,
  };
  all.push(made);
  return made;
}

/**
 * The refusal of a further job if too many are running. Source: docs/api/operational/rate-limits (documented); the
 * number is not documented, so it is part of the world.
 */
export function jobsRefusal(state: State, organization: string): Refusal | undefined {
  const { jobs: all, mostRunningJobs } = state.world.layers;
  const running = all.filter(
    (job) => job.organization === organization && jobStatus(state.world, job, state.now()) === 'running',
  );
  if (mostRunningJobs === undefined || running.length < mostRunningJobs) return undefined;
  const refusal = refused('RATE_LIMITED', `${running.length} jobs are running.`, { running: running.length });
  return { ...refusal, headers: { 'Retry-After': '60' } };
}
