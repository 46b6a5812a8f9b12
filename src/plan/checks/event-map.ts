import { DEFAULT_RELAY_MAP, MONEY_EVENTS, RESERVED_EVENTS, STANDARD_EVENTS } from '../../model/index.ts';
import { checkAt, type Examine } from './check.ts';

/**
 * An override that misses a standard name by a letter is reported and never optimised for; two SDK events that become
 * one event with money in it count one purchase twice.
 *
 * Source: TikTok Ads help centre, standard and reserved events (documented).
 */
export const eventMap: Examine = (pair) => {
  const overrides = pair.desired.fields['capi.event_map'];
  if (typeof overrides !== 'object' || overrides === null || Array.isArray(overrides)) return [];
  const entries = Object.entries(overrides as Readonly<Record<string, string>>);
  return [...entries.flatMap(([sdk, event]) => name(sdk, event)), ...countedTwice(entries)];

  function name(sdk: string, event: string) {
    if (STANDARD_EVENTS.has(event)) return [];
    const near = nearMiss(event);
    const place = `capi.event_map.${sdk}`;
    if (near !== undefined) {
      return [
        checkAt(pair, place, {
          code: 'event-map/near-miss',
          severity: 'warning',
          message: `${sdk} becomes "${event}", which is almost TikTok's "${near}".`,
          remedy: `Write "${near}". Names are case-sensitive.`,
        }),
      ];
    }
    const becomes = RESERVED_EVENTS[event];
    const what = becomes === undefined || becomes === event ? 'no standard event' : `treated as ${becomes}`;
    return [
      checkAt(pair, place, {
        code: 'event-map/not-standard',
        severity: 'note',
        message: `${sdk} becomes "${event}", which is ${what} at TikTok: it is reported, and cannot be optimised for.`,
      }),
    ];
  }

  function countedTwice(written: readonly (readonly [string, string])[]) {
    const map = { ...DEFAULT_RELAY_MAP, ...Object.fromEntries(written) };
    return written.flatMap(([sdk, event]) => {
      const others = Object.keys(map).filter((other) => other !== sdk && map[other] === event);
      if (!MONEY_EVENTS.has(event) || others.length === 0) return [];
      return [
        checkAt(pair, `capi.event_map.${sdk}`, {
          code: 'event-map/counted-twice',
          severity: 'warning',
          message: `${sdk} becomes ${event}, as ${others.join(', ')} do: one purchase that sends two of them counts its money twice.`,
          remedy: 'Give each SDK event that stands for one purchase another TikTok event.',
        }),
      ];
    });
  }
};

function nearMiss(event: string): string | undefined {
  const plain = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '');
  return [...STANDARD_EVENTS].find((standard) => distanceAtMostOne(plain(standard), plain(event)));
}

/** Equal, or one letter added, lost or changed. */
function distanceAtMostOne(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  const rest = short.length === long.length ? short.slice(at + 1) : short.slice(at);
  return rest === long.slice(at + 1);
}
