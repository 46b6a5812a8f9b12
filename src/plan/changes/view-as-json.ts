import { type Change, type HumanStep, nestMembers, unsafeSegment, urlPath } from '../../model/index.ts';
import type { Pair } from '../pair.ts';

/**
 * The manual step for config members that only the dashboard sets.
 *
 * Source: developers.layers.com docs/layers/config ("View as JSON" in the settings tab) and docs/layers/detail (address
 * of a layer's page; both documented).
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
  const project = urlPath('project', desired.project, 'layers');
  const id = desired.layer ?? live.layerId;
  const layer = id === undefined ? project : `${project}${urlPath(id)}`;
  return `https://app.layers.com${unsafeSegment(layer) === undefined ? layer : project}`;
}
