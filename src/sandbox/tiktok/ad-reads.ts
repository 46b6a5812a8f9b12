import { z } from 'zod';
import type { JsonObject } from '../core/json.ts';
import { advertiserFor } from './access.ts';
import { adDelivery, adGroupDelivery, adGroupRow, adRow, campaignRow, type Delivery, deliveryOf } from './ad-rows.ts';
import { accepted, type Reply, withoutNulls } from './envelope.ts';
import { id, jsonText, pageOf, paging } from './params.ts';
import { type Call, readRoute, type Route } from './route.ts';
import { containsText, selectFields } from './rows.ts';
import type { Advertiser, Campaign } from './world.ts';

const ids = z.array(id).min(1).max(100).optional();
const PRIMARY = [
  'STATUS_ALL',
  'STATUS_NOT_DELETE',
  'STATUS_DELETE',
  'STATUS_DELIVERY_OK',
  'STATUS_DISABLE',
  'STATUS_NOT_DELIVERY',
  'STATUS_TIME_DONE',
  'STATUS_RF_CLOSED',
  'STATUS_FROZEN',
] as const;
const time = z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/, 'Time format should be YYYY-MM-DD HH:MM:SS');
const automation = z.enum(['MANUAL', 'SMART_PLUS', 'UPGRADED_SMART_PLUS']);
const Filtering = z.object({
  campaign_ids: ids,
  adgroup_ids: ids,
  ad_ids: ids,
  campaign_name: z.string().optional(),
  adgroup_name: z.string().optional(),
  campaign_automation_type: automation.optional(),
  objective_type: z.string().optional(),
  optimization_goal: z.string().optional(),
  primary_status: z.enum(PRIMARY).default('STATUS_NOT_DELETE'),
  secondary_status: z.string().optional(),
  creation_filter_start_time: time.optional(),
  creation_filter_end_time: time.optional(),
});
type Filter = z.output<typeof Filtering>;

const Query = z.object({
  advertiser_id: id,
  fields: jsonText(z.array(z.string()).min(1)).optional(),
  exclude_field_types_in_response: jsonText(z.array(z.literal('NULL_FIELD'))).default([]),
  filtering: jsonText(Filtering).prefault('{}'),
  ...paging(1000),
});
type ListQuery = z.output<typeof Query>;

/**
 * Source: GET /campaign/get/, /adgroup/get/, /ad/get/, /smart_plus/campaign/get/ (documented);
 * smart_plus_campaign_get.yml; scopes 2, 20, 200.
 */
export const adReads: readonly Route[] = [
  readRoute('/campaign/get/', [2, 20, 200], Query, (query, call) => list(query, call, campaigns)),
  readRoute('/adgroup/get/', [2, 20, 200], Query, (query, call) => list(query, call, adGroups)),
  readRoute('/ad/get/', [2, 20, 200], Query, (query, call) => list(query, call, ads)),
  {
    ...readRoute('/smart_plus/campaign/get/', [2, 20, 200], Query, (query, call) => list(query, call, smartPlus)),
    dropsNulls: true,
  },
];

/** An item of a list. `id` defines the order: newest first (documented for campaigns). */
type Listed = {
  readonly id: string;
  readonly row: JsonObject;
  readonly delivery: Delivery;
  readonly createdAt: string;
};
type Gather = (advertiser: Advertiser, filter: Filter, call: Call) => readonly Listed[];

function list(query: ListQuery, call: Call, gather: Gather): Reply {
  const advertiser = advertiserFor(query.advertiser_id, call);
  if ('refusal' in advertiser) return advertiser.refusal;
  const rows = gather(advertiser, query.filtering, call)
    .filter(({ delivery }) => passes(delivery, query.filtering))
    .filter(({ createdAt }) => within(createdAt, query.filtering))
    .toSorted((one, other) => (BigInt(one.id) < BigInt(other.id) ? 1 : -1))
    .map(({ row }) => row);
  const { items, info } = pageOf(rows, query);
  const shown = selectFields(
    items,
    query.fields,
    Object.keys(rows[0] ?? {}).concat(rows.length === 0 ? (query.fields ?? []) : []),
  );
  if ('refusal' in shown) return shown.refusal;
  const bare = query.exclude_field_types_in_response.includes('NULL_FIELD');
  return accepted({ list: bare ? withoutNulls(shown) : shown, page_info: info });
}

/** Deleted items are only included on request (documented for ad groups). */
function passes({ primary, secondary }: Delivery, filter: Filter): boolean {
  if (filter.secondary_status !== undefined && filter.secondary_status !== secondary) return false;
  if (filter.primary_status === 'STATUS_ALL') return true;
  if (filter.primary_status === 'STATUS_NOT_DELETE') return primary !== 'STATUS_DELETE';
  return filter.primary_status === primary;
}

/** Times of filters are UTC (documented). */
function within(created: string, { creation_filter_start_time: from, creation_filter_end_time: to }: Filter): boolean {
  const at = created.slice(0, 19).replace('T', ' ');
  return (from === undefined || from <= at) && (to === undefined || at <= to);
}

function campaignsOf(advertiser: Advertiser, filter: Filter, { state }: Call): readonly Campaign[] {
  return state.world.tiktok.campaigns
    .filter((campaign) => campaign.advertiser === advertiser.id)
    .filter((campaign) => filter.campaign_ids?.includes(campaign.id) ?? true)
    .filter((campaign) => (filter.objective_type ?? campaign.objective) === campaign.objective);
}

function campaigns(advertiser: Advertiser, filter: Filter, call: Call): readonly Listed[] {
  const now = call.state.now();
  return campaignsOf(advertiser, filter, call)
    .filter(({ name }) => containsText(name, filter.campaign_name))
    .filter((campaign) => (filter.campaign_automation_type ?? campaign.automation) === campaign.automation)
    .map((campaign) => ({
      id: campaign.id,
      row: campaignRow(campaign, advertiser, now),
      delivery: deliveryOf(campaign, advertiser, now),
      createdAt: campaign.createdAt,
    }));
}

function smartPlus(advertiser: Advertiser, filter: Filter, call: Call): readonly Listed[] {
  return campaigns(advertiser, { ...filter, campaign_automation_type: 'UPGRADED_SMART_PLUS' }, call).map((listed) => ({
    ...listed,
    row: { ...listed.row, smart_plus_adgroup_mode: null, is_promotional_campaign: false, catalog_type: null },
  }));
}

function adGroups(advertiser: Advertiser, filter: Filter, call: Call): readonly Listed[] {
  const world = call.state.world.tiktok;
  return campaignsOf(advertiser, filter, call).flatMap((campaign) =>
    world.adGroups
      .filter((adGroup) => adGroup.campaign === campaign.id)
      .filter((adGroup) => filter.adgroup_ids?.includes(adGroup.id) ?? true)
      .filter((adGroup) => containsText(adGroup.name, filter.adgroup_name))
      .filter((adGroup) => (filter.optimization_goal ?? adGroup.goal) === adGroup.goal)
      .map((adGroup) => ({
        id: adGroup.id,
        row: adGroupRow(adGroup, campaign, world),
        delivery: adGroupDelivery(adGroup, campaign, world),
        createdAt: adGroup.createdAt,
      })),
  );
}

function ads(advertiser: Advertiser, filter: Filter, call: Call): readonly Listed[] {
  const world = call.state.world.tiktok;
  const now = call.state.now();
  return campaignsOf(advertiser, filter, call).flatMap((campaign) =>
    world.adGroups
      .filter((adGroup) => adGroup.campaign === campaign.id && (filter.adgroup_ids?.includes(adGroup.id) ?? true))
      .flatMap((adGroup) =>
        world.ads
          .filter((ad) => ad.adGroup === adGroup.id && (filter.ad_ids?.includes(ad.id) ?? true))
          .map((ad) => ({
            id: ad.id,
            row: adRow(ad, adGroup, campaign, world, now),
            delivery: adDelivery(ad, advertiser.id, world, now),
            createdAt: ad.createdAt,
          })),
      ),
  );
}
