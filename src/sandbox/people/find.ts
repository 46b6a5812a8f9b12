import type { Json } from '../json.ts';
import { notFound, type Refusal, refused } from '../layers/envelope.ts';
import { type Project, type ProjectLayer, tiktokLayers } from '../layers/world.ts';
import type { World } from '../world.ts';

export type Missing = { readonly refusal: Refusal };

/** The project of an id, with or without its prefix. People see every organization. */
export function projectOf(world: World, id: string): Project | Missing {
  const bare = id.replace(/^prj_/, '');
  return world.layers.projects.find((project) => project.id === bare) ?? { refusal: notFound('project') };
}

/** The layer that somebody means, who may leave it out where there is only one. */
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

/** Ids count up from the first that the world does not have. */
export function firstFree(taken: readonly string[], make: (n: number) => string): string {
  const all = new Set(taken);
  let n = 1;
  while (all.has(make(n))) n += 1;
  return make(n);
}
