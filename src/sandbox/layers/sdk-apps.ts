import { z } from 'zod';
import { isMap, type JsonObject } from '../core/json.ts';
import type { Request } from '../core/route.ts';
import { capiOf, missingForCapi } from './config.ts';
import { accepted, notFound, type Refusal, type Reply, refused } from './envelope.ts';
import { lastEventAt } from './events.ts';
import { ulid } from './ids.ts';
import { bodyAs, queryAs } from './input.ts';
import { pageOf } from './paging.ts';
import { FOUNDED } from './projects.ts';
import { type Call, inProject, type Route } from './route.ts';
import { addressedLayer } from './addressed-layer.ts';
import type { State, World } from './state.ts';
import type { Project, SdkApp } from './world.ts';

const PATH = '/v1/projects/:projectId/sdk-apps';

/** Source: developers.layers.com docs/api/reference/sdk-apps (documented). */
export const sdkApps: readonly Route[] = [
  { method: 'GET', path: PATH, class: 'read-light', scopes: () => ['projects:read'], reply: inProject(list) },
  {
    method: 'GET',
    path: `${PATH}/:appId`,
    class: 'read-light',
    scopes: () => ['projects:read'],
    reply: inProject(withApp(({ state }, project, app) => accepted(row(state.world, project, app)))),
  },
  {
    method: 'PATCH',
    path: `${PATH}/:appId`,
    class: 'write-light',
    scopes: patchScopes,
    reply: inProject(withApp(patch)),
  },
];

export type InApp = (call: Call, project: Project, app: SdkApp) => Reply;

/** A route about one app of a project. */
export function withApp(reply: InApp): (call: Call, project: Project) => Reply {
  return (call, project) => {
    const app = project.apps.find(({ appId }) => appId === call.params.appId);
    return app === undefined ? notFound('SDK app') : reply(call, project, app);
  };
}

const ListQuery = z.object({
  platform: z.enum(['ios', 'android', 'web', 'react-native', 'flutter', 'expo']).optional(),
});

/** `limit` 1 to 100, 25 by default; no `capi` here (documented). */
function list({ request }: Call, project: Project): Reply {
  const query = queryAs(request, ListQuery);
  if (!query.ok) return query.refusal;
  const { platform } = query.value;
  const found = project.apps.filter((app) => platform === undefined || app.platform === platform);
  return pageOf(
    request,
    `sdk-apps ${project.id}`,
    found.map((app) => shortRow(project, app)),
    100,
  );
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
    createdAt: app.createdAt ?? FOUNDED,
    lastEventAt: lastEventAt(project, app.appId),
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
    lastRotatedAt: app.lastRotatedAt ?? app.createdAt ?? FOUNDED,
  };
}

/** An invented ingest key, different each time. Only returned on creation and rotation. */
export function ingestKey({ requests }: State): string {
  return ulid('ingest_', requests);
}
