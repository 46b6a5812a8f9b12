import { z } from 'zod';
import { lifecycleClass, type LifecycleVerb, rejectedByPlatform, type Subject, submitLifecycle } from './ad-writes.ts';
import type { AdSet, Campaign } from './ads-world.ts';
import { Budget, budgetRefusal, submitBudget } from './budgets.ts';
import { withTikTokValues } from './campaign-mirror.ts';
import { adsFilters, campaignOf } from './campaigns.ts';
import { notFound, type Reply } from './envelope.ts';
import { bodyAs, pageOf, queryAs } from './input.ts';
import { type Call, inProject, onPlatform, type Route, route } from './route.ts';
import type { Project } from './world.ts';

const ADS = '/v1/projects/:projectId/ads';
const ONE = `${ADS}/:platform/adsets/:adsetId`;

/**
 * Ad sets, including TikTok's ad groups.
 *
 * Source: docs/api/reference/ads/list-adsets, docs/api/reference/ads/patch-adset-budget,
 * docs/api/reference/ads/delete-campaign (documented). Pause and resume are only mentioned on docs/api/reference/ads.
 */
export const adSets: readonly Route[] = [
  route('GET', `${ADS}/adsets`, ['ads:read'], inProject(list)),
  route('PATCH', `${ONE}/budget`, ['ads:write:budgets'], onAdSet(budget)),
  route('POST', `${ONE}/pause`, ['ads:write:lifecycle'], onAdSet(lifecycle('pause')), { class: lifecycleClass }),
  route('POST', `${ONE}/resume`, ['ads:write:lifecycle'], onAdSet(lifecycle('resume')), { class: lifecycleClass }),
  route('DELETE', ONE, ['ads:write:lifecycle'], onAdSet(lifecycle('delete'))),
];

/** Source: docs/api/reference/ads/list-ads (documented; parts of the item are inferred). */
export const ads: readonly Route[] = [
  route('GET', '/v1/projects/:projectId/ads/ads', ['ads:read'], inProject(listAds)),
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
  return submitBudget(call, project, subject(adSet, campaign), adSet, input.value);
}

function lifecycle(verb: LifecycleVerb): OnAdSet {
  return (call, project, adSet, campaign) =>
    submitLifecycle(call, project, subject(adSet, campaign), adSet.status, verb);
}

/** The authority of the parent campaign applies (documented for budgets). */
function subject({ adsetId, name }: AdSet, campaign: Campaign): Subject {
  const { platform } = campaign;
  return { campaign, platform, entityType: 'adset', entityId: adsetId, entityName: name };
}

const AdQuery = z.object({
  ...adsFilters,
  adsetId: z.string().optional(),
  campaignId: z.string().optional(),
  adsContentId: z.string().optional(),
});

/** `limit` 1 to 200, 100 by default (documented). */
function listAds({ request }: Call, project: Project): Reply {
  const query = queryAs(request, AdQuery, ['platforms', 'status']);
  if (!query.ok) return query.refusal;
  const { platforms, adAccountId, status, ...same } = query.value;
  const rows = project.ads.flatMap((ad) => {
    const campaign = campaignOf(project, project.adSets.find(({ adsetId }) => adsetId === ad.adsetId)?.campaignId);
    if (campaign === undefined) return [];
    const row = {
      adId: ad.adId,
      adsetId: ad.adsetId,
      campaignId: campaign.campaignId,
      platform: campaign.platform,
      adAccountId: campaign.adAccountId,
      externalId: ad.externalId,
      name: ad.name,
      status: ad.status,
      adsContentId: ad.adsContentId ?? null,
      createdAt: ad.createdAt,
    };
    const requested =
      (platforms?.includes(campaign.platform) ?? true) &&
      (adAccountId ?? campaign.adAccountId) === campaign.adAccountId &&
      (status === undefined ? ad.status !== 'deleted' : status.includes(ad.status)) &&
      (same.adsetId ?? ad.adsetId) === ad.adsetId &&
      (same.campaignId ?? campaign.campaignId) === campaign.campaignId &&
      (same.adsContentId ?? row.adsContentId) === row.adsContentId;
    return requested ? [row] : [];
  });
  return pageOf(request, `ads ${project.id}`, rows, { most: 200, usual: 100, lenient: true });
}
