import { type DesiredLayer, groupBy } from '../model/index.ts';
import type { ReadContext } from './context.ts';
import { layersOf } from './plan-now.ts';

/** The key that a plan waits for longest. */
type ReadEstimate = {
  readonly layers: number;
  readonly calls: number;
  readonly perMinute: number;
  /** Shards that share the key. */
  readonly shards: number;
  /** No faster within the limit: other calls, latency and other clients of the key come on top. */
  readonly atLeastMs: number;
};

/** Below the smallest limit of a minute, no plan waits, and no request is needed to know that. */
const MIN_CALLS = 120;
const MINUTE_MS = 60_000;

/**
 * The shortest time in which live state can be read, by the rate limit of each Layers key. `undefined` if that is a few
 * seconds. One call per key, which the plan does not repeat.
 */
export async function estimateReads({
  workspace,
  apis,
  absent,
  machine,
  shard,
}: Pick<ReadContext, 'workspace' | 'apis' | 'absent' | 'machine' | 'shard'>): Promise<ReadEstimate | undefined> {
  const stopped = new Set(absent.flatMap(layersOf));
  const readable = workspace.desired.filter(({ name }) => !stopped.has(name));
  const estimates = await Promise.all(
    [...groupBy(readable, (layer) => apis.portsOf(layer).layers)].map(async ([reader, layers]) => {
      const calls = fewestCalls(layers, workspace.settings.transport.kind);
      const shards = layers[0] === undefined ? 1 : (shard?.limits.layers(layers[0].credentials.layers) ?? 1);
      if (calls <= MIN_CALLS / shards) return undefined;
      const owner = await reader.organization(machine.stop);
      const perMinute = owner.ok ? reader.readsPerMinute?.() : undefined;
      if (perMinute === undefined) return undefined;
      // Each minute may begin with all of its calls.
      const atLeastMs = (Math.ceil(calls / perMinute) - 1) * MINUTE_MS;
      return { layers: layers.length, calls, perMinute, shards, atLeastMs };
    }),
  );
  return estimates
    .filter((estimate) => estimate !== undefined)
    .sort((a, b) => b.atLeastMs - a.atLeastMs)
    .find(({ atLeastMs }) => atLeastMs > 0);
}

/** Per project one; per layer its accounts and its CAPI status, or its config. */
function fewestCalls(layers: readonly DesiredLayer[], transport: 'documented' | 'endpoint'): number {
  const projects = new Set(layers.map(({ project }) => project)).size;
  return projects + layers.length * (transport === 'documented' ? 2 : 1);
}
