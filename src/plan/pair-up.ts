import type { DesiredLayer, LiveLayer, Problem, Result, Settings } from '../model/index.ts';
import { currencyOf, type Pair } from './pair.ts';
import { twoCurrencies } from './two-currencies.ts';
import { wireFields } from './wire.ts';

/**
 * Only layers that a document names and that could be read, sorted by name. A live layer without a document is somebody
 * else's, or was released; either way it is not ours to touch.
 */
export function pairUp(
  desired: readonly DesiredLayer[],
  live: readonly LiveLayer[],
  settings: Settings,
): Result<readonly Pair[]> {
  const byName = new Map(live.map((layer) => [layer.name, layer]));
  const problems: Problem[] = [];
  const pairs = [...desired]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((layer): readonly Pair[] => {
      const seen = byName.get(layer.name);
      if (seen === undefined) return [];
      const wire = wireFields(layer, settings.costCapUnit, currencyOf({ desired: layer, live: seen }));
      if (!wire.ok) problems.push(...wire.problems);
      return wire.ok ? [{ desired: layer, live: seen, wanted: wire.value, settings }] : [];
    });
  problems.push(...twoCurrencies(pairs));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: pairs };
}
