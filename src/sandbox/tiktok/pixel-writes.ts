import { z } from 'zod';
import { advertiserFor, freshId, sees } from './access.ts';
import { accepted, declined, PARAMETER_ERROR, type Reply } from './envelope.ts';
import { id, name } from './params.ts';
import { type Call, type Route, writeRoute } from './route.ts';

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
 * Source: business-api.tiktok.com POST /pixel/create/, POST /pixel/update/; pixel_create.yml, pixel_update.yml of
 * TikTok's official SDK (documented); scopes 8, 801. A pixel cannot be deleted by API.
 */
export const pixelWrites: readonly Route[] = [
  writeRoute('/pixel/create/', [8, 801], Create, create),
  writeRoute('/pixel/update/', [8, 801], Update, update),
];

/** The same name twice creates two pixels. That the terms are checked first is inferred. */
function create(body: z.output<typeof Create>, call: Call): Reply {
  const advertiser = advertiserFor(body.advertiser_id, call);
  if ('refusal' in advertiser) return advertiser.refusal;
  if (!advertiser.terms.includes('Pixel')) return declined(PARAMETER_ERROR, 'The Pixel terms are not confirmed.');
  const { pixels } = call.state.world.tiktok;
  const pixel = freshId(
    7_000_000_000_000_009_001n,
    pixels.map((each) => each.id),
  );
  const code = freshCode(new Set(pixels.map((each) => each.code)));
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

function freshCode(taken: ReadonlySet<string>): string {
  let n = 1;
  while (taken.has(`CSANDBOX${String(n).padStart(12, '0')}`)) n += 1;
  return `CSANDBOX${String(n).padStart(12, '0')}`;
}

/** An account that a pixel is linked to may edit it as well (second-hand documentation). */
function update(body: z.output<typeof Update>, call: Call): Reply {
  const advertiser = advertiserFor(body.advertiser_id, call);
  if ('refusal' in advertiser) return advertiser.refusal;
  const pixel = call.state.world.tiktok.pixels.find((each) => each.id === body.pixel_id && sees(advertiser.id, each));
  if (pixel === undefined) return declined(PARAMETER_ERROR, `The pixel ${body.pixel_id} does not exist.`);
  pixel.name = body.pixel_name;
  pixel.matchEmail = body.advanced_matching_fields.email;
  pixel.matchPhone = body.advanced_matching_fields.phone_number;
  pixel.firstPartyCookies = body.enable_first_party_cookies;
  pixel.expandedSharing = body.enable_expanded_data_sharing;
  return accepted({});
}
