import { type FetchedConfig, type LayerAddress, type Ledger, ok, type Result } from '../../model/index.ts';
import { type CapiEntry, capiHealth, type LayerDefaults } from '../layer-status.ts';
import { chooseApp } from '../sdk-apps.ts';
import type { ConfigPort, ConfigTools } from './port.ts';
import { accountFields, capiFields, hasSeveralLayers, readSurroundings, type Surroundings } from './surroundings.ts';
import { createToggleWrite } from './toggle.ts';

/**
 * A layer's config through the documented API: four endpoints return parts of it, and one field is writable. A field
 * missing from `fields` is unknown.
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
  tools: ConfigTools,
  address: LayerAddress,
  ledger: Ledger,
  signal: AbortSignal,
): Promise<Result<FetchedConfig>> {
  const around = await readSurroundings(tools, address.project, address.wantsToggle, signal);
  return around.ok ? assemble(address, ledger, around.value) : around;
}

function assemble(
  address: LayerAddress,
  ledger: Ledger,
  { accounts, defaults, entries, apps }: Surroundings,
): Result<FetchedConfig> {
  const [entry] = entries;
  const installed = defaults?.layerId !== undefined || showsLayer(entry) ? 'yes' : 'no';
  const killSwitch = defaults?.killSwitch ?? false;
  const ambiguous = hasSeveralLayers(accounts, ledger) || entries.length > 1 || isOther(address, defaults);
  if (ambiguous) {
    return ok({ installed, fields: {}, writable: [], unknownKeys: [], accounts, ambiguous, killSwitch });
  }
  const toggle = chooseApp(apps ?? [], apps === undefined ? undefined : address.app);
  if (!toggle.ok) return toggle;
  return ok({
    installed,
    ...(defaults?.layerId !== undefined && { layerId: defaults.layerId }),
    fields: { ...accountFields(accounts, installed), ...(installed === 'yes' && capiFields(entry)) },
    // Nothing is sent before the install, so the step is the same afterwards.
    writable: toggle.value !== undefined ? ['capi.enabled'] : [],
    unknownKeys: [],
    accounts,
    ...(toggle.value !== undefined && { toggleApp: toggle.value }),
    ambiguous,
    ...(entry && { capi: capiHealth(entry) }),
    killSwitch,
  });
}

/** Layers returned a different layer than the document names, so the project has several. */
function isOther({ layer }: LayerAddress, defaults: LayerDefaults | undefined): boolean {
  return layer !== undefined && defaults?.layerId !== undefined && layer !== defaults.layerId;
}

/**
 * Without a TikTok layer, capi-status may return no entry or an empty one (unknown). So an entry proves a layer only if
 * something in it is set.
 */
function showsLayer(entry: CapiEntry | undefined): boolean {
  return entry !== undefined && (entry.enabled === true || (entry.pixelId ?? '') !== '');
}
