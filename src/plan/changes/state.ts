import { fieldsRule } from './rule.ts';
import { layerScreen } from './view-as-json.ts';

/**
 * Whether the layer runs. No API pauses or resumes a project layer.
 *
 * Source: developers.layers.com docs/layers/detail (documented; without an endpoint).
 */
export const state = fieldsRule('state', [], (pair) => ({
  screen: layerScreen(pair),
  tasks: [
    pair.desired.fields.state === 'paused'
      ? `Pause the layer, so that it launches no new ads.${pair.live.campaigns === undefined ? ' Pause running campaigns in its campaign list as well.' : ''}`
      : 'Check that the layer is active; resume it if it is paused.',
  ],
}));
