import type { Json, JsonObject } from '../json.ts';
import type { Request } from '../route.ts';
import { resetState, type State } from '../state.ts';
import { accepted, type Reply } from '../layers/envelope.ts';

/** A route for whoever runs the sandbox. It asks for no credential: it is served on this machine only. */
export type DeskRoute = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly reply: (request: Request, state: State) => Reply;
};

/** Routes about the sandbox itself. They are no part of what happens in its world, so they are not logged. */
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
  { method: 'GET', path: '/__sandbox/world', reply: (_, { world }) => accepted(asJson(world)) },
  {
    method: 'POST',
    path: '/__sandbox/reset',
    // Everything is as it was at the start: the world, the log, what was remembered.
    reply: (_, state) => {
      resetState(state);
      return accepted({ status: 'ok' });
    },
  },
];

function asJson(value: unknown): { readonly [key: string]: Json } {
  // A world came out of a file and is checked; through text, members that are `undefined` fall away.
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}
