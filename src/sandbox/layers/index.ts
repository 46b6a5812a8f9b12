import type { Api } from '../core/server.ts';
import type { Answer } from '../core/route.ts';
import { configEndpoint } from './config.ts';
import { type Code, envelope, refused, requestIdOf } from './envelope.ts';
import { limited } from './limits.ts';
import { answerOauthPage } from './oauth-page.ts';
import { ROUTES } from './routes.ts';
import { serveRoutes } from './serve.ts';
import type { State, World } from './world.ts';

/** The Partner API of Layers and its OAuth page. Sources such as `docs/api/…` are pages of developers.layers.com. */
export const layersApi: Api<World> = {
  name: 'layers',
  matches: (path) => path.startsWith('/'),
  answer: (request, state) =>
    limited(request, state, () => answerOauthPage(request, state) ?? serveRoutes(ROUTES, request, state)),
  failed,
  faultAnswers: (state) => ({
    failed: () => failed(state, 'Something went wrong.'),
    throttled: ({ retryAfter }) => throttled(state, retryAfter),
  }),
  secrets: (world) => world.layers.keys.map(({ key }) => key),
};

/** A config endpoint that Layers does not document, below a path that Layers does not use. */
export const configApi: Api<World> = {
  ...layersApi,
  name: 'sandbox',
  matches: (path) => path.startsWith('/__sandbox/projects/'),
  answer: (request, state) => serveRoutes(configEndpoint, request, state, { ownBody: true }),
};

/** The answer to input that is not HTTP. */
export function notHttp(state: State): Answer {
  return failed(state, 'The request is not HTTP.', 'VALIDATION');
}

/** Source: docs/api/operational/rate-limits (documented). */
function throttled(state: State, retryAfter: number): Answer {
  const refusal = failed(state, 'Too many requests.', 'RATE_LIMITED');
  return { ...refusal, headers: { ...refusal.headers, 'Retry-After': String(retryAfter) } };
}

function failed(state: State, why: string, code: Code = 'INTERNAL'): Answer {
  return envelope(refused(code, why), requestIdOf(state.requests), 'read-light', state.world);
}
