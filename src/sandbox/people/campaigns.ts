import { accepted, notFound, type Reply } from '../layers/envelope.ts';
import type { World } from '../world.ts';
import { projectOf } from './find.ts';
import type { DeedOf } from './shape.ts';

/** Pauses or resumes a campaign in a dashboard: at TikTok, at Layers or both. The two are matched by TikTok's id. */
export function switchCampaign(
  world: World,
  deed: DeedOf<'pause-campaign'> | DeedOf<'resume-campaign'>,
  at: Date,
): Reply {
  const all = world.layers.projects.flatMap(({ campaigns }) => campaigns);
  const named = all.find(({ campaignId, externalId }) => campaignId === deed.campaign || externalId === deed.campaign);
  const externalId = named?.externalId ?? deed.campaign;
  const twin = world.tiktok.campaigns.find(({ id }) => id === externalId);
  if (named === undefined && twin === undefined) return notFound('campaign');
  const runs = deed.does === 'resume-campaign';
  if (named !== undefined) named.status = runs ? 'active' : 'paused';
  if (twin !== undefined) Object.assign(twin, { status: runs ? 'ENABLE' : 'DISABLE', modifiedAt: at.toISOString() });
  return accepted({ campaign: externalId, runs });
}

/** Approves or rejects pending actions. The next run of the optimizer carries out the approved ones. */
export function decidePending(
  world: World,
  deed: DeedOf<'approve-pending'> | DeedOf<'reject-pending'>,
  at: Date,
): Reply {
  const project = projectOf(world, deed.project);
  if ('refusal' in project) return project.refusal;
  const waiting = project.pendingActions.filter(
    ({ pendingId, status }) => status === 'pending' && (deed.pending ?? pendingId) === pendingId,
  );
  if (waiting.length === 0) return notFound('pending action that waits');
  for (const action of waiting) {
    action.status = deed.does === 'approve-pending' ? 'approved' : 'rejected';
    action.decidedAt = at.toISOString();
    if (deed.does === 'reject-pending') action.decision = deed.reason;
  }
  return accepted({ decided: waiting.map(({ pendingId }) => pendingId) });
}
