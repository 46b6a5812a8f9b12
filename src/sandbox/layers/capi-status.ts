import { z } from 'zod';
import type { JsonObject } from '../core/json.ts';
import { capiOf, missingForCapi } from './config.ts';
import { accepted, type Reply } from './envelope.ts';
import { lastEventAt } from './events.ts';
import { bodyAs, queryAs } from './input.ts';
import { addressedLayer, type Call, inProject, type Route, route, shownId } from './route.ts';
import { withApp } from './sdk-apps.ts';
import type { Project, ProjectLayer, SdkApp, State, World } from './world.ts';

/**
 * Sends one synthetic event through the whole relay, with the vaulted token.
 *
 * Source: docs/api/reference/sdk-apps/verify-tracking (documented; its end is unknown, so the fields about the
 * platforms, and the values other than healthy, are inferred).
 */
export const verifyTracking: readonly Route[] = [
  route('POST', '/v1/projects/:projectId/sdk-apps/:appId/verify-tracking', ['sdk:write'], inProject(withApp(verify))),
];

/** Source: docs/api/reference/ads/capi-status (documented). */
export const capiStatus: readonly Route[] = [
  route('GET', '/v1/projects/:projectId/ads/capi-status', ['ads:read'], inProject(show)),
];

/** Both have defaults (documented), so the body can be omitted (inferred). */
const Body = z
  .strictObject({
    expectedEvents: z.array(z.string().min(1)).default(['app_open']),
    sampleEventName: z.string().min(1).default('layers_test_event'),
  })
  .prefault({});

function verify({ request, state }: Call, project: Project, app: SdkApp): Reply {
  const input = bodyAs(request, Body);
  if (!input.ok) return input.refusal;
  const { expectedEvents, sampleEventName } = input.value;
  const received = new Set(project.events.filter(({ appId }) => appId === app.appId).map(({ name }) => name));
  const missing = expectedEvents.filter((name) => !received.has(name));
  const { world } = state;
  const reason = relayFault(world, project);
  if (reason === null) dispatch(state, project, sampleEventName);
  return accepted({
    status: missing.length === 0 && reason === null ? 'healthy' : 'degraded',
    lastEventAt: lastEventAt(project, app.appId),
    expectedEvents: expectedEvents.map((name) => ({ name, received: received.has(name) })),
    sampleEventName,
    ...(world.switches.trackingPlatforms === 'shown'
      ? { platforms: [{ platform: 'tiktok_ads', dispatched: reason === null, error: reason }] }
      : {}),
    missing,
  });
}

/** The event has a test event code (documented), so the pixel does not count it. Which code is unknown. */
function dispatch({ world, now }: State, project: Project, event: string): void {
  const { pixel_id: pixel } = capiOf(addressedLayer(world, project)?.config ?? {});
  const at = now();
  world.tiktok.events.push({
    source: 'web',
    sourceId: typeof pixel === 'string' ? pixel : '',
    event,
    eventTime: Math.floor(at.getTime() / 1000),
    receivedAt: at.toISOString(),
    testCode: 'TEST00000',
  });
}

/**
 * The reason if no event reaches TikTok. It requires an active layer with CAPI enabled, a pixel and a valid token.
 * Source: docs/paid-media/pixel-capi (documented); the values are inferred.
 */
function relayFault(world: World, project: Project): string | null {
  const layer = addressedLayer(world, project);
  if (layer === undefined) return 'no_layer';
  if (!layer.active) return 'layer_paused';
  const [missing] = missingForCapi(layer.config);
  if (missing !== undefined) return `${missing}_missing`;
  if (capiOf(layer.config).enabled !== true) return 'capi_disabled';
  return layer.accessTokenValid ? null : 'access_token_invalid';
}

const Query = z.object({ platforms: z.array(z.enum(['meta_ads', 'tiktok_ads'])).optional() });

/** The answer without a TikTok layer, or with several, is unknown: both are switches. */
function show({ request, state: { world } }: Call, project: Project): Reply {
  const query = queryAs(request, Query, ['platforms']);
  if (!query.ok) return query.refusal;
  const requested = query.value.platforms?.includes('tiktok_ads') ?? true;
  const layer = addressedLayer(world, project);
  const shown = requested && (layer !== undefined || world.switches.capiStatusWithoutLayer === 'disabled');
  return accepted({ projectId: shownId(world, 'prj', project.id), platforms: shown ? [entry(layer)] : [] });
}

/** A pure view of the config (documented). That a missing token is neither valid nor invalid is inferred. */
function entry(layer: ProjectLayer | undefined): JsonObject {
  const capi = capiOf(layer?.config ?? {});
  const vaulted = typeof capi.access_token_vault_id === 'string' && capi.access_token_vault_id !== '';
  return {
    platform: 'tiktok_ads',
    enabled: capi.enabled === true,
    status: layer?.capiStatus ?? 'disabled',
    pixelId: capi.pixel_id ?? null,
    accessTokenValid: vaulted ? (layer?.accessTokenValid ?? null) : null,
    accessTokenLastValidatedAt: null,
    eventsLast1h: null,
    eventsLast24h: null,
    lastEventAt: null,
    lastError: null,
  };
}
