import { z } from 'zod';
import { inBusiness, isBetween, sharedInto } from './access.ts';
import { assetsOf } from './assets.ts';
import { accepted, declined, invalid, NOT_EXIST, type Reply } from './envelope.ts';
import { id, jsonText, paging } from './params.ts';
import { type Call, type Route, readRoute, writeRoute } from './route.ts';
import { containsText, pageReply } from './rows.ts';
import type { BusinessCenter, Partnership } from './world.ts';

/** Ad accounts per call. Source: bc_partner_add.yml (documented). */
const MAX_BATCH = 50;
const Add = z.object({
  bc_id: id,
  partner_id: id,
  asset_type: z.literal('ADVERTISER', 'only ADVERTISER is valid').optional(),
  asset_ids: z.array(id).max(MAX_BATCH).default([]),
  advertiser_role: z.enum(['ADMIN', 'OPERATOR', 'ANALYST']).default('ANALYST'),
});
const Get = z.object({
  bc_id: id,
  filtering: jsonText(z.object({ name: z.string().optional() })).optional(),
  ...paging(50),
});
const AssetGet = z.object({
  bc_id: id,
  partner_id: id,
  asset_type: z.enum(['ADVERTISER', 'CATALOG']),
  share_type: z.enum(['SHARED', 'SHARING']),
  filtering: jsonText(z.object({ keyword: z.string().optional() })).optional(),
  ...paging(50),
});
const AssetDelete = z.object({
  bc_id: id,
  partner_id: id,
  asset_type: z.enum(['ADVERTISER', 'CATALOG']),
  asset_ids: z.array(id).min(1),
});
const Delete = z.object({ bc_id: id, partner_id: id });

/**
 * Source: /bc/partner/*; the bc_partner_*.yml (documented for shapes; their effects are second-hand); scopes 1, 15,
 * 155. A partnership cannot be accepted by API: a person does it.
 */
export const partners: readonly Route[] = [
  writeRoute('/bc/partner/add/', [1, 15, 155], Add, inBusiness('admin', add)),
  readRoute('/bc/partner/get/', [1, 15, 155], Get, inBusiness('admin', list)),
  readRoute('/bc/partner/asset/get/', [1, 15, 155], AssetGet, inBusiness('admin', listAssets)),
  writeRoute('/bc/partner/asset/delete/', [1, 15, 155], AssetDelete, inBusiness('admin', withdraw)),
  writeRoute('/bc/partner/delete/', [1, 15, 155], Delete, inBusiness('admin', end)),
];

/** Creates the partnership if it does not exist, and shares. Success does not mean that the other side sees it yet. */
function add(body: z.output<typeof Add>, business: BusinessCenter, call: Call): Reply {
  const { state } = call;
  const { tiktok, switches } = state.world;
  const partner = body.partner_id;
  if (partner === business.id || !tiktok.businessCenters.some(({ id: other }) => other === partner)) {
    return invalid(`Invalid value for partner_id: ${partner} is no other Business Center.`);
  }
  const foreign = body.asset_ids.find(
    (asset) => !tiktok.advertisers.some((each) => each.id === asset && each.ownerBusiness === business.id),
  );
  if (foreign !== undefined) return invalid(`You don't have permission to the asset(${foreign})`);

  if (partnershipOf(business.id, partner, call) === undefined) {
    tiktok.partnerships.push({
      from: business.id,
      to: partner,
      state: switches.partnershipsNeedApproval ? 'requested' : 'active',
    });
  }
  for (const asset of body.asset_ids) {
    const known = tiktok.shares.find(
      (share) => share.from === business.id && share.to === partner && share.advertiser === asset,
    );
    // A repetition can raise the role, but not lower it. Source: ads.tiktok.com help, partners (documented for people).
    if (known !== undefined) known.role = higher(known.role, body.advertiser_role);
    else {
      tiktok.shares.push({
        from: business.id,
        to: partner,
        advertiser: asset,
        role: body.advertiser_role,
        visibleFrom: visibleFrom(state.now(), switches.sharesVisibleAfter),
      });
    }
  }
  return accepted({});
}

type Role = z.output<typeof Add>['advertiser_role'];
const RISING: readonly Role[] = ['ANALYST', 'OPERATOR', 'ADMIN'];

function higher(one: Role, other: Role): Role {
  return RISING.indexOf(one) >= RISING.indexOf(other) ? one : other;
}

/** When a new share becomes visible; `null`: never. */
export function visibleFrom(now: Date, seconds: number | 'never'): string | null {
  return seconds === 'never' ? null : new Date(now.getTime() + seconds * 1000).toISOString();
}

/** Rows have no status. A partner that has not accepted yet is not listed (inferred). */
function list(query: z.output<typeof Get>, business: BusinessCenter, call: Call): Reply {
  const rows = call.state.world.tiktok.businessCenters
    .filter((other) => partnershipOf(business.id, other.id, call)?.state === 'active')
    .filter(({ name }) => containsText(name, query.filtering?.name))
    .map((other) => ({ bc_id: other.id, bc_name: other.name }));
  return pageReply(rows, query);
}

/** `SHARED`: the partner shares with you; `SHARING`: you share with the partner (second-hand documentation). */
function listAssets(query: z.output<typeof AssetGet>, business: BusinessCenter, call: Call): Reply {
  if (partnershipOf(business.id, query.partner_id, call)?.state !== 'active') return notPartners(query.partner_id);
  const [from, to] = query.share_type === 'SHARED' ? [query.partner_id, business.id] : [business.id, query.partner_id];
  const receiver = call.state.world.tiktok.businessCenters.find(({ id: other }) => other === to);
  const shared = new Set(
    sharedInto(to, call)
      .filter((share) => share.from === from)
      .map(({ advertiser }) => advertiser),
  );
  const rows = (receiver === undefined ? [] : assetsOf(receiver, query.asset_type, call))
    .filter(({ asset_id: asset, admin }) => admin.relation_type === 'OWNER_PARTNER' && shared.has(asset))
    .filter(({ asset_name: name }) => containsText(name, query.filtering?.keyword))
    .map(({ asset_id, asset_name, common }) => ({ asset_id, asset_name, ...common }));
  return pageReply(rows, query);
}

/** Source: bc_partner_asset_delete.yml (documented). */
function withdraw(body: z.output<typeof AssetDelete>, business: BusinessCenter, call: Call): Reply {
  if (partnershipOf(business.id, body.partner_id, call) === undefined) return notPartners(body.partner_id);
  const { tiktok } = call.state.world;
  tiktok.shares = tiktok.shares.filter(
    ({ from, to, advertiser }) =>
      !(isBetween({ from, to }, business.id, body.partner_id) && body.asset_ids.includes(advertiser)),
  );
  return accepted({});
}

/** Ends the partnership, and with it all sharing, either way (inferred). */
function end(body: z.output<typeof Delete>, business: BusinessCenter, call: Call): Reply {
  if (partnershipOf(business.id, body.partner_id, call) === undefined) return notPartners(body.partner_id);
  const { tiktok } = call.state.world;
  tiktok.partnerships = tiktok.partnerships.filter((each) => !isBetween(each, business.id, body.partner_id));
  tiktok.shares = tiktok.shares.filter((each) => !isBetween(each, business.id, body.partner_id));
  tiktok.assetShares = tiktok.assetShares.filter((each) => !isBetween(each, business.id, body.partner_id));
  return accepted({});
}

function partnershipOf(one: string, other: string, { state }: Call): Partnership | undefined {
  return state.world.tiktok.partnerships.find((each) => isBetween(each, one, other));
}

/** The code is inferred. */
function notPartners(partner: string): Reply {
  return declined(NOT_EXIST, `The partner ${partner} does not exist.`);
}
