import { createHash } from 'node:crypto';
import { z } from 'zod';
import { freeJson, type Json, type JsonObject, mergePatch, sortedJson } from '../core/json.ts';
import { configRefusal } from './config.ts';
import { accepted, notFound, type Refusal, type Reply, refused } from './envelope.ts';
import { bodyAs } from './input.ts';
import { type Call, inProject, route, type Route } from './route.ts';
import { type Project, type ProjectLayer } from './world.ts';

const PATH = '/__sandbox/projects/:projectId/layers/:layerId/config';

/**
 * The config endpoint of an organization that has one. Layers documents none, so all of this is an assumption about the
 * most likely form. The body is the config itself; reads return an ETag, and writes must send it in If-Match.
 */
export const configEndpoint: readonly Route[] = [
  route(
    'GET',
    PATH,
    ['projects:read'],
    inLayer((_, { config }) => accepted(config, { ETag: etagOf(config) })),
  ),
  route(
    'PATCH',
    PATH,
    ['projects:write'],
    inLayer((call, layer) => write(call, layer, (patch) => mergePatch(layer.config, patch))),
  ),
  route(
    'PUT',
    PATH,
    ['projects:write'],
    inLayer((call, layer) => write(call, layer, (whole) => whole)),
  ),
];

function inLayer(reply: (call: Call, layer: ProjectLayer) => Reply): (call: Call) => Reply {
  return inProject((call: Call, project: Project) => {
    const layer = project.layers.find(({ id }) => id === call.params.layerId);
    return layer === undefined ? notFound('layer') : reply(call, layer);
  });
}

function write(call: Call, layer: ProjectLayer, combine: (body: JsonObject) => Json): Reply {
  const stale = preconditionRefusal(call, layer.config);
  if (stale !== undefined) return stale;
  const body = bodyAs(call.request, z.unknown().pipe(freeJson));
  if (!body.ok) return body.refusal;
  const next = combine(body.value);
  const refusal = configRefusal(layer.config, next);
  if (refusal !== undefined) return refusal;
  // Checked: the shape of a config is a map.
  const config = next as JsonObject;
  // The answer claims success even if the write has no effect: a careful client has to notice.
  if (!call.state.world.switches.configWritesTakeEffect) return accepted(config, { ETag: etagOf(layer.config) });
  layer.config = config;
  return accepted(config, { ETag: etagOf(config) });
}

/** Source: RFC 9110, If-Match; RFC 6585 for its absence. */
function preconditionRefusal({ request }: Call, config: JsonObject): Refusal | undefined {
  const ifMatch = request.headers['if-match'];
  if (ifMatch === undefined) return refused('PRECONDITION_REQUIRED', 'A write must carry If-Match.');
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  if (tags.includes('*') || tags.includes(etagOf(config))) return undefined;
  return refused('PRECONDITION_FAILED', 'The config was changed since it was read.', { etag: etagOf(config) });
}

function etagOf(config: JsonObject): string {
  return `"${createHash('sha256').update(sortedJson(config)).digest('hex').slice(0, 16)}"`;
}
