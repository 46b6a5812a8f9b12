import type { Writers } from '../apply/index.ts';
import { createLayers, createLayersReader, createLayersSurvey, type LayersOptions } from '../layers/index.ts';
import { placeholders } from '../desired/index.ts';
import type { Ports } from '../live/index.ts';
import type { Machine } from '../machine.ts';
import {
  type CredentialNames,
  type DesiredLayer,
  fail,
  type LayersDirectory,
  type LayersReader,
  ok,
  type Problem,
  type Result,
  type Settings,
  type TikTokReader,
  type TikTokSetupReader,
} from '../model/index.ts';
import { originProblem } from '../settings/index.ts';
import { createTikTok, createTikTokReader, type TikTokOptions } from '../tiktok/index.ts';
import { requestTimeout } from '../io/index.ts';
import { isLocal, unsetCredentials } from './unset-credentials.ts';

/** APIs for the documents' credentials. Layers with equal credentials share a client and its rate limit. */
export type ReadAccess = {
  readonly portsOf: (layer: DesiredLayer) => Ports;
  /** Reads that only `verify` needs. */
  readonly setupOf: (layer: DesiredLayer) => TikTokSetupReader;
  /** Requests sent so far. */
  readonly calls: () => number;
  /** The same by endpoint, such as `GET /v1/projects/{id}`. */
  readonly endpoints: () => ReadonlyMap<string, number>;
  /** Why layers are not read: one problem per unset credential variable, and one per placeholder outside of a sandbox. */
  readonly missing: readonly Problem[];
};

/** Access for `apply` and `confirm` only. */
export type WriteAccess = ReadAccess & { readonly writersFor: (layer: DesiredLayer) => Writers };

type ApiMachine = Pick<
  Machine,
  'dispatcher' | 'recorder' | 'sleep' | 'deadline' | 'now' | 'random' | 'env' | 'hide' | 'stop' | 'activity'
>;

/** Number of processes that share a rate limit. */
export type SharedLimits = {
  /** By variable with a Layers key. */
  readonly layers: (variable: string) => number;
  readonly tiktok: number;
};

/** Opens the APIs of documents with their settings, for reading or for writing. */
export type OpenApis<Access> = (
  desired: readonly DesiredLayer[],
  settings: Settings,
  machine: ApiMachine,
  limits?: SharedLimits,
) => Result<Access>;

/**
 * Creates readers only. A forbidden origin is a problem before any request. A missing credential stops only its own
 * layers.
 */
export const openReaders: OpenApis<ReadAccess> = (desired, settings, machine, limits) => {
  const create = {
    layers: (options: LayersOptions) => ({ reader: createLayersReader(options) }),
    tiktok: (options: TikTokOptions) => ({ reader: createTikTokReader(options) }),
  };
  const clients = openClients(desired, settings, machine, create, limits);
  return clients.ok ? ok(withPlaceholders(clients.value.access, desired, settings)) : clients;
};

/** Only what reads at Layers need: no TikTok token is required. */
export const openLayersReaders: OpenApis<ReadAccess> = (desired, settings, machine) => {
  const opened = openReaders(desired, settings, machine);
  if (!opened.ok) return opened;
  const access = { ...opened.value, missing: unsetCredentials(desired, settings, machine.env, ['layers']) };
  return ok(withPlaceholders(access, desired, settings));
};

/** Like `openReaders`, with a writer for each client. */
export const openWriters: OpenApis<WriteAccess> = (desired, settings, machine) => {
  const clients = openClients(desired, settings, machine, { layers: createLayers, tiktok: createTikTok });
  if (!clients.ok) return clients;
  const { access, layersOf, tiktokOf } = clients.value;
  const writersFor = (layer: DesiredLayer): Writers => ({
    layers: layersOf(layer).writer,
    tiktok: tiktokOf(layer).writer,
    codeOf: codeOf(machine),
    sleep: (ms) => {
      machine.activity?.waiting(ms, 'a write to become visible');
      return sleepUnlessStopped(ms, machine);
    },
  });
  return ok({ ...withPlaceholders(access, desired, settings), writersFor });
};

function withPlaceholders(access: ReadAccess, desired: readonly DesiredLayer[], { origins }: Settings): ReadAccess {
  if (isLocal(origins)) return access;
  return { ...access, missing: [...access.missing, ...desired.flatMap(placeholders)] };
}

/** Reads projects that may have no document. Each request is sent once. */
export type SurveyAccess = {
  readonly portsOf: (layer: Credentialed) => Ports;
  readonly directoryOf: (layer: Credentialed) => LayersDirectory;
};

export function openSurvey(
  credentials: readonly CredentialNames[],
  settings: Settings,
  machine: ApiMachine,
): Result<SurveyAccess> {
  const clients = openClients(
    credentials.map((names) => ({ name: '', credentials: names })),
    settings,
    machine,
    { layers: createLayersSurvey, tiktok: (options) => ({ reader: createTikTokReader(options) }) },
  );
  if (!clients.ok) return clients;
  const { access, layersOf } = clients.value;
  return ok({ portsOf: access.portsOf, directoryOf: (layer) => layersOf(layer).directory });
}

type Credentialed = Pick<DesiredLayer, 'name' | 'credentials'>;

type Factories<L, T> = {
  readonly layers: (options: LayersOptions) => L;
  readonly tiktok: (options: TikTokOptions) => T;
};

type Clients<L, T> = {
  readonly access: ReadAccess & { readonly portsOf: (layer: Credentialed) => Ports };
  readonly layersOf: (layer: Credentialed) => L;
  readonly tiktokOf: (layer: Credentialed) => T;
};

function openClients<
  L extends { readonly reader: LayersReader },
  T extends { readonly reader: TikTokReader & TikTokSetupReader },
>(
  desired: readonly Credentialed[],
  settings: Settings,
  machine: ApiMachine,
  create: Factories<L, T>,
  limits: SharedLimits = { layers: () => 1, tiktok: 1 },
): Result<Clients<L, T>> {
  const names = desired.flatMap(({ credentials }) => [credentials.layers, credentials.tiktok]);
  machine.hide?.([...new Set(names)].map((name) => valueOf(machine.env, name)));
  const problems = originProblems(settings, machine.env);
  if (problems.length > 0) return fail(...problems);
  const { origins, transport, layersBusinessId: partner } = settings;
  const timeoutMs = requestTimeout(machine.env);
  const endpoints = new Map<string, number>();
  const onCall = (endpoint: string) => void endpoints.set(endpoint, (endpoints.get(endpoint) ?? 0) + 1);
  const options = { machine, onCall, ...(timeoutMs !== undefined && { timeoutMs }) };
  const layers = remember(
    (layer: Credentialed) => layer.credentials.layers,
    ({ credentials }) =>
      create.layers({
        ...options,
        origin: origins.layers,
        key: valueOf(machine.env, credentials.layers),
        processes: limits.layers(credentials.layers),
        transport,
      }),
  );
  const tiktok = remember(
    (layer: Credentialed) => layer.credentials.tiktok,
    ({ credentials }) =>
      create.tiktok({
        ...options,
        ...(settings.tiktok && { appLevel: settings.tiktok.appLevel }),
        processes: limits.tiktok,
        origin: origins.tiktok,
        token: valueOf(machine.env, credentials.tiktok),
      }),
  );
  const ports = remember(
    ({ credentials }: Credentialed) => `${credentials.layers} ${credentials.tiktok}`,
    (layer): Ports => ({
      layers: layers.of(layer).reader,
      tiktok: tiktok.of(layer).reader,
      hosts: { layers: new URL(origins.layers).host, tiktok: new URL(origins.tiktok).host },
      ...(partner !== undefined && { partner }),
      codeOf: codeOf(machine),
    }),
  );
  const access = {
    portsOf: ports.of,
    setupOf: (layer: Credentialed) => tiktok.of(layer).reader,
    calls: () => [...layers.made(), ...tiktok.made()].reduce((sum, { reader }) => sum + reader.calls(), 0),
    endpoints: () => new Map(endpoints),
    missing: unsetCredentials(desired, settings, machine.env),
  };
  return ok({ access, layersOf: layers.of, tiktokOf: tiktok.of });
}

function codeOf({ env }: Pick<Machine, 'env'>): (variable: string) => string | undefined {
  return (variable) => env[variable]?.trim();
}

/** Waits before a written value is read again; returns `stopped` if the run is interrupted. */
async function sleepUnlessStopped(
  ms: number,
  { sleep, stop }: Pick<Machine, 'sleep' | 'stop'>,
): Promise<void | 'stopped'> {
  try {
    await sleep(ms, stop);
    return undefined;
  } catch (error) {
    if (stop.aborted) return 'stopped';
    throw error;
  }
}

function originProblems({ origins }: Settings, env: Machine['env']): readonly Problem[] {
  return (['layers', 'tiktok'] as const).flatMap(
    (which) => originProblem(origins[which], which, env.RECONCILE_ALLOW_ORIGINS) ?? [],
  );
}

function valueOf(env: Machine['env'], name: string): string {
  // Layers without credentials are not read and need no client.
  return env[name] ?? '';
}

function remember<A, B>(keyOf: (item: A) => string, make: (item: A) => B) {
  const known = new Map<string, B>();
  return {
    of: (item: A): B => {
      const key = keyOf(item);
      const made = known.get(key) ?? make(item);
      known.set(key, made);
      return made;
    },
    made: (): readonly B[] => [...known.values()],
  };
}
