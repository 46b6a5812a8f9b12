import { z } from 'zod';
import { shape, yes } from '../core/world-parts.ts';
import { digits, instant } from './world-ads.ts';

const pixelEventShape = shape('One event that the pixel knows.', {
  id: digits.describe('The event id.'),
  type: z.string().describe("TikTok's event_type, such as SHOPPING or ON_WEB_REGISTER."),
  name: z.string().default('Event').describe('What people call it.'),
});

const countShape = shape('How often one event was received on one day.', {
  type: z.string().describe("TikTok's event_type, such as SHOPPING or ON_WEB_REGISTER."),
  date: z.iso.date().describe('The day, in UTC.'),
  browser: z.int().min(0).default(0).describe('How many came from browsers.'),
  server: z.int().min(0).default(0).describe('How many came from servers.'),
});

export const pixelShape = shape('One pixel.', {
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
  partner: z.string().optional().describe('The partner that set it up.'),
  matchEmail: yes('Whether it matches by e-mail.'),
  matchPhone: yes('Whether it matches by telephone.'),
  firstPartyCookies: yes('Whether it keeps first-party cookies.'),
  expandedSharing: yes('Whether it shares more data.'),
  events: z.array(pixelEventShape).default([]).describe('Events that it knows.'),
  counts: z.array(countShape).default([]).describe('Events received before the sandbox began.'),
  createdAt: instant.default('2026-01-01T00:00:00Z').describe('When it was made.'),
});

export const receivedEventShape = shape('One event that the Events API took.', {
  source: z.enum(['web', 'app', 'offline', 'crm']).describe('The event source.'),
  sourceId: z.string().describe('The pixel code for web; else the id of an app or an event set.'),
  event: z.string().describe('The name of the event.'),
  eventId: z.string().optional().describe('What repeats are told by.'),
  eventTime: z.int().describe('When it happened, in Unix seconds.'),
  testCode: z.string().optional().describe('The test code it came with. A test event is not counted.'),
  receivedAt: instant.describe('When it was received.'),
});

export type Pixel = z.output<typeof pixelShape>;
