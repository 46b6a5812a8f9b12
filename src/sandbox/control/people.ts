import { z } from 'zod';
import { isMap, type JsonObject } from '../json.ts';
import { accepted, notFound, type Reply } from '../layers/envelope.ts';
import { bodyAs } from '../layers/input.ts';
import { act } from '../people/index.ts';
import { addHappening } from '../people/script.ts';
import { happeningShape } from '../people/shape.ts';
import type { Request } from '../route.ts';
import type { State } from '../state.ts';
import type { DeskRoute } from './desk.ts';

/** Actions of people in the dashboards that neither API supports. */
export const people: readonly DeskRoute[] = [
  { method: 'GET', path: '/__sandbox/people', reply: (_, state) => showPeople(state) },
  { method: 'POST', path: '/__sandbox/people', reply: addToScript },
  { method: 'POST', path: '/__sandbox/people/:deed', reply: doNow },
];

/** Past and scheduled actions. Those that wait for a request are not included. */
function showPeople({ script }: State): Reply {
  const coming = script.agenda.map(({ at, index }): JsonObject => {
    const happening = script.happenings[index];
    return { who: happening?.who ?? '', does: happening?.does ?? '', at: new Date(at).toISOString() };
  });
  return accepted({ items: script.done.map((done): JsonObject => ({ ...done })), coming });
}

/** Schedules an action, in the form of the world file. */
function addToScript(request: Request, state: State): Reply {
  const body = bodyAs(request, happeningShape);
  if (!body.ok) return body.refusal;
  addHappening(state.script, body.value, state.world.seed);
  return showPeople(state);
}

/** Performs an action now. Its name is the last part of the path; the body has the rest. */
function doNow(request: Request, state: State): Reply {
  const name = request.path.split('/').at(-1);
  // The short name is the older one.
  const does = name === 'connect' ? 'connect-account' : name;
  if (!happeningShape.def.options.some((option) => option.shape.does.value === does)) return notFound('deed');
  const at = state.now();
  const whole = (body: unknown) => (isMap(body) ? { ...body, does, when: { at: at.toISOString() } } : body);
  const deed = bodyAs(request, z.preprocess(whole, happeningShape));
  return deed.ok ? act(state, deed.value, at) : deed.refusal;
}
