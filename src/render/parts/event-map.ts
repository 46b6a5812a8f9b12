import { DEFAULT_RELAY_MAP, type FieldChange, isMap, type Value } from '../../model/index.ts';
import { type Side, valueText } from './value.ts';

export type EventEffect = { readonly event: string; readonly before: Side; readonly after: Side };

type Overrides = { readonly [event: string]: Value };

type Mapping = { readonly side: Side; readonly by: 'override' | 'default' | 'none' };

/**
 * The effect per SDK event, sorted: overrides on top of the default relay map; all others are dropped. If the old map is
 * unknown, lists every event of the new one. Empty if the live value is not a map.
 *
 * Source: developers.layers.com docs/paid-media/tiktok-setup, "Event mapping" (documented).
 */
export function eventEffects({ before, after }: FieldChange): readonly EventEffect[] {
  if (before.provenance !== 'unknown' && !isReadable(before.value)) return [];
  const now = before.provenance === 'unknown' ? undefined : overridesOf(before.value);
  const next = overridesOf(after);
  const events = [...new Set([...Object.keys(now ?? {}), ...Object.keys(next)])].sort();
  return events.flatMap((event) => {
    const mappedNext = mappingOf(event, next);
    if (now === undefined) return [{ event, before: { words: '(unknown)' }, after: mappedNext.side }];
    const mappedNow = mappingOf(event, now);
    if (sameSide(mappedNow.side, mappedNext.side)) {
      // The result is the same; only the source may have changed.
      return mappedNow.by === mappedNext.by
        ? []
        : [{ event, before: withSource(mappedNow), after: withSource(mappedNext) }];
    }
    return [{ event, before: mappedNow.side, after: mappedNext.side }];
  });
}

function mappingOf(event: string, overrides: Overrides): Mapping {
  const override = Object.hasOwn(overrides, event) ? overrides[event] : undefined;
  if (typeof override === 'string') return { side: { code: override }, by: 'override' };
  // Live may contain values that a document cannot: shown as they are.
  if (override !== undefined && override !== null) return { side: { code: valueText(override) }, by: 'override' };
  const standard = Object.hasOwn(DEFAULT_RELAY_MAP, event) ? DEFAULT_RELAY_MAP[event] : undefined;
  if (standard !== undefined) return { side: { code: standard }, by: 'default' };
  return { side: { words: 'dropped' }, by: 'none' };
}

function withSource({ side, by }: Mapping): Side {
  return { ...side, words: [side.words, `(${by === 'none' ? 'no override' : by})`].filter(Boolean).join(' ') };
}

function sameSide(a: Side, b: Side): boolean {
  return a.code === b.code && a.words === b.words;
}

function isReadable(value: Value | undefined): boolean {
  return value === undefined || value === null || isMap(value);
}

function overridesOf(value: Value | undefined): Overrides {
  return isMap(value) ? value : {};
}
