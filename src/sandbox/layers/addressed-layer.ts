import type { World } from './state.ts';
import { type Project, type ProjectLayer, tiktokLayers } from './world.ts';

/**
 * The TikTok layer that the API of a project refers to. If there are several, it is unknown which one, so it is a
 * switch.
 */
export function addressedLayer(world: World, project: Project): ProjectLayer | undefined {
  const layers = tiktokLayers(project);
  return world.switches.whichLayer === 'first' ? layers[0] : layers.at(-1);
}
