import type { ChangeRule } from './rule.ts';
import { layerScreen } from './view-as-json.ts';

/**
 * No API lists, installs or removes project layers: a person installs it from the catalog before all other changes.
 *
 * Source: developers.layers.com docs/layers/install and docs/paid-media/tiktok-setup (documented; without an endpoint).
 */
export const install: ChangeRule = {
  kind: 'install',
  find: (pair) => {
    if (pair.live.installed === 'yes') return [];
    const { desired } = pair;
    const mode = desired.fields.mode === 'agency' ? 'in agency mode' : 'in BYO mode';
    return [
      {
        id: `${desired.name}/install`,
        kind: 'install',
        layer: desired.name,
        fields: [],
        step: {
          by: 'human',
          instructions: {
            screen: layerScreen(pair),
            tasks: [
              `Install "TikTok Ads Manager" (template ${desired.template}) from the catalog, ${mode}.`,
              'Run reconcile plan again; it shows the next steps for the new layer.',
            ],
          },
        },
        dependsOn: [],
        basis: [],
        calls: 0,
      },
    ];
  },
};
