import { z } from 'zod';
import type { AdSet, Campaign } from './ads-world.ts';
import { Budget, budgetRefusal, budgetsOf, clampedBudget } from './budgets.ts';
import { adsFilters, campaignOf } from './campaigns.ts';
import { notFound, type Reply } from './envelope.ts';
import { bodyAs, queryAs } from './input.ts';
import { pageOf } from './paging.ts';
import { type Call, inProject, onPlatform, type Route } from './route.ts';
import { withTikTokValues } from './campaign-mirror.ts';
import type { Project } from './world.ts';
import { rejectedByPlatform, submit } from './write.ts';

const ADS = '/v1/projects/:projectId/ads';
const ONE = `${ADS}/:platform/adsets/:adsetId`;

/**
 * Ad sets, including TikTok's ad groups.
 *
 * Source: developers.layers.com docs/api/reference/ads/list-adsets, docs/api/reference/ads/patch-adset-budget,
 * docs/api/reference/ads/delete-campaign (documented). Pause and resume are only mentioned on docs/api/reference/ads.
 */
export const adSets: readonly Route[] = [
  { method: 'GET', path: `${ADS}/adsets`, class: 'read-light', scopes: () => ['ads:read'], reply: inProject(list) },
  {
    method: 'PATCH',
    path: `${ONE}/budget`,
    class: 'write-light',
    scopes: () => ['ads:write:budgets'],
    reply: onAdSet(budget),
  },
  ...(['pause', 'resume'] as const).map(
    (verb): Route => ({
      method: 'POST',
      path: `${ONE}/${verb}`,
      class: 'write-light',
      scopes: () => ['ads:write:lifecycle'],
      reply: onAdSet((...about) => lifecycle(...about, verb)),
    }),
  ),
  {
    method: 'DELETE',
    path: ONE,
    class: 'write-light',
    scopes: () => ['ads:write:lifecycle'],
    reply: onAdSet((...about) => lifecycle(...about, 'delete')),
  },
];

type OnAdSet = (call: Call, project: Project, adSet: AdSet, campaign: Campaign) => Reply;

function onAdSet(reply: OnAdSet): (call: Call) => Reply {
  return onPlatform((call, project, platform) => {
    const adSet = project.adSets.find(({ adsetId }) => adsetId === call.params.adsetId);
    const campaign = campaignOf(project, adSet?.campaignId, platform);
    if (adSet === undefined || campaign === undefined || adSet.status === 'deleted') return notFound('ad set');
    return reply(call, project, adSet, campaign);
  });
}

const Query = z.object({ ...adsFilters, campaignId: z.string().optional() });

/** `limit` 1 to 200, 100 by default (documented). Deleted ones are only listed if requested by status (inferred). */
function list({ request }: Call, project: Project): Reply {
  const query = queryAs(request, Query, ['platforms', 'status']);
  if (!query.ok) return query.refusal;
  const { platforms, adAccountId, status, campaignId } = query.value;
  const found = project.adSets.flatMap((adSet) => {
    const campaign = campaignOf(project, adSet.campaignId);
    if (campaign === undefined || (campaignId !== undefined && campaignId !== adSet.campaignId)) return [];
    if (platforms !== undefined && !platforms.includes(campaign.platform)) return [];
    if (adAccountId !== undefined && adAccountId !== campaign.adAccountId) return [];
    if (status === undefined ? adSet.status === 'deleted' : !status.includes(adSet.status)) return [];
    return [row(adSet, campaign)];
  });
  return pageOf(request, `adsets ${project.id}`, found, { most: 200, usual: 100, lenient: true });
}

function row(adSet: AdSet, campaign: Campaign) {
  return {
    adsetId: adSet.adsetId,
    campaignId: adSet.campaignId,
    platform: campaign.platform,
    adAccountId: campaign.adAccountId,
    externalId: adSet.externalId,
    name: adSet.name,
    status: adSet.status,
    dailyBudgetCents: adSet.dailyBudgetCents ?? null,
    lifetimeBudgetCents: adSet.lifetimeBudgetCents ?? null,
    startTime: adSet.startTime ?? adSet.createdAt,
    endTime: adSet.endTime ?? null,
    createdAt: adSet.createdAt,
  };
}

/** Same rules as for campaigns. Meta rejects it if the campaign has its own budget (documented). */
function budget(call: Call, project: Project, adSet: AdSet, campaign: Campaign): Reply {
  const input = bodyAs(call.request, Budget);
  if (!input.ok) return input.refusal;
  const { world, now } = call.state;
  const refusal = budgetRefusal(adSet, input.value, world.layers.minimumBudgetCents, now());
  if (refusal !== undefined) return refusal;
  const above = campaign.platform === 'meta_ads' && withTikTokValues(world, campaign).budgetMode === 'CBO';
  if (above) return rejectedByPlatform('campaign_budget_optimization');
  const clamped = clampedBudget(adSet, input.value);
  return submit(call, project, {
    ...subject(adSet, campaign),
    axis: 'tactical',
    actionType: 'update_budget',
    currentValue: budgetsOf(adSet),
    newValue: budgetsOf(input.value),
    ...(clamped === undefined ? {} : { clamped }),
  });
}

function lifecycle(
  call: Call,
  project: Project,
  adSet: AdSet,
  campaign: Campaign,
  verb: 'pause' | 'resume' | 'delete',
): Reply {
  return submit(call, project, {
    ...subject(adSet, campaign),
    axis: 'structural',
    actionType: `${verb}_adset`,
    currentValue: { status: adSet.status },
    newValue: { status: { pause: 'paused', resume: 'active', delete: 'deleted' }[verb] },
    bare: verb === 'delete',
  });
}

/** The authority of the parent campaign applies (documented for budgets). */
function subject({ adsetId, name }: AdSet, campaign: Campaign) {
  const { platform } = campaign;
  return { campaign, platform, entityType: 'adset' as const, entityId: adsetId, entityName: name };
}
