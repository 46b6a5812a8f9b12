import { z } from 'zod';
import type { Client } from '../http/index.ts';
import { type LivePixel, ok, type Result } from '../model/index.ts';
import { Id, incompleteList, PageInfo, pathOf, read, undocumented } from './request.ts';

const PAGE_SIZE = 20;

/** Source: SDK pixel_list.yml, /pixel/list/ (documented). */
const Shape = z.object({ pixels: z.array(z.unknown()), page_info: PageInfo.nullish() });

/** Rows of other pixels are skipped, whatever their shape. */
const Named = z.object({
  pixel_id: Id.optional().catch(undefined),
  pixel_code: z.string().optional().catch(undefined),
});

const Row = z.object({
  pixel_id: Id,
  pixel_code: z.string().min(1),
  pixel_name: z.string().nullish().catch(undefined),
  asset_ownership: z
    .object({ asset_relation_status: z.string().nullish().catch(undefined) })
    .nullish()
    .catch(undefined),
});

/**
 * A pixel has a number and a code; Events Manager shows the code as "Pixel ID", and a config needs it. For a number,
 * the result contains the code.
 */
export async function readPixel(
  client: Client,
  advertiserId: string,
  pixel: string,
  signal: AbortSignal,
): Promise<Result<LivePixel>> {
  const numeric = /^\d+$/.test(pixel);
  const path = pathOf('pixel/list', {
    advertiser_id: advertiserId,
    [numeric ? 'pixel_id' : 'code']: pixel,
    page_size: PAGE_SIZE,
  });
  const reading = await read(client, path, Shape, signal);
  if (!reading.ok) return reading;
  const { pixels, page_info } = reading.value;
  const raw = pixels.find((row) => {
    const names = Named.safeParse(row).data;
    return (numeric ? names?.pixel_id : names?.pixel_code) === pixel;
  });
  if (raw === undefined) {
    const total = page_info?.total_number ?? 0;
    return total > pixels.length ? incompleteList(path, pixels.length, total) : ok({ state: 'absent', code: pixel });
  }
  const parsed = Row.safeParse(raw);
  if (!parsed.success) return undocumented(`pixel ${pixel}`, parsed.error);
  const found = parsed.data;
  const code = found.pixel_code;
  if (numeric) return ok({ state: 'numeric', id: pixel, code });
  const unbound = found.asset_ownership?.asset_relation_status === 'UNBOUND';
  return ok(
    unbound ? { state: 'unbound', code } : { state: 'usable', code, name: found.pixel_name ?? '', id: found.pixel_id },
  );
}
