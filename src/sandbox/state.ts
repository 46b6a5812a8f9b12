import { type FaultList, faultList } from './faults/list.ts';
import type { Meters } from './limits/meters.ts';
import type { LoggedRequest } from './log.ts';
import { type Script, scriptOf } from './people/script.ts';
import type { Answer } from './route.ts';
import { createTime, type Time } from './time.ts';
import type { World } from './world.ts';

/** State of a running sandbox. Apart from `world`, it is internal. */
export type State = {
  /** Changed in place by requests and hooks. */
  world: World;
  /** The world that a reset restores. */
  readonly initial: World;
  readonly now: () => Date;
  readonly time: Time;
  /** Number of requests received. Request ids are derived from it. */
  requests: number;
  /** First answers by idempotency key. */
  readonly firstAnswers: Map<string, FirstAnswer>;
  script: Script;
  faults: FaultList;
  /** Usage of each rate limit. */
  meters: Meters;
  readonly log: LoggedRequest[];
  readonly snapshots: Map<string, Snapshot>;
};

type FirstAnswer = { readonly body: string; readonly answer: Answer; readonly at: Date };

/** Everything that affects answers, at one moment. The log does not. */
type Snapshot = Pick<State, 'world' | 'requests' | 'firstAnswers' | 'script' | 'faults' | 'meters'>;

/** @param clock the machine's clock: gives the time if the world has none, and the time that a running clock has run */
export function createState(world: World, clock: () => Date): State {
  const time = createTime(() => state.world, clock);
  const state: State = {
    ...beginning(world),
    initial: structuredClone(world),
    now: time.now,
    time,
    log: [],
    snapshots: new Map(),
  };
  return state;
}

function beginning(world: World): Snapshot {
  return {
    world: structuredClone(world),
    requests: 0,
    firstAnswers: new Map(),
    script: scriptOf(world.people, world.seed),
    faults: faultList(world.faults),
    meters: new Map(),
  };
}

/** Restores the initial state, except the snapshots. */
export function resetState(state: State): void {
  goTo(state, beginning(state.initial));
  state.log.length = 0;
}

/** Saves the current state, except the log. Returns the name of the snapshot. */
export function takeSnapshot(state: State): string {
  const id = `snap_${state.snapshots.size + 1}`;
  const { world, requests, firstAnswers, script, faults, meters } = state;
  const copy = structuredClone({ world, requests, firstAnswers, script, faults, meters });
  // A running clock continues from the time of the snapshot.
  const speed = state.time.speed();
  if (speed > 0) Object.assign(copy.world, { now: state.now().toISOString(), clock: { speed } });
  state.snapshots.set(id, copy);
  return id;
}

/** Equal if both APIs would answer alike from here on, except for request ids and the usage of rate limits. */
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

function goTo(state: State, { firstAnswers, ...rest }: Snapshot): void {
  Object.assign(state, rest);
  state.firstAnswers.clear();
  for (const [key, answer] of firstAnswers) state.firstAnswers.set(key, answer);
  state.time.begin();
}
