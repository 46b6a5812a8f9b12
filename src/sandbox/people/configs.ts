import { isJsonObject, type Json, mergePatch, parseJson } from '../json.ts';
import { configRefusal } from '../layers/config.ts';
import { accepted, type Reply, refused } from '../layers/envelope.ts';
import { TIKTOK_TEMPLATE } from '../layers/world.ts';
import type { World } from '../world.ts';
import { firstFree, layerOf, projectOf } from './find.ts';
import type { DeedOf } from './shape.ts';

/**
 * Actions of people on a layer in the dashboard of Layers.
 *
 * Source: developers.layers.com docs/layers/install, docs/layers/config (documented as steps; their form here is ours).
 */

/** The default config of a new layer is not published; here it is empty. */
export function install(world: World, deed: DeedOf<'install'>): Reply {
  const project = projectOf(world, deed.project);
  if ('refusal' in project) return project.refusal;
  const taken = world.layers.projects.flatMap(({ layers }) => layers.map(({ id }) => id));
  const id = firstFree(taken, (n) => `lyr_00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
  project.layers.push({
    id,
    template: TIKTOK_TEMPLATE,
    config: {},
    active: true,
    defaults: { creative: 'auto', tactical: 'draft', structural: 'off' },
    killSwitch: false,
    accessTokenValid: true,
    capiStatus: 'healthy',
  });
  return accepted({ layer: id });
}

/** Replaces the whole config. It is checked, and takes effect immediately. */
export function paste(world: World, deed: DeedOf<'paste'>): Reply {
  return save(world, deed, () => pasted(deed.json));
}

export function edit(world: World, deed: DeedOf<'edit'>): Reply {
  return save(world, deed, (config) => mergePatch(config, deed.config));
}

function save(
  world: World,
  deed: { readonly project: string; readonly layer?: string | undefined },
  change: (config: Json) => unknown,
): Reply {
  const layer = layerOf(world, deed.project, deed.layer);
  if ('refusal' in layer) return layer.refusal;
  const config = change(layer.config);
  if (!isJsonObject(config)) return refused('VALIDATION', 'json: must be a JSON map.');
  const refusal = configRefusal(layer.config, config);
  if (refusal !== undefined) return refusal;
  layer.config = config;
  return accepted({ layer: layer.id, config });
}

/** Accepts text, which is what people paste, or a map. */
function pasted(json: unknown): unknown {
  if (typeof json !== 'string') return json;
  try {
    return parseJson(json);
  } catch {
    return undefined;
  }
}

export function editMetadata(world: World, deed: DeedOf<'edit-metadata'>): Reply {
  const project = projectOf(world, deed.project);
  if ('refusal' in project) return project.refusal;
  const metadata = mergePatch(project.metadata, deed.metadata);
  if (!isJsonObject(metadata)) return refused('VALIDATION', 'metadata: must be a JSON map.');
  project.metadata = metadata;
  return accepted({ metadata });
}
