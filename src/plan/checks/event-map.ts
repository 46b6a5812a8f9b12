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
    const becomes = countedAs(event);
    const what = becomes === event ? 'no standard event' : `treated as ${becomes}`;
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
      const others = Object.keys(map).filter((other) => other !== sdk && countedAs(map[other]) === countedAs(event));
      if (!MONEY_EVENTS.has(event) || others.length === 0) return [];
      return [
        checkAt(pair, `capi.event_map.${sdk}`, {
          code: 'event-map/counted-twice',
          severity: 'warning',
          message: `${sdk} becomes ${event}, as ${others.join(', ')} ${others.length === 1 ? 'does' : 'do'}: one purchase that sends two of them counts its money twice.`,
          remedy: 'Give each SDK event that stands for one purchase another TikTok event.',
        }),
      ];
    });
  }
};

/** The name under which TikTok counts an event. */
function countedAs(event: string | undefined): string | undefined {
  return event !== undefined && Object.hasOwn(RESERVED_EVENTS, event) ? RESERVED_EVENTS[event] : event;
}

function nearMiss(event: string): string | undefined {
  const plain = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '');
  const word = plain(event);
  return [...STANDARD_EVENTS].find((standard) => isNear(plain(standard), word));
}

/** From how many letters on two slips are still a slip: `Lead` and `Read` differ by one, and mean two things. */
const LONG = 8;

/** Equal, or one letter added, lost or changed; two in a long word. */
function isNear(standard: string, word: string): boolean {
  return withinEdits(standard, word, standard.length < LONG ? 1 : 2);
}

function withinEdits(a: string, b: string, edits: number): boolean {
  if (Math.abs(a.length - b.length) > edits) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  if (at === a.length && at === b.length) return true;
  if (edits === 0) return false;
  const [left, right] = [a.slice(at), b.slice(at)];
  return [
    [left.slice(1), right],
    [left, right.slice(1)],
    [left.slice(1), right.slice(1)],
  ].some(([x = '', y = '']) => withinEdits(x, y, edits - 1));
}
