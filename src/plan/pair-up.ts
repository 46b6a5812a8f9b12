import {
  type DesiredLayer,
  fail,
  type Fields,
  type LiveLayer,
  ok,
  type Problem,
  type Result,
  type Settings,
} from '../model/index.ts';
import { currencyOf, type Pair } from './pair.ts';
import { derivedFields } from './derived.ts';
import { twoCurrencies } from './two-currencies.ts';
import { wireFields } from './wire.ts';

/**
 * Only layers with a document that could be read, sorted by name. A live layer without a document has a different owner
 * or was released, so it is ignored.
 *
 * @param base the documents at the base; without it every difference counts as a change
 */
export function pairUp(
  desired: readonly DesiredLayer[],
  live: readonly LiveLayer[],
  settings: Settings,
  base?: readonly DesiredLayer[],
): Result<readonly Pair[]> {
  const byName = new Map(live.map((layer) => [layer.name, layer]));
  const bases = base && new Map(base.map((layer) => [layer.name, layer]));
  const problems: Problem[] = [];
  const pairs = [...desired]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((layer): readonly Pair[] => {
      const seen = byName.get(layer.name);
      if (seen === undefined) return [];
      const wire = wireFields(layer, settings.costCapUnit, currencyOf({ desired: layer, live: seen }));
      if (!wire.ok) problems.push(...wire.problems);
      if (!wire.ok) return [];
      const before = bases && baseOf(bases.get(layer.name), layer, seen, settings);
      return [
        {
          desired: layer,
          live: seen,
          desiredWire: { ...wire.value, ...derivedFields(layer, seen, settings) },
          settings,
          ...(before !== undefined && { base: before }),
        },
      ];
    });
  problems.push(...twoCurrencies(pairs));
  return problems.length > 0 ? fail(...problems) : ok(pairs);
}

/**
 * A different project means a different layer: released there, new here. An invalid cap in the base is used as written.
 */
function baseOf(
  base: DesiredLayer | undefined,
  layer: DesiredLayer,
  live: LiveLayer,
  settings: Settings,
): Fields | 'new' {
  if (base === undefined || base.project !== layer.project) return 'new';
  const wire = wireFields(base, settings.costCapUnit, currencyOf({ desired: layer, live }));
  return { ...(wire.ok ? wire.value : base.fields), ...derivedFields(base, live, settings) };
}
