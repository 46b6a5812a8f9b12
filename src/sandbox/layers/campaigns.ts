import { z } from 'zod';
import type { JsonObject } from '../core/json.ts';
import { lifecycleClass, type LifecycleVerb, type Subject, submit, submitLifecycle } from './ad-writes.ts';
import { type Authority, type Campaign, PLATFORMS, STATUSES } from './ads-world.ts';
import { belowMinimum, Budget, budgetRefusal, budgetsOf, isOneBudget, submitBudget } from './budgets.ts';
import { withTikTokValues } from './campaign-mirror.ts';
import { accepted, notFound, refused, type Reply } from './envelope.ts';
import { freshId } from './ids.ts';
import { bodyAs, pageOf, queryAs } from './input.ts';
import { jobsRefusal } from './jobs.ts';
import { type Call, inProject, onPlatform, type Platform, type Route, route } from './route.ts';
import type { Project, World } from './world.ts';

const ADS = '/v1/projects/:projectId/ads';

/**
 * Source: docs/api/reference/ads/list-campaigns (documented, parts of the item inferred). The read of one campaign is
 * only mentioned on docs/api/reference/ads/patch-adset-budget. Whether its path contains the platform is unknown, so
 * both are served.
 */
export const campaigns: readonly Route[] = [
  route('GET', `${ADS}/campaigns`, ['ads:read'], inProject(list)),
  route('GET', `${ADS}/campaigns/:campaignId`, ['ads:read'], inProject(show)),
  route('GET', `${ADS}/:platform/campaigns/:campaignId`, ['ads:read'], inProject(show)),
];

export function campaignOf(project: Project, id: string | undefined, platform?: Platform): Campaign | undefined {
  return project.campaigns.find(
    (campaign) => campaign.campaignId === id && (platform === undefined || campaign.platform === platform),
  );
}

/** Filters that all lists of ads share. */
export const adsFilters = {
  platforms: z.array(z.enum(PLATFORMS)).optional(),
  adAccountId: z.string().optional(),
  status: z.array(z.enum(STATUSES)).optional(),
};

const ONE = '/v1/projects/:projectId/ads/:platform/campaigns/:campaignId';

/**
 * Source: docs/api/reference/ads/patch-campaign-budget, docs/api/reference/ads/delete-campaign (documented); the page
 * of pause and resume was not available, so their scope, body and answer are inferred.
 */
export const campaignWrites: readonly Route[] = [
  route('PATCH', `${ONE}/budget`, ['ads:write:budgets'], onCampaign(budget)),
  route('POST', `${ONE}/pause`, ['ads:write:lifecycle'], onCampaign(lifecycle('pause')), { class: lifecycleClass }),
  route('POST', `${ONE}/resume`, ['ads:write:lifecycle'], onCampaign(lifecycle('resume')), { class: lifecycleClass }),
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

/** Source: docs/api/reference/ads/create-campaign (documented, its end unknown). */
export const newCampaign: readonly Route[] = [
  route('POST', '/v1/projects/:projectId/ads/:platform/campaigns', ['ads:write:campaigns'], onPlatform(create), {
    class: 'long-running',
  }),
];

const Query = z.object({ ...adsFilters, since: z.iso.datetime().optional() });

/**
 * `limit` 1 to 200, 100 by default; a malformed cursor returns the first page (documented). Deleted ones are only
 * listed if requested by status (inferred).
 */
function list({ request, state: { world } }: Call, project: Project): Reply {
  const query = queryAs(request, Query, ['platforms', 'status']);
  if (!query.ok) return query.refusal;
  const { platforms, adAccountId, status, since } = query.value;
  const found = project.campaigns
    .map((campaign) => withTikTokValues(world, campaign))
    .filter((campaign) => platforms === undefined || platforms.includes(campaign.platform))
    .filter((campaign) => adAccountId === undefined || campaign.adAccountId === adAccountId)
    .filter((campaign) => (status === undefined ? campaign.status !== 'deleted' : status.includes(campaign.status)))
    .filter(({ createdAt }) => since === undefined || Date.parse(createdAt) >= Date.parse(since));
  const rows = found.map((campaign) => row(world, campaign));
  return pageOf(request, `campaigns ${project.id}`, rows, { most: 200, usual: 100, lenient: true });
}

function show({ params, state: { world } }: Call, project: Project): Reply {
  const campaign = campaignOf(project, params.campaignId);
  const onOtherPlatform = params.platform !== undefined && `${params.platform}_ads` !== campaign?.platform;
  return campaign === undefined || onOtherPlatform ? notFound('campaign') : accepted(row(world, campaign));
}

/** Fields other than id, status, objective and `metricsSnapshot7d` are inferred from the write endpoints. */
function row(world: World, campaign: Campaign): JsonObject {
  const current = withTikTokValues(world, campaign);
  return {
    campaignId: current.campaignId,
    platform: current.platform,
    adAccountId: current.adAccountId,
    externalId: current.externalId,
    name: current.name,
    status: current.status,
    objective: current.objective,
    budgetMode: current.budgetMode,
    dailyBudgetCents: current.dailyBudgetCents ?? null,
    lifetimeBudgetCents: current.lifetimeBudgetCents ?? null,
    startTime: current.startTime ?? current.createdAt,
    endTime: current.endTime ?? null,
    metricsSnapshot7d: {},
    createdAt: current.createdAt,
  };
}

function budget(call: Call, project: Project, campaign: Campaign): Reply {
  const input = bodyAs(call.request, Budget);
  if (!input.ok) return input.refusal;
  const { world, now } = call.state;
  const current = withTikTokValues(world, campaign);
  const refusal = budgetRefusal(current, input.value, world.layers.minimumBudgetCents, now());
  if (refusal !== undefined) return refusal;
  return submitBudget(call, project, subject(campaign), current, input.value);
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
