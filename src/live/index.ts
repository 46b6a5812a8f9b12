import type { DesiredLayer, LiveLayer, Problem } from '../model/index.ts';
import { assemble, entryFor } from './assemble.ts';
import { type Failure, oneProblemPerCause } from './failures.ts';
import { readFurther } from './further.ts';
import { layersRead } from './layers.ts';
import type { FirstPass, Ports } from './looked.ts';
import { mapConcurrently } from './side-by-side.ts';
import { readTikTok, type TikTokSide } from './tiktok.ts';

export type { Ports } from './looked.ts';

export type LiveRead = {
  /** Layers that were read completely, except maybe their spend: without `spend` it is unknown. */
  readonly live: readonly LiveLayer[];
  /** Names of the layers that are missing from `live`, in the order of their documents. */
  readonly unread: readonly string[];
  /** One per cause. A failed read is never an empty one: each layer in `unread` has a problem here. */
  readonly problems: readonly Problem[];
};

/** Uses the rate limit well, and keeps memory use flat. */
const MOST_AT_ONCE = 8;

/**
 * Reads everything that a plan of these layers needs, in the fewest calls: an organization once per key, a project
 * once, ad accounts and spend in batches. A failure affects only the layers that depend on it. Read-only.
 *
 * @param today the instant whose month counts as this month
 * @param progress called with the number of layers read so far
 */
export async function readLive(
  layers: readonly DesiredLayer[],
  portsOf: (layer: DesiredLayer) => Ports,
  today: Date,
  signal: AbortSignal,
  progress: (read: number, of: number) => void = () => {},
): Promise<LiveRead> {
  const tokens = groupBy(layers, (layer) => portsOf(layer).tiktok);
  const readLayer = layersRead(signal);
  let read = 0;
  const [layersSides, tiktokSides] = await Promise.all([
    mapConcurrently(layers, MOST_AT_ONCE, async (layer) => {
      const side = await readLayer(layer, portsOf(layer).layers);
      read += 1;
      progress(read, layers.length);
      return { layer, side };
    }),
    Promise.all([...tokens].map(([reader, group]) => readTikTok(group, reader, today, MOST_AT_ONCE, signal))),
  ]);

  const tiktok = new Map<string, TikTokSide>(tiktokSides.flatMap(({ sides }) => [...sides]));
  const both = layersSides.flatMap(({ layer, side }) => {
    const other = tiktok.get(layer.name);
    return side.ok && other !== undefined ? [{ layer, parts: side.value, other }] : [];
  });
  const looked = both.map(
    ({ layer, parts: { config, ledger }, other }): FirstPass => ({
      desired: layer,
      ports: portsOf(layer),
      config,
      ledger: entryFor(layer, config, ledger),
      side: other,
    }),
  );
  const further = await readFurther(looked, today, signal);
  const failures: readonly Failure[] = [
    ...layersSides.flatMap(({ layer, side }) =>
      side.ok ? [] : side.problems.map((problem): Failure => ({ layer, api: 'layers', missing: 'layer', problem })),
    ),
    ...tiktokSides.flatMap((side) => side.failures),
    ...further.failures,
  ];
  // A layer that was not read completely is not planned.
  const failed = new Set(failures.filter(({ missing }) => missing === 'layer').map(({ layer }) => layer.name));
  const live = both.flatMap(({ layer, parts, other }): readonly LiveLayer[] => {
    if (failed.has(layer.name)) return [];
    const more = further.byLayer.get(layer.name);
    return [assemble(layer, { ...parts, ...other, ...(more !== undefined && { further: more }) })];
  });
  const unread = layers.map(({ name }) => name).filter((name) => failed.has(name));
  return { live, unread, problems: oneProblemPerCause(failures, portsOf) };
}

function groupBy<A, K>(items: readonly A[], keyOf: (item: A) => K): Map<K, A[]> {
  const groups = new Map<K, A[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
