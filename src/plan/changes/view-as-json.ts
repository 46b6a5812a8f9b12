import { type Change, type HumanStep, layerAddress, nestMembers } from '../../model/index.ts';
import type { Pair } from '../pair.ts';

/**
 * The manual step for config members that only the dashboard sets.
 *
 * Source: developers.layers.com docs/layers/config ("View as JSON" in the settings tab; documented).
 */
export function viewAsJson(pair: Pair, { fields }: Pick<Change, 'fields'>): HumanStep {
  return {
    screen: layerScreen(pair),
    tasks: [
      'Open the settings tab, choose "View as JSON", set these members, and save. Leave the other members unchanged.',
    ],
    paste: nestMembers(fields.map(({ path, after }) => [path, after])),
  };
}

export function layerScreen({ desired, live }: Pair): string {
  return layerAddress(desired.project, desired.layer ?? live.layerId);
}
