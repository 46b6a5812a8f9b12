import { type Change, type HumanStep, nestMembers, unsafeSegment, urlPath } from '../../model/index.ts';
import type { Pair } from '../pair.ts';

/**
 * The manual step for config members that only the dashboard sets, with the members to put into the raw editor.
 *
 * Source: developers.layers.com docs/layers/config ("View as JSON" at the bottom of the settings tab; documented) and
 * docs/layers/detail (the address of a layer's page; documented).
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

/** The layer's page in the dashboard. */
export function layerScreen({ desired, live }: Pair): string {
  const project = urlPath('project', desired.project, 'layers');
  const id = desired.layer ?? live.layerId;
  const layer = id === undefined ? project : `${project}${urlPath(id)}`;
  return `https://app.layers.com${unsafeSegment(layer) === undefined ? layer : project}`;
}
