import type { Client } from '../http/index.ts';
import type { Result, TikTokWriter } from '../model/index.ts';
import { post } from './write.ts';

/**
 * Shares an ad account of a Business Center with a partner, and makes them partners where they are not. Pixels and TikTok
 * accounts cannot be shared this way. Sharing again changes nothing, or raises the role.
 *
 * Source: the official SDK, yml_files/bc_partner_add.yml (documented); what repeating does: ads.tiktok.com help, partners
 * (documented for people; for the API inferred). Success does not say that the other side sees anything yet, nor that it
 * has accepted (second-hand).
 */
export async function shareAccount(
  client: Client,
  share: Parameters<TikTokWriter['shareAccount']>[0],
  signal: AbortSignal,
): Promise<Result<void>> {
  const answer = await post(
    client,
    {
      endpoint: 'bc/partner/add',
      body: {
        bc_id: share.business,
        partner_id: share.partner,
        asset_type: 'ADVERTISER',
        asset_ids: [share.advertiserId],
        // Left out, it would be ANALYST, who may not advertise.
        advertiser_role: share.role,
      },
    },
    signal,
  );
  return answer.ok ? { ok: true, value: undefined } : answer;
}
