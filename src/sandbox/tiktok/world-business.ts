import { z } from 'zod';
import { choice, currency, shape } from '../core/world-parts.ts';
import { digits, instant } from './world-ads.ts';

const memberShape = shape('One member.', {
  name: z.string().min(1).describe('What people call them. A token names its user by it.'),
  role: choice(['ADMIN', 'STANDARD'], 'What they may do in the Business Center.'),
  finance: z.enum(['MANAGER', 'ANALYST']).optional().describe('Their finance role. Absent: none.'),
});

export const businessCenterShape = shape('One Business Center.', {
  id: digits.describe('The id of the Business Center.'),
  name: z.string().default('Business Center').describe('What people call it.'),
  company: z.string().optional().describe('The company behind it. Absent: its name.'),
  type: choice(
    ['NORMAL', 'DIRECT', 'AGENCY', 'SELF_SERVICE', 'SELF_SERVICE_AGENCY'],
    'What kind of Business Center it is.',
  ),
  status: z.enum(['REVIEWING', 'DENY', 'ENABLE', 'PUNISH']).default('ENABLE').describe("In TikTok's words."),
  currency,
  timezone: z.string().default('UTC').describe('As it is shown.'),
  area: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .default('US')
    .describe('Where it is registered, ISO 3166.'),
  balance: z.number().default(0).describe('What lies on it, in major units.'),
  members: z
    .array(z.union([z.string().min(1), memberShape]))
    .default([])
    .describe('The people in it. A name alone is an admin and a finance manager.'),
});

export const partnershipShape = shape('Two Business Centers that share, or are about to.', {
  from: digits.describe('The Business Center that asked for it.'),
  to: digits.describe('The Business Center that was asked.'),
  state: z
    .enum(['requested', 'active'])
    .default('active')
    .describe('requested: somebody on the other side still has to accept it. No API does.'),
});

export const shareShape = shape(
  'One ad account that is shared with a partner. It counts while the partnership is active.',
  {
    from: digits.describe('The Business Center that owns the ad account.'),
    to: digits.describe('The partner that may use it.'),
    advertiser: digits.describe('The ad account.'),
    role: z.enum(['ADMIN', 'OPERATOR', 'ANALYST']).default('ANALYST').describe('What the partner may do with it.'),
    visibleFrom: instant
      .nullable()
      .optional()
      .describe('When both sides begin to see it. Absent: from the start. null: never.'),
  },
);

export type BusinessCenter = z.output<typeof businessCenterShape>;
export type Partnership = z.output<typeof partnershipShape>;
