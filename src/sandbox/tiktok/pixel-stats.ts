import { z } from 'zod';
import { countDays } from '../core/calendar.ts';
import type { JsonObject } from '../core/json.ts';
import { forAdvertiser, sees } from './access.ts';
import { accepted, invalid, type Reply } from './envelope.ts';
import { day, id, jsonText } from './params.ts';
import { type Call, readRoute, type Route } from './route.ts';
import type { Advertiser, Pixel } from './world.ts';

const Query = z.object({
  advertiser_id: id,
  pixel_ids: jsonText(z.array(id).min(1).max(10)),
  date_range: jsonText(z.object({ start_date: day, end_date: day })),
});

/** Source: GET /pixel/event/stats/; pixel_event_stats.yml (documented); scopes 8, 802. */
export const pixelStats: readonly Route[] = [readRoute('/pixel/event/stats/', [8, 802], Query, forAdvertiser(show))];

/**
 * Names at the pixel of standard events of the Events API. Case-sensitive; any other name is a custom event.
 *
 * Source: pixel_event_create.yml for the types (documented); which name belongs to which is inferred. `CompletePayment`
 * and `SubmitForm` are old names that are converted (documented).
 */
export const EVENT_TYPES: ReadonlyMap<string, string> = new Map([
  ['Purchase', 'SHOPPING'],
  ['CompletePayment', 'SHOPPING'],
  ['PlaceAnOrder', 'ON_WEB_ORDER'],
  ['InitiateCheckout', 'INITIATE_ORDER'],
  ['AddToCart', 'ON_WEB_CART'],
  ['AddToWishlist', 'ON_WEB_ADD_TO_WISHLIST'],
  ['AddPaymentInfo', 'ADD_BILLING'],
  ['ViewContent', 'ON_WEB_DETAIL'],
  ['PageView', 'PAGE_VIEW'],
  ['Lead', 'FORM'],
  ['SubmitForm', 'FORM'],
  ['Contact', 'CONSULT'],
  ['Download', 'DOWNLOAD_START'],
  ['CompleteRegistration', 'ON_WEB_REGISTER'],
  ['Subscribe', 'ON_WEB_SUBSCRIBE'],
  ['Search', 'ON_WEB_SEARCH'],
  ['ClickButton', 'BUTTON'],
]);

function show(query: z.output<typeof Query>, advertiser: Advertiser, call: Call): Reply {
  const { start_date: from, end_date: to } = query.date_range;
  const span = countDays(from, to);
  if (span < 1) return invalid('Invalid value for end_date: earlier than start_date.');
  if (span > 30) return invalid('max time span is 30 days');
  const list: JsonObject[] = [];
  for (const pixelId of new Set(query.pixel_ids)) {
    const pixel = call.state.world.tiktok.pixels.find((each) => each.id === pixelId && sees(advertiser.id, each));
    if (pixel === undefined) return invalid(`You don't have permission to the asset(${pixelId})`);
    list.push({ pixel_id: pixel.id, statistics: statisticsOf(pixel, from, to, call) });
  }
  return accepted({ list });
}

type Counted = {
  readonly type: string;
  readonly custom: string | null;
  readonly browser: number;
  readonly server: number;
};

/** A repetition within this time is dropped, in milliseconds. Source: "Event deduplication" (documented). */
const DEDUPLICATION_MS = 48 * 3_600_000;

/** Days are UTC. Events with a test code are not counted. */
function statisticsOf(pixel: Pixel, from: string, to: string, { state }: Call): readonly JsonObject[] {
  const firsts = new Map<string, number>();
  const received = state.world.tiktok.events
    .filter((event) => event.source === 'web' && event.sourceId === pixel.code && event.testCode === undefined)
    .filter(({ event, eventId, receivedAt }) => {
      if (eventId === undefined) return true;
      const key = JSON.stringify([event, eventId]);
      const first = firsts.get(key);
      if (first !== undefined && Date.parse(receivedAt) - first < DEDUPLICATION_MS) return false;
      firsts.set(key, Date.parse(receivedAt));
      return true;
    })
    .filter(({ receivedAt }) => from <= receivedAt.slice(0, 10) && receivedAt.slice(0, 10) <= to)
    .map(({ event }): Counted => {
      const type = EVENT_TYPES.get(event);
      return { type: type ?? 'CUSTOM', custom: type === undefined ? event : null, browser: 0, server: 1 };
    });
  const before = pixel.counts
    .filter(({ date }) => from <= date && date <= to)
    .map(({ type, browser, server }): Counted => ({ type, custom: null, browser, server }));

  const today = state.now().toISOString().slice(0, 10);
  const daily = pixel.eventsPerDay * Math.max(0, countDays(from, today < to ? today : to));
  const always: readonly Counted[] =
    daily === 0 ? [] : [{ type: 'ON_WEB_REGISTER', custom: null, browser: 0, server: daily }];

  const sums = new Map<string, Counted>();
  for (const each of [...before, ...always, ...received]) {
    const key = `${each.type} ${each.custom ?? ''}`;
    const sum = sums.get(key);
    sums.set(key, {
      ...each,
      browser: each.browser + (sum?.browser ?? 0),
      server: each.server + (sum?.server ?? 0),
    });
  }
  return [...sums.values()].map(({ type, custom, browser, server }) => ({
    pixel_event_type: type,
    custom_event_type: custom,
    total_count: browser + server,
    browser_event_total_count: browser,
    server_event_total_count: server,
    attributed_count: 0,
    preview_count: 0,
  }));
}
