import { z } from 'zod';
import type { Client } from '../http/index.ts';
import type { PixelSeen, Result } from '../model/index.ts';
import { pathOf } from './query.ts';
import { Id, PageInfo, read, short } from './read.ts';

const LARGEST_PAGE = 20;

/** Source: the official SDK, yml_files/pixel_list.yml; business-api.tiktok.com portal/docs, /pixel/list/ (documented). */
const Shape = z.object({
  pixels: z.array(
    z.object({
      pixel_id: Id,
      pixel_code: z.string(),
      pixel_name: z.string().nullish(),
      asset_ownership: z.object({ asset_relation_status: z.string().nullish() }).nullish(),
    }),
  ),
  page_info: PageInfo.nullish(),
});

/**
 * A pixel seen from an ad account. TikTok has two names for one pixel: the code, which Events Manager shows as "Pixel ID"
 * and which belongs into a config, and a number. Someone who holds the number is told the code.
 */
export async function readPixel(
  client: Client,
  advertiserId: string,
  pixel: string,
  signal: AbortSignal,
): Promise<Result<PixelSeen>> {
  const numeric = /^\d+$/.test(pixel);
  const path = pathOf('pixel/list', {
    advertiser_id: advertiserId,
    [numeric ? 'pixel_id' : 'code']: pixel,
    page_size: LARGEST_PAGE,
  });
  const reading = await read(client, path, Shape, signal);
  if (!reading.ok) return reading;
  const { pixels, page_info } = reading.value;
  const found = pixels.find(({ pixel_id, pixel_code }) => (numeric ? pixel_id : pixel_code) === pixel);
  if (found === undefined) {
    const total = page_info?.total_number ?? 0;
    return total > pixels.length
      ? short(path, pixels.length, total)
      : { ok: true, value: { state: 'absent', code: pixel } };
  }
  const code = found.pixel_code;
  if (numeric) return { ok: true, value: { state: 'numeric', id: pixel, code } };
  const unbound = found.asset_ownership?.asset_relation_status === 'UNBOUND';
  return {
    ok: true,
    value: unbound ? { state: 'unbound', code } : { state: 'usable', code, name: found.pixel_name ?? '' },
  };
}
