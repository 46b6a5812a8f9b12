import { type Change, type HumanStep, layerAddress, nestMembers } from '../../model/index.ts';
import type { Pair } from '../pair.ts';

/**
 * The manual step for config members that only the dashboard sets. A cap in a currency has no number before
 * `costCapUnit` is set, so its text is never offered for pasting.
 *
 * Source: developers.layers.com docs/layers/config ("View as JSON" in the settings tab; documented).
 */
export function viewAsJson(pair: Pair, { fields }: Pick<Change, 'fields'>): HumanStep {
  const unnumbered = fields.flatMap(({ path, after }) =>
    path === 'monthlyCostCap' && typeof after === 'string' ? [after] : [],
  );
  const members = unnumbered.length === 0 ? fields : fields.filter(({ path }) => path !== 'monthlyCostCap');
  return {
    screen: layerScreen(pair),
    tasks: [
      ...(members.length === 0
        ? []
        : [
            'Open the settings tab, choose "View as JSON", set these members, and save. Leave the other members unchanged.',
          ]),
      ...unnumbered.map(
        (cap) => `Set costCapUnit in reconcile.yaml, and plan again: the JSON then has the number for ${cap}.`,
      ),
    ],
    ...(members.length > 0 && { paste: nestMembers(members.map(({ path, after }) => [path, after])) }),
  };
}

export function layerScreen({ desired, live }: Pair): string {
  return layerAddress(desired.project, desired.layer ?? live.layerId);
}
