import { z } from 'zod';
import { isDay } from '../core/calendar.ts';
import { freeJson } from '../core/json.ts';
import { choice, no, prefixed, shape } from '../core/world-parts.ts';

/** Effect of a write on one axis: denied, queued for approval, or carried out immediately. */
export const axis = z.enum(['off', 'draft', 'auto']);

const axes = {
  creative: axis.describe('Creatives.'),
  tactical: axis.describe('Budgets, bids, schedules, targeting.'),
  structural: axis.describe('Creating, pausing, deleting.'),
};

/** A value for each of the three axes of the write gate. */
export const authorityShape = z.strictObject(axes);

/** Last change of a setting of the write gate. */
export const modificationShape = shape('The last change of this setting.', {
  at: z.iso.datetime().describe('Time of the change.'),
  actorType: z.enum(['user', 'partner']).describe('A person in the dashboard, or an API key.'),
  apiKeyId: z.string().optional().describe('The id of the key, for a partner.'),
});

export const PLATFORMS = ['meta_ads', 'tiktok_ads', 'apple_ads'] as const;
export const STATUSES = ['active', 'paused', 'archived', 'deleted', 'in_review', 'rejected'] as const;

const cents = z.int().min(0);

const dayShape = shape('Counts of one day.', {
  date: z.string().refine(isDay, 'must be a day').describe('A day in UTC.'),
  spend: cents.default(0).describe('Cents.'),
  impressions: z.int().min(0).default(0).describe('Number of impressions.'),
  clicks: z.int().min(0).default(0).describe('Number of clicks.'),
  conversions: z.int().min(0).default(0).describe('Number of conversions.'),
});

const days = z.array(dayShape).optional().describe('Counts by day. Absent: the sum of its parts.');

const budget = {
  dailyBudgetCents: cents.optional().describe('Cents per day.'),
  lifetimeBudgetCents: cents.optional().describe('Cents in total.'),
};

const status = z.enum(STATUSES).default('active').describe('The status at Layers.');
const createdAt = z.iso.datetime().default('2026-01-01T00:00:00Z').describe('Time of creation.');

export const campaignShape = shape('One campaign.', {
  campaignId: prefixed('cmp_', "Layers' own id of the campaign."),
  externalId: z.string().min(1).describe("The platform's id. TikTok's campaign of this id is changed with it."),
  platform: z.enum(PLATFORMS).default('tiktok_ads').describe('The platform.'),
  adAccountId: z.string().min(1).describe("Layers' own id of the ad account."),
  name: z.string().min(1).default('Campaign').describe('Its name.'),
  status,
  objective: z.string().default('app_installs').describe('Its outcome.'),
  budgetMode: choice(['CBO', 'ABO'], 'Whether the campaign or its ad sets have the budget.'),
  ...budget,
  startTime: z.iso.datetime().optional().describe('When it begins. Absent: at its creation.'),
  endTime: z.iso.datetime().optional().describe('When it ends. Absent: never.'),
  createdAt,
  authority: authorityShape.optional().describe('Its own authority. Absent: the defaults of the layer.'),
  authorityModified: modificationShape.optional(),
  days,
});

export const adSetShape = shape('One ad set; TikTok calls it an ad group.', {
  adsetId: prefixed('adg_', "Layers' own id of the ad set."),
  campaignId: z.string().describe('The campaign that it belongs to.'),
  externalId: z.string().min(1).describe("The platform's id: TikTok's ad group."),
  name: z.string().min(1).default('Ad set').describe('Its name.'),
  status,
  ...budget,
  startTime: z.iso.datetime().optional().describe('When it begins.'),
  endTime: z.iso.datetime().optional().describe('When it ends. Absent: never.'),
  createdAt,
  days,
});

export const adShape = shape('One ad.', {
  adId: prefixed('ad_', "Layers' own id of the ad."),
  adsetId: z.string().describe('The ad set that it belongs to.'),
  externalId: z.string().min(1).describe("The platform's id."),
  name: z.string().min(1).default('Ad').describe('Its name.'),
  status,
  adsContentId: z.string().optional().describe('The content that it shows.'),
  createdAt,
  days,
});

/** Source: docs/api/reference/ads/list-pending (documented). */
export const ACTION_TYPES = [
  'pause_ad',
  'pause_adset',
  'update_budget',
  'push_creative',
  'replace_creative',
  'prune_creative',
  'update_targeting',
  'update_schedule',
] as const;

export const PENDING_STATUSES = ['pending', 'approved', 'rejected', 'dispatched', 'dispatch_failed'] as const;

export const pendingShape = shape('One write that requires approval.', {
  pendingId: prefixed('pa_', 'The id of the action.'),
  actionType: z
    .string()
    .describe(`${ACTION_TYPES.join(', ')}; or an invented word for others, such as pause_campaign.`),
  entityType: z.enum(['campaign', 'adset', 'ad']).describe('Its subject.'),
  entityId: z.string().describe('The id of the campaign, ad set or ad.'),
  entityName: z.string().default('').describe('Its name.'),
  platform: z.enum(PLATFORMS).default('tiktok_ads').describe('The platform.'),
  currentValue: freeJson.default({}).describe('The current value.'),
  newValue: freeJson.default({}).describe('The requested value.'),
  rationale: z.string().default('').describe('The reason for the request.'),
  status: z.enum(PENDING_STATUSES).default('pending').describe('Its status.'),
  createdAt,
  decidedAt: z.iso.datetime().optional().describe('Time of the approval or rejection.'),
  decision: z.string().optional().describe('The comment of an approval, or the reason of a rejection.'),
  dispatchedAt: z.iso.datetime().optional().describe('When it was carried out or failed.'),
  dispatchFailureReason: z.string().optional().describe('Why it failed.'),
});

export const contentShape = shape('One piece of content that ads can show.', {
  adsContentId: z.string().min(1).describe('The id of the content.'),
  scoringPool: choice(['generated', 'ugc', 'manual'], 'Its source.'),
  source: z.string().optional().describe('The id of the post that it was made from.'),
  organicScore: z.number().min(0).max(10).default(0).describe('From 0 to 10; from 4 on it is eligible.'),
  scoredAt: z.iso.datetime().default('2026-01-01T00:00:00Z').describe('When it was scored.'),
  safetyFailed: no('Whether it failed the safety check.'),
  override: z.enum(['include', 'exclude']).optional().describe('A manual decision that overrides the score.'),
  note: z.string().max(280).optional().describe('The reason.'),
});

export type Authority = z.output<typeof authorityShape>;
export type Axis = keyof Authority;
export type Campaign = z.output<typeof campaignShape>;
export type AdSet = z.output<typeof adSetShape>;
export type Day = z.output<typeof dayShape>;
export type PendingAction = z.output<typeof pendingShape>;
export type AdsContent = z.output<typeof contentShape>;
