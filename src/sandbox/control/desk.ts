import { z } from 'zod';
import { script } from '../faults/list.ts';
import { faultShape } from '../faults/shape.ts';
import type { Json, JsonObject } from '../json.ts';
import { accepted, notFound, type Reply } from '../layers/envelope.ts';
import { bodyAs } from '../layers/input.ts';
import { runDueActions } from '../people/index.ts';
import type { Request } from '../route.ts';
import { resetState, restoreSnapshot, type State, takeSnapshot } from '../state.ts';
import { moveClock, showClock } from './clock.ts';

/** A route to control the sandbox. It needs no credential, because it is only served on this machine. */
export type DeskRoute = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly reply: (request: Request, state: State) => Reply;
};

/** Routes about the sandbox itself. They are not part of its world, so they are not logged. */
export const desk: readonly DeskRoute[] = [
  {
    method: 'GET',
    path: '/__sandbox/health',
    reply: (_, state) => accepted({ status: 'ok', now: state.now().toISOString(), requests: state.log.length }),
  },
  {
    method: 'GET',
    path: '/__sandbox/log',
    reply: (_, { log }) => accepted({ items: log.map((entry): JsonObject => ({ ...entry })) }),
  },
  {
    method: 'DELETE',
    path: '/__sandbox/log',
    reply: (_, state) => {
      state.log.length = 0;
      return accepted({ status: 'ok' });
    },
  },
  { method: 'GET', path: '/__sandbox/world', reply: (_, { world }) => accepted(asJson(world)) },
  {
    method: 'POST',
    path: '/__sandbox/reset',
    // Resets the world, the clock, the log and the first answers. Snapshots stay.
    reply: (_, state) => {
      resetState(state);
      runDueActions(state);
      return accepted({ status: 'ok' });
    },
  },
  { method: 'POST', path: '/__sandbox/snapshot', reply: (_, state) => accepted({ id: takeSnapshot(state) }) },
  { method: 'POST', path: '/__sandbox/restore', reply: restore },
  { method: 'GET', path: '/__sandbox/clock', reply: (_, state) => showClock(state) },
  { method: 'POST', path: '/__sandbox/clock', reply: moveClock },
  { method: 'GET', path: '/__sandbox/faults', reply: (_, state) => showFaults(state) },
  { method: 'POST', path: '/__sandbox/faults', reply: addFaults },
  {
    method: 'DELETE',
    path: '/__sandbox/faults',
    reply: (_, state) => {
      state.faults.entries = [];
      return showFaults(state);
    },
  },
];

function restore(request: Request, state: State): Reply {
  const body = bodyAs(request, z.strictObject({ id: z.string() }));
  if (!body.ok) return body.refusal;
  return restoreSnapshot(state, body.value.id) ? accepted({ id: body.value.id }) : notFound('snapshot');
}

/** Adds one fault or a list of faults after the scripted ones. */
function addFaults(request: Request, state: State): Reply {
  // Checked manually: a union would report the problems of the wrong variant.
  const isList = request.body.kind === 'json' && Array.isArray(request.body.value);
  const body = bodyAs(request, isList ? z.array(faultShape) : faultShape.transform((fault) => [fault]));
  if (!body.ok) return body.refusal;
  state.faults.entries.push(...body.value.map(script));
  return showFaults(state);
}

function showFaults({ faults }: State): Reply {
  return accepted(asJson({ items: faults.entries }));
}

function asJson(value: unknown): { readonly [key: string]: Json } {
  // The world was validated when it was loaded; the round trip drops members that are `undefined`.
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}
