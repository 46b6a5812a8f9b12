import { createHash } from 'node:crypto';
import { z } from 'zod';
import { parseValue } from '../core/input.ts';
import { freeJson, isJsonObject, type Json, type JsonObject, mergePatch, sortedJson } from '../core/json.ts';
import { accepted, notFound, type Refusal, refused, type Reply } from './envelope.ts';
import { bodyAs } from './input.ts';
import { type Call, inProject, type Route, route } from './route.ts';
import type { Project, ProjectLayer } from './world.ts';

const digits = z.string().regex(/^\d{1,20}$/, 'must be a string of digits');

/**
 * Checks of Layers on saving a config. The fields are those of docs/paid-media/tiktok-setup (documented); the schema is
 * not published, so the types are inferred. Unknown fields are kept.
 */
const Config = z.looseObject({
  mode: z.enum(['agency', 'byo']).optional(),
  tiktokBusinessId: digits.optional(),
  adAccountId: digits.optional(),
  capi: z
    .looseObject({
      enabled: z.boolean().optional(),
      pixel_id: z.string().optional(),
      access_token_vault_id: z.string().optional(),
      event_map: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
  objectives: z
    .array(z.string().min(1))
    .min(1)
    .refine((list) => new Set(list).size === list.length, 'must not repeat itself')
    .optional(),
  monthlyCostCap: z.number().min(0).nullable().optional(),
});

/** The refusal of a new config; `undefined` if it is allowed. */
export function configRefusal(before: JsonObject, after: Json): Refusal | undefined {
  const checked = parseValue(after, Config, 'config');
  if (!checked.ok) return refused('VALIDATION', checked.message, checked.details);
  const missing = isJsonObject(after) && capiOf(after).enabled === true ? missingForCapi(after) : [];
  if (missing.length === 0 || capiOf(before).enabled === true) return undefined;
  return refused('VALIDATION', `capi.enabled: needs ${missing.join(', ')} first.`, { missing });
}

/**
 * Required fields of the config that are missing for CAPI. Source: docs/paid-media/pixel-capi,
 * docs/api/reference/sdk-apps/patch-sdk-app (documented).
 */
export function missingForCapi(config: JsonObject): readonly string[] {
  const capi = capiOf(config);
  return ['pixel_id', 'access_token_vault_id'].filter((name) => typeof capi[name] !== 'string' || capi[name] === '');
}

/** The config's `capi`; empty if there is none. */
export function capiOf(config: JsonObject): JsonObject {
  return isJsonObject(config.capi) ? config.capi : {};
}

const PATH = '/__sandbox/projects/:projectId/layers/:layerId/config';

/**
 * A config endpoint. Layers documents none; this is the most likely form (unknown). The body is the config itself.
 * Reads return an ETag, and writes must send it in If-Match.
 */
export const configEndpoint: readonly Route[] = [
  route('GET', PATH, ['projects:read'], inLayer(show)),
  route('PATCH', PATH, ['projects:write'], inLayer(patch)),
  route('PUT', PATH, ['projects:write'], inLayer(replace)),
];

function inLayer(reply: (call: Call, layer: ProjectLayer) => Reply): (call: Call) => Reply {
  return inProject((call: Call, project: Project) => {
    const layer = project.layers.find(({ id }) => id === call.params.layerId);
    return layer === undefined ? notFound('layer') : reply(call, layer);
  });
}

function show(_: Call, { config }: ProjectLayer): Reply {
  return accepted(config, { ETag: etagOf(config) });
}

function patch(call: Call, layer: ProjectLayer): Reply {
  return writeConfig(call, layer, (body) => mergePatch(layer.config, body));
}

function replace(call: Call, layer: ProjectLayer): Reply {
  return writeConfig(call, layer, (body) => body);
}

function writeConfig(call: Call, layer: ProjectLayer, combine: (body: JsonObject) => Json): Reply {
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
