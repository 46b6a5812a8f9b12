import type { Api } from '../core/api.ts';
import { findRoute, type Request } from '../core/route.ts';
import { adminRoutes, peopleRoutes } from './admin-routes.ts';
import { envelope, notFound, refused } from './envelope.ts';
import type { State } from './action-shape.ts';

const ROUTES = [...adminRoutes, ...peopleRoutes];

export { runDueActions } from './actions.ts';

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

/** Requests about the sandbox itself, and those that only list or schedule actions. */
function isSilent(request: Request): boolean {
  return request.path === '/__sandbox/people' || findRoute(adminRoutes, request.method, request.path) !== undefined;
}
