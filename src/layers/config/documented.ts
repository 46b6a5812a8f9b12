import {
  type ConnectedAccount,
  type LayerAddress,
  type Ledger,
  type FetchedConfig,
  ok,
  type Result,
} from '../../model/index.ts';
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
 * A layer's config through the documented API. It has no endpoint for the whole config: four endpoints return parts of
 * it, and only one field is writable. A field missing from `fields` is unknown.
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
): Promise<Result<FetchedConfig>> {
  const { project } = address;
  const [accounts, defaults, capi, apps] = await Promise.all([
    readAccounts(client, project, signal),
    readDefaults(client, project, signal),
    readCapiStatus(client, project, signal),
    address.wantsToggle ? readSdkApps(client, project, signal) : undefined,
  ]);
  // Every project has this list: if it is not found, the project is missing.
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
  readonly apps: readonly SdkApp[] | undefined;
};

function assemble(
  address: LayerAddress,
  ledger: Ledger,
  { accounts, defaults, entries, apps }: Parts,
): Result<FetchedConfig> {
  const [entry] = entries;
  const installed = defaults?.layerId !== undefined || showsLayer(entry) ? 'yes' : 'no';
  const killSwitch = defaults?.killSwitch ?? false;
  const ambiguous = several(accounts, ledger) || entries.length > 1 || isOther(address, defaults);
  if (ambiguous) {
    return ok({ installed, fields: {}, writable: [], unknownKeys: [], accounts, ambiguous, killSwitch });
  }
  const toggle = chooseApp(apps ?? [], apps === undefined ? undefined : address.app);
  if (!toggle.ok) return toggle;
  return ok({
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
  });
}

/** Whether Layers returned a different layer than the document names. If so, the project has several. */
function isOther({ layer }: LayerAddress, defaults: LayerDefaults | undefined): boolean {
  return layer !== undefined && defaults?.layerId !== undefined && layer !== defaults.layerId;
}

/**
 * The answer of capi-status for a project without a TikTok layer is unknown: no entry, or an entry in which nothing is
 * set. So an entry only proves a layer if something in it is set.
 */
function showsLayer(entry: CapiEntry | undefined): boolean {
  return entry !== undefined && (entry.enabled === true || (entry.pixelId ?? '') !== '');
}
