import { sees } from './access.ts';
import {
  accepted,
  BATCH_TOO_LARGE,
  declined,
  PARAMETER_ERROR,
  PERMISSION_ERROR,
  PII_NOT_HASHED,
  type Reply,
} from './envelope.ts';
import { type Batch, EventBatch, type SentBatch, isInTheClear, missingPart } from './event-shape.ts';
import { type Call, type Route, writeRoute } from './route.ts';

const LARGEST_BATCH = 1000;

/**
 * Source: business-api.tiktok.com POST /event/track/, "Events API 2.0" (documented; refusals observed by third
 * parties); scope 5. The measurement scope with 19 digits is left out: a number would round it.
 */
export const events: readonly Route[] = [{ ...writeRoute('/event/track/', [5], EventBatch, track), events: true }];

/** All or none. Success only means received, not processed (documented). */
function track(sent: SentBatch, call: Call): Reply {
  const { state } = call;
  const { event_source: source, event_source_id: sourceId } = sent;
  if (source === undefined) {
    return declined(PARAMETER_ERROR, 'Invalid value for event_source: must be web, app or offline.');
  }
  if (sourceId === undefined) return wrongSourceId();
  if (sent.data.length > LARGEST_BATCH) return declined(BATCH_TOO_LARGE, `At most ${LARGEST_BATCH} events in data.`);
  const batch: Batch = { ...sent, event_source: source, event_source_id: sourceId };
  const refusal = sourceRefusal(batch, call);
  if (refusal !== undefined) return refusal;
  for (const [index, event] of batch.data.entries()) {
    const missing = missingPart(batch.event_source, event);
    if (missing !== undefined) return declined(PARAMETER_ERROR, `Missing required field(s): data.${index}.${missing}.`);
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
  return declined(PARAMETER_ERROR, 'Invalid value for event_source_id: not a valid string.');
}
