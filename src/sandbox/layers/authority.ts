import { z } from 'zod';
import type { JsonObject } from '../core/json.ts';
import { type Authority, axis, type Campaign, type modificationShape } from './ads-world.ts';
import { onCampaign } from './campaigns.ts';
import { accepted, notFound, type Refusal, type Reply } from './envelope.ts';
import { authorityOf, closedGate, denied, gatedLayer } from './gate.ts';
import { keyIdOf, ulid } from './ids.ts';
import { bodyAs } from './input.ts';
import { DEFAULT_CREATED_AT } from './projects.ts';
import { type Call, onPlatform, pathName, type Platform, type Route, route, shownId } from './route.ts';
import type { LayersKey, Project, ProjectLayer, State, World } from './world.ts';

/** Axes in a PATCH; the others stay as they are. */
const Axes = z
  .strictObject({ creative: axis.optional(), tactical: axis.optional(), structural: axis.optional() })
  .transform((given): Partial<Authority> => Object.fromEntries(Object.entries(given)));

const CAMPAIGN_PATH = '/v1/projects/:projectId/ads/:platform/campaigns/:campaignId/authority';

/** Source: docs/api/reference/ads/patch-campaign-authority (documented). */
export const authority: readonly Route[] = [
  route('GET', CAMPAIGN_PATH, ['ads:read'], onCampaign(showCampaign)),
  route('PATCH', CAMPAIGN_PATH, ['ads:write:policy'], onCampaign(patchCampaign)),
];

function showCampaign({ state: { world } }: Call, project: Project, campaign: Campaign, platform: Platform): Reply {
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

const CampaignPatch = z.strictObject({ authority: Axes });

/** Axes that are not given keep their effective value. From then on, the campaign has its own authority. */
function patchCampaign(call: Call, project: Project, campaign: Campaign, platform: Platform): Reply {
  const { state, request, key } = call;
  const layer = gatedLayer(state.world, project, platform);
  if (layer === undefined) return notFound('layer for this platform in this project');
  const input = bodyAs(request, CampaignPatch);
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

const DEFAULTS_PATH = '/v1/projects/:projectId/ads/:platform/defaults';

/**
 * Default permissions of partners for a layer's ads. The only read that returns the id of a layer.
 *
 * Source: docs/api/reference/ads/patch-defaults (documented). 404 without a layer is inferred; which of several layers
 * is used is unknown and a switch. The page also mentions a scope layer:write, which is in no list.
 */
export const defaults: readonly Route[] = [
  route('GET', DEFAULTS_PATH, ['ads:read'], onLayer(showDefaults)),
  route('PATCH', DEFAULTS_PATH, ['ads:write:policy'], onLayer(patchDefaults)),
];

type OnLayer = (call: Call, project: Project, layer: ProjectLayer, platform: Platform) => Reply;

function onLayer(reply: OnLayer): (call: Call) => Reply {
  return onPlatform((call, project, platform) => {
    const layer = gatedLayer(call.state.world, project, platform);
    return layer === undefined
      ? notFound('layer for this platform in this project')
      : reply(call, project, layer, platform);
  });
}

function showDefaults({ state: { world } }: Call, project: Project, layer: ProjectLayer, platform: Platform): Reply {
  return accepted(defaultsRow(world, project, layer, platform));
}

const DefaultsPatch = z.strictObject({ defaults: Axes });

/** Partial update (documented). The fields of the answer are inferred. */
function patchDefaults(
  { state, request, key }: Call,
  project: Project,
  layer: ProjectLayer,
  platform: Platform,
): Reply {
  const input = bodyAs(request, DefaultsPatch);
  if (!input.ok) return input.refusal;
  const refusal = policyRefusal(state.world, layer, input.value.defaults);
  if (refusal !== undefined) return refusal;
  layer.defaults = { ...layer.defaults, ...input.value.defaults };
  layer.defaultsModified = modifiedBy(state, key);
  return accepted({ ...defaultsRow(state.world, project, layer, platform), verdictId: ulid('ver_', state.requests) });
}

function defaultsRow(world: World, project: Project, layer: ProjectLayer, platform: Platform): JsonObject {
  return {
    layerId: layer.id,
    platform: pathName(platform),
    defaults: layer.defaults,
    killSwitchActive: layer.killSwitch,
    ...modificationRow(world, project, layer.defaultsModified),
  };
}

/** From least to most permissive. */
const ORDER = ['off', 'draft', 'auto'];

/**
 * The refusal if a partner may not set these axes: the gate is closed, only the customer may change them, or they
 * exceed the customer's policy. Lowering is always allowed while the gate is open and partners may change authority.
 *
 * Source: the two pages above (documented); the names of the reasons are inferred.
 */
function policyRefusal(world: World, layer: ProjectLayer, requested: Partial<Authority>): Refusal | undefined {
  const closed = closedGate(world, layer);
  if (closed !== undefined) return closed;
  if (layer.partnerPolicy === false) {
    return denied(world, 'partner_policy_refused', 'The customer does not let partners change authority.');
  }
  const { ceiling } = layer;
  const names = ['creative', 'tactical', 'structural'] as const;
  const over = names.filter((name) => {
    const value = requested[name];
    return value !== undefined && ceiling !== undefined && ORDER.indexOf(value) > ORDER.indexOf(ceiling[name]);
  });
  if (over.length === 0) return undefined;
  return denied(world, 'above_customer_policy', `${over.join(', ')}: above what the customer allows.`);
}

type Modification = z.output<typeof modificationShape>;

function modifiedBy(state: State, key: LayersKey): Modification {
  return { at: state.now().toISOString(), actorType: 'partner', apiKeyId: keyIdOf(key) };
}

/** Author of the last change (documented). Absent: a person, initially. */
function modificationRow(world: World, project: Project, last: Modification | undefined): JsonObject {
  const apiKeyId = last?.apiKeyId;
  return {
    lastModifiedAt: last?.at ?? DEFAULT_CREATED_AT,
    lastModifiedBy: {
      actorType: last?.actorType ?? 'user',
      actorOrganizationId: shownId(world, 'org', project.organization),
      ...(apiKeyId === undefined ? {} : { actorApiKeyId: shownId(world, 'key', apiKeyId) }),
    },
  };
}
