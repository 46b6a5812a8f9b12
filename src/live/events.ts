import {
  type DesiredLayer,
  type LayersReader,
  mapConcurrently,
  MAX_CONCURRENT_READS,
  memoize,
  type Problem,
  type SeenEvents,
} from '../model/index.ts';
import { type Failure, oneProblemPerCause } from './failures.ts';
import type { Ports } from './first-pass-layer.ts';

export type EventsRead = {
  /** By layer name. The others are in `problems`. */
  readonly seen: ReadonlyMap<string, SeenEvents>;
  readonly problems: readonly Problem[];
};

/** An app may send millions of events a day: enough to see which names it sends. */
const MAX_EVENT_PAGES = 25;

/**
 * SDK events since an instant (ISO 8601): each project or app once. With an `app` in the document, only its events.
 *
 * @param progress called with the number of layers read so far
 */
export async function readSeenEvents(
  layers: readonly DesiredLayer[],
  portsOf: (layer: DesiredLayer) => Ports,
  since: string,
  signal: AbortSignal,
  progress: (read: number, of: number) => void = () => {},
): Promise<EventsRead> {
  const read = memoize((reader: LayersReader, project = '', app = '') =>
    reader.events(project, { since, pages: MAX_EVENT_PAGES, ...(app !== '' && { app }) }, signal),
  );
  const seen = new Map<string, SeenEvents>();
  const failures: Failure[] = [];
  let done = 0;
  await mapConcurrently(layers, MAX_CONCURRENT_READS, async (layer) => {
    const result = await read(portsOf(layer).layers, layer.project, layer.app ?? '');
    if (result.ok) seen.set(layer.name, result.value);
    else for (const problem of result.problems) failures.push({ layer, api: 'layers', missing: 'layer', problem });
    done += 1;
    progress(done, layers.length);
  });
  return { seen, problems: oneProblemPerCause(failures, portsOf) };
}
