import {
  type FetchedConfig,
  type LayerAddress,
  type Ledger,
  type NeededConfig,
  ok,
  type Result,
} from '../../model/index.ts';
import { capiHealth, type LayerDefaults } from '../layer-status.ts';
import { chooseApp, readSdkApps, type SdkApp } from '../sdk-apps.ts';
import type { ConfigPort, ConfigTools } from './port.ts';
import {
  accountFields,
  capiFields,
  hasSeveralLayers,
  type KnownDefaults,
  readAll,
  readKnownDefaults,
  readSurroundings,
  recordedLayer,
  shownDefaults,
  showsLayer,
  type Surroundings,
} from './surroundings.ts';
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
    read: (address, ledger, signal, needed = readAll) => readDocumented(tools, address, ledger, needed, signal),
    write: createToggleWrite(tools),
  };
}

async function readDocumented(
  tools: ConfigTools,
  address: LayerAddress,
  ledger: Ledger,
  needed: NeededConfig,
  signal: AbortSignal,
): Promise<Result<FetchedConfig>> {
  const around = await readSurroundings(tools, address, true, signal);
  if (!around.ok) return around;
  const outline = assemble(address, ledger, around.value, 'unread', undefined);
  if (!outline.ok) return outline;
  const first = await needed(outline.value);
  const defaults = first.defaults ? await readKnownDefaults(tools, address.project, signal) : ok('unread' as const);
  if (!defaults.ok) return defaults;
  // Without them, it is the outline, and so is what is decided of it.
  const config = first.defaults ? assemble(address, ledger, around.value, defaults.value, undefined) : outline;
  if (!config.ok || config.value.ambiguous || !address.wantsToggle) return config;
  if (!(await needed(config.value)).apps) return config;
  const apps = await readSdkApps(tools.client, address.project, signal);
  return apps.ok ? assemble(address, ledger, around.value, defaults.value, apps.value) : apps;
}

/** @param apps `undefined` if they were not requested */
function assemble(
  address: LayerAddress,
  ledger: Ledger,
  around: Surroundings,
  known: KnownDefaults,
  apps: readonly SdkApp[] | undefined,
): Result<FetchedConfig> {
  const { accounts, entries } = around;
  const [entry] = entries;
  const defaults = shownDefaults(known);
  const layerId = known === 'unread' ? recordedLayer(address, ledger, around) : defaults?.layerId;
  const installed = layerId !== undefined || showsLayer(entry) ? 'yes' : 'no';
  const killSwitch = known === 'unread' ? {} : { killSwitch: defaults?.killSwitch ?? false };
  const ambiguous = hasSeveralLayers(accounts, ledger) || entries.length > 1 || isOther(address, defaults);
  if (ambiguous) {
    return ok({ installed, fields: {}, writable: [], unknownKeys: [], accounts, ambiguous, ...killSwitch });
  }
  const toggle = chooseApp(apps ?? [], apps === undefined ? undefined : address.app);
  if (!toggle.ok) return toggle;
  return ok({
    installed,
    ...(layerId !== undefined && { layerId }),
    fields: { ...accountFields(accounts, installed), ...(installed === 'yes' && capiFields(entry)) },
    // Nothing is sent before the install, so the step is the same afterwards.
    writable: toggle.value !== undefined ? ['capi.enabled'] : [],
    unknownKeys: [],
    accounts,
    ...(toggle.value !== undefined && { toggleApp: toggle.value }),
    ambiguous,
    ...(entry && { capi: capiHealth(entry) }),
    ...killSwitch,
  });
}

/** Layers returned a different layer than the document names, so the project has several. */
function isOther({ layer }: LayerAddress, defaults: LayerDefaults | undefined): boolean {
  return layer !== undefined && defaults?.layerId !== undefined && layer !== defaults.layerId;
}
