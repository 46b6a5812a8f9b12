import { z } from 'zod';
import type { JsonObject } from '../core/json.ts';
import { accepted, type Reply } from './envelope.ts';
import { advertisersFor } from './access.ts';
import { id, jsonText, pageOf, paging } from './params.ts';
import { type Call, type Route, readRoute } from './route.ts';
import { spaced } from './rows.ts';
import type { Pixel } from './world.ts';

const Query = z.object({
  advertiser_id: id,
  pixel_id: id.optional(),
  code: z.string().optional(),
  name: z.string().optional(),
  order_by: z.enum(['EARLIEST_CREATE', 'LATEST_CREATE']).default('EARLIEST_CREATE'),
  filtering: jsonText(z.object({ available_for_catalog_only: z.boolean().optional() })).optional(),
  ...paging(20),
});

/** Source: business-api.tiktok.com GET /pixel/list/; pixel_list.yml of TikTok's official SDK (documented); scopes 8, 800. */
export const pixels: readonly Route[] = [readRoute('/pixel/list/', [8, 800], Query, list)];

function list(query: z.output<typeof Query>, call: Call): Reply {
  const found = advertisersFor([query.advertiser_id], call);
  if ('refusal' in found) return found.refusal;
  const rows = call.state.world.tiktok.pixels
    .filter(({ id: pixel }) => query.pixel_id === undefined || pixel === query.pixel_id)
    .filter(({ code }) => query.code === undefined || code === query.code)
    .filter(({ name }) => name.toLowerCase().includes((query.name ?? '').toLowerCase()))
    .flatMap((pixel) => {
      const ownership = ownershipOf(pixel, query.advertiser_id);
      return ownership === undefined ? [] : [row(pixel, ownership)];
    });
  if (query.order_by === 'LATEST_CREATE') rows.reverse();
  const { items, info } = pageOf(rows, query);
  return accepted({ pixels: items, page_info: info });
}

/** The pixel as an ad account sees it; `undefined` if it is not visible (second-hand documentation). */
function ownershipOf(pixel: Pixel, advertiser: string): JsonObject | undefined {
  const ownership = (status: string | null, business: string | null) => ({
    asset_relation_status: status,
    ownership_status: status === null || status === 'TRANSFERRED',
    owner_bc_id: business,
  });
  if (pixel.owner === advertiser) {
    return pixel.ownerBusiness === undefined ? ownership(null, null) : ownership('TRANSFERRED', pixel.ownerBusiness);
  }
  if (pixel.linkedTo.includes(advertiser)) return ownership('SHARED', null);
  return pixel.unboundFrom.includes(advertiser) ? ownership('UNBOUND', null) : undefined;
}

function row(pixel: Pixel, ownership: JsonObject): JsonObject {
  return {
    pixel_id: pixel.id,
    pixel_code: pixel.code,
    pixel_name: pixel.name,
    pixel_category: null,
    pixel_script: '<script></script>',
    create_time: spaced(pixel.createdAt),
    pixel_setup_mode: 'DEVELOPER',
    partner_name: pixel.partner ?? null,
    advanced_matching_fields: { email: pixel.matchEmail, phone_number: pixel.matchPhone },
    enable_first_party_cookies: pixel.firstPartyCookies,
    enable_expanded_data_sharing: pixel.expandedSharing,
    asset_ownership: ownership,
    events: pixel.events.map((event) => ({
      event_id: event.id,
      event_code: event.type,
      event_type: event.type,
      custom_event_type: null,
      optimization_event: event.type,
      name: event.name,
      statistic_type: 'EVERY_TIME',
      currency: 'USD',
      currency_value: '0',
      deprecated: false,
      rules: [],
    })),
  };
}
