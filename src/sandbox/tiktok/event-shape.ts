import { z } from 'zod';

const text = z.string('not a valid string').min(1, 'not a valid string');
const SOURCES = ['web', 'app', 'offline', 'crm'] as const;

/** Hashed or not is looked at later: that has a code of its own. */
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
 * id and event_id were observed by third parties. How many events there are is looked at later, too.
 */
export const EventBatch = z.object({
  // Both are required. What is missing gets the same words as what is wrong, so that is looked at later.
  event_source: z.enum(SOURCES, 'must be web, app or offline').optional(),
  event_source_id: text.optional(),
  test_event_code: text.optional(),
  data: z.array(Data).min(1),
});

export type SentBatch = z.output<typeof EventBatch>;
export type SentEvent = SentBatch['data'][number];
/** A batch that says where it comes from. */
export type Batch = SentBatch & {
  readonly event_source: (typeof SOURCES)[number];
  readonly event_source_id: string;
};

/** SHA-256 in lower-case hex. */
const HASHED = /^[0-9a-f]{64}$/;

/** Whether an e-mail, a telephone number or an external id came in the clear. */
export function isInTheClear({ user }: SentEvent): boolean {
  const given = [user?.email, user?.phone, user?.external_id].flat();
  return given.some((value) => value !== undefined && !HASHED.test(value));
}

/** The part that an event of this source must have; `undefined` where nothing is missing. */
export function missingPart(source: Batch['event_source'], event: SentEvent): string | undefined {
  const needed = ({ web: 'page', app: 'app', offline: undefined, crm: 'lead' } as const)[source];
  return needed !== undefined && event[needed] === undefined ? needed : undefined;
}
