import {
  type Check,
  countedAs,
  countsMoney,
  DEFAULT_RELAY_MAP,
  type DesiredLayer,
  TIKTOK_EVENTS,
} from '../../model/index.ts';
import { findAll } from '../find-all.ts';
import type { Pair } from '../pair.ts';
import { checkAt, type CheckRule } from './check.ts';
import { nameChecks, nearTikTokEvent, type Override, overridesOf } from './event-names.ts';

/**
 * A target that is not a standard event is reported but never optimised for; two SDK events with one monetary target
 * count a purchase twice. `nameChecks` finds typing errors.
 */
export const eventMap: CheckRule = (pair) => eventMapChecks(pair);

/** The same for a document alone. */
export function eventMapChecks({ desired }: Pick<Pair, 'desired'>): readonly Check[] {
  const overrides = overridesOf(desired);
  return findAll(CHECKS, (check) => check(desired, overrides));
}

const CHECKS = [nameChecks, targetChecks, countedTwice];

function targetChecks(desired: DesiredLayer, overrides: readonly Override[]): readonly Check[] {
  return findAll(overrides, (override) => targetCheck(desired, override));
}

function targetCheck(desired: DesiredLayer, { sdk, event }: Override): readonly Check[] {
  const fault = nearTikTokEvent(event) === undefined ? targetFault(event) : undefined;
  if (fault === undefined) return [];
  const message = `"${sdk}" maps to "${event}", ${fault.what}.`;
  return [checkAt({ desired }, `capi.event_map.${sdk}`, { code: fault.code, severity: 'note', message })];
}

type Fault = { readonly code: 'event-map/converted' | 'event-map/not-standard'; readonly what: string };

function targetFault(event: string): Fault | undefined {
  const meaning = TIKTOK_EVENTS.get(event);
  switch (meaning?.kind) {
    case 'standard':
      return undefined;
    case 'converted':
      return { code: 'event-map/converted', what: `which TikTok converts to ${meaning.to}` };
    case 'reserved':
      return {
        code: 'event-map/converted',
        what: `which TikTok treats as ${meaning.to}; whether ads can be optimised for it is not documented`,
      };
    case 'deprecated':
      return { code: 'event-map/not-standard', what: 'an old event that TikTok accepts until 2027' };
    case 'sdk-spelling':
      return {
        code: 'event-map/not-standard',
        what: `as the Android SDK of TikTok spells ${meaning.standard}; whether the Events API treats both alike is not documented`,
      };
    case 'page-view':
    case undefined:
      return {
        code: 'event-map/not-standard',
        what: 'which is not a standard TikTok event: it is reported but cannot be optimised for',
      };
    default:
      return meaning satisfies never;
  }
}

function countedTwice(desired: DesiredLayer, overrides: readonly Override[]): readonly Check[] {
  const counting = overrides.filter(({ event }) => countsMoney(event));
  if (counting.length === 0) return [];
  const map = new Map(Object.entries(DEFAULT_RELAY_MAP));
  for (const { sdk, event } of overrides) map.set(sdk, event);
  return counting.flatMap(({ sdk, event }) => {
    const others = [...map].flatMap(([other, target]) =>
      other !== sdk && countedAs(target) === countedAs(event) ? [`"${other}"`] : [],
    );
    if (others.length === 0) return [];
    return [
      checkAt({ desired }, `capi.event_map.${sdk}`, {
        code: 'event-map/counted-twice',
        severity: 'warning',
        message: `"${sdk}" maps to ${event}, like ${others.join(', ')}: a purchase that sends two of them is counted twice.`,
        remedy: 'Map the SDK events of one purchase to different TikTok events.',
      }),
    ];
  });
}
