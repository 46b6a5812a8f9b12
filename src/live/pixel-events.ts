import { EVENT_DAYS, type PixelEvents, type Result, type TikTokReader } from '../model/index.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Events of the last 30 days. One call. */
export function readPixelEvents(
  reader: Pick<TikTokReader, 'pixelEvents'>,
  advertiserId: string,
  pixel: string,
  today: Date,
  signal: AbortSignal,
): Promise<Result<PixelEvents>> {
  return reader.pixelEvents(advertiserId, pixel, daysBefore(today, EVENT_DAYS - 1), daysBefore(today, 0), signal);
}

/** In UTC, as TikTok counts the days of a pixel. */
function daysBefore(today: Date, days: number): string {
  return new Date(today.getTime() - days * DAY_MS).toISOString().slice(0, 10);
}
