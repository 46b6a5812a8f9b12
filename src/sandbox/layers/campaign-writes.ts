import { z } from 'zod';
import type { Authority, Campaign } from './ads-world.ts';
import { belowMinimum, Budget, budgetRefusal, budgetsOf, isOneBudget, submitBudget } from './budgets.ts';
import { withTikTokValues } from './campaign-mirror.ts';
import { campaignOf } from './campaigns.ts';
import { notFound, refused, type Reply } from './envelope.ts';
import { freshId } from './ids.ts';
import { bodyAs } from './input.ts';
import { jobsRefusal } from './jobs.ts';
import { type Call, onPlatform, type Platform, type Route, route } from './route.ts';
import type { Project } from './world.ts';
import { type LifecycleVerb, type Subject, submit, submitLifecycle } from './ad-writes.ts';

const ONE = '/v1/projects/:projectId/ads/:platform/campaigns/:campaignId';

/**
 * Source: developers.layers.com docs/api/reference/ads/patch-campaign-budget, docs/api/reference/ads/delete-campaign
 * (documented); the page of pause and resume was not available, so their scope, body and answer are inferred.
 */
export const campaignWrites: readonly Route[] = [
  route('PATCH', `${ONE}/budget`, ['ads:write:budgets'], onCampaign(budget)),
  route('POST', `${ONE}/pause`, ['ads:write:lifecycle'], onCampaign(lifecycle('pause'))),
  route('POST', `${ONE}/resume`, ['ads:write:lifecycle'], onCampaign(lifecycle('resume'))),
  route('DELETE', ONE, ['ads:write:lifecycle'], onCampaign(lifecycle('delete'))),
];

type OnCampaign = (call: Call, project: Project, campaign: Campaign, platform: Platform) => Reply;

/** A route about one campaign of a platform. A deleted campaign can be read but not written (inferred). */
export function onCampaign(reply: OnCampaign): (call: Call) => Reply {
  return onPlatform((call, project, platform) => {
    const campaign = campaignOf(project, call.params.campaignId, platform);
    if (campaign === undefined || withTikTokValues(call.state.world, campaign).status === 'deleted')
      return notFound('campaign');
    return reply(call, project, campaign, platform);
  });
}

/** Source: developers.layers.com docs/api/reference/ads/create-campaign (documented, its end unknown). */
export const newCampaign: readonly Route[] = [
  route('POST', '/v1/projects/:projectId/ads/:platform/campaigns', ['ads:write:campaigns'], onPlatform(create), {
    class: 'long-running',
  }),
];

function budget(call: Call, project: Project, campaign: Campaign): Reply {
  const input = bodyAs(call.request, Budget);
  if (!input.ok) return input.refusal;
  const { world, now } = call.state;
  const seen = withTikTokValues(world, campaign);
  const refusal = budgetRefusal(seen, input.value, world.layers.minimumBudgetCents, now());
  if (refusal !== undefined) return refusal;
  return submitBudget(call, project, subject(campaign), seen, input.value);
}

function lifecycle(verb: LifecycleVerb): OnCampaign {
  return (call, project, campaign) =>
    submitLifecycle(call, project, subject(campaign), withTikTokValues(call.state.world, campaign).status, verb);
}

function subject(campaign: Campaign): Subject {
  const { campaignId, name, platform } = campaign;
  return { campaign, platform, entityType: 'campaign', entityId: campaignId, entityName: name };
}

const mode = z.enum(['manual', 'draft', 'autopilot']);

const Body = z
  .strictObject({
    adAccountId: z.string().min(1),
    name: z.string().min(1).max(128),
    outcome: z.enum(['conversions', 'traffic', 'app_installs', 'engagement', 'lead_generation']),
    dailyBudgetCents: z.int().min(1).optional(),
    lifetimeBudgetCents: z.int().min(1).optional(),
    campaignManagementMode: mode,
    creativeMode: mode,
    startTime: z.iso.datetime().optional(),
    endTime: z.iso.datetime().optional(),
    // Its shape is unknown, so anything is accepted.
    bidStrategy: z.record(z.string(), z.unknown()).optional(),
  })
  .refine(isOneBudget, 'exactly one of dailyBudgetCents and lifetimeBudgetCents');

function create(call: Call, project: Project, platform: Platform): Reply {
  const { state } = call;
  const busy = jobsRefusal(state, project.organization);
  if (busy !== undefined) return busy;
  const input = bodyAs(call.request, Body);
  if (!input.ok) return input.refusal;
  const { adAccountId, name, outcome, startTime, endTime, campaignManagementMode, creativeMode } = input.value;
  const low = belowMinimum(input.value, state.world.layers.minimumBudgetCents);
  if (low !== undefined) return low;
  if (platform === 'tiktok_ads' && input.value.lifetimeBudgetCents !== undefined && endTime === undefined) {
    return refused('VALIDATION', 'endTime: is required on TikTok with a lifetime budget.');
  }
  const account = project.adAccounts.find((one) => one.adAccountId === adAccountId && one.platform === platform);
  if (account === undefined) return notFound('ad account');

  const campaignId = freshCampaignId(state.world.layers.projects);
  const newValue = {
    campaignId,
    platform,
    adAccountId,
    name,
    objective: outcome,
    budgetMode: 'CBO',
    ...budgetsOf(input.value),
    ...(startTime === undefined ? {} : { startTime }),
    ...(endTime === undefined ? {} : { endTime }),
    authority: authorityFor(campaignManagementMode, creativeMode),
  };
  return submit(call, project, {
    platform,
    axis: 'structural',
    actionType: 'create_campaign',
    entityType: 'campaign',
    entityId: campaignId,
    entityName: name,
    currentValue: {},
    newValue,
    more: { campaignId },
  });
}

/** Ids in the queue are in use as well. */
function freshCampaignId(projects: readonly Project[]): string {
  const made = projects.flatMap(({ campaigns }) => campaigns.map(({ campaignId }) => campaignId));
  const queued = projects.flatMap(({ pendingActions }) => pendingActions.map(({ entityId }) => entityId));
  return freshId('cmp_', [...made, ...queued.filter((id) => id.startsWith('cmp_'))]);
}

const AXIS = { manual: 'off', draft: 'draft', autopilot: 'auto' } as const;

/**
 * One mode sets tactical and structural, the other creative (documented); `manual` is `off` (documented), the rest
 * inferred.
 */
function authorityFor(management: z.output<typeof mode>, creative: z.output<typeof mode>): Authority {
  return { creative: AXIS[creative], tactical: AXIS[management], structural: AXIS[management] };
}
