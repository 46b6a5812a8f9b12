import { type Answer, findRoute, type Request } from '../route.ts';
import type { State } from '../state.ts';
import { envelope, notFound, requestIdOf } from '../layers/envelope.ts';
import { serveRoutes } from '../layers/serve.ts';
import { configEndpoint } from './config-endpoint.ts';
import { desk } from './desk.ts';
import { people } from './people.ts';

const ROUTES = [...desk, ...people];

/** Answers routes that neither API documents, below a path that neither API uses. */
export function answerControl(request: Request, state: State): Answer {
  if (!isOurs(request)) return serveRoutes(configEndpoint, request, state, { ownBody: true });
  const found = findRoute(ROUTES, request.method, request.path);
  const reply = found === undefined ? notFound('route') : found.route.reply(request, state);
  return envelope(reply, requestIdOf(state.requests), request.method === 'GET' ? 'read-light' : 'write-light');
}

/** Whether a request is about the sandbox itself or one of its people. Faults do not affect such requests. */
export function isOurs({ path }: Pick<Request, 'path'>): boolean {
  return path.startsWith('/__sandbox/') && !path.startsWith('/__sandbox/projects/');
}

/** Whether a request is excluded from the log because it is about the sandbox itself. */
export function isSilent(request: Request): boolean {
  return request.path === '/__sandbox/people' || findRoute(desk, request.method, request.path) !== undefined;
}
