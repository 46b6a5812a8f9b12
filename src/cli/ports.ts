import { createLayersReader, createLayersWriter } from '../layers/index.ts';
import type { Ports } from '../live/index.ts';
import type { Machine } from '../machine.ts';
import type { DesiredLayer, LayersWriter, Problem, Result, Settings } from '../model/index.ts';
import { originProblem } from '../settings/index.ts';
import { createTikTokReader } from '../tiktok/index.ts';

/** The APIs as the documents' credentials reach them. Credentials that are the same share one client and its pace. */
export type ApiAccess = {
  readonly portsOf: (layer: DesiredLayer) => Ports;
  /** Only `apply` and `confirm` ask for it. */
  readonly writerOf: (layer: DesiredLayer) => LayersWriter;
  /** Requests sent so far. */
  readonly calls: () => number;
  /** How many different Layers keys are in use. */
  readonly keys: () => number;
};

/** Every credential that is missing, and every origin that credentials may not go to, is a problem before any request. */
export function reachApis(
  desired: readonly DesiredLayer[],
  settings: Settings,
  machine: Pick<Machine, 'dispatcher' | 'tape' | 'sleep' | 'now' | 'random' | 'env'>,
): Result<ApiAccess> {
  const problems = [...originProblems(settings, machine.env), ...missing(desired, machine.env)];
  if (problems.length > 0) return { ok: false, problems };
  const { origins, transport } = settings;
  const options = (layer: DesiredLayer) => ({
    machine,
    origin: origins.layers,
    key: valueOf(machine.env, layer.credentials.layers),
    transport,
  });
  const readers = remember(
    (layer: DesiredLayer) => layer.credentials.layers,
    (layer) => createLayersReader(options(layer)),
  );
  const writers = remember(
    (layer: DesiredLayer) => layer.credentials.layers,
    (layer) => createLayersWriter(options(layer)),
  );
  const tiktok = remember(
    (layer: DesiredLayer) => layer.credentials.tiktok,
    (layer) =>
      createTikTokReader({ machine, origin: origins.tiktok, token: valueOf(machine.env, layer.credentials.tiktok) }),
  );
  const all = () => [...readers.made(), ...writers.made(), ...tiktok.made()];
  return {
    ok: true,
    value: {
      portsOf: remember(
        (layer: DesiredLayer) => `${layer.credentials.layers} ${layer.credentials.tiktok}`,
        (layer) => ({ layers: readers.of(layer), tiktok: tiktok.of(layer) }),
      ).of,
      writerOf: writers.of,
      calls: () => all().reduce((sum, client) => sum + client.calls(), 0),
      keys: () => readers.made().length,
    },
  };
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
    remedy: `Set ${variable}, or name another variable under credentials in reconcile.yaml. To try without credentials: --sandbox.`,
  }));
}

function wanted(names: readonly string[]): string {
  const [first, ...rest] = names;
  return rest.length === 0 ? `layer ${first} needs it` : `${names.length} layers need it, ${first} among them`;
}

function valueOf(env: Machine['env'], name: string): string {
  // Checked by `missing` before any client is made.
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
