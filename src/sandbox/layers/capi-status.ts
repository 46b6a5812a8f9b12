import { z } from 'zod';
import type { JsonObject } from '../core/json.ts';
import { capiOf } from './config.ts';
import { accepted, type Reply } from './envelope.ts';
import { queryAs } from './input.ts';
import { type Call, inProject, type Route, shownId } from './route.ts';
import { addressedLayer } from './addressed-layer.ts';
import type { Project, ProjectLayer } from './world.ts';

/** Source: developers.layers.com docs/api/reference/ads/capi-status (documented). */
export const capiStatus: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/projects/:projectId/ads/capi-status',
    class: 'read-light',
    scopes: () => ['ads:read'],
    reply: inProject(show),
  },
];

const Query = z.object({ platforms: z.array(z.enum(['meta_ads', 'tiktok_ads'])).optional() });

/** The answer without a TikTok layer, or with several, is unknown: both are switches. */
function show({ request, state: { world } }: Call, project: Project): Reply {
  const query = queryAs(request, Query, ['platforms']);
  if (!query.ok) return query.refusal;
  const asked = query.value.platforms?.includes('tiktok_ads') ?? true;
  const layer = addressedLayer(world, project);
  const shown = asked && (layer !== undefined || world.switches.capiStatusWithoutLayer === 'disabled');
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
