import { unsafeSegment, urlPath } from './url-path.ts';

/**
 * The dashboard page of a layer, or of the project's layers if the id is unknown or unsafe.
 *
 * Source: developers.layers.com docs/layers/detail (address of a layer's page; documented).
 *
 * @param layer Layers' id of the project layer
 */
export function layerAddress(project: string, layer: string | undefined): string {
  const layers = urlPath('project', project, 'layers');
  const page = layer === undefined ? layers : `${layers}${urlPath(layer)}`;
  return `https://app.layers.com${unsafeSegment(page) === undefined ? page : layers}`;
}
