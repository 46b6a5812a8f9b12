import { DEFAULT_RELAY_MAP, MONEY_EVENTS, RESERVED_EVENTS, STANDARD_EVENTS } from '../../model/index.ts';
import { checkAt, type CheckRule } from './check.ts';
import { eventNames, nearStandardEvent, overridesOf } from './event-names.ts';

/**
 * A non-standard target event is reported but never optimised for; two SDK events with one monetary target event count
 * a purchase twice. `eventNames` finds typing errors.
 *
 * Source: TikTok Ads help centre, standard and reserved events (documented).
 */
export const eventMap: CheckRule = (pair) => {
  const entries = overridesOf(pair.desired);
  return [
    ...eventNames(pair.desired),
    ...entries.flatMap(([sdk, event]) => notStandard(sdk, event)),
    ...countedTwice(entries),
  ];

  function notStandard(sdk: string, event: string) {
    if (STANDARD_EVENTS.has(event) || nearStandardEvent(event) !== undefined) return [];
    const becomes = countedAs(event);
    const what = becomes === event ? 'not a standard TikTok event' : `treated as ${becomes} by TikTok`;
    return [
      checkAt(pair, `capi.event_map.${sdk}`, {
        code: 'event-map/not-standard',
        severity: 'note',
        message: `"${sdk}" maps to "${event}", which is ${what}: it is reported but cannot be optimised for.`,
      }),
    ];
  }

  function countedTwice(written: readonly (readonly [string, string])[]) {
    const map = { ...DEFAULT_RELAY_MAP, ...Object.fromEntries(written) };
    return written.flatMap(([sdk, event]) => {
      const others = Object.keys(map).filter((other) => other !== sdk && countedAs(map[other]) === countedAs(event));
      if (!MONEY_EVENTS.has(event) || others.length === 0) return [];
      return [
        checkAt(pair, `capi.event_map.${sdk}`, {
          code: 'event-map/counted-twice',
          severity: 'warning',
          message: `"${sdk}" maps to ${event}, like ${others.map((name) => `"${name}"`).join(', ')}: a purchase that sends two of them is counted twice.`,
          remedy: 'Map the SDK events of one purchase to different TikTok events.',
        }),
      ];
    });
  }
};

/** The name under which TikTok counts an event. */
function countedAs(event: string | undefined): string | undefined {
  return event !== undefined && Object.hasOwn(RESERVED_EVENTS, event) ? RESERVED_EVENTS[event] : event;
}
