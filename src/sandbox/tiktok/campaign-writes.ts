import { z } from 'zod';
import { addDays, dayIn } from '../core/calendar.ts';
import { forAdvertiser, freshId } from './access.ts';
import { campaignRow } from './ad-rows.ts';
import { accepted, declined, DUPLICATED_REQUEST, invalid, NOT_EXIST, type Reply } from './envelope.ts';
import { amountOf, asSpender, campaignBudgetFault, floorOf, spentBetween } from './money.ts';
import { id, name } from './params.ts';
import { type Call, type Route, writeRoute } from './route.ts';
import type { Advertiser, Campaign, State } from './world.ts';

/** Objectives available by API. Source: "Objectives" (documented). */
const OBJECTIVES = [
  'APP_PROMOTION',
  'VIDEO_VIEWS',
  'TRAFFIC',
  'REACH',
  'ENGAGEMENT',
  'LEAD_GENERATION',
  'WEB_CONVERSIONS',
  'PRODUCT_SALES',
] as const;

const Create = z.object({
  advertiser_id: id,
  campaign_name: name(512),
  objective_type: z.enum(OBJECTIVES),
  app_promotion_type: z.enum(['APP_INSTALL', 'APP_RETARGETING', 'APP_PREREGISTRATION']).optional(),
  app_id: z.string().optional(),
  budget_mode: z
    .enum(['BUDGET_MODE_INFINITE', 'BUDGET_MODE_DAY', 'BUDGET_MODE_TOTAL', 'BUDGET_MODE_DYNAMIC_DAILY_BUDGET'])
    .optional(),
  budget: z.number().optional(),
  budget_optimize_on: z.boolean().default(false),
  operation_status: z.enum(['ENABLE', 'DISABLE']).default('ENABLE'),
  request_id: id.optional(),
});
const Update = z.object({
  advertiser_id: id,
  campaign_id: id,
  campaign_name: name(512).optional(),
  budget: z.number().optional(),
});

/**
 * Source: POST /campaign/create/, POST /campaign/update/; CampaignCreateBody of the SDK (documented; the rules are
 * second-hand); scopes 2, 20, 201.
 */
export const campaignWrites: readonly Route[] = [
  writeRoute('/campaign/create/', [2, 20, 201], Create, forAdvertiser(create)),
  writeRoute('/campaign/update/', [2, 20, 201], Update, forAdvertiser(update)),
];

/**
 * A campaign of an ad account; one of a different account does not exist. Message observed by third parties for ads.
 */
export function campaignIn(
  advertiser: Advertiser,
  campaignId: string,
  { state }: Call,
): Campaign | { readonly refusal: Reply } {
  const found = state.world.tiktok.campaigns.find(
    (each) => each.id === campaignId && each.advertiser === advertiser.id,
  );
  return found ?? { refusal: declined(NOT_EXIST, `The campaign ${campaignId} does not exist.`) };
}

const StatusUpdate = z.object({
  advertiser_id: id,
  campaign_ids: z.array(id).min(1).max(20),
  operation_status: z.enum(['ENABLE', 'DISABLE', 'DELETE']),
  postback_window_mode: z.enum(['POSTBACK_WINDOW_MODE1', 'POSTBACK_WINDOW_MODE2', 'POSTBACK_WINDOW_MODE3']).optional(),
});

type StatusBody = z.output<typeof StatusUpdate>;

/**
 * Source: POST /campaign/status/update/ (second-hand documentation); smart_plus_campaign_status_update.yml
 * (documented); scopes 2, 20, 201.
 */
export const campaignStatus: readonly Route[] = [
  writeRoute('/campaign/status/update/', [2, 20, 201], StatusUpdate, forAdvertiser(updateStatus)),
  {
    ...writeRoute(
      '/smart_plus/campaign/status/update/',
      [2, 20, 201],
      StatusUpdate,
      forAdvertiser(updateSmartPlusStatus),
    ),
    dropsNulls: true,
  },
];

/** How long a request_id guards against repetition, in milliseconds (second-hand documentation). */
const REQUEST_ID_GUARD_MS = 10_000;

/** The default status spends. */
function create(body: z.output<typeof Create>, advertiser: Advertiser, call: Call): Reply {
  const { state } = call;
  const { campaigns } = state.world.tiktok;
  const now = state.now();
  const refusal = createRefusal(body, advertiser, state);
  if (refusal !== undefined) return refusal;
  const ids = campaigns.map((each) => each.id);
  const campaign: Campaign = {
    id: freshId(1_800_000_000_000_001n, ids),
    advertiser: advertiser.id,
    name: body.campaign_name,
    objective: body.objective_type,
    automation: 'MANUAL',
    budgetMode: body.budget_mode ?? 'BUDGET_MODE_INFINITE',
    budget: amountOf(Math.round((body.budget ?? 0) * 100)),
    budgetOptimized: body.budget_optimize_on,
    status: body.operation_status,
    createdAt: now.toISOString(),
    modifiedAt: now.toISOString(),
    ...(body.app_promotion_type === undefined ? {} : { appPromotion: body.app_promotion_type }),
    ...(body.app_id === undefined ? {} : { app: body.app_id }),
    ...(body.request_id === undefined ? {} : { requestId: body.request_id }),
  };
  campaigns.push(campaign);
  return accepted(campaignRow(campaign, advertiser, now));
}

function createRefusal(body: z.output<typeof Create>, advertiser: Advertiser, state: State): Reply | undefined {
  if (body.objective_type === 'APP_PROMOTION' && body.app_promotion_type === undefined) {
    return invalid('Missing required field(s): app_promotion_type.');
  }
  const mode = body.budget_mode ?? 'BUDGET_MODE_INFINITE';
  const optimized = ['BUDGET_MODE_TOTAL', 'BUDGET_MODE_DYNAMIC_DAILY_BUDGET', 'BUDGET_MODE_DAY'];
  const other = ['BUDGET_MODE_INFINITE', 'BUDGET_MODE_TOTAL', 'BUDGET_MODE_DAY'];
  if (!(body.budget_optimize_on ? optimized : other).includes(mode)) {
    return invalid(`Invalid value for budget_mode: ${mode} does not go with budget_optimize_on.`);
  }
  if (mode !== 'BUDGET_MODE_INFINITE') {
    if (body.budget === undefined) return invalid('Missing required field(s): budget.');
    const fault = campaignBudgetFault(body.budget, advertiser.currency);
    if (fault !== undefined) return invalid(`Invalid value for budget: ${fault}.`);
  }
  const own = state.world.tiktok.campaigns.filter((each) => each.advertiser === advertiser.id);
  if (body.request_id !== undefined) {
    const repeated = own.some(
      ({ requestId, createdAt }) =>
        requestId === body.request_id && state.now().getTime() - Date.parse(createdAt) < REQUEST_ID_GUARD_MS,
    );
    return repeated ? declined(DUPLICATED_REQUEST, `Duplicated request_id ${body.request_id}.`) : undefined;
  }
  const taken = own.some((each) => each.status !== 'DELETE' && each.name === body.campaign_name);
  return taken ? invalid('Campaign name already exists. Please try another one.') : undefined;
}

function update(body: z.output<typeof Update>, advertiser: Advertiser, call: Call): Reply {
  const campaign = campaignIn(advertiser, body.campaign_id, call);
  if ('refusal' in campaign) return campaign.refusal;
  if (campaign.status === 'DELETE') return invalid(`The campaign ${campaign.id} has been deleted.`);
  const now = call.state.now();
  if (body.budget !== undefined) {
    if (campaign.budgetMode === 'BUDGET_MODE_INFINITE') {
      return invalid('Invalid value for budget: the campaign has BUDGET_MODE_INFINITE.');
    }
    const fault = campaignBudgetFault(body.budget, advertiser.currency);
    if (fault !== undefined) return invalid(`Invalid value for budget: ${fault}.`);
    const least = floorOf(spentInPeriod(campaign, advertiser, now));
    if (Math.round(body.budget * 100) < least) {
      return invalid(`Invalid value for budget: at least ${amountOf(least)}, 105% of what was spent.`);
    }
  }
  const isTaken = call.state.world.tiktok.campaigns.some(
    (each) =>
      each.advertiser === advertiser.id &&
      each !== campaign &&
      each.status !== 'DELETE' &&
      each.name === body.campaign_name,
  );
  if (isTaken) return invalid('Campaign name already exists. Please try another one.');
  if (body.campaign_name !== undefined) campaign.name = body.campaign_name;
  if (body.budget !== undefined) campaign.budget = amountOf(Math.round(body.budget * 100));
  campaign.modifiedAt = now.toISOString();
  return accepted(campaignRow(campaign, advertiser, now));
}

/** In hundredths: today for a daily budget, everything (a year here) for a total budget. */
function spentInPeriod(campaign: Campaign, advertiser: Advertiser, now: Date): number {
  const today = dayIn(advertiser.timezone, now);
  const back = {
    BUDGET_MODE_DAY: 0,
    BUDGET_MODE_DYNAMIC_DAILY_BUDGET: 0,
    BUDGET_MODE_TOTAL: 364,
    BUDGET_MODE_INFINITE: 0,
  };
  return spentBetween(asSpender(campaign, advertiser), addDays(today, -back[campaign.budgetMode]), today, now);
}

/** All or none. Setting the current status is not an error (both inferred). */
function updateStatus(body: StatusBody, advertiser: Advertiser, call: Call): Reply {
  const { campaignStatusTakesSmartPlus } = call.state.world.switches;
  const campaigns: Campaign[] = [];
  for (const campaignId of new Set(body.campaign_ids)) {
    const campaign = campaignIn(advertiser, campaignId, call);
    if ('refusal' in campaign) return campaign.refusal;
    if (campaign.status === 'DELETE') {
      return invalid(`The campaign ${campaignId} has been deleted.`);
    }
    if (campaign.automation === 'UPGRADED_SMART_PLUS' && !campaignStatusTakesSmartPlus) {
      return invalid(`The campaign ${campaignId} is an Upgraded Smart+ campaign.`);
    }
    campaigns.push(campaign);
  }
  for (const campaign of campaigns) setStatus(campaign, body.operation_status, call);
  return accepted({
    campaign_ids: body.campaign_ids,
    status: body.operation_status,
    campaign_list: campaigns.map((campaign) => ({
      campaign_id: campaign.id,
      status: body.operation_status,
      postback_window_mode: body.postback_window_mode ?? null,
    })),
  });
}

/** Each separately: campaigns that cannot be changed are listed, and the call succeeds. */
function updateSmartPlusStatus(body: StatusBody, advertiser: Advertiser, call: Call): Reply {
  const done: { campaign_id: string; status: string }[] = [];
  const failed: { campaign_id: string; error_message: string }[] = [];
  for (const campaignId of new Set(body.campaign_ids)) {
    const campaign = campaignIn(advertiser, campaignId, call);
    const why =
      'refusal' in campaign
        ? `The campaign ${campaignId} does not exist.`
        : campaign.automation !== 'UPGRADED_SMART_PLUS'
          ? `The campaign ${campaignId} is no Upgraded Smart+ campaign.`
          : campaign.status === 'DELETE'
            ? `The campaign ${campaignId} has been deleted.`
            : undefined;
    if ('refusal' in campaign || why !== undefined) failed.push({ campaign_id: campaignId, error_message: why ?? '' });
    else {
      setStatus(campaign, body.operation_status, call);
      done.push({ campaign_id: campaignId, status: body.operation_status });
    }
  }
  return accepted({ campaign_list: done, error_list: failed });
}

/** Ad groups and ads keep their own status (second-hand documentation). */
function setStatus(campaign: Campaign, status: StatusBody['operation_status'], { state }: Call): void {
  if (campaign.status !== status) campaign.modifiedAt = state.now().toISOString();
  campaign.status = status;
}
