import { z } from 'zod';
import { isMap, type JsonObject } from '../core/json.ts';
import type { Request } from '../core/route.ts';
import { capiOf, missingForCapi } from './config.ts';
import { accepted, created, notFound, type Refusal, refused, type Reply } from './envelope.ts';
import { lastEventAt } from './events.ts';
import { nextFree, ulid } from './ids.ts';
import { bodyAs, pageOf, queryAs } from './input.ts';
import { DEFAULT_CREATED_AT } from './projects.ts';
import { addressedLayer, type Call, inProject, type Route, route } from './route.ts';
import type { Project, SdkApp, State, World } from './world.ts';

const PATH = '/v1/projects/:projectId/sdk-apps';

/** Source: docs/api/reference/sdk-apps (documented). */
export const sdkApps: readonly Route[] = [
  route('GET', PATH, ['projects:read'], inProject(list)),
  route('GET', `${PATH}/:appId`, ['projects:read'], inProject(withApp(show))),
  route('PATCH', `${PATH}/:appId`, patchScopes, inProject(withApp(patch))),
];

export type InApp = (call: Call, project: Project, app: SdkApp) => Reply;

export function withApp(reply: InApp): (call: Call, project: Project) => Reply {
  return (call, project) => {
    const app = project.apps.find(({ appId }) => appId === call.params.appId);
    return app === undefined ? notFound('SDK app') : reply(call, project, app);
  };
}

/** `capi` only has entries for platforms toggled by PATCH; the pixel is the layer's (documented). */
export function row(world: World, project: Project, app: SdkApp): JsonObject {
  const layer = addressedLayer(world, project);
  const pixelId = layer === undefined ? null : (capiOf(layer.config).pixel_id ?? null);
  const capi = Object.entries(app.capi).map(
    ([platform, toggle]) =>
      [
        platform,
        { enabled: toggle.enabled, pixelId: platform === 'tiktok' ? pixelId : null, lastForwardAt: null },
      ] as const,
  );
  return {
    ...shortRow(project, app),
    ingestEndpoint: 'https://in.layers.com/l/events',
    capi: Object.fromEntries(capi),
    lastRotatedAt: app.lastRotatedAt ?? app.createdAt ?? DEFAULT_CREATED_AT,
  };
}

/** An invented ingest key, different each time. Only returned on creation and rotation. */
export function ingestKey({ requests }: State): string {
  return ulid('ingest_', requests);
}

/** Source: docs/api/reference/sdk-apps/create-sdk-app (documented). */
export const newSdkApp: readonly Route[] = [
  route('POST', '/v1/projects/:projectId/sdk-apps', ['projects:write'], inProject(create)),
];

const ListQuery = z.object({
  platform: z.enum(['ios', 'android', 'web', 'react-native', 'flutter', 'expo']).optional(),
});

/** `limit` 1 to 100, 25 by default; no `capi` here (documented). */
function list({ request }: Call, project: Project): Reply {
  const query = queryAs(request, ListQuery);
  if (!query.ok) return query.refusal;
  const { platform } = query.value;
  const found = project.apps.filter((app) => platform === undefined || app.platform === platform);
  const rows = found.map((app) => shortRow(project, app));
  return pageOf(request, `sdk-apps ${project.id}`, rows, 100);
}

function show({ state: { world } }: Call, project: Project, app: SdkApp): Reply {
  return accepted(row(world, project, app));
}

/** Keys that change CAPI should also have `ads:write:capi` (documented); that others are refused is inferred. */
function patchScopes({ body }: Request): readonly string[] {
  const flips = body.kind === 'json' && isMap(body.value) && 'capi' in body.value;
  return flips ? ['projects:write', 'ads:write:capi'] : ['projects:write'];
}

const Toggle = z.strictObject({ enabled: z.boolean() });
const PLATFORMS = ['meta', 'tiktok', 'apple'] as const;

/** Booleans only: no pixel, token or event map (documented). That these are refused, not ignored, is inferred. */
const Patch = z.strictObject({
  name: z.string().min(1).max(128).optional(),
  bundleId: z.string().optional(),
  androidPackage: z.string().optional(),
  webDomain: z.string().optional(),
  // The old key stops working immediately (documented); the sandbox has no SDK traffic, so this has no effect.
  rotateKey: z.boolean().optional(),
  capi: z.strictObject({ meta: Toggle.optional(), tiktok: Toggle.optional(), apple: Toggle.optional() }).optional(),
});

function patch({ request, state }: Call, project: Project, app: SdkApp): Reply {
  const { world } = state;
  const input = bodyAs(request, Patch);
  if (!input.ok) return input.refusal;
  const { capi = {}, rotateKey = false, ...rest } = input.value;
  for (const platform of PLATFORMS) {
    const refusal = capi[platform]?.enabled === true ? toggleRefusal(world, project, platform) : undefined;
    if (refusal !== undefined) return refusal;
  }
  Object.assign(app, rest);
  for (const platform of PLATFORMS) {
    const toggle = capi[platform];
    if (toggle === undefined) continue;
    app.capi[platform] = { enabled: toggle.enabled };
    if (platform === 'tiktok') reachLayer(world, project, toggle.enabled);
  }
  if (!rotateKey) return accepted(row(world, project, app));
  app.lastRotatedAt = state.now().toISOString();
  return accepted({ ...row(world, project, app), apiKey: ingestKey(state) });
}

/** Pixel and vaulted token are required first (documented); the code is a switch, its details are inferred. */
function toggleRefusal(world: World, project: Project, platform: (typeof PLATFORMS)[number]): Refusal | undefined {
  const layer = platform === 'tiktok' ? addressedLayer(world, project) : undefined;
  const missing = layer === undefined ? ['layer'] : missingForCapi(layer.config);
  if (missing.length === 0) return undefined;
  const code = world.switches.capiPrecondition === 'conflict' ? 'CONFLICT' : 'VALIDATION';
  return refused(code, `CAPI cannot be enabled for ${platform}: ${missing.join(', ')} missing.`, { missing });
}

/**
 * The toggle is part of the app's endpoint but changes the layer. Which of several layers is unknown, so it is a
 * switch.
 *
 * Source: docs/api/reference/sdk-apps/patch-sdk-app: since 2026-05-08; before, it had no effect on the layer
 * (documented).
 */
function reachLayer(world: World, project: Project, enabled: boolean): void {
  const layer = addressedLayer(world, project);
  if (layer === undefined || !world.switches.toggleReachesLayer) return;
  layer.config = { ...layer.config, capi: { ...capiOf(layer.config), enabled } };
}

function shortRow(project: Project, app: SdkApp): JsonObject {
  return {
    appId: app.appId,
    name: app.name,
    platform: app.platform,
    bundleId: app.bundleId ?? null,
    androidPackage: app.androidPackage ?? null,
    webDomain: app.webDomain ?? null,
    createdAt: app.createdAt ?? DEFAULT_CREATED_AT,
    lastEventAt: lastEventAt(project, app.appId),
  };
}

const Body = z.strictObject({
  name: z.string().min(1).max(128),
  platform: z.enum(['ios', 'android', 'web', 'react-native', 'flutter', 'expo', 'nextjs', 'vite', 'react-router']),
  bundleId: z.string().min(1).optional(),
  androidPackage: z.string().min(1).optional(),
  webDomain: z.string().min(1).optional(),
});

/** Required field per platform (documented). The web frameworks of the newer pages are stored as `web`. */
const NEEDED = {
  ios: 'bundleId',
  android: 'androidPackage',
  web: 'webDomain',
  nextjs: 'webDomain',
  vite: 'webDomain',
  'react-router': 'webDomain',
} as const;

/** The ingest key is only returned once (documented). Whether Idempotency-Key is required is a switch. */
function create({ request, state }: Call, project: Project): Reply {
  const { world } = state;
  if (world.switches.idempotencyKeyRequired && request.headers['idempotency-key'] === undefined) {
    return refused('VALIDATION', 'Idempotency-Key: is required.');
  }
  const input = bodyAs(request, Body);
  if (!input.ok) return input.refusal;
  const { name, platform, bundleId, androidPackage, webDomain } = input.value;
  const newer = platform === 'nextjs' || platform === 'vite' || platform === 'react-router';
  if (newer && world.switches.generation !== 'newer') return refused('VALIDATION', `platform: ${platform} is unknown.`);
  const needed = Object.entries(NEEDED).find(([one]) => one === platform)?.[1];
  if (needed !== undefined && input.value[needed] === undefined) {
    return refused('VALIDATION', `${needed}: is required on ${platform}.`);
  }
  const app: SdkApp = {
    appId: freshAppId(world.layers.projects),
    name,
    platform: newer ? 'web' : platform,
    ...(bundleId === undefined ? {} : { bundleId }),
    ...(androidPackage === undefined ? {} : { androidPackage }),
    ...(webDomain === undefined ? {} : { webDomain }),
    capi: {},
    createdAt: state.now().toISOString(),
  };
  project.apps.unshift(app);
  return created({ ...row(world, project, app), apiKey: ingestKey(state) });
}

function freshAppId(projects: readonly Project[]): string {
  const taken = projects.flatMap(({ apps }) => apps.map(({ appId }) => appId));
  return nextFree(taken, (n) => `app_${n.toString(16).padStart(24, '0')}`);
}
