import type { IncomingHttpHeaders } from 'node:http';
import { type Answer, findRoute, type Params, type Request } from '../core/route.ts';
import { record } from './audit-log.ts';
import { applyElapsedTime } from './pending.ts';
import { envelope, notFound, type Refusal, refused, type Reply, requestIdOf } from './envelope.ts';
import { repetitionOf } from './idempotency.ts';
import { type Call, classOf, type Route, type Scope } from './route.ts';
import type { LayersKey, State, World } from './world.ts';

/**
 * Answers a request from a list of routes, and adds it to the audit log if its key is known. The order of checks is
 * authentication, kill switch, scope, repetition, existence, validation (inferred); the last two are part of each
 * route.
 *
 * @param options.ownBody the answers are a user's own document: no members are added to them
 */
export function serveRoutes(
  routes: readonly Route[],
  request: Request,
  state: State,
  options: { readonly ownBody?: boolean } = {},
): Answer {
  const found = findRoute(routes, request.method, request.path);
  const endpointClass = classOf(found?.route, request.method, state.world);
  const wrap = (reply: Reply) =>
    envelope(reply, requestIdOf(state.requests), endpointClass, options.ownBody === true ? undefined : state.world);

  applyElapsedTime(state);
  const key = keyOf(request.headers, state.world);
  if (key === undefined) return wrap(refused('UNAUTHENTICATED', 'The API key is missing, malformed or not known.'));
  const answer = answerKey({ request, state, key }, found, wrap);
  // The config endpoint is not an endpoint of Layers, so the audit log does not include it.
  if (options.ownBody !== true) record(state, key, request, answer);
  return answer;
}

type Found = { readonly route: Route; readonly params: Params };

function answerKey(
  { request, state, key }: Omit<Call, 'params'>,
  found: Found | undefined,
  wrap: (reply: Reply) => Answer,
): Answer {
  if (key.killed && found?.route.answersKilled?.(state.world) !== true) {
    // Source: docs/api/reference/api-keys/kill (documented).
    return wrap(refused('KILL_SWITCH', 'This API key was suspended.', { scope: 'key' }));
  }
  if (found === undefined) return wrap(notFound('route'));
  const { route, params } = found;
  const forbidden = scopeRefusal(key, route.scopes(request, state.world), state.world);
  if (forbidden !== undefined) return wrap(forbidden);

  const repetition = repetitionOf(request, key, state);
  if (repetition.kind === 'again') return repetition.answer;
  if (repetition.kind === 'refused') return wrap(repetition.refusal);
  const answer = wrap(route.reply({ request, params, state, key }));
  repetition.remember(answer);
  return answer;
}

/**
 * Accepts a Bearer token; in the oldest generation also `X-Api-Key`, which has precedence. Source:
 * docs/api/getting-started/authentication (documented); the precedence is inferred.
 */
export function keyOf(headers: IncomingHttpHeaders, world: World): LayersKey | undefined {
  const old = headers['x-api-key'];
  const sent =
    world.switches.generation === 'seed' && old !== undefined
      ? String(old)
      : /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  return world.layers.keys.find(({ key }) => key === sent);
}

/** Source: docs/api/getting-started/authentication (documented). That `*` excludes `org:admin` is inferred. */
function scopeRefusal(key: LayersKey, needed: readonly Scope[], world: World): Refusal | undefined {
  if (!world.switches.scopesEnforced) return undefined;
  const missing = needed.filter((scope) => {
    const anyOf = typeof scope === 'string' ? [scope] : scope;
    return !anyOf.some((one) => isAllowed(key, one, world));
  });
  if (missing.length === 0) return undefined;
  const names = missing.map((scope) => (typeof scope === 'string' ? scope : scope.join(' or ')));
  return refused('FORBIDDEN_SCOPE', `The API key lacks the scope ${names.join(', ')}.`, { requiredScopes: names });
}

function isAllowed({ scopes }: LayersKey, scope: string, world: World): boolean {
  if (scopes.includes(scope)) return true;
  if (scopes.includes('*')) return scope !== 'org:admin';
  return world.switches.parentScopes && scope.startsWith('ads:write:') && scopes.includes('ads:write');
}
