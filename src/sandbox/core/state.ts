import { type Clock, type ClockSettings, createClock } from './clock.ts';
import type { Fault } from './fault-shape.ts';
import { type FaultList, faultList } from './faults.ts';
import type { LoggedRequest } from './log.ts';
import type { Meters } from './rate-limits.ts';
import type { Answer } from './route.ts';
import { type Scheduled, type Script, scriptOf } from './script.ts';

/** The part of a world that does not depend on an API. */
export type CoreWorld = ClockSettings & {
  readonly seed: number;
  readonly people: readonly Scheduled[];
  readonly faults: readonly Fault[];
};

/** State of a running sandbox. Apart from `world`, it is internal. */
export type State<W extends CoreWorld = CoreWorld, A extends Scheduled = Scheduled> = {
  /** Changed in place by requests and hooks. */
  world: W;
  /** The world that a reset restores, as JSON: a second world would double the memory. */
  readonly initial: string;
  readonly now: () => Date;
  readonly clock: Clock;
  /** Number of requests received. Request ids are derived from it. */
  requests: number;
  /** First answers by idempotency key. */
  readonly firstAnswers: Map<string, FirstAnswer>;
  script: Script<A>;
  faults: FaultList<W>;
  /** Usage of each rate limit. */
  meters: Meters;
  readonly log: LoggedRequest[];
  readonly snapshots: Map<string, Snapshot<W, A>>;
};

type WithActions<W, A> = W & { readonly people: readonly A[] };

type FirstAnswer = { readonly body: string; readonly answer: Answer; readonly at: Date };

/** Everything that affects answers, at one moment. The log does not. */
type Snapshot<W extends CoreWorld, A extends Scheduled> = Pick<
  State<W, A>,
  'world' | 'requests' | 'firstAnswers' | 'script' | 'faults' | 'meters'
>;

/** @param machine the machine's clock, for a world without `now` and for the progress of a running clock */
export function createState<W extends CoreWorld, A extends Scheduled>(
  world: WithActions<W, A>,
  machine: () => Date,
): State<W, A> {
  const clock = createClock(() => state.world, machine);
  const initial = JSON.stringify(world);
  const state: State<W, A> = {
    ...beginning<W, A>(initial),
    initial,
    now: clock.now,
    clock,
    log: [],
    snapshots: new Map(),
  };
  return state;
}

/** @param initial text of a world with its actions */
function beginning<W extends CoreWorld, A extends Scheduled>(initial: string): Snapshot<W, A> {
  // `createState` made the text from this type, and a world is JSON.
  const world = JSON.parse(initial) as WithActions<W, A>;
  return {
    world,
    requests: 0,
    firstAnswers: new Map(),
    script: scriptOf<A>(world.people, world.seed),
    faults: faultList<W>(world.faults),
    meters: new Map(),
  };
}

/** Restores the initial state, except the snapshots. */
export function resetState<W extends CoreWorld, A extends Scheduled>(state: State<W, A>): void {
  goTo(state, beginning<W, A>(state.initial));
  state.log.length = 0;
}

/** Saves the state, except the log. Returns the snapshot's name. */
export function takeSnapshot(state: State): string {
  const id = `snap_${state.snapshots.size + 1}`;
  const { world, requests, firstAnswers, script, faults, meters } = state;
  const copy = structuredClone({ world, requests, firstAnswers, script, faults, meters });
  // A running clock continues from the time of the snapshot.
  const speed = state.clock.speed();
  if (speed > 0) Object.assign(copy.world, { now: state.now().toISOString(), clock: { speed } });
  state.snapshots.set(id, copy);
  return id;
}

/** Equal if both APIs would answer the same from now on, except for request ids and rate limits. */
export function fingerprintOf({ world, firstAnswers, script, now }: State): string {
  const answers = [...firstAnswers].map(([key, { body, answer }]) => [key, body, answer.status]);
  return JSON.stringify([now(), world, answers, script]);
}

/** Restores a snapshot, any number of times. `false` if it does not exist. */
export function restoreSnapshot(state: State, id: string): boolean {
  const found = state.snapshots.get(id);
  if (found === undefined) return false;
  goTo(state, structuredClone(found));
  return true;
}

function goTo<W extends CoreWorld, A extends Scheduled>(
  state: State<W, A>,
  { firstAnswers, ...rest }: Snapshot<W, A>,
): void {
  Object.assign(state, rest);
  state.firstAnswers.clear();
  for (const [key, answer] of firstAnswers) state.firstAnswers.set(key, answer);
  state.clock.begin();
}
