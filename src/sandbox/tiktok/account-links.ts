import { z } from 'zod';
import { businessFor, canUse, nameOf } from './access.ts';
import { accepted, declined, PARAMETER_ERROR, type Reply } from './envelope.ts';
import { id, pageOf, paging } from './params.ts';
import { assetRefusal } from './pixel-links.ts';
import { type Call, type Route, readRoute, writeRoute } from './route.ts';
import type { Identity } from './world.ts';

/** The message names both, as an operator saw when asking for a PIXEL. */
const type = z.enum(['TT_ACCOUNT', 'MANAGED_BUSINESS_ACCOUNT'], 'must be TT_ACCOUNT or MANAGED_BUSINESS_ACCOUNT');
const Pair = z.object({
  bc_id: id,
  asset_type: type.default('TT_ACCOUNT'),
  asset_id: z.string().min(1),
  advertiser_id: id,
});
const Get = z.object({
  bc_id: id,
  asset_type: type,
  asset_id: z.string().min(1),
  advertiser_id: id.optional(),
  ...paging(50),
});

/** Source: business-api.tiktok.com /bc/asset/advertiser/* (second-hand documentation); scopes 1, 15, 153. */
export const accountLinks: readonly Route[] = [
  writeRoute('/bc/asset/advertiser/assign/', [1, 15, 153], Pair, assign),
  readRoute('/bc/asset/advertiser/assigned/', [1, 15, 153], Get, assigned),
  writeRoute('/bc/asset/advertiser/unassign/', [1, 15, 153], Pair, unassign),
];

/** Repeatable (inferred). */
function assign(body: z.output<typeof Pair>, call: Call): Reply {
  const account = accountFor(body, call);
  if ('refusal' in account) return account.refusal;
  const advertiser = call.state.world.tiktok.advertisers.find((each) => each.id === body.advertiser_id);
  if (advertiser === undefined || !canUse(body.bc_id, advertiser, call)) return assetRefusal(body.advertiser_id);
  if (!account.advertisers.includes(advertiser.id)) account.advertisers.push(advertiser.id);
  return accepted({});
}

function assigned(query: z.output<typeof Get>, call: Call): Reply {
  const account = accountFor(query, call);
  if ('refusal' in account) return account.refusal;
  const rows = account.advertisers
    .filter((advertiser) => query.advertiser_id === undefined || advertiser === query.advertiser_id)
    .map((advertiser) => ({
      advertiser_id: advertiser,
      advertiser_name: nameOf(call.state.world.tiktok, advertiser),
    }));
  const { items, info } = pageOf(rows, query);
  return accepted({ list: items, page_info: info });
}

function unassign(body: z.output<typeof Pair>, call: Call): Reply {
  const account = accountFor(body, call);
  if ('refusal' in account) return account.refusal;
  if (!account.advertisers.includes(body.advertiser_id)) {
    return declined(PARAMETER_ERROR, `The asset ${body.asset_id} is not assigned to ${body.advertiser_id}.`);
  }
  account.advertisers = account.advertisers.filter((advertiser) => advertiser !== body.advertiser_id);
  return accepted({});
}

function accountFor(
  wanted: { readonly bc_id: string; readonly asset_id: string },
  call: Call,
): Identity | { readonly refusal: Reply } {
  const business = businessFor(wanted.bc_id, 'admin', call);
  if ('refusal' in business) return business;
  const account = call.state.world.tiktok.identities.find(
    (each) => each.type === 'BC_AUTH_TT' && each.business === business.id && each.id === wanted.asset_id,
  );
  return account ?? { refusal: assetRefusal(wanted.asset_id) };
}
