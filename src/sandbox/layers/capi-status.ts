import { z } from 'zod';
import type { JsonObject } from '../json.ts';
import { capiOf } from './config.ts';
import { accepted, type Reply } from './envelope.ts';
import { queryAs } from './input.ts';
import { type Call, inProject, type Route, shownId } from './route.ts';
import { type Project, type ProjectLayer, tiktokLayers } from './world.ts';

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

/** Without a TikTok layer there is no entry (inferred); of several layers the first is shown (unknown). */
function show({ request, state: { world } }: Call, project: Project): Reply {
  const query = queryAs(request, Query, ['platforms']);
  if (!query.ok) return query.refusal;
  const asked = query.value.platforms?.includes('tiktok_ads') ?? true;
  const layers = asked ? tiktokLayers(project).slice(0, 1) : [];
  return accepted({ projectId: shownId(world, 'prj', project.id), platforms: layers.map(entry) });
}

/** A pure view over the config (documented). That a token which is not there is neither valid nor invalid is inferred. */
function entry(layer: ProjectLayer): JsonObject {
  const capi = capiOf(layer.config);
  const vaulted = typeof capi.access_token_vault_id === 'string' && capi.access_token_vault_id !== '';
  return {
    platform: 'tiktok_ads',
    enabled: capi.enabled === true,
    status: layer.capiStatus,
    pixelId: capi.pixel_id ?? null,
    accessTokenValid: vaulted ? layer.accessTokenValid : null,
    accessTokenLastValidatedAt: null,
    eventsLast1h: null,
    eventsLast24h: null,
    lastEventAt: null,
    lastError: null,
  };
}
