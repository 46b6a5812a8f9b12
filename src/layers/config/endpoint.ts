import {
  CONFIG_PATHS,
  fail,
  type FetchedConfig,
  type LayerAddress,
  type Ledger,
  ok,
  type Problem,
  type Result,
  type Transport,
} from '../../model/index.ts';
import { capiHealth } from '../layer-status.ts';
import { type EndpointConfig, readEndpointConfig } from './endpoint-config.ts';
import { createEndpointWrite } from './endpoint-write.ts';
import type { ConfigPort, ConfigTools } from './port.ts';
import { hasSeveralLayers, layerInLedger, readSurroundings, type Surroundings } from './surroundings.ts';

type Endpoint = Extract<Transport, { kind: 'endpoint' }>;

/** A layer's whole config, at an endpoint that the settings name. */
export function endpointConfig(tools: ConfigTools, transport: Endpoint): ConfigPort {
  return {
    read: (address, ledger, signal) => readEndpoint(tools, transport, address, ledger, signal),
    write: createEndpointWrite(tools, transport),
  };
}

async function readEndpoint(
  tools: ConfigTools,
  transport: Endpoint,
  address: LayerAddress,
  ledger: Ledger,
  signal: AbortSignal,
): Promise<Result<FetchedConfig>> {
  const { project, layer } = address;
  const around = await readSurroundings(tools, project, false, signal);
  if (!around.ok) return around;
  const { accounts, defaults } = around.value;
  const layerId = layer ?? layerInLedger(ledger, address.adAccountId) ?? defaults?.layerId;
  if (layerId === undefined) return ok(notInstalled(around.value));
  const config = await readEndpointConfig(tools.client, transport, project, layerId, signal);
  if (!config.ok) {
    // The ledger may contain a layer that was removed. A layer that Layers or the document names must exist.
    const named = layer ?? defaults?.layerId;
    const removed = config.problems[0].code === 'api/not-found' && named === undefined;
    return removed ? ok(notInstalled(around.value)) : config;
  }
  const several = hasSeveralLayers(accounts, ledger);
  if (several && layer === undefined && !isBoundTo(address, config.value)) {
    return fail(otherLayer(address, config.value, layerId));
  }
  return ok(installed(around.value, config.value, layerId, several));
}

function notInstalled({ accounts, defaults }: Surroundings): FetchedConfig {
  return {
    installed: 'no',
    fields: {},
    writable: CONFIG_PATHS,
    unknownKeys: [],
    accounts,
    ambiguous: false,
    killSwitch: defaults?.killSwitch ?? false,
  };
}

function installed(
  { accounts, defaults, entries }: Surroundings,
  { flat, unknownKeys }: EndpointConfig,
  layerId: string,
  several: boolean,
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
    // If there are several layers, it may be the health of a different one.
    ...(entry !== undefined && entries.length === 1 && !several && { capi: capiHealth(entry) }),
    killSwitch: defaults?.killSwitch ?? false,
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
