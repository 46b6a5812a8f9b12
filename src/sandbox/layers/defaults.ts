import { z } from 'zod';
import type { JsonObject } from '../core/json.ts';
import { accepted, notFound, type Reply } from './envelope.ts';
import { gatedLayer } from './gate.ts';
import { ulid } from './ids.ts';
import { bodyAs } from './input.ts';
import { Axes, modificationRow, modifiedBy, policyRefusal } from './policy.ts';
import { type Call, onPlatform, pathName, type Platform, type Route } from './route.ts';
import type { World } from './state.ts';
import type { Project, ProjectLayer } from './world.ts';

const PATH = '/v1/projects/:projectId/ads/:platform/defaults';

/**
 * Default permissions of partners for a layer's ads. The only read that returns the id of a layer.
 *
 * Source: developers.layers.com docs/api/reference/ads/patch-defaults (documented). 404 without a layer is inferred;
 * which of several layers is used is unknown and a switch. The page also mentions a scope layer:write, which is in no
 * list.
 */
export const defaults: readonly Route[] = [
  { method: 'GET', path: PATH, class: 'read-light', scopes: () => ['ads:read'], reply: onLayer(show) },
  { method: 'PATCH', path: PATH, class: 'write-light', scopes: () => ['ads:write:policy'], reply: onLayer(patch) },
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

function show({ state: { world } }: Call, project: Project, layer: ProjectLayer, platform: Platform): Reply {
  return accepted(row(world, project, layer, platform));
}

const Patch = z.strictObject({ defaults: Axes });

/** Partial update (documented). The fields of the answer are inferred. */
function patch({ state, request, key }: Call, project: Project, layer: ProjectLayer, platform: Platform): Reply {
  const input = bodyAs(request, Patch);
  if (!input.ok) return input.refusal;
  const refusal = policyRefusal(state.world, layer, input.value.defaults);
  if (refusal !== undefined) return refusal;
  layer.defaults = { ...layer.defaults, ...input.value.defaults };
  layer.defaultsModified = modifiedBy(state, key);
  return accepted({ ...row(state.world, project, layer, platform), verdictId: ulid('ver_', state.requests) });
}

function row(world: World, project: Project, layer: ProjectLayer, platform: Platform): JsonObject {
  return {
    layerId: layer.id,
    platform: pathName(platform),
    defaults: layer.defaults,
    killSwitchActive: layer.killSwitch,
    ...modificationRow(world, project, layer.defaultsModified),
  };
}
