import { type Answer, findRoute, type Request } from '../route.ts';
import type { State } from '../state.ts';
import { advertisers } from './advertisers.ts';
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
import { pixels } from './pixels.ts';
import { report } from './report.ts';
import type { Route } from './route.ts';
import type { TikTokToken } from './world.ts';

const ROUTES: readonly Route[] = [...advertisers, ...pixels, ...report];

/**
 * TikTok API for Business. The order of checks is route, token, parameters, scope, permission (inferred); the last is
 * each route's own.
 */
export function answerTikTok(request: Request, state: State): Answer {
  const settle = (reply: Reply) => envelope(reply, state);
  const version = /^\/open_api\/(v[\d.]+)\/.*\/$/.exec(request.path)?.[1];
  if (version !== undefined && version !== 'v1.3')
    return settle(declined(VERSION_ERROR, `Invalid API version ${version}.`));
  const found = findRoute(ROUTES, request.method, request.path);
  if (found === undefined) return pageNotFound();
  const { route } = found;

  const token = tokenOf(request, state);
  if ('ok' in token) return settle(token);
  const read = route.read(request);
  if ('refusal' in read) return settle(read.refusal);
  if (token.scopes !== undefined && !route.scopes.some((scope) => token.scopes?.includes(scope))) {
    const path = route.path.replace('/open_api/v1.3', '');
    return settle(declined(PERMISSION_ERROR, `advertiser does not grant you ${path}:${route.method} permission`));
  }
  return settle(read({ state, token }));
}

/** The answer to a fault of the sandbox itself. */
export function failedTikTok(state: State, why: string): Answer {
  return envelope(declined(SYSTEM_ERROR, `System error: ${why}`), state);
}

/** The messages were observed by third parties. That an Events API token is refused elsewhere is inferred. */
function tokenOf(request: Request, { world }: State): TikTokToken | Reply {
  const sent = request.headers['access-token'];
  if (sent === undefined || sent === '') {
    return declined(TOKEN_EMPTY, 'Access token is null, you should set it in http header with key Access-Token.');
  }
  const token = world.tiktok.tokens.find((candidate) => candidate.token === sent);
  if (token?.state === 'expired') return declined(TOKEN_EXPIRED, 'Access token has expired.');
  if (token === undefined || token.state === 'revoked' || token.kind === 'events') {
    return declined(TOKEN_INVALID, 'Access token is incorrect or has been revoked.');
  }
  return token;
}
