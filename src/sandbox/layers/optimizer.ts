import { z } from 'zod';
import type { Job } from './records-world.ts';
import { accepted, notFound, type Reply, started } from './envelope.ts';
import { freshId } from './ids.ts';
import { bodyAs } from './input.ts';
import { jobRow, jobsRefusal, startJob } from './jobs.ts';
import { type Call, inProject, route, type Route } from './route.ts';
import { approvedOf, dispatchApproved } from './pending.ts';
import { type Project, tiktokLayers } from './world.ts';

const PATH = '/v1/projects/:projectId/ads/optimizer';

/** In seconds. Documented as "5 to 15 minutes"; always 10 minutes here. */
const RUN_SECONDS = 600;

/**
 * Source: docs/api/reference/ads/optimizer-run (documented). The read of one run is only mentioned there; its answer is
 * unknown.
 */
export const optimizer: readonly Route[] = [
  route('POST', `${PATH}/run`, ['ads:write:optimizer_trigger'], inProject(run), { class: 'long-running' }),
  route('GET', `${PATH}/runs/:runId`, ['ads:read'], inProject(show)),
];

const Body = z.strictObject({
  layerId: z.string().min(1),
  platform: z.enum(['meta_ads', 'tiktok_ads', 'apple_ads']),
  dryRun: z.boolean().default(false),
});

/**
 * Carries out approved actions; a dry run only lists them. The sandbox's optimizer proposes no actions itself. That
 * approved actions are dispatched at the start of the run, not at its end, is inferred.
 */
function run({ request, state }: Call, project: Project): Reply {
  const busy = jobsRefusal(state, project.organization);
  if (busy !== undefined) return busy;
  const input = bodyAs(request, Body);
  if (!input.ok) return input.refusal;
  const { layerId, platform, dryRun } = input.value;
  const layer = platform === 'tiktok_ads' ? tiktokLayers(project).find(({ id }) => id === layerId) : undefined;
  if (layer === undefined) return notFound('layer');

  const planned = approvedOf(project).map(({ pendingId }) => pendingId);
  const dispatched = dryRun ? [] : dispatchApproved(state, project);
  const { jobs } = state.world.layers;
  const taken = jobs.flatMap((job) => job.runId ?? []);
  const runId = freshId('run_', taken);
  const job: Job = startJob(state, {
    organization: project.organization,
    project: project.id,
    kind: 'ads_optimizer_run',
    lasts: RUN_SECONDS,
    runId,
    result: { dryRun, layerId, planned, dispatched },
  });
  return started({
    jobId: job.jobId,
    runId,
    kind: job.kind,
    status: 'running',
    locationUrl: `/v1/jobs/${job.jobId}`,
  });
}

function show({ params, state }: Call, project: Project): Reply {
  const job = state.world.layers.jobs.find((one) => one.project === project.id && one.runId === params.runId);
  return job?.runId === undefined ? notFound('run') : accepted({ runId: job.runId, ...jobRow(state, job) });
}
