import { z } from 'zod';
import type { Client } from '../http/index.ts';
import { type LivePixelLinks, ok, type Result } from '../model/index.ts';
import { readPages } from './pages.ts';
import { Id } from './read.ts';
import { reasonOf, wordsOf } from './refusal.ts';

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
  const reason = reasonOf(links) ?? (UNKNOWN_PIXEL.test(links.rawMessage ?? '') ? wordsOf(links) : undefined);
  return reason === undefined ? links : ok({ state: 'unreadable', reason });
}
