import { type Check, type DesiredLayer, remembered, SDK_EVENTS, TIKTOK_EVENTS } from '../../model/index.ts';
import { findAll } from '../find-all.ts';
import { checkAt } from './check.ts';

/**
 * Names in an event map that are similar to known ones. An unknown SDK event maps nothing, and a misspelled standard
 * event is never optimised for. Reads only the document, so `validate` reports it as well.
 */
export function eventNames(desired: DesiredLayer): readonly Check[] {
  return nameChecks(desired, overridesOf(desired));
}

/** The same for overrides that are already listed. */
export function nameChecks(desired: DesiredLayer, overrides: readonly Override[]): readonly Check[] {
  return findAll(overrides, (override) => sdkName(desired, override).concat(tiktokName(desired, override)));
}

/** An SDK event, and the TikTok event that the document maps it to. */
export type Override = { readonly sdk: string; readonly event: string };

/** In the order of the document. */
export function overridesOf({ fields }: DesiredLayer): readonly Override[] {
  return Object.entries(fields['capi.event_map'] ?? {}).map(([sdk, event]) => ({ sdk, event }));
}

/** `undefined` if TikTok knows the name, or it is not similar to one that can be recommended. */
export function nearTikTokEvent(event: string): string | undefined {
  return TIKTOK_EVENTS.has(event) ? undefined : nearRecommended(event);
}

/** In the order of `names`. */
export function similarEvents(event: string, names: Iterable<string>): readonly string[] {
  const word = lettersOf(event);
  return [...names].filter((name) => isNear(lettersOf(name), word));
}

function sdkName(desired: DesiredLayer, { sdk }: Override): readonly Check[] {
  const near = SDK_EVENTS.has(sdk) ? undefined : nearDocumented(sdk);
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

function tiktokName(desired: DesiredLayer, { sdk, event }: Override): readonly Check[] {
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

type KnownName = { readonly name: string; readonly letters: string };

const DOCUMENTED: readonly KnownName[] = [...SDK_EVENTS].map(withLetters);

const RECOMMENDED: readonly KnownName[] = [...TIKTOK_EVENTS].flatMap(([name, { kind }]) =>
  kind === 'standard' || kind === 'converted' ? [withLetters(name)] : [],
);

function withLetters(name: string): KnownName {
  return { name, letters: lettersOf(name) };
}

const nearDocumented = remembered((name) => nearName(name, DOCUMENTED));
const nearRecommended = remembered((name) => nearName(name, RECOMMENDED));

function nearName(name: string, known: readonly KnownName[]): string | undefined {
  const word = lettersOf(name);
  return known.find(({ letters }) => isNear(letters, word))?.name;
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

/** From these positions on: slices would be half of what a plan allocates. */
function withinEdits(a: string, b: string, edits: number, fromA = 0, fromB = 0): boolean {
  if (Math.abs(a.length - fromA - (b.length - fromB)) > edits) return false;
  let [i, j] = [fromA, fromB];
  while (i < a.length && a[i] === b[j]) {
    i += 1;
    j += 1;
  }
  if (i === a.length && j === b.length) return true;
  if (edits === 0) return false;
  return (
    withinEdits(a, b, edits - 1, i + 1, j) ||
    withinEdits(a, b, edits - 1, i, j + 1) ||
    withinEdits(a, b, edits - 1, i + 1, j + 1)
  );
}
