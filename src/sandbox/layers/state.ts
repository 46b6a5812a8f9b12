import type { State as CoreState } from '../core/state.ts';
import type { World as WorldOfTikTok } from '../tiktok/state.ts';
import type { LayersSwitches } from './switches.ts';
import type { LayersWorld } from './world.ts';

/** The part of a world that the routes of Layers use. It includes that of TikTok, because Layers manages campaigns there. */
export type World = WorldOfTikTok & { readonly layers: LayersWorld; readonly switches: LayersSwitches };

export type State = CoreState<World>;
