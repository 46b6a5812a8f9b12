import { z } from 'zod';
import { amount, digits, instant, spending } from './world-parts.ts';

const created = {
  createdAt: instant.default('2026-01-01T00:00:00Z').describe('When it was made.'),
  modifiedAt: instant.default('2026-01-01T00:00:00Z').describe('When it was changed last.'),
};
const status = z
  .enum(['ENABLE', 'DISABLE', 'DELETE'])
  .default('ENABLE')
  .describe('What somebody set it to. What is deleted is hidden from ordinary reads.');

export const campaignShape = z
  .strictObject({
    id: digits.describe('The campaign id.'),
    advertiser: digits.describe('The ad account it belongs to.'),
    name: z.string().default('Campaign').describe('What people call it. Unique in the account.'),
    objective: z.string().default('APP_PROMOTION').describe("TikTok's objective_type."),
    appPromotion: z.string().optional().describe("TikTok's app_promotion_type, such as APP_INSTALL."),
    automation: z
      .enum(['MANUAL', 'SMART_PLUS', 'UPGRADED_SMART_PLUS'])
      .default('MANUAL')
      .describe('Who runs it: people, or one of two generations of Smart+.'),
    budgetMode: z
      .enum(['BUDGET_MODE_INFINITE', 'BUDGET_MODE_DAY', 'BUDGET_MODE_TOTAL', 'BUDGET_MODE_DYNAMIC_DAILY_BUDGET'])
      .default('BUDGET_MODE_INFINITE')
      .describe('What its budget counts for.'),
    budget: amount.default('0').describe('In major units.'),
    budgetOptimized: z.boolean().default(false).describe('Whether TikTok spreads the budget over the ad groups.'),
    app: z.string().optional().describe('The app it promotes.'),
    status,
    requestId: digits.optional().describe('The request_id that it was made with.'),
    ...created,
    ...spending,
  })
  .describe('One campaign.');

export const adGroupShape = z
  .strictObject({
    id: digits.describe('The ad group id.'),
    campaign: digits.describe('The campaign it belongs to.'),
    name: z.string().default('Ad group').describe('What people call it.'),
    goal: z.string().default('INSTALL').describe("TikTok's optimization_goal."),
    event: z.string().optional().describe('The event it optimizes for.'),
    pixel: digits.optional().describe('The numeric id of its pixel.'),
    app: z.string().optional().describe('The app it promotes.'),
    budgetMode: z.string().default('BUDGET_MODE_DAY').describe('What its budget counts for.'),
    budget: amount.default('50').describe('In major units.'),
    status,
    ...created,
  })
  .describe('One ad group.');

export const adShape = z
  .strictObject({
    id: digits.describe('The ad id.'),
    adGroup: digits.describe('The ad group it belongs to.'),
    name: z.string().default('Ad').describe('What people call it.'),
    item: digits.optional().describe('The TikTok post that it shows: then it is a Spark ad.'),
    identity: z.string().optional().describe('The identity it speaks as.'),
    identityType: z.string().default('CUSTOMIZED_USER').describe("TikTok's identity_type."),
    status,
    ...created,
  })
  .describe('One ad.');

export type Campaign = z.output<typeof campaignShape>;
export type AdGroup = z.output<typeof adGroupShape>;
export type Ad = z.output<typeof adShape>;
