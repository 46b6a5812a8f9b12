import { z } from 'zod';
import { adsFilters, campaignOf } from './campaigns.ts';
import type { Reply } from './envelope.ts';
import { queryAs } from './input.ts';
import { pageOf } from './paging.ts';
import { type Call, inProject, type Route } from './route.ts';
import type { Project } from './world.ts';

/** Source: developers.layers.com docs/api/reference/ads/list-ads (documented; parts of the item are inferred). */
export const ads: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/projects/:projectId/ads/ads',
    class: 'read-light',
    scopes: () => ['ads:read'],
    reply: inProject(list),
  },
];

const Query = z.object({
  ...adsFilters,
  adsetId: z.string().optional(),
  campaignId: z.string().optional(),
  adsContentId: z.string().optional(),
});

/** `limit` 1 to 200, 100 by default (documented). */
function list({ request }: Call, project: Project): Reply {
  const query = queryAs(request, Query, ['platforms', 'status']);
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
    const asked =
      (platforms?.includes(campaign.platform) ?? true) &&
      (adAccountId ?? campaign.adAccountId) === campaign.adAccountId &&
      (status === undefined ? ad.status !== 'deleted' : status.includes(ad.status)) &&
      (same.adsetId ?? ad.adsetId) === ad.adsetId &&
      (same.campaignId ?? campaign.campaignId) === campaign.campaignId &&
      (same.adsContentId ?? row.adsContentId) === row.adsContentId;
    return asked ? [row] : [];
  });
  return pageOf(request, `ads ${project.id}`, rows, { most: 200, usual: 100, lenient: true });
}
