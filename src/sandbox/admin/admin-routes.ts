import { z } from 'zod';
import { clockShape } from '../core/clock.ts';
import { duration, millisecondsOf } from '../core/duration.ts';
import { faultShape } from '../core/fault-shape.ts';
import { scriptFault } from '../core/faults.ts';
import { isMap, type JsonObject } from '../core/json.ts';
import { findRoute, type Request } from '../core/route.ts';
import { addAction } from '../core/script.ts';
import type { Api } from '../core/server.ts';
import { resetState, restoreSnapshot, takeSnapshot } from '../core/state.ts';
import { actionShape, type State } from './action-shape.ts';
import { act, runDueActions } from './actions.ts';
import { accepted, bodyAs, envelope, notFound, refused, type Reply } from './envelope.ts';

/** A route to control the sandbox. It needs no credential, because it is only served on this machine. */
type AdminRoute = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly reply: (request: Request, state: State) => Reply;
};

/** Routes about the sandbox itself. They are not part of its world, so they are not logged. */
const adminRoutes: readonly AdminRoute[] = [
  adminRoute('GET', 'health', (_, state) =>
    accepted({ status: 'ok', now: state.now().toISOString(), requests: state.log.length }),
  ),
  adminRoute('GET', 'log', (_, { log }) => accepted({ items: log.map((entry): JsonObject => ({ ...entry })) })),
  adminRoute('DELETE', 'log', (_, state) => {
    state.log.length = 0;
    return accepted({ status: 'ok' });
  }),
  adminRoute('GET', 'world', (_, { world }) => accepted(asJson(world))),
  // Resets the world, the clock, the log and the first answers. Snapshots stay.
  adminRoute('POST', 'reset', (_, state) => {
    resetState(state);
    runDueActions(state);
    return accepted({ status: 'ok' });
  }),
  adminRoute('POST', 'snapshot', (_, state) => accepted({ id: takeSnapshot(state) })),
  adminRoute('POST', 'restore', restore),
  adminRoute('GET', 'clock', (_, state) => showClock(state)),
  adminRoute('POST', 'clock', moveClock),
  adminRoute('GET', 'faults', (_, state) => showFaults(state)),
  adminRoute('POST', 'faults', addFaults),
  adminRoute('DELETE', 'faults', (_, state) => {
    state.faults.entries = [];
    return showFaults(state);
  }),
];

/** Actions of people in the dashboards that neither API supports. */
const peopleRoutes: readonly AdminRoute[] = [
  adminRoute('GET', 'people', (_, state) => showPeople(state)),
  adminRoute('POST', 'people', scheduleAction),
  adminRoute('POST', 'people/:action', doNow),
];

const ROUTES = [...adminRoutes, ...peopleRoutes];

/** The API that controls a sandbox, below a path that no other API uses. */
export function adminApi(state: State): Api<State['world']> {
  return {
    name: 'sandbox',
    matches: (path) => path.startsWith('/__sandbox/'),
    answer: (request) => {
      const found = findRoute(ROUTES, request.method, request.path);
      return envelope(found === undefined ? notFound('route') : found.route.reply(request, state), state.requests);
    },
    failed: (_, why) => envelope(refused('INTERNAL', why), state.requests),
    secrets: () => [],
    isSilent,
  };
}

function adminRoute(method: AdminRoute['method'], name: string, reply: AdminRoute['reply']): AdminRoute {
  return { method, path: `/__sandbox/${name}`, reply };
}

function restore(request: Request, state: State): Reply {
  const body = bodyAs(request, z.strictObject({ id: z.string() }));
  if (!body.ok) return body.refusal;
  return restoreSnapshot(state, body.value.id) ? accepted({ id: body.value.id }) : notFound('snapshot');
}

function showClock(state: State): Reply {
  return accepted({ now: state.now().toISOString(), speed: state.clock.speed() });
}

const Move = z.strictObject({
  now: z.iso.datetime().optional(),
  advance: duration.optional(),
  speed: clockShape.unwrap().shape.speed,
});

/** Sets the clock, advances it, and performs all actions due by then. */
function moveClock(request: Request, state: State): Reply {
  const body = bodyAs(request, Move);
  if (!body.ok) return body.refusal;
  const { now, advance, speed } = body.value;
  if (now !== undefined && advance !== undefined) return refused('VALIDATION', 'advance: not together with now.');
  const from = now === undefined ? state.now() : new Date(now);
  const to = new Date(from.getTime() + (millisecondsOf(advance ?? 'PT0S') ?? 0));
  state.clock.set({ now: to, ...(speed === undefined ? {} : { speed }) });
  runDueActions(state);
  return showClock(state);
}

/** Adds one fault or a list of faults after the scripted ones. */
function addFaults(request: Request, state: State): Reply {
  // Checked manually: a union would report the problems of the wrong variant.
  const isList = request.body.kind === 'json' && Array.isArray(request.body.value);
  const body = bodyAs(request, isList ? z.array(faultShape) : faultShape.transform((fault) => [fault]));
  if (!body.ok) return body.refusal;
  state.faults.entries.push(...body.value.map(scriptFault));
  return showFaults(state);
}

function showFaults({ faults }: State): Reply {
  return accepted(asJson({ items: faults.entries }));
}

function asJson(value: unknown): JsonObject {
  // The world was validated when it was loaded; the round trip drops members that are `undefined`.
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}

function showPeople({ script }: State): Reply {
  const coming = script.agenda.map(({ at, index }): JsonObject => {
    const action = script.actions[index];
    return { who: action?.who ?? '', does: action?.does ?? '', at: new Date(at).toISOString() };
  });
  return accepted({ items: script.done.map((done): JsonObject => ({ ...done })), coming });
}

function scheduleAction(request: Request, state: State): Reply {
  const body = bodyAs(request, actionShape);
  if (!body.ok) return body.refusal;
  addAction(state.script, body.value, state.world.seed);
  return showPeople(state);
}

/** Performs an action now. Its name is the last part of the path; the body has the rest. */
function doNow(request: Request, state: State): Reply {
  const name = request.path.split('/').at(-1);
  // `connect` is the older name.
  const does = name === 'connect' ? 'connect-account' : name;
  if (!actionShape.def.options.some((option) => option.shape.does.value === does)) return notFound('deed');
  const at = state.now();
  const withRest = (body: unknown) => (isMap(body) ? { ...body, does, when: { at: at.toISOString() } } : body);
  const action = bodyAs(request, z.preprocess(withRest, actionShape));
  return action.ok ? act(state, action.value, at) : action.refusal;
}

/** Requests about the sandbox itself, and those that only list or schedule actions. */
function isSilent(request: Request): boolean {
  return request.path === '/__sandbox/people' || findRoute(adminRoutes, request.method, request.path) !== undefined;
}
