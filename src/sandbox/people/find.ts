import type { Json } from '../json.ts';
import { notFound, type Refusal, refused } from '../layers/envelope.ts';
import { type Project, type ProjectLayer, tiktokLayers } from '../layers/world.ts';
import type { World } from '../world.ts';

export type Missing = { readonly refusal: Refusal };

/** Finds a project by id, with or without its prefix, in all organizations. */
export function projectOf(world: World, id: string): Project | Missing {
  const bare = id.replace(/^prj_/, '');
  return world.layers.projects.find((project) => project.id === bare) ?? { refusal: notFound('project') };
}

/** Finds a layer. The id can be omitted if the project has only one. */
export function layerOf(world: World, projectId: string, id: string | undefined): ProjectLayer | Missing {
  const project = projectOf(world, projectId);
  if ('refusal' in project) return project;
  const found = tiktokLayers(project).filter((layer) => id === undefined || layer.id === id);
  const [layer, another] = found;
  if (layer === undefined) return { refusal: notFound('TikTok layer in this project') };
  if (another === undefined) return layer;
  const layers: Json = found.map((candidate) => candidate.id);
  return { refusal: refused('CONFLICT', 'layer: the project has several TikTok layers, so say which.', { layers }) };
}

/** The first id of a counter that is not in use. */
export function firstFree(taken: readonly string[], make: (n: number) => string): string {
  const all = new Set(taken);
  let n = 1;
  while (all.has(make(n))) n += 1;
  return make(n);
}
