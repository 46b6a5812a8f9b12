import { z } from 'zod';
import { zone } from '../core/calendar.ts';
import type { CoreWorld, State as CoreState } from '../core/state.ts';
import { choice, currency, no, shape } from '../core/world-parts.ts';
import type { TikTokSwitches } from './switches.ts';
import {
  adGroupShape,
  adShape,
  amount,
  campaignShape,
  digits,
  identityShape,
  instant,
  sparkPostShape,
  spending,
} from './world-ads.ts';
import {
  assetShareShape,
  businessCenterShape,
  partnershipShape,
  pixelShape,
  receivedEventShape,
  shareShape,
} from './world-assets.ts';

export type { Ad, AdGroup, Campaign, Identity, SparkPost } from './world-ads.ts';

export type { BusinessCenter, Partnership, Pixel } from './world-assets.ts';

const appShape = shape('One developer app.', {
  id: z.string().min(1).describe('The app id.'),
  secret: z.string().min(8).describe('Its secret. Invented.'),
});

const authCodeShape = shape('One consent that can be exchanged for a token.', {
  code: z.string().min(1).describe('The auth code that TikTok appended to the redirect.'),
  app: z.string().describe('The developer app.'),
  user: z.string().optional().describe('The user who consented.'),
  advertisers: z.array(digits).default([]).describe('Granted ad accounts.'),
  scopes: z.array(z.int()).optional().describe("TikTok's numeric scopes. Absent: all."),
  expires: instant.optional().describe('When it expires: an hour after the consent. Absent: never.'),
  used: no('Whether it was exchanged for a token. It works once.'),
});

const tokenShape = shape('One access token.', {
  token: z.string().min(8).describe('The access token. Invented: a sandbox needs no real one.'),
  advertisers: z.array(digits).default([]).describe('Ad accounts that the token may read.'),
  kind: choice(['marketing', 'events'], 'The API that the token is for.'),
  scopes: z.array(z.int()).optional().describe("TikTok's numeric scopes. Absent: all."),
  state: choice(['active', 'revoked', 'expired'], 'Whether it still works.'),
  app: z.string().optional().describe('The developer app it was issued to. All tokens of an app share its limits.'),
  user: z
    .string()
    .optional()
    .describe('The user who consented: a member of Business Centers. Absent: a user without a Business Center.'),
  pixels: z.array(z.string()).default([]).describe('Codes of pixels that an Events API token may send to.'),
});

const budgetMode = z.enum(['UNLIMITED', 'MONTHLY_BUDGET', 'DAILY_BUDGET', 'CUSTOM_BUDGET']);

const budgetChangeShape = shape('One change of the budget of an ad account.', {
  time: instant.describe('Time of the change.'),
  activity: z
    .enum(['RESET', 'BUDGET_MODE_UPDATE', 'INCREASE_BUDGET', 'DECREASE_BUDGET', 'REMOVE_BUDGET'])
    .describe("TikTok's activity_type."),
  previousMode: budgetMode.describe('The mode before.'),
  previous: amount.optional().describe('The budget before, in major units.'),
  mode: budgetMode.describe('The mode after.'),
  budget: amount.optional().describe('The budget after, in major units.'),
  by: z.string().default('').describe("The operator's name."),
});

const advertiserShape = shape('One ad account.', {
  id: digits.describe('The advertiser id.'),
  name: z.string().default('TikTok account').describe('Its name.'),
  company: z.string().optional().describe('Its company.'),
  status: z.string().default('STATUS_ENABLE').describe("TikTok's status."),
  currency,
  timezone: zone.default('UTC').describe('IANA name. Days begin and end in it.'),
  balance: z.number().default(1000).describe('The balance, in major units.'),
  ownerBusiness: digits.optional().describe('The Business Center that owns it.'),
  budgetMode: budgetMode.default('UNLIMITED').describe('The period of the budget of the account.'),
  budget: amount.optional().describe('The budget of the account, in major units.'),
  budgetSince: z.iso.date().optional().describe('The day from which a one-time budget counts.'),
  budgetChanges: z.array(budgetChangeShape).default([]).describe('Changes of the budget, oldest first.'),
  terms: z
    .array(z.enum(['Pixel', 'LeadAds', 'InstantPage', 'ReachFrequency']))
    .default(['Pixel', 'LeadAds', 'InstantPage', 'ReachFrequency'])
    .describe('Accepted terms.'),
  ...spending,
});

export const tiktokShape = z
  .strictObject({
    apps: z.array(appShape).default([]).describe('Developer apps.'),
    authCodes: z.array(authCodeShape).default([]).describe('Consents that can be exchanged for a token.'),
    tokens: z.array(tokenShape).default([]).describe('Access tokens.'),
    advertisers: z.array(advertiserShape).default([]).describe('Ad accounts.'),
    pixels: z.array(pixelShape).default([]).describe('Pixels, oldest first.'),
    businessCenters: z.array(businessCenterShape).default([]).describe('Business Centers.'),
    partnerships: z.array(partnershipShape).default([]).describe('Partnerships of Business Centers.'),
    shares: z.array(shareShape).default([]).describe('Ad accounts that are shared with partners.'),
    assetShares: z
      .array(assetShareShape)
      .default([])
      .describe('Pixels and TikTok accounts that are shared with partners.'),
    campaigns: z.array(campaignShape).default([]).describe('Campaigns.'),
    adGroups: z.array(adGroupShape).default([]).describe('Ad groups.'),
    ads: z.array(adShape).default([]).describe('Ads.'),
    sparkPosts: z.array(sparkPostShape).default([]).describe('Posts of creators with their Spark codes.'),
    identities: z.array(identityShape).default([]).describe('Identities that ads can use.'),
    events: z.array(receivedEventShape).default([]).describe('Events that the Events API accepted, oldest first.'),
  })
  .prefault({})
  .describe('The data of TikTok.');

export type TikTokToken = z.output<typeof tokenShape>;
export type Advertiser = z.output<typeof advertiserShape>;
export type BudgetChange = z.output<typeof budgetChangeShape>;
export type TikTokWorld = z.output<typeof tiktokShape>;

/** The part of a world that TikTok's routes use. */
export type World = CoreWorld & { readonly tiktok: TikTokWorld; readonly switches: TikTokSwitches };
export type State = CoreState<World>;
