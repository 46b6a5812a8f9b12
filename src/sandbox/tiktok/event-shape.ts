import { z } from 'zod';

const text = z.string('not a valid string').min(1, 'not a valid string');
const SOURCES = ['web', 'app', 'offline', 'crm'] as const;

/** Hashing is checked later: it has its own code. */
const texts = z.union([text, z.array(text)]).optional();
const plain = z.string().optional();

const Data = z.object({
  event: text,
  event_time: z.int('not a whole number of seconds'),
  event_id: text.optional(),
  user: z
    .object({
      email: texts,
      phone: texts,
      external_id: texts,
      ttclid: plain,
      ttp: plain,
      ip: plain,
      user_agent: plain,
      idfa: plain,
      idfv: plain,
      gaid: plain,
      locale: plain,
      att_status: z.enum(['AUTHORIZED', 'DENIED', 'NOT_DETERMINED', 'RESTRICTED', 'NOT_APPLICABLE']).optional(),
    })
    .optional(),
  properties: z
    .object({
      value: z.number('not a number').optional(),
      currency: plain,
      content_type: plain,
      contents: z
        .array(z.object({ price: z.number('not a number').optional(), quantity: z.number().optional() }))
        .optional(),
    })
    .optional(),
  page: z.object({ url: text, referrer: plain }).optional(),
  app: z.object({ app_id: text }).optional(),
  lead: z.object({ lead_id: text }).optional(),
  limited_data_use: z.boolean().optional(),
});

/**
 * Source: business-api.tiktok.com POST /event/track/, "Events API 2.0" (documented). The messages about the source, its
 * id and event_id were observed by third parties. The number of events is checked later, too.
 */
export const EventBatch = z.object({
  // Both are required. A missing value has the same message as a wrong one, so both are checked later.
  event_source: z.enum(SOURCES, 'must be web, app or offline').optional(),
  event_source_id: text.optional(),
  test_event_code: text.optional(),
  data: z.array(Data).min(1),
});

export type SentBatch = z.output<typeof EventBatch>;
export type SentEvent = SentBatch['data'][number];
/** A batch with its source. */
export type Batch = SentBatch & {
  readonly event_source: (typeof SOURCES)[number];
  readonly event_source_id: string;
};

/** SHA-256 in lowercase hex. */
const HASHED = /^[0-9a-f]{64}$/;

/** Whether an e-mail, a telephone number or an external id is not hashed. */
export function isInTheClear({ user }: SentEvent): boolean {
  const given = [user?.email, user?.phone, user?.external_id].flat();
  return given.some((value) => value !== undefined && !HASHED.test(value));
}

/** The part that an event of this source requires; `undefined` if it is complete. */
export function missingPart(source: Batch['event_source'], event: SentEvent): string | undefined {
  const needed = ({ web: 'page', app: 'app', offline: undefined, crm: 'lead' } as const)[source];
  return needed !== undefined && event[needed] === undefined ? needed : undefined;
}
