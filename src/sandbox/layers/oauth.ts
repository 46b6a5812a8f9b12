import { z } from 'zod';
import { accepted, type Reply, refused } from './envelope.ts';
import { freshId } from './ids.ts';
import { bodyAs } from './input.ts';
import { type Call, inProject, route, type Route } from './route.ts';
import type { Project } from './world.ts';

/** In milliseconds. "Short-lived" (documented); the exact lifetime is unknown. */
const LINK_LIFETIME_MS = 10 * 60 * 1000;

/** Path of the page that the link opens. Source: docs/paid-media/byo-setup: TikTok's portal/auth (documented). */
export const OAUTH_PAGE = '/portal/auth';

/**
 * Creates a link on which a person connects an ad account. There is no other way to connect one.
 *
 * Source: docs/api/reference/ads/ad-accounts-oauth-url (documented). Two pages disagree about the scope; the oldest has
 * redirectUrl, which the newer ones made an alias of returnUrl.
 */
export const oauth: readonly Route[] = [
  route(
    'POST',
    '/v1/projects/:projectId/ads/ad-accounts/oauth-url',
    (_, { switches: { connectScope } }) => [
      connectScope === 'either' ? ['ads:write', 'ads:write:connect'] : connectScope,
    ],
    inProject(link),
  ),
];

const https = z.string().refine((text) => originOf(text)?.startsWith('https://') === true, 'must be an https URL');

/** Fields that a generation does not have are ignored (inferred), so a client can send both names. */
const Body = z.object({
  platform: z.enum(['meta_ads', 'tiktok_ads', 'apple_ads']),
  returnUrl: https.optional(),
  redirectUrl: https.optional(),
  state: z.string().optional(),
});

/** The link is for one project and one platform, works once, and returns to an origin on the key's list. */
function link({ request, state, key }: Call, project: Project): Reply {
  const input = bodyAs(request, Body);
  if (!input.ok) return input.refusal;
  const { platform, returnUrl, redirectUrl, state: echo } = input.value;
  const oldest = state.world.switches.generation === 'seed';
  const back = oldest ? redirectUrl : (returnUrl ?? redirectUrl);
  if (back === undefined) return refused('VALIDATION', `${oldest ? 'redirectUrl' : 'returnUrl'}: is required.`);
  const origin = originOf(back);
  if (origin === undefined || !key.returnUrls.includes(origin)) {
    return refused('RETURN_URL_NOT_ALLOWED', `${origin} is not on the list of the API key.`, {
      allowed: key.returnUrls,
    });
  }

  const { oauthUrls } = state.world.layers;
  const nonce = freshId(
    'oau_',
    oauthUrls.map((one) => one.nonce),
  );
  const expiresAt = new Date(state.now().getTime() + LINK_LIFETIME_MS).toISOString();
  oauthUrls.push({
    nonce,
    project: project.id,
    platform,
    returnUrl: back,
    expiresAt,
    used: false,
    ...(echo === undefined ? {} : { state: echo }),
  });
  const host = request.headers.host ?? '127.0.0.1';
  return accepted({ url: `http://${host}${OAUTH_PAGE}?app_id=7000000000000000000&state=${nonce}`, expiresAt });
}

function originOf(text: string): string | undefined {
  return URL.canParse(text) ? new URL(text).origin : undefined;
}
