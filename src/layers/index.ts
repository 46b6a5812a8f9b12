import { type Client, type ClientMachine, createClient, fingerprint } from '../http/index.ts';
import {
  fail,
  type LayersReader,
  type LayersWriter,
  maskerOf,
  ok,
  type Problem,
  type Result,
  type Transport,
} from '../model/index.ts';
import { readCampaigns } from './campaigns.ts';
import { documentedConfig } from './config/documented.ts';
import { endpointConfig } from './config/endpoint.ts';
import type { ConfigPort } from './config/port.ts';
import { readAuthority, setCampaign } from './gate.ts';
import { interpret } from './interpret.ts';
import { checkLedgerSize, withLedger } from './ledger.ts';
import { createOrganization } from './organization.ts';
import { readProject, writeLedger } from './project.ts';
import { readRejectedPauses } from './queue.ts';
import { bucketFor } from './tiers.ts';

/** Options for one API key at one origin. */
export type LayersOptions = {
  readonly machine: ClientMachine;
  readonly origin: string;
  /** Sent only in the request header. */
  readonly key: string;
  readonly transport: Transport;
  /** Timeout of one attempt in milliseconds; 30 s by default. */
  readonly timeoutMs?: number;
};

/** A reader for one key. It has no method that writes. */
export function createLayersReader(options: LayersOptions): LayersReader {
  return parts(options).reader;
}

/** A reader and a writer for one key. They share the request count and the rate limit that the reader learns. */
export function createLayers(options: LayersOptions): { readonly reader: LayersReader; readonly writer: LayersWriter } {
  const all = parts(options);
  return { reader: all.reader, writer: writerOf(all) };
}

function writerOf({ reader, client, config, quiet }: Parts): LayersWriter {
  return {
    ...reader,
    writeConfig: async (write, signal) => quiet(await config.write(write, signal)),
    writeLedger: async (project, seen, next, key, signal) =>
      quiet(await writeLedger(client, project, seen, next, key, signal)),
    setCampaign: async (project, campaign, verb, key, signal) =>
      quiet(await setCampaign(client, project, campaign, verb, key, signal)),
    checkLedgerSize: (seen, next) => checkLedgerSize(withLedger(seen.metadata, next)),
  };
}

type Parts = {
  readonly reader: LayersReader;
  readonly client: Client;
  readonly config: ConfigPort;
  /** Masks the key in every problem, whatever the source of its text. */
  readonly quiet: <T>(result: Result<T>) => Result<T>;
};

function parts({ machine, origin, key, transport, timeoutMs: timeout }: LayersOptions): Parts {
  let tier = 'standard';
  const budget = `layers ${origin} ${fingerprint(key)}`;
  const client = createClient(machine, {
    name: 'Layers',
    origin,
    secret: key,
    // Source: developers.layers.com docs/api/getting-started/authentication (documented).
    headers: { authorization: `Bearer ${key}` },
    interpret,
    bucket: (call) => bucketFor(call, budget, tier),
    ...(timeout !== undefined && { timeoutMs: timeout }),
  });
  const organization = createOrganization(client);
  const tools = { client, sleep: machine.sleep, organization: organization.known };
  const config = transport.kind === 'documented' ? documentedConfig(tools) : endpointConfig(tools, transport);
  const hidden = maskerOf([key]);
  const quiet = <T>(result: Result<T>): Result<T> =>
    result.ok ? result : fail(...result.problems.map((problem) => withoutKey(problem, hidden)));

  const reader: LayersReader = {
    organization: async (signal) => {
      const asked = await organization.ask(signal);
      if (!asked.ok) return quiet(asked);
      tier = asked.value.tier;
      return ok(asked.value.id);
    },
    project: async (project, signal) => quiet(await readProject(client, project, organization.known(), signal)),
    config: async (address, ledger, signal) => quiet(await config.read(address, ledger, signal)),
    campaigns: async (project, signal) => quiet(await readCampaigns(client, project, organization.known(), signal)),
    rejectedPauses: async (project, signal) => quiet(await readRejectedPauses(client, project, signal)),
    authority: async (project, campaign, signal) => quiet(await readAuthority(client, project, campaign, signal)),
    calls: client.calls,
  };
  return { reader, client, config, quiet };
}

function withoutKey(problem: Problem, hidden: (text: string) => string): Problem {
  return {
    ...problem,
    message: hidden(problem.message),
    ...(problem.remedy !== undefined && { remedy: hidden(problem.remedy) }),
  };
}
