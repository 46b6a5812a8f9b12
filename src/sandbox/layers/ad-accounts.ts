import { z } from 'zod';
import type { JsonObject } from '../core/json.ts';
import { accepted, refused, type Reply } from './envelope.ts';
import { freshId } from './ids.ts';
import { bodyAs, queryAs } from './input.ts';
import { type Call, inProject, type Route, route } from './route.ts';
import type { AdAccount, Project, World } from './world.ts';

/** Source: docs/api/reference/ads/list-ad-accounts (documented). */
export const adAccounts: readonly Route[] = [
  route('GET', '/v1/projects/:projectId/ads/ad-accounts', ['ads:read'], inProject(list)),
];

/** In milliseconds. "Short-lived" (documented); the exact lifetime is unknown. */
const LINK_LIFETIME_MS = 10 * 60 * 1000;

/** Path of the page that the link opens. Source: docs/paid-media/byo-setup: TikTok's portal/auth (documented). */
export const OAUTH_PAGE = '/portal/auth';

/**
 * Creates a link on which a person connects an ad account, the only way to connect one.
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

const AccountsQuery = z.object({
  platforms: z.array(z.enum(['meta_ads', 'tiktok_ads', 'apple_ads'])).optional(),
  credentialMode: z.enum(['agency', 'byo']).optional(),
  healthy: z.enum(['true', 'false']).optional(),
});

/** One page, without a `nextCursor` (documented). That `healthy=false` does not filter is inferred. */
function list({ request, state: { world } }: Call, project: Project): Reply {
  const query = queryAs(request, AccountsQuery, ['platforms']);
  if (!query.ok) return query.refusal;
  const { platforms, credentialMode, healthy } = query.value;
  // The newer documentation has neither the field nor the filter.
  const mode = world.switches.generation === 'newer' ? undefined : credentialMode;
  const found = project.adAccounts
    .filter(({ platform }) => platforms === undefined || platforms.includes(platform))
    .filter((account) => mode === undefined || account.credentialMode === mode)
    .filter(({ tokenStatus }) => healthy !== 'true' || tokenStatus === 'valid');
  return accepted({ items: found.map((account) => row(world, account)) });
}

function row(world: World, account: AdAccount): JsonObject {
  const older = world.switches.generation !== 'newer';
  return {
    adAccountId: account.adAccountId,
    platform: account.platform,
    externalId: account.externalId,
    name: account.name,
    currency: account.currency,
    timezone: account.timezone,
    ...(older ? { credentialMode: account.credentialMode } : {}),
    tokenStatus: account.tokenStatus,
    tokenLastValidatedAt: null,
    ...(older ? { walletBalance: account.walletBalance } : {}),
    connectedAt: account.connectedAt,
  };
}

const https = z.string().refine((text) => originOf(text)?.startsWith('https://') === true, 'must be an https URL');

/** Fields that a generation does not have are ignored (inferred), so a client can send both names. */
const LinkBody = z.object({
  platform: z.enum(['meta_ads', 'tiktok_ads', 'apple_ads']),
  returnUrl: https.optional(),
  redirectUrl: https.optional(),
  state: z.string().optional(),
});

/** The link is for one project and one platform, works once, and returns to an origin on the key's list. */
function link({ request, state, key }: Call, project: Project): Reply {
  const input = bodyAs(request, LinkBody);
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
  const taken = oauthUrls.map((one) => one.nonce);
  const nonce = freshId('oau_', taken);
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
