import { z } from 'zod';
import type { JsonObject } from '../core/json.ts';
import { type Campaign, PLATFORMS, STATUSES } from './ads-world.ts';
import { accepted, notFound, type Reply } from './envelope.ts';
import { queryAs } from './input.ts';
import { pageOf } from './paging.ts';
import { type Call, inProject, type Platform, route, type Route } from './route.ts';
import { withTikTokValues } from './campaign-mirror.ts';
import type { World } from './state.ts';
import type { Project } from './world.ts';

const ADS = '/v1/projects/:projectId/ads';

/**
 * Source: developers.layers.com docs/api/reference/ads/list-campaigns (documented, parts of the item inferred). The
 * read of one campaign is only mentioned on docs/api/reference/ads/patch-adset-budget. Whether its path contains the
 * platform is unknown, so both are served.
 */
export const campaigns: readonly Route[] = [
  route('GET', `${ADS}/campaigns`, ['ads:read'], inProject(list)),
  ...[`${ADS}/campaigns/:campaignId`, `${ADS}/:platform/campaigns/:campaignId`].map(
    (path): Route =>
      route(
        'GET',
        path,
        ['ads:read'],
        inProject(({ params, state: { world } }, project) => {
          const campaign = campaignOf(project, params.campaignId);
          const elsewhere = params.platform !== undefined && `${params.platform}_ads` !== campaign?.platform;
          return campaign === undefined || elsewhere ? notFound('campaign') : accepted(row(world, campaign));
        }),
      ),
  ),
];

/** Finds a campaign by id, on any platform if none is given. */
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

/** Fields other than id, status, objective and `metricsSnapshot7d` are inferred from the write endpoints. */
function row(world: World, campaign: Campaign): JsonObject {
  const seen = withTikTokValues(world, campaign);
  return {
    campaignId: seen.campaignId,
    platform: seen.platform,
    adAccountId: seen.adAccountId,
    externalId: seen.externalId,
    name: seen.name,
    status: seen.status,
    objective: seen.objective,
    budgetMode: seen.budgetMode,
    dailyBudgetCents: seen.dailyBudgetCents ?? null,
    lifetimeBudgetCents: seen.lifetimeBudgetCents ?? null,
    startTime: seen.startTime ?? seen.createdAt,
    endTime: seen.endTime ?? null,
    metricsSnapshot7d: {},
    createdAt: seen.createdAt,
  };
}
