import type { Writers } from '../apply/index.ts';
import { createLayers } from '../layers/index.ts';
import type { Ports } from '../live/index.ts';
import type { Machine } from '../machine.ts';
import { type DesiredLayer, nameList, type Problem, type Result, type Settings } from '../model/index.ts';
import { originProblem } from '../settings/index.ts';
import { createTikTok } from '../tiktok/index.ts';
import { requestTimeout } from '../io/index.ts';

/** The APIs for the documents' credentials. Layers with the same credentials share one client and its pace. */
export type ApiAccess = {
  readonly portsOf: (layer: DesiredLayer) => Ports;
  /** Requests sent so far. */
  readonly calls: () => number;
  /** Number of different Layers keys in use. */
  readonly keys: () => number;
  /** One problem per unset credential variable, with the layers that need it: they have no ports. */
  readonly missing: readonly Problem[];
};

/** Access for `apply` and `confirm` only. */
export type WriteAccess = ApiAccess & { readonly writersFor: (layer: DesiredLayer) => Writers };

/**
 * Creates the clients. A forbidden origin is a problem before any request. A missing credential stops only its own
 * layers.
 */
export function openApis(
  desired: readonly DesiredLayer[],
  settings: Settings,
  machine: Pick<Machine, 'dispatcher' | 'recorder' | 'sleep' | 'now' | 'random' | 'env' | 'hide' | 'stop'>,
): Result<WriteAccess> {
  const names = desired.flatMap(({ credentials }) => [credentials.layers, credentials.tiktok]);
  machine.hide?.([...new Set(names)].map((name) => valueOf(machine.env, name)));
  const problems = originProblems(settings, machine.env);
  if (problems.length > 0) return { ok: false, problems };
  const { origins, transport } = settings;
  const timeout = requestTimeout(machine.env);
  const patience = timeout === undefined ? {} : { timeout };
  const layers = remember(
    (layer: DesiredLayer) => layer.credentials.layers,
    (layer) => {
      const key = valueOf(machine.env, layer.credentials.layers);
      return createLayers({ machine, origin: origins.layers, key, transport, ...patience });
    },
  );
  const tiktok = remember(
    (layer: DesiredLayer) => layer.credentials.tiktok,
    (layer) => {
      const token = valueOf(machine.env, layer.credentials.tiktok);
      return createTikTok({ machine, origin: origins.tiktok, token, ...patience });
    },
  );
  const all = () => [...layers.made(), ...tiktok.made()].map(({ reader }) => reader);
  const codeOf = (variable: string): string | undefined => machine.env[variable]?.trim();
  const { layersBusinessId: partner } = settings;
  return {
    ok: true,
    value: {
      portsOf: remember(
        (layer: DesiredLayer) => `${layer.credentials.layers} ${layer.credentials.tiktok}`,
        (layer) => ({
          layers: layers.of(layer).reader,
          tiktok: tiktok.of(layer).reader,
          hosts: { layers: new URL(origins.layers).host, tiktok: new URL(origins.tiktok).host },
          ...(partner !== undefined && { partner }),
          codeOf,
        }),
      ).of,
      writersFor: (layer) => ({
        layers: layers.of(layer).writer,
        tiktok: tiktok.of(layer).writer,
        codeOf,
        sleep: (ms) => restUntilStopped(ms, machine),
      }),
      calls: () => all().reduce((sum, client) => sum + client.calls(), 0),
      keys: () => layers.made().length,
      missing: missing(desired, machine.env),
    },
  };
}

/** A sleep while looking for a written value; returns `stopped` if the run is interrupted. */
async function restUntilStopped(
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

function missing(desired: readonly DesiredLayer[], env: Machine['env']): readonly Problem[] {
  const users = new Map<string, string[]>();
  for (const { name, credentials } of desired) {
    for (const variable of [credentials.layers, credentials.tiktok]) {
      if ((env[variable] ?? '') === '') users.set(variable, [...(users.get(variable) ?? []), name]);
    }
  }
  return [...users].map(([variable, names]) => ({
    code: 'credentials/missing',
    message: `The environment variable ${variable} is not set; ${wanted(names)}.`,
    layers: names,
    remedy: `Set ${variable}, or name another variable under credentials in reconcile.yaml. To try without credentials: --sandbox.`,
  }));
}

function wanted(names: readonly string[]): string {
  const count = names.length === 1 ? '1 layer needs it' : `${names.length} layers need it`;
  return `${count}: ${nameList(names)}`;
}

function valueOf(env: Machine['env'], name: string): string {
  // Layers with a missing variable are not read, so no client is created for them.
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
