import { z } from 'zod';
import type { Client } from '../http/index.ts';
import { type LivePixelLinks, ok, type PixelLink, type Result } from '../model/index.ts';
import { readPages } from './pages.ts';
import { forbiddenReason, Id, refusalText, write } from './request.ts';

/** Source: SDK bc_pixel_link_get.yml (documented). */
const Row = z.object({ advertiser_id: Id });

/** Returned if the Business Center has no such pixel (second-hand). */
const UNKNOWN_PIXEL = /related asset ID is missing/i;

/**
 * TikTok refuses some pixels even to administrators, with the code of wrong parameters (second-hand). That does not
 * mean "not linked".
 */
export async function readPixelLinks(
  client: Client,
  business: string,
  pixel: string,
  signal: AbortSignal,
): Promise<Result<LivePixelLinks>> {
  const links = await readPages(
    client,
    {
      endpoint: 'bc/pixel/link/get',
      query: { bc_id: business, pixel_code: pixel },
      row: Row,
      keyOf: ({ advertiser_id }) => advertiser_id,
    },
    signal,
  );
  if (links.ok) {
    return ok({ state: 'seen', advertisers: links.value.rows.map((row) => row.advertiser_id) });
  }
  const reason =
    forbiddenReason(links) ?? (UNKNOWN_PIXEL.test(links.rawMessage ?? '') ? refusalText(links) : undefined);
  return reason === undefined ? links : ok({ state: 'unreadable', reason });
}

/**
 * The Business Center must own the pixel, and own or have access to the account.
 *
 * Source: SDK bc_pixel_link_update.yml (documented); that repeating succeeds is inferred.
 */
export async function linkPixel(client: Client, link: PixelLink, signal: AbortSignal): Promise<Result<void>> {
  const written = await write(
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
  return written.ok ? ok(undefined) : written;
}
