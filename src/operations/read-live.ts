import { type LiveRead, readLive } from '../live/index.ts';
import type { DesiredLayer, Problem } from '../model/index.ts';
import { progress, type ReadContext } from './index.ts';

/** Names of the layers that a problem stops. */
export function layersOf({ layer, layers }: Problem): readonly string[] {
  return layers ?? (layer === undefined ? [] : [layer]);
}

/**
 * Reads live state. Layers with unset environment variables count as unread, and no request is sent for them.
 * Read-only.
 *
 * @param today the instant whose month is the current month
 */
export async function readNow(
  { apis, absent, machine }: ReadContext,
  desired: readonly DesiredLayer[],
  today: Date,
): Promise<LiveRead> {
  const stopped = new Set(absent.flatMap(layersOf));
  const readable = desired.filter(({ name }) => !stopped.has(name));
  const told = progress(machine, 'Reading layers');
  const { live, unread, problems } = await readLive(readable, apis.portsOf, today, machine.stop, told);
  const failed = new Set(unread);
  const names = desired.map(({ name }) => name);
  return {
    live,
    unread: names.filter((name) => stopped.has(name) || failed.has(name)),
    problems: [...absent.filter((problem) => layersOf(problem).some((name) => names.includes(name))), ...problems],
  };
}
