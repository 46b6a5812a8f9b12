import {
  countedAs,
  countsMoney,
  DEFAULT_RELAY_MAP,
  type DesiredLayer,
  type EventFate,
  type LayerEvents,
  type MappedEvent,
  SDK_EVENTS,
  type SeenEvents,
  type SeenLayer,
  TIKTOK_EVENTS,
} from '../model/index.ts';
import { droppedEvents } from './checks/dropped-events.ts';
import { eventMapChecks } from './checks/event-map.ts';
import { overridesOf, similarEvents } from './checks/event-names.ts';

/**
 * The event map that a document asks for. That overrides are merged into the default relay map is inferred.
 *
 * Source: developers.layers.com docs/paid-media/tiktok-setup, docs/sdk/standard-events (documented).
 */
export function layerEvents(desired: DesiredLayer): LayerEvents {
  const { name, file, fields } = desired;
  const mapped = mappedEvents(desired);
  const forwarded = new Set(mapped.map(({ sdk }) => sdk));
  return {
    name,
    file,
    mapped,
    dropped: [...SDK_EVENTS].filter((sdk) => !forwarded.has(sdk)).sort(),
    isComplete: fields['capi.event_map'] !== undefined,
    isOff: fields['capi.enabled'] === false,
    checks: eventMapChecks({ desired }),
  };
}

/** What happens to one SDK event in a layer, and which names it may be confused with. */
export function eventFate(desired: DesiredLayer, event: string): EventFate {
  const { name, file, mapped: all, isComplete, isOff } = layerEvents(desired);
  const mapped = all.find(({ sdk }) => sdk === event) ?? null;
  const names = new Set([...all.map(({ sdk }) => sdk), ...SDK_EVENTS]);
  names.delete(event);
  return {
    name,
    file,
    isComplete,
    isOff,
    mapped,
    countedWith: mapped === null || !mapped.countsMoney ? [] : withTarget(all, mapped.target, event),
    similar: similarEvents(event, names),
    sources: withTarget(all, event, event),
  };
}

/** Observed SDK events of a layer, judged by the map of its document. */
export function seenLayer(desired: DesiredLayer, seen: SeenEvents): SeenLayer {
  const { name, file, mapped, isComplete, isOff } = layerEvents(desired);
  const { events, unnamed, stoppedAt } = seen;
  const targets = new Map(mapped.map(({ sdk, target }) => [sdk, target]));
  const dropped = events
    .filter((event) => !targets.has(event.name))
    .map((event) => ({ ...event, similar: similarEvents(event.name, targets.keys()) }));
  return {
    name,
    file,
    project: desired.project,
    app: desired.app ?? null,
    isComplete,
    isOff,
    unnamed,
    ...(stoppedAt !== undefined && { stoppedAt }),
    dropped,
    forwarded: events.flatMap((event) => {
      const target = targets.get(event.name);
      return target === undefined ? [] : [{ ...event, target }];
    }),
    checks: droppedEvents(desired, dropped),
  };
}

function withTarget(all: readonly MappedEvent[], target: string, except: string): readonly string[] {
  return all
    .filter(({ sdk, target: other }) => sdk !== except && countedAs(other) === countedAs(target))
    .map(({ sdk }) => sdk);
}

function mappedEvents(desired: DesiredLayer): readonly MappedEvent[] {
  const defaults = Object.entries(DEFAULT_RELAY_MAP).map(([sdk, target]) => mappedEvent(sdk, target, 'default'));
  const written = overridesOf(desired).map(({ sdk, event: target }): MappedEvent => {
    const location = desired.location[`capi.event_map.${sdk}`];
    const replaces = Object.hasOwn(DEFAULT_RELAY_MAP, sdk) ? DEFAULT_RELAY_MAP[sdk] : undefined;
    return {
      ...mappedEvent(sdk, target, 'document'),
      ...(location && { location }),
      ...(replaces !== undefined && { replaces }),
    };
  });
  const bySdk = new Map([...defaults, ...written].map((one) => [one.sdk, one]));
  return [...bySdk.values()].sort((a, b) => (a.sdk < b.sdk ? -1 : 1));
}

function mappedEvent(sdk: string, target: string, by: MappedEvent['by']): MappedEvent {
  return { sdk, target, by, kind: TIKTOK_EVENTS.get(target)?.kind ?? 'custom', countsMoney: countsMoney(target) };
}
