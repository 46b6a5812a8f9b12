import { z } from 'zod';
import type { Client } from '../http/index.ts';
import { ok, type PixelEvents, type Result } from '../model/index.ts';
import { Id, pathOf, read, unusable } from './request.ts';

const count = z.number().int().nonnegative();

/** Source: SDK pixel_event_stats.yml, /pixel/event/stats/ (documented). */
const Shape = z.object({
  list: z.array(
    z.object({
      pixel_id: Id,
      statistics: z.array(z.object({ server_event_total_count: count, browser_event_total_count: count })),
    }),
  ),
});

/**
 * Events that the pixel counted in these days. A missing row proves nothing; an empty one is zero (inferred).
 *
 * @param pixel TikTok's number of it
 */
export async function readPixelEvents(
  client: Client,
  advertiserId: string,
  pixel: string,
  from: string,
  to: string,
  signal: AbortSignal,
): Promise<Result<PixelEvents>> {
  const path = pathOf('pixel/event/stats', {
    advertiser_id: advertiserId,
    pixel_ids: [pixel],
    date_range: { start_date: from, end_date: to },
  });
  const reading = await read(client, path, Shape, signal);
  if (!reading.ok) return reading;
  const row = reading.value.list.find(({ pixel_id }) => pixel_id === pixel);
  if (row === undefined) return unusable(`TikTok returned no event counts for the pixel ${pixel}.`);
  const sum = (counts: readonly number[]) => counts.reduce((all, one) => all + one, 0);
  return ok({
    server: sum(row.statistics.map((each) => each.server_event_total_count)),
    browser: sum(row.statistics.map((each) => each.browser_event_total_count)),
  });
}
