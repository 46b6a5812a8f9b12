import { z } from 'zod';
import type { JsonObject } from '../core/json.ts';
import { inBusiness, isVisible, membershipOf, sharedInto } from './access.ts';
import { accepted, invalid, type Reply } from './envelope.ts';
import { id, jsonText, pageOf, paging } from './params.ts';
import { type Call, type Route, readRoute } from './route.ts';
import { containsText, pageReply } from './rows.ts';
import type { BusinessCenter } from './world.ts';

/** `DOMAIN` is declared and invalid. Source: bc_asset_get.yml (documented). */
const TYPES = ['ADVERTISER', 'CATALOG', 'LEAD', 'PIXEL', 'STOREFRONT', 'TIKTOK_SHOP', 'TT_ACCOUNT'] as const;
type AssetType = (typeof TYPES)[number];

const keyword = z.string().optional();
const Query = z.object({
  bc_id: id,
  asset_type: z.enum(TYPES),
  filtering: jsonText(z.object({ keyword })).optional(),
  ...paging(50),
});
const AdminQuery = Query.extend({
  filtering: jsonText(
    z.object({
      keyword,
      relation_type: z.enum(['OWNER_BC', 'OWNER_PARTNER', 'OWNER_INDIVIDUAL']).optional(),
      relation_status: z.enum(['BOUND', 'PENDING', 'REJECTED', 'UNBOUND']).optional(),
      advertiser_show_status: z
        .enum(['APPROVED', 'IN_REVIEW', 'NOT_APPROVED', 'PUNISHED'].map((word) => `SHOW_ACCOUNT_STATUS_${word}`))
        .optional(),
    }),
  ).optional(),
});
const PartnersQuery = Query.extend({ asset_id: id });

/**
 * Source: GET /bc/asset/get/, /bc/asset/admin/get/, /bc/asset/partner/get/; the same in the SDK's yml_files
 * (documented); scopes 1, 15, 153.
 */
export const assets: readonly Route[] = [
  readRoute('/bc/asset/get/', [1, 15, 153], Query, inBusiness('member', mine)),
  readRoute('/bc/asset/admin/get/', [1, 15, 153], AdminQuery, inBusiness('admin', all)),
  readRoute('/bc/asset/partner/get/', [1, 15, 153], PartnersQuery, inBusiness('admin', partnersOf)),
];

/** Assets of the token's user: all for an admin, otherwise the ad accounts of the grant (inferred). */
function mine(query: z.output<typeof Query>, business: BusinessCenter, call: Call): Reply {
  const admin = membershipOf(business, call.token)?.role === 'ADMIN';
  const rows = assetsOf(business, query.asset_type, call)
    .filter(({ asset_id: asset }) => admin || call.token.advertisers.includes(asset))
    .filter(({ asset_name: name }) => containsText(name, query.filtering?.keyword));
  const { items, info } = pageOf(rows, query);
  return accepted({
    list: items.map(({ asset_id, asset_name, common }) => ({ asset_id, asset_name, ...common })),
    page_info: info,
  });
}

/** Everything in the Business Center. Sources disagree whether it includes assets of partners, so that is a switch. */
function all(query: z.output<typeof AdminQuery>, business: BusinessCenter, call: Call): Reply {
  const filter = query.filtering ?? {};
  const shared = call.state.world.switches.adminAssetsIncludeShared;
  const rows = assetsOf(business, query.asset_type, call)
    .filter(({ asset_name: name }) => containsText(name, filter.keyword))
    .filter(({ admin }) => shared || admin.relation_type !== 'OWNER_PARTNER')
    .filter(({ admin }) => filter.relation_type === undefined || admin.relation_type === filter.relation_type)
    .filter(({ admin }) => filter.relation_status === undefined || admin.relation_status === filter.relation_status)
    .filter(
      ({ status }) =>
        filter.advertiser_show_status === undefined ||
        (status !== undefined && showStatus(status) === filter.advertiser_show_status),
    );
  const { items, info } = pageOf(rows, query);
  return accepted({
    list: items.map(({ asset_id, asset_name, common, admin }) => ({ asset_id, asset_name, ...common, ...admin })),
    page_info: info,
  });
}

function partnersOf(query: z.output<typeof PartnersQuery>, business: BusinessCenter, call: Call): Reply {
  const { tiktok, switches } = call.state.world;
  const known = assetsOf(business, query.asset_type, call).some(({ asset_id: asset }) => asset === query.asset_id);
  const readable = query.asset_type === 'ADVERTISER' || switches.assetPartnersReadable;
  if (!known || !readable) return invalid(`You don't have permission to the asset(${query.asset_id})`);
  const shares = [
    ...tiktok.shares.map(({ advertiser: asset, ...share }) => ({ ...share, type: 'ADVERTISER', asset })),
    ...tiktok.assetShares,
  ].filter(({ from, type, asset }) => from === business.id && type === query.asset_type && asset === query.asset_id);
  const rows = tiktok.businessCenters
    .filter((other) => shares.some((share) => share.to === other.id && isVisible(share, call)))
    .filter(({ name }) => containsText(name, query.filtering?.keyword))
    .map((other) => ({ bc_id: other.id, bc_name: other.name }));
  return pageReply(rows, query);
}

type Asset = {
  readonly asset_id: string;
  readonly asset_name: string;
  readonly status: string | undefined;
  /** In every list. Roles are null if the asset has a different type (documented). */
  readonly common: JsonObject;
  readonly admin: JsonObject;
};

/**
 * Assets that a Business Center owns, then those that partners share with it. The sandbox has no catalogs, forms or
 * shops.
 */
export function assetsOf(business: BusinessCenter, type: AssetType, call: Pick<Call, 'state'>): readonly Asset[] {
  const { advertisers, pixels, identities, businessCenters } = call.state.world.tiktok;
  if (type === 'ADVERTISER') {
    const owned = advertisers
      .filter(({ ownerBusiness }) => ownerBusiness === business.id)
      .map((each) => assetOf(type, each.id, each.name, business.name, { role: 'ADMIN', status: each.status }));
    const shared = sharedInto(business.id, call).flatMap((share) => {
      const each = advertisers.find((candidate) => candidate.id === share.advertiser);
      const owner = businessCenters.find((other) => other.id === share.from)?.name ?? '';
      if (each === undefined) return [];
      return [assetOf(type, each.id, each.name, owner, { role: share.role, status: each.status, partner: true })];
    });
    return [...owned, ...shared];
  }
  if (type === 'PIXEL') {
    return pixels
      .filter(({ ownerBusiness }) => ownerBusiness === business.id)
      .map((pixel) => assetOf(type, pixel.id, pixel.name, business.name, { code: pixel.code }));
  }
  if (type !== 'TT_ACCOUNT') return [];
  return identities
    .filter((identity) => identity.type === 'BC_AUTH_TT' && identity.business === business.id)
    .map((identity) => assetOf(type, identity.id, identity.name, null, {}));
}

type Details = { readonly role?: string; readonly status?: string; readonly code?: string; readonly partner?: true };

function assetOf(type: AssetType, asset: string, name: string, owner: string | null, details: Details): Asset {
  return {
    asset_id: asset,
    asset_name: name,
    status: details.status,
    common: {
      asset_type: type,
      advertiser_account_type: type === 'ADVERTISER' ? 'AUCTION' : null,
      advertiser_role: details.role ?? null,
      catalog_role: null,
      store_role: null,
      tt_account_roles: type === 'TT_ACCOUNT' ? ['POST'] : null,
      ad_creation_eligible: null,
      owner_bc_name: owner,
    },
    admin: {
      advertiser_status: details.status ?? null,
      pixel_code: details.code ?? null,
      relation_type: details.partner === true ? 'OWNER_PARTNER' : 'OWNER_BC',
      relation_status: type === 'TT_ACCOUNT' ? null : 'BOUND',
    },
  };
}

/** The short form of a status in filters (inferred from the names). */
export function showStatus(status: string): string {
  if (status === 'STATUS_ENABLE') return 'SHOW_ACCOUNT_STATUS_APPROVED';
  if (status === 'STATUS_LIMIT' || status === 'STATUS_DISABLE') return 'SHOW_ACCOUNT_STATUS_PUNISHED';
  return /FAIL/.test(status) ? 'SHOW_ACCOUNT_STATUS_NOT_APPROVED' : 'SHOW_ACCOUNT_STATUS_IN_REVIEW';
}
