import {
  CONFIG_PATHS,
  type ConnectedAccount,
  fail,
  type LayerAddress,
  type Ledger,
  type FetchedConfig,
  type LiveFields,
  ok,
  type Result,
  type Transport,
} from '../../model/index.ts';
import { readAccounts } from '../accounts.ts';
import { type CapiEntry, capiHealth, readCapiStatus } from '../capi-status.ts';
import { type LayerDefaults, readDefaults } from '../defaults.ts';
import { noSuchProject } from '../not-found.ts';
import { orNone } from '../read.ts';
import { createEndpointWrite } from './endpoint-write.ts';
import { gather } from './gather.ts';
import type { ConfigPort, ConfigTools } from './port.ts';
import { layerInLedger, several } from './several.ts';
import { type EndpointConfig, readWhole } from './whole.ts';

type Endpoint = Extract<Transport, { kind: 'endpoint' }>;

/** A layer's config at an endpoint that the organization has and names in its settings. It returns the whole config. */
export function endpointConfig(tools: ConfigTools, transport: Endpoint): ConfigPort {
  return {
    read: (address, ledger, signal) => readEndpoint(tools, transport, address, ledger, signal),
    write: createEndpointWrite(tools, transport),
  };
}

type Surroundings = {
  readonly accounts: readonly ConnectedAccount[];
  readonly defaults: LayerDefaults | undefined;
  readonly entries: readonly CapiEntry[];
};

async function readEndpoint(
  { client, organization }: ConfigTools,
  transport: Endpoint,
  address: LayerAddress,
  ledger: Ledger,
  signal: AbortSignal,
): Promise<Result<FetchedConfig>> {
  const { project } = address;
  const [accounts, defaults, capi] = await Promise.all([
    readAccounts(client, project, signal),
    readDefaults(client, project, signal),
    readCapiStatus(client, project, signal),
  ]);
  if (!accounts.ok && accounts.problems[0].code === 'api/not-found') {
    return noSuchProject(accounts, project, organization());
  }
  const all = gather(accounts, orNone(defaults), orNone(capi));
  if (!all.ok) return all;
  const [seenAccounts, seenDefaults, entries = []] = all.value;
  const around: Surroundings = { accounts: seenAccounts, defaults: seenDefaults, entries };

  const remembered = layerInLedger(ledger, address.adAccountId);
  const layerId = address.layer ?? remembered ?? seenDefaults?.layerId;
  if (layerId === undefined) return ok(notInstalled(around));
  const whole = await readWhole(client, transport, project, layerId, signal);
  if (!whole.ok) {
    // The ledger may contain a layer that was removed. A layer that Layers or the document names must exist.
    const named = address.layer ?? seenDefaults?.layerId;
    const removed = whole.problems[0].code === 'api/not-found' && named === undefined;
    return removed ? ok(notInstalled(around)) : whole;
  }
  const many = several(seenAccounts, ledger);
  const doubt = many && address.layer === undefined ? otherLayer(address, whole.value, layerId) : undefined;
  return doubt ?? ok(seen(around, whole.value, layerId, many));
}

function notInstalled({ accounts, defaults }: Surroundings): FetchedConfig {
  const killSwitch = defaults?.killSwitch ?? false;
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

function seen(
  { accounts, defaults, entries }: Surroundings,
  live: EndpointConfig,
  layerId: string,
  many: boolean,
): FetchedConfig {
  const [entry] = entries;
  return {
    installed: 'yes',
    layerId,
    fields: allShown(live),
    writable: CONFIG_PATHS,
    unknownKeys: live.unknownKeys,
    accounts,
    ambiguous: false,
    // If there are several layers, it may be the health of a different one.
    ...(entry !== undefined && entries.length === 1 && !many && { capi: capiHealth(entry) }),
    killSwitch: defaults?.killSwitch ?? false,
  };
}

/** If there are several layers, one bound to a different ad account probably belongs to a different document. */
function otherLayer(address: LayerAddress, { flat }: EndpointConfig, layerId: string): Result<never> | undefined {
  const { adAccountId: live } = flat;
  if (live !== undefined && live === address.adAccountId) return undefined;
  const bound = typeof live === 'string' ? `ad account ${live}` : 'no ad account';
  const wanted = address.adAccountId === undefined ? 'names no ad account' : `names ${address.adAccountId}`;
  const message = `Layer ${layerId} is bound to ${bound}, the document ${wanted}, and the project has several TikTok layers or ad accounts.`;
  const remedy =
    'Name the layer in the document (layer: ID, as the address of its page in the dashboard ends), or put each layer into a project of its own.';
  return fail({ code: 'layers/layer-unknown', message, remedy });
}

/** The endpoint returns the whole config, so a missing member is known to be absent. */
function allShown({ flat }: EndpointConfig): LiveFields {
  return Object.fromEntries(CONFIG_PATHS.map((path) => [path, { provenance: 'api', value: flat[path] }]));
}
