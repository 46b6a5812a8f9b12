import { z } from 'zod';
import type { Client } from '../http/index.ts';
import { fail, type OauthLink, ok, type Result } from '../model/index.ts';
import { inProject, optionalText } from './request.ts';

const Link = z.object({ url: z.string().min(1), expiresAt: optionalText });

/**
 * The first generation has `redirectUrl`; the newer ones have `returnUrl`, with the former as an alias. So both are sent.
 *
 * Source: developers.layers.com docs/api/reference/ads/ad-accounts-oauth-url (documented); that an unknown member is
 * ignored is inferred.
 */
export async function readOauthLink(
  client: Client,
  project: string,
  returnUrl: string,
  key: string,
  signal: AbortSignal,
): Promise<Result<OauthLink>> {
  const path = inProject(project, 'ads', 'ad-accounts', 'oauth-url');
  const body = { platform: 'tiktok_ads', returnUrl, redirectUrl: returnUrl };
  const answer = await client.send({ method: 'POST', path, headers: { 'idempotency-key': key }, body }, signal);
  if (!answer.ok) return answer;
  const link = Link.safeParse(answer.data);
  if (!link.success || !URL.canParse(link.data.url)) {
    return fail({
      code: 'api/unreadable',
      message: 'Layers returned no readable OAuth link.',
      remedy: 'Choose "Connect via OAuth" in the setup wizard of the layer.',
    });
  }
  const { url, expiresAt } = link.data;
  return ok({ url, ...(expiresAt != null && { expiresAt }) });
}
