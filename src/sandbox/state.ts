import { type FaultList, faultList } from './faults/list.ts';
import type { Meters } from './limits/meters.ts';
import type { LoggedRequest } from './log.ts';
import { type Script, scriptOf } from './people/script.ts';
import type { Answer } from './route.ts';
import { createTime, type Time } from './time.ts';
import type { World } from './world.ts';

/** What the sandbox knows while it runs. Only `world` is anybody's business; the rest is bookkeeping. */
export type State = {
  /** Changed in place by requests, and by whoever intervenes. */
  world: World;
  /** What a reset goes back to. */
  readonly initial: World;
  readonly now: () => Date;
  readonly time: Time;
  /** Requests taken in so far. Request ids are made from it. */
  requests: number;
  /** First answers by idempotency key. */
  readonly firstAnswers: Map<string, FirstAnswer>;
  /** What people are going to do, and what they did. */
  script: Script;
  /** What goes wrong. */
  faults: FaultList;
  /** How much of each rate limit is used up. */
  meters: Meters;
  readonly log: LoggedRequest[];
  readonly snapshots: Map<string, Snapshot>;
};

type FirstAnswer = { readonly body: string; readonly answer: Answer; readonly at: Date };

/** All that a request can find out, at one moment. The log is none of it. */
type Snapshot = Pick<State, 'world' | 'requests' | 'firstAnswers' | 'script' | 'faults' | 'meters'>;

/** @param clock the machine's clock: tells the time in a world that does not say when it is, and how long a running one ran */
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

/** Everything is as it was at the start, but for the snapshots. */
export function resetState(state: State): void {
  goTo(state, beginning(state.initial));
  state.log.length = 0;
}

/** Remembers everything as it is now, but for the log, and says under which name. */
export function takeSnapshot(state: State): string {
  const id = `snap_${state.snapshots.size + 1}`;
  const { world, requests, firstAnswers, script, faults, meters } = state;
  const copy = structuredClone({ world, requests, firstAnswers, script, faults, meters });
  // A clock that runs goes on from the time of the snapshot.
  const speed = state.time.speed();
  if (speed > 0) Object.assign(copy.world, { now: state.now().toISOString(), clock: { speed } });
  state.snapshots.set(id, copy);
  return id;
}

/**
 * The same text where both APIs would answer alike from here on, but for ids of requests and how much of a rate limit is
 * left.
 */
export function fingerprintOf({ world, firstAnswers, script, now }: State): string {
  const answers = [...firstAnswers].map(([key, { body, answer }]) => [key, body, answer.status]);
  return JSON.stringify([now(), world, answers, script]);
}

/** Goes back to a snapshot, as often as one likes. `false` where there is none of this name. */
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
