import type { State as CoreState } from '../core/state.ts';
import type { World } from '../layers/state.ts';
import type { ScheduledAction } from './action-shape.ts';

/** The state of a sandbox whose people perform the actions of `action-shape.ts`. */
export type State = CoreState<World, ScheduledAction>;
