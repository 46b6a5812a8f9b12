import type { Client } from '../http/index.ts';
import { ok, type Result, type TikTokWriter } from '../model/index.ts';
import { post } from './write.ts';

/**
 * Shares an ad account of a Business Center with a partner, and creates the partnership if it does not exist. Pixels
 * and TikTok accounts cannot be shared this way. Sharing again has no effect, or raises the role.
 *
 * Source: the official SDK, yml_files/bc_partner_add.yml (documented); the effect of repeating: ads.tiktok.com help,
 * partners (documented for people; for the API inferred). Success does not mean that the other side can see the account
 * yet, or has accepted (second-hand).
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
        // The default is ANALYST, who may not advertise.
        advertiser_role: share.role,
      },
    },
    signal,
  );
  return answer.ok ? ok(undefined) : answer;
}
