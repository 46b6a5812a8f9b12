import { z } from 'zod';
import type { World } from '../world.ts';
import { capiOf, missingForCapi } from './config.ts';
import { accepted, type Reply } from './envelope.ts';
import { lastEventAt } from './events.ts';
import { bodyAs } from './input.ts';
import { type Call, inProject, type Route } from './route.ts';
import { withApp } from './sdk-apps.ts';
import { addressedLayer } from './which-layer.ts';
import type { Project, SdkApp } from './world.ts';

/**
 * Sends one synthetic event down the whole way, with the vaulted token.
 *
 * Source: developers.layers.com docs/api/reference/sdk-apps/verify-tracking (documented; its end is unknown, so the
 * members about the platforms are inferred, and the words other than healthy).
 */
export const verifyTracking: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/projects/:projectId/sdk-apps/:appId/verify-tracking',
    class: 'write-light',
    scopes: () => ['sdk:write'],
    reply: inProject(withApp(verify)),
  },
];

/** Both have defaults (documented), so the body may be left out (inferred). */
const Body = z
  .strictObject({
    expectedEvents: z.array(z.string().min(1)).default(['app_open']),
    sampleEventName: z.string().min(1).default('layers_test_event'),
  })
  .prefault({});

function verify({ request, state: { world } }: Call, project: Project, app: SdkApp): Reply {
  const input = bodyAs(request, Body);
  if (!input.ok) return input.refusal;
  const { expectedEvents, sampleEventName } = input.value;
  const seen = new Set(project.events.filter(({ appId }) => appId === app.appId).map(({ name }) => name));
  const missing = expectedEvents.filter((name) => !seen.has(name));
  const reason = relayFault(world, project);
  return accepted({
    status: missing.length === 0 && reason === null ? 'healthy' : 'degraded',
    lastEventAt: lastEventAt(project, app.appId),
    expectedEvents: expectedEvents.map((name) => ({ name, received: seen.has(name) })),
    sampleEventName,
    platforms: [{ platform: 'tiktok_ads', dispatched: reason === null, error: reason }],
    missing,
  });
}

/**
 * Why nothing reaches TikTok: a layer that is active, enabled, with a pixel and a token that works is needed.
 *
 * Source: developers.layers.com docs/paid-media/pixel-capi (documented); the words are inferred.
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
