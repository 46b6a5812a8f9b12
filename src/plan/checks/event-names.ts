import { type Check, type DesiredLayer, SDK_EVENTS, TIKTOK_EVENTS } from '../../model/index.ts';
import { checkAt } from './check.ts';

/**
 * Names in an event map that are similar to known ones. An unknown SDK event maps nothing, and a misspelled standard
 * event is never optimised for. Reads only the document, so `validate` reports it as well.
 */
export function eventNames(desired: DesiredLayer): readonly Check[] {
  return overridesOf(desired).flatMap(([sdk, event]) => [...sdkName(desired, sdk), ...tiktokName(desired, sdk, event)]);
}

/** In the order of the document. */
export function overridesOf({ fields }: DesiredLayer): readonly (readonly [sdk: string, event: string])[] {
  return Object.entries(fields['capi.event_map'] ?? {});
}

/** `undefined` if TikTok knows the name, or it is not similar to one that can be recommended. */
export function nearTikTokEvent(event: string): string | undefined {
  return TIKTOK_EVENTS.has(event) ? undefined : nearName(event, RECOMMENDED);
}

const RECOMMENDED: ReadonlySet<string> = new Set(
  [...TIKTOK_EVENTS].flatMap(([name, { kind }]) => (kind === 'standard' || kind === 'converted' ? [name] : [])),
);

/** In the order of `names`. */
export function similarEvents(event: string, names: Iterable<string>): readonly string[] {
  const word = lettersOf(event);
  return [...names].filter((name) => isNear(lettersOf(name), word));
}

function sdkName(desired: DesiredLayer, sdk: string): readonly Check[] {
  const near = nearName(sdk, SDK_EVENTS);
  if (near === undefined) return [];
  return [
    checkAt({ desired }, `capi.event_map.${sdk}`, {
      code: 'event-map/sdk-near-miss',
      severity: 'warning',
      message: `The SDK event "${sdk}" is similar to "${near}", which the SDK documents.`,
      remedy: `Write "${near}", unless the app sends "${sdk}".`,
    }),
  ];
}

function tiktokName(desired: DesiredLayer, sdk: string, event: string): readonly Check[] {
  const near = nearTikTokEvent(event);
  if (near === undefined) return [];
  return [
    checkAt({ desired }, `capi.event_map.${sdk}`, {
      code: 'event-map/near-miss',
      severity: 'warning',
      message: `"${sdk}" maps to "${event}", which is similar to TikTok's "${near}".`,
      remedy: `Write "${near}". Names are case-sensitive.`,
    }),
  ];
}

function nearName(name: string, known: ReadonlySet<string>): string | undefined {
  return known.has(name) ? undefined : similarEvents(name, known)[0];
}

function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '');
}

/** From this length two edits count as similar: short names such as `Lead` and `Read` differ by one letter. */
const MIN_LONG_NAME_CHARS = 8;

/** Equal, or one letter added, removed or changed; two in a long word. */
function isNear(known: string, word: string): boolean {
  return withinEdits(known, word, known.length < MIN_LONG_NAME_CHARS ? 1 : 2);
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
