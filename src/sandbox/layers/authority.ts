import { z } from 'zod';
import type { Campaign } from './ads-world.ts';
import { onCampaign } from './campaign-writes.ts';
import { accepted, notFound, type Reply } from './envelope.ts';
import { authorityOf, gatedLayer } from './gate.ts';
import { ulid } from './ids.ts';
import { bodyAs } from './input.ts';
import { Axes, modificationRow, modifiedBy, policyRefusal } from './policy.ts';
import { type Call, pathName, type Platform, type Route } from './route.ts';
import type { Project } from './world.ts';

const PATH = '/v1/projects/:projectId/ads/:platform/campaigns/:campaignId/authority';

/** Source: developers.layers.com docs/api/reference/ads/patch-campaign-authority (documented). */
export const authority: readonly Route[] = [
  { method: 'GET', path: PATH, class: 'read-light', scopes: () => ['ads:read'], reply: onCampaign(show) },
  { method: 'PATCH', path: PATH, class: 'write-light', scopes: () => ['ads:write:policy'], reply: onCampaign(patch) },
];

function show({ state: { world } }: Call, project: Project, campaign: Campaign, platform: Platform): Reply {
  const layer = gatedLayer(world, project, platform);
  if (layer === undefined) return notFound('layer for this platform in this project');
  const own = campaign.authority !== undefined;
  return accepted({
    campaignId: campaign.campaignId,
    platform: pathName(platform),
    authority: authorityOf(layer, campaign),
    source: own ? 'per_campaign' : 'layer_defaults',
    ...modificationRow(world, project, own ? campaign.authorityModified : layer.defaultsModified),
  });
}

const Patch = z.strictObject({ authority: Axes });

/** Axes that are not given keep their effective value. From then on, the campaign has its own authority. */
function patch(call: Call, project: Project, campaign: Campaign, platform: Platform): Reply {
  const { state, request, key } = call;
  const layer = gatedLayer(state.world, project, platform);
  if (layer === undefined) return notFound('layer for this platform in this project');
  const input = bodyAs(request, Patch);
  if (!input.ok) return input.refusal;
  const refusal = policyRefusal(state.world, layer, input.value.authority);
  if (refusal !== undefined) return refusal;
  campaign.authority = { ...authorityOf(layer, campaign), ...input.value.authority };
  campaign.authorityModified = modifiedBy(state, key);
  return accepted({
    campaignId: campaign.campaignId,
    authority: campaign.authority,
    verdictId: ulid('ver_', state.requests),
  });
}
