import type { Answer } from './route.ts';
import type { LoggedRequest } from './log.ts';
import type { World } from './world.ts';

/** What the sandbox knows while it runs. Only `world` is anybody's business; the rest is bookkeeping. */
export type State = {
  /** Changed in place by requests, and by whoever intervenes. */
  world: World;
  /** What a reset goes back to. */
  readonly initial: World;
  readonly now: () => Date;
  /** Requests taken in so far. Request ids are made from it. */
  requests: number;
  /** First answers by idempotency key. */
  readonly firstAnswers: Map<string, FirstAnswer>;
  readonly log: LoggedRequest[];
};

type FirstAnswer = { readonly body: string; readonly answer: Answer; readonly at: Date };

/** @param clock tells the time in a world that does not say when it is */
export function createState(world: World, clock: () => Date): State {
  const state: State = {
    world: structuredClone(world),
    initial: structuredClone(world),
    now: () => (state.world.now === undefined ? clock() : new Date(state.world.now)),
    requests: 0,
    firstAnswers: new Map(),
    log: [],
  };
  return state;
}

/** Everything is as it was at the start. */
export function resetState(state: State): void {
  state.world = structuredClone(state.initial);
  state.requests = 0;
  state.firstAnswers.clear();
  state.log.length = 0;
}
