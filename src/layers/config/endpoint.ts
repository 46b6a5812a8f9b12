import {
  CONFIG_PATHS,
  fail,
  type FetchedConfig,
  type LayerAddress,
  type Ledger,
  type NeededConfig,
  ok,
  type Problem,
  type Result,
  type Transport,
} from '../../model/index.ts';
import { capiHealth } from '../layer-status.ts';
import { type EndpointConfig, readEndpointConfig } from './endpoint-config.ts';
import { createEndpointWrite } from './endpoint-write.ts';
import type { ConfigPort, ConfigTools } from './port.ts';
import {
  hasSeveralLayers,
  layerInLedger,
  readAll,
  readKnownDefaults,
  readRelay,
  readSurroundings,
  shownDefaults,
  type Surroundings,
} from './surroundings.ts';

type Endpoint = Extract<Transport, { kind: 'endpoint' }>;

/** A layer's whole config, at an endpoint that the settings name. */
export function endpointConfig(tools: ConfigTools, transport: Endpoint): ConfigPort {
  return {
    read: (address, ledger, signal, needed = readAll) =>
      readEndpoint({ tools, transport, address, ledger, signal }, needed),
    write: createEndpointWrite(tools, transport),
  };
}

type EndpointRead = {
  readonly tools: ConfigTools;
  readonly transport: Endpoint;
  readonly address: LayerAddress;
  readonly ledger: Ledger;
  readonly signal: AbortSignal;
};

async function readEndpoint(reading: EndpointRead, needed: NeededConfig): Promise<Result<FetchedConfig>> {
  const { tools, ledger, signal } = reading;
  const { project, layer, adAccountId, wantsToggle } = reading.address;
  const around = await readSurroundings(tools, reading.address, wantsToggle, signal);
  if (!around.ok) return around;
  const named = layer ?? layerInLedger(ledger, adAccountId);
  const first = named === undefined ? undefined : await readLayer(reading, around.value, named);
  // The ledger may contain a layer that was removed. A layer that Layers or the document names must exist.
  const isGone = first?.ok === false && first.problems[0]?.code === 'api/not-found' && layer === undefined;
  if (first?.ok === false && !isGone) return first;
  if (first?.ok === true && !(await needed(first.value)).defaults) return first;
  const defaults = await readKnownDefaults(tools, project, signal);
  if (!defaults.ok) return defaults;
  const { layerId, killSwitch = false } = shownDefaults(defaults.value) ?? {};
  if (first?.ok === true) return ok({ ...first.value, killSwitch });
  if (layerId === undefined) return ok(notInstalled(around.value, killSwitch));
  const config = first ?? (await readLayer(reading, around.value, layerId));
  return config.ok ? ok({ ...config.value, killSwitch }) : config;
}

async function readLayer(
  { tools, transport, address, ledger, signal }: EndpointRead,
  { accounts, entries }: Surroundings,
  layerId: string,
): Promise<Result<FetchedConfig>> {
  const { project, layer, wantsToggle } = address;
  const config = await readEndpointConfig(tools.client, transport, project, layerId, signal);
  if (!config.ok) return config;
  const several = hasSeveralLayers(accounts, ledger);
  if (several && layer === undefined && !isBoundTo(address, config.value)) {
    return fail(otherLayer(address, config.value, layerId));
  }
  // A relay that is off has no health.
  const isRelayUnread = !wantsToggle && config.value.flat['capi.enabled'] === true;
  const relay = isRelayUnread ? await readRelay(tools, project, signal) : ok(entries);
  return relay.ok ? ok(installed(accounts, config.value, layerId, several ? [] : relay.value)) : relay;
}

function notInstalled({ accounts }: Surroundings, killSwitch: boolean): FetchedConfig {
  return {
    installed: 'no',
    fields: {},
    writable: CONFIG_PATHS,
    unknownKeys: [],
    accounts,
    ambiguous: false,
    killSwitch,
  };
}

/** @param entries of the relay; empty if they may belong to a different layer */
function installed(
  accounts: Surroundings['accounts'],
  { flat, unknownKeys }: EndpointConfig,
  layerId: string,
  entries: Surroundings['entries'],
): FetchedConfig {
  const [entry] = entries;
  // The endpoint returns the whole config, so a missing member is known to be absent.
  const fields = CONFIG_PATHS.map((path) => [path, { provenance: 'api', value: flat[path] }]);
  return {
    installed: 'yes',
    layerId,
    fields: Object.fromEntries(fields),
    writable: CONFIG_PATHS,
    unknownKeys,
    accounts,
    ambiguous: false,
    ...(entry !== undefined && entries.length === 1 && { capi: capiHealth(entry) }),
  };
}

function isBoundTo({ adAccountId }: LayerAddress, { flat }: EndpointConfig): boolean {
  return flat.adAccountId !== undefined && flat.adAccountId === adAccountId;
}

/** If there are several layers, one bound to a different ad account probably belongs to a different document. */
function otherLayer({ adAccountId }: LayerAddress, { flat }: EndpointConfig, layerId: string): Problem {
  const bound = typeof flat.adAccountId === 'string' ? `ad account ${flat.adAccountId}` : 'no ad account';
  const desired = adAccountId === undefined ? 'names no ad account' : `names ${adAccountId}`;
  return {
    code: 'layers/layer-unknown',
    message: `Layer ${layerId} is bound to ${bound}, the document ${desired}, and the project has several TikTok layers or ad accounts.`,
    remedy:
      'Add `layer: ID` to the document (the last part of the address of the layer in the dashboard), or use one project per layer.',
  };
}
