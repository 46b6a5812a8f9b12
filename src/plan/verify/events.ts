import type { Finding } from '../../model/index.ts';
import { NEW_VAULT_TOKEN, SEND_TEST_EVENT } from './remedies.ts';
import { finding, type Subject } from './subject.ts';

/**
 * That events reach TikTok: a test event that Layers dispatched, events that the pixel counted from servers, or the last
 * event at Layers. TikTok's Events Debugger has no API.
 */
export function events(subject: Subject): Finding {
  return tested(subject) ?? counted(subject);
}

function tested({ sent }: Subject): Finding | undefined {
  const { layers } = sent;
  if (layers === undefined) return undefined;
  if (!layers.ok) {
    const [problem] = layers.problems;
    const message = `The test event has no result: ${problem?.message ?? ''}`;
    return finding('events', 'unknown', message, problem?.remedy ?? 'Run it again later.');
  }
  const { dispatched, reason, status, missing } = layers.value;
  if (dispatched === true) {
    const seen = 'TikTok shows it in Events Manager, Test events';
    const never = missing.length === 0 ? '' : ` The app has not sent these events yet: ${missing.join(', ')}.`;
    return finding('events', 'green', `Layers dispatched a test event to TikTok; ${seen}.${never}`);
  }
  if (dispatched === false) {
    const because = reason === undefined ? '' : `: ${reason}`;
    return finding('events', 'red', `The test event did not reach TikTok${because}.`, NEW_VAULT_TOKEN);
  }
  return finding(
    'events',
    'unknown',
    `Layers sent a test event and reports "${status}", without a readable confirmation for TikTok.`,
    'Look for the event in TikTok Events Manager, Test events.',
  );
}

function counted({ live, setup }: Subject): Finding {
  const { pixelEvents } = setup;
  if (pixelEvents?.ok === true && pixelEvents.value.server > 0) {
    const { server, browser } = pixelEvents.value;
    const message = `Events that the pixel counted in 30 days: ${server} from servers, ${browser} from browsers.`;
    return finding('events', 'green', message);
  }
  const at = live.capi?.lastEventAt;
  if (at !== undefined) return finding('events', 'green', `Layers reports the last event at ${at}.`);
  const why =
    pixelEvents === undefined
      ? 'The events of the pixel were not readable'
      : pixelEvents.ok
        ? 'The pixel counted no server event in 30 days'
        : `The events of the pixel were not readable (${pixelEvents.problems[0]?.message ?? ''})`;
  const message = `${why}, and Layers reports no event. TikTok counts with a delay.`;
  return finding('events', 'unknown', message, SEND_TEST_EVENT);
}
