import { firstFree } from '../core/first-free.ts';
import { isJsonObject, type Json, mergePatch, parseJson } from '../core/json.ts';
import { configRefusal } from '../layers/config.ts';
import { uuid } from '../layers/ids.ts';
import { connectAccount } from '../layers/oauth-page.ts';
import { findProject, type ProjectLayer, TIKTOK_TEMPLATE, tiktokLayers, type World } from '../layers/world.ts';
import type { ActionOf } from './action-shape.ts';
import { accepted, notFound, type Refusal, refused, type Reply } from './envelope.ts';

/**
 * Actions of people on a layer in the dashboard of Layers. Source: developers.layers.com docs/layers/install,
 * docs/layers/config (documented as steps; their form here is ours).
 */

/** The default config of a new layer is not published; here it is empty. */
export function install(world: World, action: ActionOf<'install'>): Reply {
  const project = findProject(world, action.project);
  if (project === undefined) return notFound('project');
  const taken = world.layers.projects.flatMap(({ layers }) => layers.map(({ id }) => id));
  const id = firstFree(taken, (n) => `lyr_${uuid(n)}`);
  project.layers.push({
    id,
    template: TIKTOK_TEMPLATE,
    config: {},
    active: true,
    defaults: { creative: 'auto', tactical: 'draft', structural: 'off' },
    killSwitch: false,
    accessTokenValid: true,
    capiStatus: 'healthy',
  });
  return accepted({ layer: id });
}

export function paste(world: World, action: ActionOf<'paste'>): Reply {
  return save(world, action, () => pasted(action.json));
}

export function edit(world: World, action: ActionOf<'edit'>): Reply {
  return save(world, action, (config) => mergePatch(config, action.config));
}

export function connect(world: World, action: ActionOf<'connect-account'>, at: Date): Reply {
  const project = findProject(world, action.project);
  if (project === undefined) return notFound('project');
  const adAccountId = connectAccount(world, project, action.adAccount, at);
  return adAccountId === undefined ? notFound('ad account at TikTok') : accepted({ adAccountId });
}

export function editMetadata(world: World, action: ActionOf<'edit-metadata'>): Reply {
  const project = findProject(world, action.project);
  if (project === undefined) return notFound('project');
  const metadata = mergePatch(project.metadata, action.metadata);
  if (!isJsonObject(metadata)) return refused('VALIDATION', 'metadata: must be a JSON map.');
  project.metadata = metadata;
  return accepted({ metadata });
}

/** Pauses or resumes a campaign in a dashboard: at TikTok, at Layers or both. The two are matched by TikTok's id. */
export function switchCampaign(
  world: World,
  action: ActionOf<'pause-campaign'> | ActionOf<'resume-campaign'>,
  at: Date,
): Reply {
  const all = world.layers.projects.flatMap(({ campaigns }) => campaigns);
  const named = all.find(
    ({ campaignId, externalId }) => campaignId === action.campaign || externalId === action.campaign,
  );
  const externalId = named?.externalId ?? action.campaign;
  const mirror = world.tiktok.campaigns.find(({ id }) => id === externalId);
  if (named === undefined && mirror === undefined) return notFound('campaign');
  const runs = action.does === 'resume-campaign';
  if (named !== undefined) named.status = runs ? 'active' : 'paused';
  if (mirror !== undefined)
    Object.assign(mirror, { status: runs ? 'ENABLE' : 'DISABLE', modifiedAt: at.toISOString() });
  return accepted({ campaign: externalId, runs });
}

/** Pauses or resumes a layer. A paused one receives no events (`layer_paused` in capi-status). */
export function switchLayer(world: World, action: ActionOf<'pause-layer'> | ActionOf<'resume-layer'>): Reply {
  const layer = layerOf(world, action.project, action.layer);
  if ('refusal' in layer) return layer.refusal;
  layer.active = action.does === 'resume-layer';
  return accepted({ layer: layer.id, active: layer.active });
}

/** Approves or rejects pending actions. The next run of the optimizer carries out the approved ones. */
export function decidePending(
  world: World,
  action: ActionOf<'approve-pending'> | ActionOf<'reject-pending'>,
  at: Date,
): Reply {
  const project = findProject(world, action.project);
  if (project === undefined) return notFound('project');
  const waiting = project.pendingActions.filter(
    ({ pendingId, status }) => status === 'pending' && (action.pending ?? pendingId) === pendingId,
  );
  if (waiting.length === 0) return notFound('pending action that waits');
  for (const pending of waiting) {
    pending.status = action.does === 'approve-pending' ? 'approved' : 'rejected';
    pending.decidedAt = at.toISOString();
    if (action.does === 'reject-pending') pending.decision = action.reason;
  }
  return accepted({ decided: waiting.map(({ pendingId }) => pendingId) });
}

/** Source: a consent is valid for one hour (second-hand documentation). */
const CONSENT_MS = 60 * 60 * 1000;

/**
 * Source: help center of TikTok, Business Center, Partners, Requests: the requested side accepts (third parties); there
 * is no endpoint for it.
 */
export function acceptPartnership({ tiktok }: World, action: ActionOf<'accept-partnership'>): Reply {
  const waiting = tiktok.partnerships.filter(
    ({ from, to, state }) => state === 'requested' && (action.from ?? from) === from && (action.to ?? to) === to,
  );
  if (waiting.length === 0) return notFound('partnership that waits');
  for (const partnership of waiting) partnership.state = 'active';
  return accepted({ accepted: waiting.map(({ from, to }) => ({ from, to })) });
}

export function consent({ tiktok }: World, action: ActionOf<'consent'>, at: Date): Reply {
  if (!tiktok.apps.some(({ id }) => id === action.app)) return notFound('developer app');
  const unknown = action.advertisers.find((id) => !tiktok.advertisers.some((advertiser) => advertiser.id === id));
  if (unknown !== undefined) return notFound(`ad account ${unknown}`);
  if (tiktok.authCodes.some(({ code }) => code === action.code))
    return refused('CONFLICT', 'code: was given out before.');
  const { app, code, advertisers } = action;
  const expires = new Date(at.getTime() + CONSENT_MS).toISOString();
  tiktok.authCodes.push({ app, code, advertisers: [...advertisers], used: false, expires });
  return accepted({ code });
}

export function revokeToken({ tiktok }: World, action: ActionOf<'revoke-token'>): Reply {
  const found = tiktok.tokens.find(({ token }) => token === action.token);
  if (found === undefined) return notFound('token');
  found.state = 'revoked';
  return accepted({ state: 'revoked' });
}

export function fundWallet({ tiktok }: World, action: ActionOf<'fund-wallet'>): Reply {
  const found = tiktok.advertisers.find(({ id }) => id === action.advertiser);
  if (found === undefined) return notFound('ad account at TikTok');
  // In hundredths, because 0.1 + 0.2 is 0.30000000000000004.
  found.balance = Math.round((found.balance + action.amount) * 100) / 100;
  return accepted({ balance: found.balance });
}

function save(
  world: World,
  action: { readonly project: string; readonly layer?: string | undefined },
  change: (config: Json) => unknown,
): Reply {
  const layer = layerOf(world, action.project, action.layer);
  if ('refusal' in layer) return layer.refusal;
  const config = change(layer.config);
  if (!isJsonObject(config)) return refused('VALIDATION', 'json: must be a JSON map.');
  const refusal = configRefusal(layer.config, config);
  if (refusal !== undefined) return refusal;
  layer.config = config;
  return accepted({ layer: layer.id, config });
}

/** Accepts a map, or the text that people paste. */
function pasted(json: unknown): unknown {
  if (typeof json !== 'string') return json;
  try {
    return parseJson(json);
  } catch {
    return undefined;
  }
}

/** The id can be omitted if the project has only one layer. */
function layerOf(
  world: World,
  projectId: string,
  id: string | undefined,
): ProjectLayer | { readonly refusal: Refusal } {
  const project = findProject(world, projectId);
  if (project === undefined) return { refusal: notFound('project') };
  const found = tiktokLayers(project).filter((layer) => id === undefined || layer.id === id);
  const [layer, another] = found;
  if (layer === undefined) return { refusal: notFound('TikTok layer in this project') };
  if (another === undefined) return layer;
  const layers: Json = found.map((candidate) => candidate.id);
  return { refusal: refused('CONFLICT', 'layer: the project has several TikTok layers, so say which.', { layers }) };
}
