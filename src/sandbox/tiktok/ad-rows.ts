import type { JsonObject } from '../core/json.ts';
import { budgetSpent, hundredthsOf } from './money.ts';
import { spaced } from './rows.ts';
import type { Ad, AdGroup, Advertiser, Campaign, TikTokWorld } from './world.ts';

/** Primary status in filters. Source: "Enumeration - Status" (documented). */
export type Primary = 'STATUS_DELIVERY_OK' | 'STATUS_DISABLE' | 'STATUS_NOT_DELIVERY' | 'STATUS_DELETE';
export type Delivery = { readonly primary: Primary; readonly secondary: string };

/**
 * Whether a campaign delivers, and the reason if not. That a monthly budget of the account stops it is documented; the
 * name of the status is inferred.
 */
export function deliveryOf(campaign: Campaign, advertiser: Advertiser, now: Date): Delivery {
  const stopped = (secondary: string): Delivery => ({ primary: 'STATUS_NOT_DELIVERY', secondary });
  if (campaign.status === 'DELETE') return { primary: 'STATUS_DELETE', secondary: 'CAMPAIGN_STATUS_DELETE' };
  if (campaign.status === 'DISABLE') return { primary: 'STATUS_DISABLE', secondary: 'CAMPAIGN_STATUS_DISABLE' };
  if (advertiser.status === 'STATUS_LIMIT') return stopped('ADVERTISER_ACCOUNT_PUNISH');
  if (advertiser.status === 'STATUS_CONTRACT_PENDING') return stopped('ADVERTISER_CONTRACT_PENDING');
  if (/FAIL/.test(advertiser.status)) return stopped('CAMPAIGN_STATUS_ADVERTISER_AUDIT_DENY');
  if (advertiser.status !== 'STATUS_ENABLE') return stopped('CAMPAIGN_STATUS_ADVERTISER_AUDIT');
  const spentUp =
    advertiser.budgetMode !== 'UNLIMITED' && budgetSpent(advertiser, now) >= hundredthsOf(advertiser.budget ?? '0');
  if (spentUp) return stopped('CAMPAIGN_STATUS_BUDGET_EXCEED');
  return { primary: 'STATUS_DELIVERY_OK', secondary: 'CAMPAIGN_STATUS_ENABLE' };
}

/** Source: GET /campaign/get/ (documented). */
export function campaignRow(campaign: Campaign, advertiser: Advertiser, now: Date): JsonObject {
  const app = campaign.objective.startsWith('APP');
  return {
    advertiser_id: campaign.advertiser,
    campaign_id: campaign.id,
    campaign_name: campaign.name,
    campaign_automation_type: campaign.automation,
    is_smart_performance_campaign: campaign.automation === 'SMART_PLUS',
    is_search_campaign: false,
    is_new_structure: true,
    campaign_type: 'REGULAR_CAMPAIGN',
    objective: app ? 'APP' : 'LANDING_PAGE',
    objective_type: campaign.objective,
    app_promotion_type: campaign.appPromotion ?? 'UNSET',
    app_id: campaign.app ?? null,
    virtual_objective_type: null,
    sales_destination: null,
    campaign_product_source: null,
    budget_mode: campaign.budgetMode,
    budget: hundredthsOf(campaign.budget) / 100,
    budget_optimize_on: campaign.budgetOptimized,
    bid_type: null,
    deep_bid_type: null,
    roas_bid: 0,
    optimization_goal: null,
    // DELETE is an action, not a state (second-hand documentation).
    operation_status: campaign.status === 'ENABLE' ? 'ENABLE' : 'DISABLE',
    secondary_status: deliveryOf(campaign, advertiser, now).secondary,
    special_industries: null,
    rf_campaign_type: null,
    po_number: null,
    create_time: spaced(campaign.createdAt),
    modify_time: spaced(campaign.modifiedAt),
  };
}

/** An unbound pixel or a lost Spark post shows here (documented). */
export function adGroupDelivery(adGroup: AdGroup, campaign: Campaign, world: TikTokWorld): Delivery {
  if (adGroup.status === 'DELETE') return { primary: 'STATUS_DELETE', secondary: 'ADGROUP_STATUS_DELETE' };
  if (campaign.status === 'DELETE') return { primary: 'STATUS_DELETE', secondary: 'ADGROUP_STATUS_CAMPAIGN_DELETE' };
  if (adGroup.status === 'DISABLE') return { primary: 'STATUS_DISABLE', secondary: 'ADGROUP_STATUS_DISABLE' };
  const stopped = (secondary: string): Delivery => ({ primary: 'STATUS_NOT_DELIVERY', secondary });
  if (campaign.status === 'DISABLE') return stopped('ADGROUP_STATUS_CAMPAIGN_DISABLE');
  const pixel = world.pixels.find(({ id }) => id === adGroup.pixel);
  if (pixel?.unboundFrom.includes(campaign.advertiser)) return stopped('ADGROUP_STATUS_PIXEL_UNBIND');
  if (!world.ads.some((ad) => ad.adGroup === adGroup.id && ad.status !== 'DELETE')) {
    return stopped('ADGROUP_STATUS_CREATE');
  }
  return { primary: 'STATUS_DELIVERY_OK', secondary: 'ADGROUP_STATUS_DELIVERY_OK' };
}

/** Source: GET /adgroup/get/ (documented; only the fields that a layer needs). */
export function adGroupRow(adGroup: AdGroup, campaign: Campaign, world: TikTokWorld): JsonObject {
  return {
    advertiser_id: campaign.advertiser,
    campaign_id: campaign.id,
    campaign_name: campaign.name,
    campaign_automation_type: campaign.automation,
    adgroup_id: adGroup.id,
    adgroup_name: adGroup.name,
    promotion_type: adGroup.app === undefined ? 'WEBSITE' : 'APP_IOS',
    app_id: adGroup.app ?? null,
    pixel_id: adGroup.pixel ?? null,
    optimization_goal: adGroup.goal,
    optimization_event: adGroup.event ?? null,
    billing_event: billingOf(adGroup.goal),
    bid_type: 'BID_TYPE_NO_BID',
    budget_mode: adGroup.budgetMode,
    budget: hundredthsOf(adGroup.budget) / 100,
    schedule_type: 'SCHEDULE_FROM_NOW',
    schedule_start_time: spaced(adGroup.createdAt),
    schedule_end_time: null,
    placement_type: 'PLACEMENT_TYPE_NORMAL',
    placements: ['PLACEMENT_TIKTOK'],
    operation_status: adGroup.status === 'ENABLE' ? 'ENABLE' : 'DISABLE',
    secondary_status: adGroupDelivery(adGroup, campaign, world).secondary,
    create_time: spaced(adGroup.createdAt),
    modify_time: spaced(adGroup.modifiedAt),
  };
}

/** The goal decides the billing event (observed by third parties). */
function billingOf(goal: string): string {
  if (goal === 'CLICK' || goal === 'PAGE_VISIT') return 'CPC';
  if (goal === 'SHOW' || goal === 'REACH') return 'CPM';
  return goal.startsWith('ENGAGED_VIEW') ? 'CPV' : 'OCPM';
}

/** A Spark ad whose post is no longer authorized stops. The statuses of ads are inferred from those of ad groups. */
export function adDelivery(ad: Ad, advertiser: string, world: TikTokWorld, now: Date): Delivery {
  if (ad.status === 'DELETE') return { primary: 'STATUS_DELETE', secondary: 'AD_STATUS_DELETE' };
  if (ad.status === 'DISABLE') return { primary: 'STATUS_DISABLE', secondary: 'AD_STATUS_DISABLE' };
  const spark = ad.item === undefined ? undefined : world.sparkPosts.find(({ item }) => item === ad.item);
  const lost = spark !== undefined && (new Date(spark.ends) <= now || !spark.authorizedFor.includes(advertiser));
  return lost
    ? { primary: 'STATUS_NOT_DELIVERY', secondary: 'AD_STATUS_ASSET_AUTHORIZATION_LOST' }
    : { primary: 'STATUS_DELIVERY_OK', secondary: 'AD_STATUS_DELIVERY_OK' };
}

/** Source: GET /ad/get/ (documented; only the fields that identify Spark ads). */
export function adRow(ad: Ad, adGroup: AdGroup, campaign: Campaign, world: TikTokWorld, now: Date): JsonObject {
  return {
    advertiser_id: campaign.advertiser,
    campaign_id: campaign.id,
    campaign_automation_type:
      campaign.automation === 'UPGRADED_SMART_PLUS' ? 'UPGRADED_SMART_PLUS_CREATIVE' : campaign.automation,
    adgroup_id: adGroup.id,
    ad_id: ad.id,
    ad_name: ad.name,
    identity_id: ad.identity ?? null,
    identity_type: ad.identityType,
    tiktok_item_id: ad.item ?? null,
    operation_status: ad.status === 'ENABLE' ? 'ENABLE' : 'DISABLE',
    secondary_status: adDelivery(ad, campaign.advertiser, world, now).secondary,
    create_time: spaced(ad.createdAt),
    modify_time: spaced(ad.modifiedAt),
  };
}
