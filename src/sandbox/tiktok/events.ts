import { z } from 'zod';
import { sees } from './access.ts';
import {
  accepted,
  BATCH_TOO_LARGE,
  declined,
  invalid,
  PERMISSION_ERROR,
  PII_NOT_HASHED,
  type Reply,
} from './envelope.ts';
import { type Call, type Route, writeRoute } from './route.ts';

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
 * Source: POST /event/track/, "Events API 2.0" (documented). The messages about the source, its id and event_id were
 * observed by third parties. The number of events is checked later, too.
 */
export const EventBatch = z.object({
  // Both are required. A missing value has the same message as a wrong one, so both are checked later.
  event_source: z.enum(SOURCES, 'must be web, app or offline').optional(),
  event_source_id: text.optional(),
  test_event_code: text.optional(),
  data: z.array(Data).min(1),
});

const MAX_BATCH_EVENTS = 1000;

/**
 * Source: POST /event/track/, "Events API 2.0" (documented; refusals observed by third parties); scope 5. The
 * measurement scope with 19 digits is left out: a number would round it.
 */
export const events: readonly Route[] = [{ ...writeRoute('/event/track/', [5], EventBatch, track), events: true }];

export type SentBatch = z.output<typeof EventBatch>;
export type SentEvent = SentBatch['data'][number];

export type Batch = SentBatch & {
  readonly event_source: (typeof SOURCES)[number];
  readonly event_source_id: string;
};

/** SHA-256 in lowercase hex. */
const HASHED = /^[0-9a-f]{64}$/;

export function isInTheClear({ user }: SentEvent): boolean {
  const given = [user?.email, user?.phone, user?.external_id].flat();
  return given.some((value) => value !== undefined && !HASHED.test(value));
}

/** The part that an event of this source requires; `undefined` if it is complete. */
export function missingPart(source: Batch['event_source'], event: SentEvent): string | undefined {
  const needed = ({ web: 'page', app: 'app', offline: undefined, crm: 'lead' } as const)[source];
  return needed !== undefined && event[needed] === undefined ? needed : undefined;
}

/** All or none. Success only means received, not processed (documented). */
function track(sent: SentBatch, call: Call): Reply {
  const { state } = call;
  const { event_source: source, event_source_id: sourceId } = sent;
  if (source === undefined) {
    return invalid('Invalid value for event_source: must be web, app or offline.');
  }
  if (sourceId === undefined) return wrongSourceId();
  if (sent.data.length > MAX_BATCH_EVENTS)
    return declined(BATCH_TOO_LARGE, `At most ${MAX_BATCH_EVENTS} events in data.`);
  const batch: Batch = { ...sent, event_source: source, event_source_id: sourceId };
  const refusal = sourceRefusal(batch, call);
  if (refusal !== undefined) return refusal;
  for (const [index, event] of batch.data.entries()) {
    const missing = missingPart(batch.event_source, event);
    if (missing !== undefined) return invalid(`Missing required field(s): data.${index}.${missing}.`);
    if (isInTheClear(event)) return declined(PII_NOT_HASHED, `data.${index}.user is not hashed.`);
  }
  for (const event of batch.data) {
    state.world.tiktok.events.push({
      source: batch.event_source,
      sourceId: batch.event_source_id,
      event: event.event,
      eventTime: event.event_time,
      receivedAt: state.now().toISOString(),
      ...(event.event_id === undefined ? {} : { eventId: event.event_id }),
      ...(batch.test_event_code === undefined ? {} : { testCode: batch.test_event_code }),
    });
  }
  return accepted({});
}

/**
 * The source of a web event is a pixel code; for other events a pixel code is a wrong id (observed). The world has no
 * apps and no event sets, so other ids are accepted.
 */
function sourceRefusal({ event_source: source, event_source_id: sourceId }: Batch, call: Call): Reply | undefined {
  const pixel = call.state.world.tiktok.pixels.find(({ code }) => code === sourceId);
  if (source !== 'web') {
    return pixel === undefined ? undefined : wrongSourceId();
  }
  const { kind, pixels, advertisers } = call.token;
  const allowed =
    pixel !== undefined &&
    (kind === 'events' && pixels.length > 0
      ? pixels.includes(pixel.code)
      : advertisers.some((advertiser) => sees(advertiser, pixel)));
  // The code is inferred, and also that a pixel that does not exist gets the same answer.
  return allowed ? undefined : declined(PERMISSION_ERROR, `You don't have permission to the pixel ${sourceId}.`);
}

function wrongSourceId(): Reply {
  return invalid('Invalid value for event_source_id: not a valid string.');
}
