import { z } from 'zod';
import { firstFree } from '../core/first-free.ts';
import type { Request } from '../core/route.ts';
import {
  accepted,
  APP_MISSING,
  AUTH_CODE_ERROR,
  declined,
  PERMISSION_ERROR,
  type Reply,
  SECRET_WRONG,
} from './envelope.ts';
import { bodyAs, type Call, type OpenRoute, type Route, readRoute, writeRoute } from './route.ts';
import type { State } from './world.ts';

const App = z.object({ app_id: z.string().min(1), secret: z.string().min(1) });
const Exchange = App.extend({ auth_code: z.string().min(1), return_advertiser_ids: z.boolean().default(true) });
const Revoke = App.extend({ access_token: z.string().min(1) });

/** Source: POST /oauth2/access_token/; AuthenticationApi of the SDK (documented). */
export const openOauth: readonly OpenRoute[] = [
  { method: 'POST', path: '/open_api/v1.3/oauth2/access_token/', reply: exchange },
];

/**
 * Source: GET /oauth2/advertiser/get/, POST /oauth2/revoke_token/ (documented; second-hand for the answers); scopes 1,
 * 10, 100. That revoking requires no scope is inferred.
 */
export const oauth: readonly Route[] = [
  readRoute('/oauth2/advertiser/get/', [1, 10, 100], App, granted),
  writeRoute('/oauth2/revoke_token/', [], Revoke, revoke),
];

/** Exchanges a consent for a token without expiry. A code works once, for an hour (second-hand documentation). */
function exchange(request: Request, state: State): Reply {
  const body = bodyAs(request, Exchange);
  if (!body.ok) return body.refusal;
  const refusal = appRefusal(body.value, state);
  if (refusal !== undefined) return refusal;
  const { tokens, authCodes } = state.world.tiktok;
  const consent = authCodes.find(({ code }) => code === body.value.auth_code);
  const ended = consent?.expires !== undefined && new Date(consent.expires) <= state.now();
  if (consent === undefined || consent.app !== body.value.app_id || consent.used || ended) {
    return declined(AUTH_CODE_ERROR, 'Auth_code is incorrect, has been used or has expired.');
  }
  consent.used = true;
  const taken = tokens.map((known) => known.token);
  const token = firstFree(taken, (n) => `sandbox-tiktok-token-${n}`);
  tokens.push({
    token,
    advertisers: [...consent.advertisers],
    kind: 'marketing',
    state: 'active',
    app: consent.app,
    pixels: [],
    ...(consent.user === undefined ? {} : { user: consent.user }),
    ...(consent.scopes === undefined ? {} : { scopes: [...consent.scopes] }),
  });
  return accepted({
    access_token: token,
    ...(body.value.return_advertiser_ids ? { advertiser_ids: consent.advertisers } : {}),
    scope: consent.scopes ?? [1, 2, 4, 5, 8, 69],
  });
}

function granted(query: z.output<typeof App>, { state, token }: Call): Reply {
  const refusal = appRefusal(query, state);
  if (refusal !== undefined) return refusal;
  const { advertisers } = state.world.tiktok;
  return accepted({
    list: advertisers
      .filter(({ id }) => token.advertisers.includes(id))
      .map(({ id, name }) => ({ advertiser_id: id, advertiser_name: name })),
  });
}

function revoke(body: z.output<typeof Revoke>, { state, token }: Call): Reply {
  const refusal = appRefusal(body, state);
  if (refusal !== undefined) return refusal;
  // A token revokes itself, or a different one of the same app (inferred).
  const ending = state.world.tiktok.tokens.find((known) => known.token === body.access_token);
  const own = ending === token || (ending !== undefined && ending.app === body.app_id);
  if (!own) return declined(PERMISSION_ERROR, 'The access_token was not given to this app.');
  ending.state = 'revoked';
  return accepted({ app_id: body.app_id, advertiser_ids: ending.advertisers });
}

function appRefusal({ app_id: id, secret }: z.output<typeof App>, state: State): Reply | undefined {
  const app = state.world.tiktok.apps.find((known) => known.id === id);
  if (app === undefined) return declined(APP_MISSING, 'The app does not exist or is blocked.');
  return app.secret === secret ? undefined : declined(SECRET_WRONG, 'The secret does not match the app.');
}
