import { z } from 'zod';
import { businessFor, canUse, inBusiness, nameOf } from './access.ts';
import { accepted, invalid, type Reply } from './envelope.ts';
import { id, page, paging, wholeNumber } from './params.ts';
import { type Call, readRoute, type Route, writeRoute } from './route.ts';
import { pageReply } from './rows.ts';
import type { BusinessCenter, Identity, Pixel } from './world.ts';

/** The maximum page is undocumented. */
const Get = z.object({ bc_id: id, pixel_code: z.string(), page, page_size: wholeNumber(1, 999_999_999).default(10) });
const Update = z.object({
  bc_id: id,
  pixel_code: z.string(),
  advertiser_ids: z.array(id).min(1).max(100),
  relation_status: z.enum(['LINK', 'UNLINK']),
});
const Transfer = z.object({ bc_id: id, pixel_code: z.string() });

/** Source: bc_pixel_link_get.yml, bc_pixel_link_update.yml, bc_pixel_transfer.yml (documented); scopes 1, 15, 153. */
export const pixelLinks: readonly Route[] = [
  readRoute('/bc/pixel/link/get/', [1, 15, 153], Get, list),
  writeRoute('/bc/pixel/link/update/', [1, 15, 153], Update, update),
  writeRoute('/bc/pixel/transfer/', [1, 15, 153], Transfer, inBusiness('admin', transfer)),
];

/** A permission error with the code of wrong parameters (observed by third parties). */
export function assetRefusal(asset: string): Reply {
  return invalid(`You don't have permission to the asset(${asset})`);
}

/** The message names both (observed by an operator for PIXEL). */
const type = z.enum(['TT_ACCOUNT', 'MANAGED_BUSINESS_ACCOUNT'], 'must be TT_ACCOUNT or MANAGED_BUSINESS_ACCOUNT');
const Pair = z.object({
  bc_id: id,
  asset_type: type.default('TT_ACCOUNT'),
  asset_id: z.string().min(1),
  advertiser_id: id,
});
const AssignedQuery = z.object({
  bc_id: id,
  asset_type: type,
  asset_id: z.string().min(1),
  advertiser_id: id.optional(),
  ...paging(50),
});

/** Source: /bc/asset/advertiser/* (second-hand documentation); scopes 1, 15, 153. */
export const accountLinks: readonly Route[] = [
  writeRoute('/bc/asset/advertiser/assign/', [1, 15, 153], Pair, assign),
  readRoute('/bc/asset/advertiser/assigned/', [1, 15, 153], AssignedQuery, assigned),
  writeRoute('/bc/asset/advertiser/unassign/', [1, 15, 153], Pair, unassign),
];

function list(query: z.output<typeof Get>, call: Call): Reply {
  const { state } = call;
  const found = pixelFor(query.bc_id, query.pixel_code, call);
  if ('refusal' in found) return found.refusal;
  const { pixel } = found;
  if (!state.world.switches.pixelLinksReadable) return assetRefusal(pixel.id);
  const rows = pixel.linkedTo.map((advertiser) => ({
    advertiser_id: advertiser,
    advertiser_name: nameOf(state.world.tiktok, advertiser),
  }));
  return pageReply(rows, query);
}

/** All or none. Linking a linked one and unlinking an unlinked one succeed (inferred). */
function update(body: z.output<typeof Update>, call: Call): Reply {
  const found = pixelFor(body.bc_id, body.pixel_code, call);
  if ('refusal' in found) return found.refusal;
  const { pixel, business } = found;
  const { advertisers } = call.state.world.tiktok;
  // The Business Center that owns the pixel must be able to use the account (observed by third parties).
  const foreignId = body.advertiser_ids.find((advertiserId) => {
    const advertiser = advertisers.find((each) => each.id === advertiserId);
    return advertiser === undefined || (body.relation_status === 'LINK' && !canUse(business.id, advertiser, call));
  });
  if (foreignId !== undefined) return assetRefusal(foreignId);

  const others = body.advertiser_ids.filter((advertiser) => advertiser !== pixel.owner);
  const linked = pixel.linkedTo.filter((advertiser) => !others.includes(advertiser));
  const unbound = pixel.unboundFrom.filter((advertiser) => !others.includes(advertiser));
  if (body.relation_status === 'LINK') {
    pixel.linkedTo = [...linked, ...new Set(others)];
    pixel.unboundFrom = unbound;
  } else {
    const ended = pixel.linkedTo.filter((advertiser) => others.includes(advertiser));
    const before = pixel.unboundFrom.filter((advertiser) => others.includes(advertiser));
    pixel.linkedTo = linked;
    pixel.unboundFrom = [...unbound, ...new Set([...before, ...ended])];
  }
  return accepted({});
}

/** Moves a pixel of an ad account into the Business Center that owns the account, never back (observed). */
function transfer(body: z.output<typeof Transfer>, business: BusinessCenter, call: Call): Reply {
  const { pixels, advertisers } = call.state.world.tiktok;
  const pixel = pixels.find(({ code }) => code === body.pixel_code);
  if (pixel === undefined) return unknownCode();
  const owner = advertisers.find((each) => each.id === pixel.owner);
  if (owner?.ownerBusiness !== business.id) return assetRefusal(pixel.id);
  if (pixel.ownerBusiness !== undefined) {
    return invalid(`The pixel ${pixel.code} is in a Business Center already.`);
  }
  pixel.ownerBusiness = business.id;
  return accepted({ asset_id: pixel.id });
}

function pixelFor(
  bc: string,
  code: string,
  call: Call,
): { readonly pixel: Pixel; readonly business: BusinessCenter } | { readonly refusal: Reply } {
  const business = businessFor(bc, 'admin', call);
  if ('refusal' in business) return business;
  const pixel = call.state.world.tiktok.pixels.find((each) => each.code === code);
  if (pixel === undefined) return { refusal: unknownCode() };
  return pixel.ownerBusiness === business.id ? { pixel, business } : { refusal: assetRefusal(pixel.id) };
}

/** Also for the numeric id of a pixel (observed by third parties). */
function unknownCode(): Reply {
  return invalid(`Invalid value of 'pixel_code': related asset ID is missing`);
}

/** Repeatable (inferred). */
function assign(body: z.output<typeof Pair>, call: Call): Reply {
  const account = accountFor(body, call);
  if ('refusal' in account) return account.refusal;
  const advertiser = call.state.world.tiktok.advertisers.find((each) => each.id === body.advertiser_id);
  if (advertiser === undefined || !canUse(body.bc_id, advertiser, call)) return assetRefusal(body.advertiser_id);
  if (!account.advertisers.includes(advertiser.id)) account.advertisers.push(advertiser.id);
  return accepted({});
}

function assigned(query: z.output<typeof AssignedQuery>, call: Call): Reply {
  const account = accountFor(query, call);
  if ('refusal' in account) return account.refusal;
  const rows = account.advertisers
    .filter((advertiser) => query.advertiser_id === undefined || advertiser === query.advertiser_id)
    .map((advertiser) => ({
      advertiser_id: advertiser,
      advertiser_name: nameOf(call.state.world.tiktok, advertiser),
    }));
  return pageReply(rows, query);
}

function unassign(body: z.output<typeof Pair>, call: Call): Reply {
  const account = accountFor(body, call);
  if ('refusal' in account) return account.refusal;
  if (!account.advertisers.includes(body.advertiser_id)) {
    return invalid(`The asset ${body.asset_id} is not assigned to ${body.advertiser_id}.`);
  }
  account.advertisers = account.advertisers.filter((advertiser) => advertiser !== body.advertiser_id);
  return accepted({});
}

function accountFor(
  query: { readonly bc_id: string; readonly asset_id: string },
  call: Call,
): Identity | { readonly refusal: Reply } {
  const business = businessFor(query.bc_id, 'admin', call);
  if ('refusal' in business) return business;
  const account = call.state.world.tiktok.identities.find(
    (each) => each.type === 'BC_AUTH_TT' && each.business === business.id && each.id === query.asset_id,
  );
  return account ?? { refusal: assetRefusal(query.asset_id) };
}
