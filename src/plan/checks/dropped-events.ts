import { type Check, type DesiredLayer, nameList, SDK_EVENTS, type SeenEvent } from '../../model/index.ts';
import { checkAt } from './check.ts';

/**
 * An app sends custom events that the relay drops, so no ad learns from them. Events that the SDK documents and TikTok
 * has no default for are dropped by design.
 */
export function droppedEvents(desired: DesiredLayer, dropped: readonly SeenEvent[]): readonly Check[] {
  const custom = dropped.filter(({ name }) => !SDK_EVENTS.has(name));
  if (custom.length === 0) return [];
  const at = desired.location['capi.event_map'] === undefined ? 'capi' : 'capi.event_map';
  const what = custom.length === 1 ? 'a custom event' : `${custom.length} custom events`;
  return [
    checkAt({ desired }, at, {
      code: 'event-map/dropped',
      severity: 'warning',
      message: `The app sends ${what} that the relay drops: ${nameList(custom.map(({ name }) => name))}.`,
      remedy: 'Add them to capi.event_map, rename them in the app, or accept that they are dropped.',
    }),
  ];
}
