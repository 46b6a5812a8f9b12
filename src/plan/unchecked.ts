import type { Unchecked } from '../model/index.ts';
import type { Pair } from './pair.ts';

/** Taken from the ledger, because no decision depends on them. A config endpoint shows that the layer exists. */
export function uncheckedIn({ live, settings: { transport } }: Pair): readonly Unchecked[] | undefined {
  const isLayerUnread = transport.kind === 'documented' && live.killSwitch === undefined;
  const isPixelUnread = live.pixel.state === 'recorded';
  if (!isLayerUnread) return isPixelUnread ? ['pixel'] : undefined;
  return isPixelUnread ? ['layer', 'pixel'] : ['layer'];
}
