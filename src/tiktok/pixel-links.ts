import { z } from 'zod';
import type { Client } from '../http/index.ts';
import { type LivePixelLinks, ok, type PixelLink, type Result } from '../model/index.ts';
import { readPages } from './pages.ts';
import { forbiddenReason, Id, refusalText, write } from './request.ts';

/** Source: the official SDK, yml_files/bc_pixel_link_get.yml (documented). */
const Row = z.object({ advertiser_id: Id });

/** The message if no pixel of this Business Center has the code (second-hand). */
const UNKNOWN_PIXEL = /related asset ID is missing/i;

/**
 * The ad accounts that a pixel of a Business Center is linked to.
 *
 * For some pixels TikTok refuses even an administrator who may change the links, with the code of wrong parameters
 * (second-hand). Such a refusal must not count as "not linked".
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
 * Links a pixel of a Business Center to an ad account. The Business Center must own the pixel, and must own the account
 * or have access to it.
 *
 * Source: the official SDK, yml_files/bc_pixel_link_update.yml (documented); that linking what is linked succeeds:
 * inferred.
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
