import type { World } from '../world.ts';
import { type Project, type ProjectLayer, tiktokLayers } from './world.ts';

/**
 * The TikTok layer that the API of a project speaks about: one, where there may be several. Which one is unknown, so
 * the world says it.
 */
export function addressedLayer(world: World, project: Project): ProjectLayer | undefined {
  const layers = tiktokLayers(project);
  return world.switches.whichLayer === 'first' ? layers[0] : layers.at(-1);
}
