import { accepted, notFound } from './envelope.ts';
import { FOUNDED } from './projects.ts';
import { inProject, type Route, shownId } from './route.ts';
import { tiktokLayers } from './world.ts';

/**
 * What partners may do to a layer's ads, and the only read that shows a layer's id.
 *
 * Source: developers.layers.com docs/api/reference/ads/patch-defaults (documented). 404 without a TikTok layer is
 * inferred; which of several is shown is unknown, here the first.
 */
export const defaults: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/projects/:projectId/ads/tiktok/defaults',
    class: 'read-light',
    scopes: () => ['ads:read'],
    reply: inProject(({ state: { world } }, project) => {
      const [layer] = tiktokLayers(project);
      if (layer === undefined) return notFound('TikTok layer in this project');
      return accepted({
        layerId: layer.id,
        platform: 'tiktok',
        defaults: layer.defaults,
        killSwitchActive: layer.killSwitch,
        lastModifiedAt: FOUNDED,
        lastModifiedBy: { actorType: 'user', actorOrganizationId: shownId(world, 'org', project.organization) },
      });
    }),
  },
];
