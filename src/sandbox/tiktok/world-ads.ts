import { z } from 'zod';
import { choice, no, shape } from '../core/world-parts.ts';

/** Digits as text: ids of TikTok have 19, and a number would round them. */
export const digits = z.string().regex(/^\d{1,20}$/, 'must be a string of digits');

/** Major units with at most two decimals. */
export const amount = z.string().regex(/^\d{1,12}(\.\d{1,2})?$/, 'must be an amount such as "310.00"');

export const instant = z.iso.datetime();

export const spending = {
  spend: z
    .array(
      shape('One day.', {
        date: z.iso.date().describe("A day of the account's time zone."),
        amount: amount.describe('Spend on that day, in major units.'),
      }),
    )
    .optional()
    .describe('Spend by day. Days after today do not count yet.'),
  spendPerDay: amount.optional().describe('Spend on every day up to today. Ignored if spend is present.'),
};

const created = {
  createdAt: instant.default('2026-01-01T00:00:00Z').describe('Time of creation.'),
  modifiedAt: instant.default('2026-01-01T00:00:00Z').describe('Time of the last change.'),
};

const status = choice(
  ['ENABLE', 'DISABLE', 'DELETE'],
  'The last status set. Deleted items are hidden from ordinary reads.',
);

export const campaignShape = shape('One campaign.', {
  id: digits.describe('The campaign id.'),
  advertiser: digits.describe('The ad account it belongs to.'),
  name: z.string().default('Campaign').describe('Its name. Unique in the account.'),
  objective: z.string().default('APP_PROMOTION').describe("TikTok's objective_type."),
  appPromotion: z.string().optional().describe("TikTok's app_promotion_type, such as APP_INSTALL."),
  automation: choice(['MANUAL', 'SMART_PLUS', 'UPGRADED_SMART_PLUS'], 'Manual, or one of two generations of Smart+.'),
  budgetMode: choice(
    ['BUDGET_MODE_INFINITE', 'BUDGET_MODE_DAY', 'BUDGET_MODE_TOTAL', 'BUDGET_MODE_DYNAMIC_DAILY_BUDGET'],
    'The period of its budget.',
  ),
  budget: amount.default('0').describe('In major units.'),
  budgetOptimized: no('Whether TikTok spreads the budget over the ad groups.'),
  app: z.string().optional().describe('The app it promotes.'),
  status,
  requestId: digits.optional().describe('The request_id of its creation.'),
  ...created,
  ...spending,
});

export const adGroupShape = shape('One ad group.', {
  id: digits.describe('The ad group id.'),
  campaign: digits.describe('The campaign it belongs to.'),
  name: z.string().default('Ad group').describe('Its name.'),
  goal: z.string().default('INSTALL').describe("TikTok's optimization_goal."),
  event: z.string().optional().describe('The event it optimizes for.'),
  pixel: digits.optional().describe('The numeric id of its pixel.'),
  app: z.string().optional().describe('The app it promotes.'),
  budgetMode: z.string().default('BUDGET_MODE_DAY').describe('The period of its budget.'),
  budget: amount.default('50').describe('In major units.'),
  status,
  ...created,
});

export const adShape = shape('One ad.', {
  id: digits.describe('The ad id.'),
  adGroup: digits.describe('The ad group it belongs to.'),
  name: z.string().default('Ad').describe('Its name.'),
  item: digits.optional().describe('The TikTok post that it shows, if it is a Spark ad.'),
  identity: z.string().optional().describe('The identity that it uses.'),
  identityType: z.string().default('CUSTOMIZED_USER').describe("TikTok's identity_type."),
  status,
  ...created,
});

export type Campaign = z.output<typeof campaignShape>;
export type AdGroup = z.output<typeof adGroupShape>;
export type Ad = z.output<typeof adShape>;

export const sparkPostShape = shape('One post of a creator with its Spark code.', {
  code: z.string().min(1).describe('The Spark code of the creator. Invented, but treated as a secret.'),
  item: digits.describe('The TikTok post.'),
  kind: choice(['VIDEO', 'CAROUSEL'], 'The kind of post.'),
  text: z.string().default('').describe('Its caption.'),
  creator: z.string().default('creator').describe("The creator's name."),
  identity: z.string().min(1).describe('The identity that the post belongs to.'),
  starts: instant.default('2026-01-01T00:00:00Z').describe('When the code becomes valid.'),
  ends: instant.default('2036-01-01T00:00:00Z').describe('When it expires. An expired code cannot be renewed.'),
  status: choice(
    [
      'HESITATE_RECOMMEND',
      'ONLY_AUTHOR_SEE',
      'ONLY_FRIEND_SEE',
      'ONLY_USER_PASS',
      'REVIEW_PENDING',
      'USER_DELETE',
      'AUDIT_DELETE',
    ],
    'Who can see the post; HESITATE_RECOMMEND is public.',
  ),
  authorizedFor: z.array(digits).default([]).describe('Ad accounts that have entered the code.'),
});

export const identityShape = shape('One identity that ads can use.', {
  id: z.string().min(1).describe('The identity id.'),
  type: choice(
    ['CUSTOMIZED_USER', 'TT_USER', 'BC_AUTH_TT', 'TTS_TT'],
    'Its type. AUTH_CODE identities come from sparkPosts.',
  ),
  name: z.string().default('Identity').describe('The name that viewers see.'),
  business: digits.optional().describe('The Business Center that a TikTok account authorized: BC_AUTH_TT only.'),
  advertisers: z.array(digits).default([]).describe('Ad accounts that can use it.'),
  status: choice(
    ['AVAILABLE', 'NO_VALID_BIND_ACCOUNT', 'SCOPE_UNAVAILABLE', 'IS_PRIVATE_ACCOUNT', 'NOT_BUSINESS_ACCOUNT'],
    'Whether it can be used.',
  ),
});

export type SparkPost = z.output<typeof sparkPostShape>;
export type Identity = z.output<typeof identityShape>;
