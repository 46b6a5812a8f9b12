import { z } from 'zod';
import { isJsonObject, type Json, parseJson } from '../json.ts';
import { configRefusal } from '../layers/config.ts';
import { accepted, notFound, type Refusal, type Reply, refused } from '../layers/envelope.ts';
import { bodyAs } from '../layers/input.ts';
import { type Project, type ProjectLayer, TIKTOK_TEMPLATE, tiktokLayers } from '../layers/world.ts';
import type { Request } from '../route.ts';
import type { State } from '../state.ts';
import type { DeskRoute } from './desk.ts';

/**
 * What people do in the dashboards, where neither API can.
 *
 * Source: developers.layers.com docs/layers/install, docs/layers/config, docs/paid-media/byo-setup (documented as
 * steps; that they look like this is ours).
 */
export const people: readonly DeskRoute[] = [
  { method: 'POST', path: '/__sandbox/people/install', reply: install },
  { method: 'POST', path: '/__sandbox/people/paste', reply: paste },
  { method: 'POST', path: '/__sandbox/people/connect', reply: connect },
];

/** Somebody installs the TikTok Ads Manager layer. Its default config is not published; here it is empty. */
function install(request: Request, { world }: State): Reply {
  const body = bodyAs(request, z.strictObject({ project: z.string() }));
  if (!body.ok) return body.refusal;
  const project = projectOf(world.layers.projects, body.value.project);
  if ('refusal' in project) return project.refusal;
  const taken = new Set(world.layers.projects.flatMap(({ layers }) => layers.map(({ id }) => id)));
  const id = firstFree(taken, (n) => `lyr_00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
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

const Paste = z.strictObject({ project: z.string(), layer: z.string().optional(), json: z.unknown() });

/** Somebody pastes into "View as JSON" and saves: the whole config is replaced, checked, and in effect at once. */
function paste(request: Request, { world }: State): Reply {
  const body = bodyAs(request, Paste);
  if (!body.ok) return body.refusal;
  const project = projectOf(world.layers.projects, body.value.project);
  if ('refusal' in project) return project.refusal;
  const layer = layerOf(project, body.value.layer);
  if ('refusal' in layer) return layer.refusal;
  const config = pasted(body.value.json);
  if (!isJsonObject(config)) return refused('VALIDATION', 'json: must be a JSON map.');
  const refusal = configRefusal(layer.config, config);
  if (refusal !== undefined) return refusal;
  layer.config = config;
  return accepted({ layer: layer.id, config });
}

/** As text, which is what people paste, or as the map itself. */
function pasted(json: unknown): unknown {
  if (typeof json !== 'string') return json;
  try {
    return parseJson(json);
  } catch {
    return undefined;
  }
}

/**
 * Somebody completes OAuth for an ad account, or binds the one that a partner shared: whichever the layer's mode asks
 * for. The account is named by its advertiser id, and also stored on the layer.
 */
function connect(request: Request, state: State): Reply {
  const { world } = state;
  const body = bodyAs(request, z.strictObject({ project: z.string(), adAccount: z.string() }));
  if (!body.ok) return body.refusal;
  const project = projectOf(world.layers.projects, body.value.project);
  if ('refusal' in project) return project.refusal;
  const advertiser = world.tiktok.advertisers.find(({ id }) => id === body.value.adAccount);
  if (advertiser === undefined) return notFound('ad account at TikTok');

  const connectedAt = state.now().toISOString();
  const known = project.adAccounts.find(({ externalId }) => externalId === advertiser.id);
  if (known !== undefined) Object.assign(known, { tokenStatus: 'valid', connectedAt });
  const taken = new Set(
    world.layers.projects.flatMap(({ adAccounts }) => adAccounts.map(({ adAccountId }) => adAccountId)),
  );
  const adAccountId = known?.adAccountId ?? firstFree(taken, (n) => `01J${String(n).padStart(23, '0')}`);
  const [layer, another] = tiktokLayers(project);
  if (known === undefined) {
    project.adAccounts.push({
      adAccountId,
      externalId: advertiser.id,
      platform: 'tiktok_ads',
      name: advertiser.name,
      currency: advertiser.currency,
      timezone: advertiser.timezone,
      credentialMode: layer?.config.mode === 'agency' ? 'agency' : 'byo',
      tokenStatus: 'valid',
      connectedAt,
    });
  }
  if (layer !== undefined && another === undefined) layer.config = { ...layer.config, adAccountId: advertiser.id };
  return accepted({ adAccountId });
}

function projectOf(projects: readonly Project[], id: string): Project | { readonly refusal: Refusal } {
  return projects.find((project) => project.id === id.replace(/^prj_/, '')) ?? { refusal: notFound('project') };
}

function layerOf(project: Project, id: string | undefined): ProjectLayer | { readonly refusal: Refusal } {
  const layers = tiktokLayers(project);
  const found = id === undefined ? layers : layers.filter((layer) => layer.id === id);
  const [layer, another] = found;
  if (layer === undefined) return { refusal: notFound('TikTok layer in this project') };
  if (another === undefined) return layer;
  const ids: Json = found.map((candidate) => candidate.id);
  return {
    refusal: refused('CONFLICT', 'layer: the project has several TikTok layers, so say which.', { layers: ids }),
  };
}

/** Ids count up from the first that the world does not have. */
function firstFree(taken: ReadonlySet<string>, make: (n: number) => string): string {
  let n = 1;
  while (taken.has(make(n))) n += 1;
  return make(n);
}
