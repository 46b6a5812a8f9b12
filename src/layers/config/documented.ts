import type { ConnectedAccount, LayerAddress, Ledger, LiveConfig, Result } from '../../model/index.ts';
import { readAccounts } from '../accounts.ts';
import { type CapiEntry, capiHealth, readCapiStatus } from '../capi-status.ts';
import { type LayerDefaults, readDefaults } from '../defaults.ts';
import { noSuchProject } from '../not-found.ts';
import { orNone } from '../read.ts';
import { chooseApp, readSdkApps, type SdkApp } from '../sdk-apps.ts';
import { gather } from './gather.ts';
import type { ConfigPort, ConfigTools } from './port.ts';
import { several } from './several.ts';
import { accountFields, capiFields } from './shown.ts';
import { createToggleWrite } from './toggle.ts';

/**
 * A layer's config as the documented API shows it, which has no endpoint for the whole: parts are read from four places,
 * and one field can be written. What is not in `fields` is unknown.
 *
 * Source: developers.layers.com docs/api/reference/ads/{list-ad-accounts,patch-defaults,capi-status},
 * docs/api/reference/sdk-apps (documented).
 */
export function documentedConfig(tools: ConfigTools): ConfigPort {
  return {
    read: (address, ledger, signal) => readDocumented(tools, address, ledger, signal),
    write: createToggleWrite(tools),
  };
}

async function readDocumented(
  { client, organization }: ConfigTools,
  address: LayerAddress,
  ledger: Ledger,
  signal: AbortSignal,
): Promise<Result<LiveConfig>> {
  const { project } = address;
  const [accounts, defaults, capi, apps] = await Promise.all([
    readAccounts(client, project, signal),
    readDefaults(client, project, signal),
    readCapiStatus(client, project, signal),
    address.wantsToggle ? readSdkApps(client, project, signal) : undefined,
  ]);
  // The one list that every project has: where even this is not found, it is the project.
  if (!accounts.ok && accounts.problems[0].code === 'api/not-found') {
    return noSuchProject(accounts, project, organization());
  }
  const all = gather(accounts, orNone(defaults), orNone(capi), apps ?? { ok: true as const, value: undefined });
  if (!all.ok) return all;
  const [seenAccounts, seenDefaults, entries = [], seenApps] = all.value;
  return assemble(address, ledger, { accounts: seenAccounts, defaults: seenDefaults, entries, apps: seenApps });
}

type Parts = {
  readonly accounts: readonly ConnectedAccount[];
  readonly defaults: LayerDefaults | undefined;
  readonly entries: readonly CapiEntry[];
  /** `undefined` where they were not asked for. */
  readonly apps: readonly SdkApp[] | undefined;
};

/** The parts as one view. Pure. */
function assemble(
  address: LayerAddress,
  ledger: Ledger,
  { accounts, defaults, entries, apps }: Parts,
): Result<LiveConfig> {
  const [entry] = entries;
  const installed = defaults?.layerId !== undefined || showsLayer(entry) ? 'yes' : 'no';
  const killSwitch = defaults?.killSwitch ?? false;
  const ambiguous = several(accounts, ledger) || entries.length > 1 || isOther(address, defaults);
  if (ambiguous) {
    return {
      ok: true,
      value: { installed, fields: {}, writable: [], unknownKeys: [], accounts, ambiguous, killSwitch },
    };
  }
  const toggle = chooseApp(apps ?? [], apps === undefined ? undefined : address.app);
  if (!toggle.ok) return toggle;
  return {
    ok: true,
    value: {
      installed,
      ...(defaults?.layerId !== undefined && { layerId: defaults.layerId }),
      fields: { ...accountFields(accounts, installed), ...(installed === 'yes' && capiFields(entry)) },
      writable: toggle.value !== undefined && installed === 'yes' ? ['capi.enabled'] : [],
      unknownKeys: [],
      accounts,
      ...(toggle.value !== undefined && { toggleApp: toggle.value }),
      ambiguous,
      ...(entry && { capi: capiHealth(entry) }),
      killSwitch,
    },
  };
}

/** Whether the layer that Layers shows is not the one that the document names: then the project has several. */
function isOther({ layer }: LayerAddress, defaults: LayerDefaults | undefined): boolean {
  return layer !== undefined && defaults?.layerId !== undefined && layer !== defaults.layerId;
}

/**
 * What capi-status answers for a project without a TikTok layer is unknown: no entry, or one in which nothing is set.
 * Only an entry that says something is a sign of a layer.
 */
function showsLayer(entry: CapiEntry | undefined): boolean {
  return entry !== undefined && (entry.enabled === true || (entry.pixelId ?? '') !== '');
}
