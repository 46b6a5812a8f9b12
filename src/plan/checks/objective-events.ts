import { countedAs, DEFAULT_RELAY_MAP, isTextMap, needsWebEvent, supportsWebObjective } from '../../model/index.ts';
import { liveAt } from '../compare.ts';
import type { Pair } from '../pair.ts';
import { checkAt, type CheckRule } from './check.ts';

/** An objective that needs an event is never met if the map sends none that TikTok can optimise for. */
export const objectiveEvents: CheckRule = (pair) => {
  const needing = (pair.desired.fields.objectives ?? []).filter(needsWebEvent);
  const overrides = overridesOf(pair);
  if (needing.length === 0 || overrides === undefined) return [];
  const targets = Object.values({ ...DEFAULT_RELAY_MAP, ...overrides }).map(countedAs);
  if (targets.some(supportsWebObjective)) return [];
  return [
    checkAt(pair, 'objectives', {
      code: 'objectives/no-event',
      severity: 'warning',
      message: `The objective ${needing.join(', ')} needs an event that TikTok can optimise for, but the event map sends only ${[...new Set(targets)].join(', ')}.`,
      remedy: 'Map one SDK event to a standard event, such as purchase_success: Purchase.',
    }),
  ];
};

/** `undefined`: unknown. A document without a map leaves the live one. */
function overridesOf(pair: Pair): Readonly<Record<string, string>> | undefined {
  const written = pair.desired.fields['capi.event_map'];
  if (written !== undefined) return written;
  const live = liveAt(pair, 'capi.event_map');
  if (live.provenance === 'unknown') return undefined;
  const value = live.value ?? {};
  return isTextMap(value) ? value : undefined;
}
