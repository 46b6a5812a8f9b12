import type { CoreWorld, State as CoreState } from '../core/state.ts';
import type { TikTokSwitches } from './switches.ts';
import type { TikTokWorld } from './world.ts';

/** The part of a world that TikTok's routes use. */
export type World = CoreWorld & { readonly tiktok: TikTokWorld; readonly switches: TikTokSwitches };

export type State = CoreState<World>;
