import { z } from 'zod';
import { choice, currency, shape, yes } from '../core/world-parts.ts';
import { digits, instant } from './world-ads.ts';

const memberShape = shape('One member.', {
  name: z.string().min(1).describe('The name. A token refers to its user by it.'),
  role: choice(['ADMIN', 'STANDARD'], 'The role in the Business Center.'),
  finance: z.enum(['MANAGER', 'ANALYST']).optional().describe('Their finance role. Absent: none.'),
});

export const businessCenterShape = shape('One Business Center.', {
  id: digits.describe('The id of the Business Center.'),
  name: z.string().default('Business Center').describe('Its name.'),
  company: z.string().optional().describe('Its company. Absent: its name.'),
  type: choice(['NORMAL', 'DIRECT', 'AGENCY', 'SELF_SERVICE', 'SELF_SERVICE_AGENCY'], 'Its type.'),
  status: z.enum(['REVIEWING', 'DENY', 'ENABLE', 'PUNISH']).default('ENABLE').describe("TikTok's status."),
  currency,
  timezone: z.string().default('UTC').describe('As displayed.'),
  area: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .default('US')
    .describe('Country of registration, ISO 3166.'),
  balance: z.number().default(0).describe('The balance, in major units.'),
  members: z
    .array(z.union([z.string().min(1), memberShape]))
    .default([])
    .describe('Its members. A name alone is an admin and a finance manager.'),
});

export const partnershipShape = shape('One partnership of two Business Centers.', {
  from: digits.describe('The Business Center that requested it.'),
  to: digits.describe('The other Business Center.'),
  state: z
    .enum(['requested', 'active'])
    .default('active')
    .describe('requested: a person on the other side still has to accept it, because no API can.'),
});

export const shareShape = shape(
  'One ad account that is shared with a partner. It counts while the partnership is active.',
  {
    from: digits.describe('The Business Center that owns the ad account.'),
    to: digits.describe('The partner that may use it.'),
    advertiser: digits.describe('The ad account.'),
    role: z.enum(['ADMIN', 'OPERATOR', 'ANALYST']).default('ANALYST').describe("The partner's role."),
    visibleFrom: instant
      .nullable()
      .optional()
      .describe('When both sides begin to see it. Absent: from the start. null: never.'),
  },
);

/** Assets besides ad accounts that a partner can see, and that only a person shares. */
export const SHARED_BY_PEOPLE = ['PIXEL', 'TT_ACCOUNT'] as const;

export const assetShareShape = shape(
  'One pixel or TikTok account that a person shared with a partner. It counts while the partnership is active.',
  {
    from: digits.describe('The Business Center that owns it.'),
    to: digits.describe('The partner.'),
    type: z.enum(SHARED_BY_PEOPLE).describe("TikTok's asset_type."),
    asset: digits.describe('The asset id: of a pixel its number, not its code.'),
    visibleFrom: instant
      .nullable()
      .optional()
      .describe('When it becomes visible. Absent: from the start. null: never.'),
  },
);

export type BusinessCenter = z.output<typeof businessCenterShape>;
export type Partnership = z.output<typeof partnershipShape>;

const pixelEventShape = shape('One event of the pixel.', {
  id: digits.describe('The event id.'),
  type: z.string().describe("TikTok's event_type, such as SHOPPING or ON_WEB_REGISTER."),
  name: z.string().default('Event').describe('Its name.'),
});

const countShape = shape('Number of events of one type on one day.', {
  type: z.string().describe("TikTok's event_type, such as SHOPPING or ON_WEB_REGISTER."),
  date: z.iso.date().describe('The day, in UTC.'),
  browser: z.int().min(0).default(0).describe('Events from browsers.'),
  server: z.int().min(0).default(0).describe('Events from servers.'),
});

export const pixelShape = shape('One pixel.', {
  id: digits.describe('The numeric id, which people do not see.'),
  code: z
    .string()
    .regex(/^[A-Z0-9]{15,24}$/, 'must be 15 to 24 capitals and digits')
    .describe('The pixel code.'),
  name: z.string().default('Pixel').describe('Its name.'),
  owner: digits.describe('The ad account that it was created in.'),
  ownerBusiness: digits.optional().describe('The Business Center that it was moved into.'),
  linkedTo: z.array(digits).default([]).describe('Other ad accounts that a Business Center linked it to.'),
  unboundFrom: z.array(digits).default([]).describe('Ad accounts that it is no longer linked to.'),
  partner: z.string().optional().describe('The partner that set it up.'),
  matchEmail: yes('Whether it matches by e-mail.'),
  matchPhone: yes('Whether it matches by phone number.'),
  firstPartyCookies: yes('Whether it keeps first-party cookies.'),
  expandedSharing: yes('Whether it shares more data.'),
  events: z.array(pixelEventShape).default([]).describe('Its events.'),
  counts: z.array(countShape).default([]).describe('Events received before the sandbox began.'),
  eventsPerDay: z.int().min(0).default(0).describe('Registrations from servers on every day, in addition.'),
  createdAt: instant.default('2026-01-01T00:00:00Z').describe('Time of creation.'),
});

export const receivedEventShape = shape('One event that the Events API accepted.', {
  source: z.enum(['web', 'app', 'offline', 'crm']).describe('The event source.'),
  sourceId: z.string().describe('The pixel code for web; else the id of an app or an event set.'),
  event: z.string().describe('The name of the event.'),
  eventId: z.string().optional().describe('The id by which repetitions are recognized.'),
  eventTime: z.int().describe('When it happened, in Unix seconds.'),
  testCode: z.string().optional().describe('Its test code. Test events are not counted.'),
  receivedAt: instant.describe('When it was received.'),
});

export type Pixel = z.output<typeof pixelShape>;
