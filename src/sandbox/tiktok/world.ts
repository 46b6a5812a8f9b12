import { z } from 'zod';
import { zone } from '../clock.ts';

const digits = z.string().regex(/^\d{1,20}$/, 'must be a string of digits');
const amount = z.string().regex(/^\d{1,12}(\.\d{1,2})?$/, 'must be an amount such as "310.00"');

const tokenShape = z
  .strictObject({
    token: z.string().min(8).describe('The access token as it is sent. Invented: a sandbox needs no real one.'),
    advertisers: z.array(digits).default([]).describe('Ad accounts that the token may read.'),
    kind: z.enum(['marketing', 'events']).default('marketing').describe('What the token is for.'),
    scopes: z.array(z.int()).optional().describe("TikTok's numeric scopes. Absent: all."),
    state: z.enum(['active', 'revoked', 'expired']).default('active').describe('Whether it still works.'),
  })
  .describe('One access token.');

const advertiserShape = z
  .strictObject({
    id: digits.describe('The advertiser id.'),
    name: z.string().default('TikTok account').describe('What people call it.'),
    status: z.string().default('STATUS_ENABLE').describe("In TikTok's words."),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .default('USD')
      .describe('ISO 4217.'),
    timezone: zone.default('UTC').describe('IANA name. Days begin and end in it.'),
    balance: z.number().default(1000).describe('What can be spent, in major units.'),
    ownerBusiness: digits.optional().describe('The Business Center that owns it.'),
    spend: z
      .array(
        z
          .strictObject({
            date: z.iso.date().describe("A day of the account's time zone."),
            amount: amount.describe('What was spent on it, in major units.'),
          })
          .describe('One day.'),
      )
      .optional()
      .describe('What was spent, by day. What lies after today is not spent yet.'),
    spendPerDay: amount.optional().describe('Spent on every day up to today, unless spend is there.'),
  })
  .describe('One ad account.');

const pixelShape = z
  .strictObject({
    id: digits.describe('The numeric id, which people do not see.'),
    code: z
      .string()
      .regex(/^[A-Z0-9]{15,24}$/, 'must be 15 to 24 capitals and digits')
      .describe('The pixel code.'),
    name: z.string().default('Pixel').describe('What people call it.'),
    owner: digits.describe('The ad account that it was made in.'),
    ownerBusiness: digits.optional().describe('The Business Center that it was moved into.'),
    linkedTo: z.array(digits).default([]).describe('Other ad accounts that a Business Center linked it to.'),
    unboundFrom: z.array(digits).default([]).describe('Ad accounts that it was linked to once.'),
  })
  .describe('One pixel.');

const businessCenterShape = z
  .strictObject({
    id: digits.describe('The id of the Business Center.'),
    name: z.string().default('Business Center').describe('What people call it.'),
    members: z.array(z.string()).default([]).describe('The people in it, by name.'),
  })
  .describe('One Business Center.');

/** What TikTok holds. */
export const tiktokShape = z
  .strictObject({
    tokens: z.array(tokenShape).default([]).describe('Access tokens.'),
    advertisers: z.array(advertiserShape).default([]).describe('Ad accounts.'),
    pixels: z.array(pixelShape).default([]).describe('Pixels, oldest first.'),
    businessCenters: z.array(businessCenterShape).default([]).describe('Business Centers.'),
  })
  .prefault({})
  .describe('What TikTok holds.');

export type TikTokToken = z.output<typeof tokenShape>;
export type Advertiser = z.output<typeof advertiserShape>;
export type Pixel = z.output<typeof pixelShape>;
