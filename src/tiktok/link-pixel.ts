import type { Client } from '../http/index.ts';
import { ok, type Result, type TikTokWriter } from '../model/index.ts';
import { post } from './write.ts';

/**
 * Links a pixel of a Business Center to an ad account. The Business Center must own the pixel, and must own the account
 * or have access to it. `pixel` is a code.
 *
 * Source: the official SDK, yml_files/bc_pixel_link_update.yml (documented); that linking what is linked succeeds:
 * inferred.
 */
export async function linkPixel(
  client: Client,
  link: Parameters<TikTokWriter['linkPixel']>[0],
  signal: AbortSignal,
): Promise<Result<void>> {
  const answer = await post(
    client,
    {
      endpoint: 'bc/pixel/link/update',
      body: {
        bc_id: link.business,
        pixel_code: link.pixel,
        advertiser_ids: [link.advertiserId],
        relation_status: 'LINK',
      },
    },
    signal,
  );
  return answer.ok ? ok(undefined) : answer;
}
