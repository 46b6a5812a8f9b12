import { createHash } from 'node:crypto';
import type { Client } from '../http/index.ts';
import { ok, type Result, type TestEvent } from '../model/index.ts';
import { write } from './request.ts';

/** A standard event; its parameters are optional. The person and the page do not exist. */
const EVENT = 'ViewContent';
const PERSON = createHash('sha256').update('reconcile-test-event').digest('hex');
const PAGE = 'https://example.com/reconcile-test-event';

/**
 * The test code keeps it out of reports. Acceptance proves the token and the pixel, not that an ad was attributed.
 *
 * Source: POST /event/track/, "Events API 2.0" (documented); a pixel code belongs to web events (documented).
 */
export async function sendTestEvent(
  client: Client,
  { pixel, testCode, eventId, at }: TestEvent,
  signal: AbortSignal,
): Promise<Result<void>> {
  const event = {
    event: EVENT,
    event_time: Math.floor(at.getTime() / 1000),
    event_id: eventId,
    user: { external_id: PERSON },
    page: { url: PAGE },
  };
  const body = { event_source: 'web', event_source_id: pixel, test_event_code: testCode, data: [event] };
  const sent = await write(client, { endpoint: 'event/track', body }, signal);
  return sent.ok ? ok(undefined) : sent;
}
