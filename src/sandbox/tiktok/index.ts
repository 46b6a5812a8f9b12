import type { Api } from '../core/server.ts';
import { type Answer, findRoute, type Request } from '../core/route.ts';
import {
  declined,
  envelope,
  pageNotFound,
  PERMISSION_ERROR,
  type Reply,
  SYSTEM_ERROR,
  TOKEN_EMPTY,
  TOKEN_EXPIRED,
  TOKEN_INVALID,
  VERSION_ERROR,
} from './envelope.ts';
import { limitTikTok } from './limits.ts';
import type { Route } from './route.ts';
import { OPEN_ROUTES, ROUTES } from './routes.ts';
import type { State, TikTokToken, World } from './world.ts';

/**
 * The Marketing API and the Events API of TikTok. Sources are pages of business-api.tiktok.com, such as `GET
 * /pixel/list/`, if no other place is given; `*.yml` are files of TikTok's official SDK.
 */
export const tiktokApi: Api<World> = {
  name: 'tiktok',
  matches: (path) => path.startsWith('/open_api/'),
  answer: (request, state) => {
    const refusal = state.world.switches.rateLimits ? limitTikTok(request, state) : undefined;
    return refusal ?? answerTikTok(request, state);
  },
  failed: (state, why) => envelope(declined(SYSTEM_ERROR, `System error: ${why}`), state),
  faultAnswers: (state) => ({
    failed: () => envelope(declined(SYSTEM_ERROR, 'System error.'), state),
    throttled: ({ code }) => envelope(declined(code, 'App reaches the QPS limit.'), state),
  }),
  secrets: ({ tiktok }) => [
    ...tiktok.tokens.map(({ token }) => token),
    ...tiktok.apps.map(({ secret }) => secret),
    // Shorter codes would hide half of the log.
    ...tiktok.sparkPosts.map(({ code }) => code).filter((code) => code.length >= 6),
  ],
};

/** Checks are in the order route, token, parameters, scope, permission (inferred); the last is up to each route. */
function answerTikTok(request: Request, state: State): Answer {
  const version = /^\/open_api\/(v[\d.]+)\/.*\/$/.exec(request.path)?.[1];
  if (version !== undefined && version !== 'v1.3')
    return envelope(declined(VERSION_ERROR, `Invalid API version ${version}.`), state);
  const open = findRoute(OPEN_ROUTES, request.method, request.path);
  if (open !== undefined) return envelope(open.route.reply(request, state), state);
  const found = findRoute(ROUTES, request.method, request.path);
  if (found === undefined) return pageNotFound();
  return envelope(replyOf(found.route, request, state), state, found.route);
}

function replyOf(route: Route, request: Request, state: State): Reply {
  const token = tokenOf(route, request, state);
  if ('ok' in token) return token;
  const read = route.read(request);
  if ('refusal' in read) return read.refusal;
  if (!hasScope(route, token)) {
    const path = route.path.replace('/open_api/v1.3', '');
    return declined(PERMISSION_ERROR, `advertiser does not grant you ${path}:${route.method} permission`);
  }
  return read({ state, token });
}

/** An Events API token has a single purpose, so its scopes are ignored. */
function hasScope({ scopes }: Route, token: TikTokToken): boolean {
  if (token.scopes === undefined || token.kind === 'events' || scopes.length === 0) return true;
  return scopes.some((scope) => token.scopes?.includes(scope));
}

/** The messages were observed by third parties. That all other routes refuse an Events API token is inferred. */
function tokenOf(route: Route, request: Request, { world }: State): TikTokToken | Reply {
  const sent = request.headers['access-token'];
  if (sent === undefined || sent === '') {
    return declined(TOKEN_EMPTY, 'Access token is null, you should set it in http header with key Access-Token.');
  }
  const token = world.tiktok.tokens.find((candidate) => candidate.token === sent);
  if (token?.state === 'expired') return declined(TOKEN_EXPIRED, 'Access token has expired.');
  if (token === undefined || token.state === 'revoked' || (token.kind === 'events' && route.events !== true)) {
    return declined(TOKEN_INVALID, 'Access token is incorrect or has been revoked.');
  }
  return token;
}
