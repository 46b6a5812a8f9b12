import { type Change, CONFIG_PATHS, isConfigPath, type LiveLayer } from '../../model/index.ts';
import { liveAt } from '../compare.ts';
import type { Pair } from '../pair.ts';
import { changeOf, type ChangeRule } from './rule.ts';
import { layerScreen } from './view-as-json.ts';

/**
 * Records the current config of a layer that was set up before reconcile manages it. No API shows the whole config, so a
 * person copies it, and everything that compares with an unknown value waits for that. It changes no field.
 *
 * Source: developers.layers.com docs/layers/config ("View as JSON" at the bottom of the settings tab; documented).
 */
export const adopt: ChangeRule = {
  kind: 'adopt',
  find: (pair) => {
    const isUnknown = pair.toPlan.some(({ path, before }) => before.provenance === 'unknown' && isConfigPath(path));
    if (!isUnknown || isAdopted(pair.live) || isNew(pair.live)) return [];
    const instructions = {
      screen: layerScreen(pair),
      tasks: ['Open the settings tab, choose "View as JSON", and copy the text.'],
    };
    return [changeOf(pair, 'adopt', [], { by: 'human', instructions }, 0)];
  },
};

/** Whether a change needs a value that adopting the layer records. */
export function needsAdoption({ kind, fields }: Change, { live }: Pair): boolean {
  // Pausing never waits.
  if (kind === 'state' && fields[0]?.after === 'paused') return false;
  // The budget at TikTok follows the cap, so it is not set while the current cap is unknown.
  if (kind === 'cap-enforcement' && liveAt({ live }, 'monthlyCostCap').provenance === 'unknown') return true;
  return fields.some(({ before }) => before.provenance === 'unknown');
}

/**
 * Whether no ad account is bound to the layer: it cannot spend, so it has nothing to adopt, and its first cap is not an
 * increase. A project without a TikTok layer counts too.
 */
export function isNew({ fields: { adAccountId }, accounts }: LiveLayer): boolean {
  if (adAccountId === undefined || adAccountId.provenance === 'unknown') return accounts.length === 0;
  return adAccountId.provenance === 'api' && (adAccountId.value ?? null) === null;
}

/**
 * Whether a person stated a part of the config. An entry without such a value comes from an apply of other changes, such
 * as a pause. An unreadable ledger is reported, not adopted.
 */
function isAdopted({ fields, ledger }: LiveLayer): boolean {
  return ledger.state === 'unreadable' || CONFIG_PATHS.some((path) => fields[path]?.provenance === 'recorded');
}
