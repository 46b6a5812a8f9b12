import {
  type Api,
  type ApiRequest,
  type Client,
  type ClientMachine,
  createClient,
  fingerprint,
  problemMaskerFor,
  readOnce,
} from '../http/index.ts';
import {
  type LayersDirectory,
  type LayersReader,
  type LayersSender,
  type LayersWriter,
  ok,
  type Transport,
  type Inspected,
  type KeyFacts,
} from '../model/index.ts';
import { readAccounts } from './accounts.ts';
import { readAdsContent } from './ads-content.ts';
import { readCampaigns } from './campaigns.ts';
import { documentedConfig } from './config/documented.ts';
import { endpointConfig } from './config/endpoint.ts';
import type { ConfigPort } from './config/port.ts';
import { readEvents } from './events.ts';
import { readAuthority, setCampaign } from './gate.ts';
import { interpret } from './interpret.ts';
import { checkLedgerSize, withLedger } from './ledger.ts';
import { readOauthLink } from './oauth-link.ts';
import { createOrganization, type Organization } from './organization.ts';
import { readProject, writeLedger } from './project.ts';
import { readProjects } from './projects.ts';
import { readRejectedPauses } from './queue.ts';
import { sendTestEvent } from './test-event.ts';
import { createRateBudget, readsPerMinute, reportOf } from './rate-budget.ts';

export { withLedger };

export type LayersOptions = {
  readonly machine: ClientMachine;
  readonly origin: string;
  /** Sent only in the request header. */
  readonly key: string;
  readonly transport: Transport;
  /** Number of processes that share the limits of the key; 1 by default. */
  readonly processes?: number;
  /** Per attempt; 30 s by default. */
  readonly timeoutMs?: number;
  /** Called with the endpoint of every request, such as `GET /v1/projects/{id}`. */
  readonly onCall?: (endpoint: string) => void;
};

/** A reader for one key. It has no method that writes. */
export function createLayersReader(options: LayersOptions): LayersReader {
  return openReader(options).reader;
}

/** A reader and a writer for one key. They share the request count and the rate limit. */
export function createLayers(options: LayersOptions): { readonly reader: LayersReader; readonly writer: LayersWriter } {
  const open = openReader(options);
  return { reader: open.reader, writer: writerOf(open) };
}

/** Layers waits up to 30 s for a test event (documented). */
const SENDER_TIMEOUT_MS = 60_000;

/** A sender for one key. */
export function createLayersSender(options: LayersOptions): LayersSender {
  const { client, masked } = openReader({ ...options, timeoutMs: options.timeoutMs ?? SENDER_TIMEOUT_MS });
  return {
    sendTestEvent: async (project, app, key, signal) => masked(await sendTestEvent(client, project, app, key, signal)),
    oauthLink: async (project, returnUrl, key, signal) =>
      masked(await readOauthLink(client, project, returnUrl, key, signal)),
    accounts: async (project, signal) => masked(await readAccounts(client, project, signal)),
    calls: client.calls,
  };
}

/** Lists projects and ad accounts of one key. It has no method that writes. */
export function createLayersDirectory(options: Omit<LayersOptions, 'transport'>): LayersDirectory {
  return directoryOf(openReader({ ...options, transport: { kind: 'documented' } }));
}

export type LayersSurvey = { readonly reader: LayersReader; readonly directory: LayersDirectory };

/** Both for one key. They send each request once. */
export function createLayersSurvey(options: LayersOptions): LayersSurvey {
  const open = openReader(options, readOnce);
  return { reader: open.reader, directory: directoryOf(open) };
}

function directoryOf({ client, organization, masked }: OpenReader): LayersDirectory {
  return {
    organization: async (signal) => masked(await organization.read(signal)),
    projects: async (signal) => masked(await readProjects(client, signal)),
    accounts: async (project, signal) => masked(await readAccounts(client, project, signal)),
  };
}

type OpenReader = {
  readonly reader: LayersReader;
  readonly client: Client;
  readonly config: ConfigPort;
  readonly organization: ReturnType<typeof createOrganization>;
  readonly masked: ReturnType<typeof problemMaskerFor>;
};

/** Reads what Layers shows about one key. One call. */
export async function inspectKey(
  options: Omit<LayersOptions, 'transport'>,
  signal: AbortSignal,
): Promise<Inspected<KeyFacts>> {
  let date: string | undefined;
  const api = apiOf(options, () => 'standard');
  const client = createClient(options.machine, {
    ...api,
    observe: (_, { header }) => {
      date = header('date');
    },
  });
  const read = problemMaskerFor(options.key)(await createOrganization(client).read(signal));
  const answer = read.ok ? ok(factsOf(read.value)) : read;
  return { answer, ...(date !== undefined && { date }) };
}

function factsOf({ id, name, tier, scopes }: Organization): KeyFacts {
  return { organization: id, organizationName: name, tier, ...(scopes && { scopes }) };
}

function apiOf(
  { origin, key, processes, timeoutMs, onCall }: Omit<LayersOptions, 'transport'>,
  tier: () => string,
): Api {
  const budget = createRateBudget(`layers ${origin} ${fingerprint(key)}`, tier, processes);
  return {
    name: 'Layers',
    origin,
    secret: key,
    // Source: developers.layers.com docs/api/getting-started/authentication (documented).
    headers: { authorization: `Bearer ${key}` },
    interpret,
    bucket: budget.bucketFor,
    report: reportOf,
    observe: budget.learn,
    ...(onCall && { onCall: ({ method, path }: ApiRequest) => onCall(`${method} ${endpointIn(path)}`) }),
    ...(timeoutMs !== undefined && { timeoutMs }),
  };
}

/** Without the query, and without ids. */
function endpointIn(path: string): string {
  return path.replace(/\?.*$/s, '').replace(/\/(projects|layers|campaigns|sdk-apps)\/[^/]+/g, '/$1/{id}');
}

function openReader(options: LayersOptions, wrap = (client: Client): Client => client): OpenReader {
  const { machine, key, transport } = options;
  let tier = 'standard';
  const client = wrap(
    createClient(
      machine,
      apiOf(options, () => tier),
    ),
  );
  const organization = createOrganization(client);
  const sleep = (ms: number, signal?: AbortSignal) => {
    machine.activity?.waiting(ms, 'a write to become visible');
    return machine.sleep(ms, signal);
  };
  const tools = { client, sleep, organization: organization.known };
  const config = transport.kind === 'documented' ? documentedConfig(tools) : endpointConfig(tools, transport);
  const masked = problemMaskerFor(key);
  const reader: LayersReader = {
    organization: async (signal) => {
      const owner = await organization.read(signal);
      if (!owner.ok) return masked(owner);
      tier = owner.value.tier;
      return ok(owner.value.id);
    },
    readsPerMinute: () => readsPerMinute(tier, options.processes),
    project: async (project, signal) => masked(await readProject(client, project, organization.known(), signal)),
    config: async (address, ledger, signal, needed) => masked(await config.read(address, ledger, signal, needed)),
    campaigns: async (project, signal) => masked(await readCampaigns(client, project, organization.known(), signal)),
    rejectedPauses: async (project, signal) => masked(await readRejectedPauses(client, project, signal)),
    authority: async (project, campaign, signal) => masked(await readAuthority(client, project, campaign, signal)),
    adsContent: async (project, signal) => masked(await readAdsContent(client, project, organization.known(), signal)),
    events: async (project, query, signal) =>
      masked(await readEvents(client, project, organization.known(), query, signal)),
    calls: client.calls,
  };
  return { reader, client, config, organization, masked };
}

function writerOf({ reader, client, config, masked }: OpenReader): LayersWriter {
  return {
    ...reader,
    writeConfig: async (write, signal) => masked(await config.write(write, signal)),
    writeLedger: async (project, seen, next, key, signal) =>
      masked(await writeLedger(client, project, seen, next, key, signal)),
    setCampaign: async (project, campaign, verb, key, signal) =>
      masked(await setCampaign(client, project, campaign, verb, key, signal)),
    checkLedgerSize: (seen, next) => checkLedgerSize(withLedger(seen.metadata, next)),
  };
}
