import { z } from 'zod';
import { firstFree } from '../core/first-free.ts';
import type { JsonObject } from '../core/json.ts';
import { advertisersFor, forAdvertiser, freshId, sees } from './access.ts';
import { accepted, invalid, type Reply } from './envelope.ts';
import { id, jsonText, name, paging } from './params.ts';
import { type Call, readRoute, type Route, writeRoute } from './route.ts';
import { containsText, pageReply, spaced } from './rows.ts';
import type { Advertiser, Pixel } from './world.ts';

const Query = z.object({
  advertiser_id: id,
  pixel_id: id.optional(),
  code: z.string().optional(),
  name: z.string().optional(),
  order_by: z.enum(['EARLIEST_CREATE', 'LATEST_CREATE']).default('EARLIEST_CREATE'),
  filtering: jsonText(z.object({ available_for_catalog_only: z.boolean().optional() })).optional(),
  ...paging(20),
});

/** Source: GET /pixel/list/; pixel_list.yml (documented); scopes 8, 800. */
export const pixels: readonly Route[] = [readRoute('/pixel/list/', [8, 800], Query, list)];

const pixelName = name(40);
const Create = z.object({ advertiser_id: id, pixel_name: pixelName, partner_name: z.string().optional() });
const Update = z.object({
  advertiser_id: id,
  pixel_id: id,
  pixel_name: pixelName,
  // A missing member is reset to its default (inferred).
  advanced_matching_fields: z
    .object({ email: z.boolean().default(true), phone_number: z.boolean().default(true) })
    .prefault({}),
  enable_first_party_cookies: z.boolean().default(true),
  enable_expanded_data_sharing: z.boolean().default(true),
});

/**
 * Source: POST /pixel/create/, POST /pixel/update/; pixel_create.yml, pixel_update.yml (documented); scopes 8, 801. A
 * pixel cannot be deleted by API.
 */
export const pixelWrites: readonly Route[] = [
  writeRoute('/pixel/create/', [8, 801], Create, forAdvertiser(create)),
  writeRoute('/pixel/update/', [8, 801], Update, forAdvertiser(update)),
];

function list(query: z.output<typeof Query>, call: Call): Reply {
  const found = advertisersFor([query.advertiser_id], call);
  if ('refusal' in found) return found.refusal;
  const rows = call.state.world.tiktok.pixels
    .filter(({ id: pixel }) => query.pixel_id === undefined || pixel === query.pixel_id)
    .filter(({ code }) => query.code === undefined || code === query.code)
    .filter(({ name }) => containsText(name, query.name))
    .flatMap((pixel) => {
      const ownership = ownershipOf(pixel, query.advertiser_id);
      return ownership === undefined ? [] : [row(pixel, ownership)];
    });
  if (query.order_by === 'LATEST_CREATE') rows.reverse();
  return pageReply(rows, query, 'pixels');
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

/** The same name twice creates two pixels. That the terms are checked first is inferred. */
function create(body: z.output<typeof Create>, advertiser: Advertiser, call: Call): Reply {
  if (!advertiser.terms.includes('Pixel')) return invalid('The Pixel terms are not confirmed.');
  const { pixels } = call.state.world.tiktok;
  const ids = pixels.map((each) => each.id);
  const pixel = freshId(7_000_000_000_000_009_001n, ids);
  const codes = pixels.map((each) => each.code);
  const code = firstFree(codes, (n) => `CSANDBOX${String(n).padStart(12, '0')}`);
  pixels.push({
    id: pixel,
    code,
    name: body.pixel_name,
    owner: advertiser.id,
    linkedTo: [],
    unboundFrom: [],
    matchEmail: true,
    matchPhone: true,
    firstPartyCookies: true,
    expandedSharing: true,
    events: [],
    counts: [],
    eventsPerDay: 0,
    createdAt: call.state.now().toISOString(),
    ...(body.partner_name === undefined ? {} : { partner: body.partner_name }),
  });
  return accepted({
    pixel_id: pixel,
    pixel_code: code,
    pixel_name: body.pixel_name,
    pixel_category: null,
    partner_name: body.partner_name ?? null,
    advanced_matching_fields: { email: true, phone_number: true },
  });
}

/** An account that a pixel is linked to may edit it as well (second-hand documentation). */
function update(body: z.output<typeof Update>, advertiser: Advertiser, call: Call): Reply {
  const pixel = call.state.world.tiktok.pixels.find((each) => each.id === body.pixel_id && sees(advertiser.id, each));
  if (pixel === undefined) return invalid(`The pixel ${body.pixel_id} does not exist.`);
  pixel.name = body.pixel_name;
  pixel.matchEmail = body.advanced_matching_fields.email;
  pixel.matchPhone = body.advanced_matching_fields.phone_number;
  pixel.firstPartyCookies = body.enable_first_party_cookies;
  pixel.expandedSharing = body.enable_expanded_data_sharing;
  return accepted({});
}
