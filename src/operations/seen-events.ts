import { redactDeep } from '../io/index.ts';
import { readSeenEvents } from '../live/index.ts';
import type { Machine } from '../machine.ts';
import { ok, type Problem, type Result, type SeenReport } from '../model/index.ts';
import { seenLayer } from '../plan/index.ts';
import { SEEN_MS } from './duration.ts';
import { openLayersReaders } from './open-apis.ts';
import { isSandbox, layersOf } from './plan-now.ts';
import { openPartialWorkspace, type WorkspaceOptions } from './workspace.ts';

/**
 * Reads the SDK events that the apps sent, and compares them with the maps of the documents. Read-only; needs no TikTok
 * token.
 *
 * @param sinceMs how far back, in milliseconds; 24 hours by default
 */
export async function seenEvents(
  { sinceMs = SEEN_MS, ...options }: WorkspaceOptions & { readonly sinceMs?: number },
  machine: Machine,
): Promise<Result<{ readonly report: SeenReport; readonly problems: readonly Problem[] }>> {
  const opened = await openPartialWorkspace(options, machine);
  if (!opened.ok) return opened;
  const { desired, invalid, settings, problemsOf } = opened.value;
  const apis = openLayersReaders(desired, settings, machine);
  if (!apis.ok) return apis;
  const { missing, portsOf, calls } = apis.value;
  const stopped = new Set(missing.flatMap(layersOf));
  const readable = desired.filter(({ name }) => !stopped.has(name));
  const problems = [...problemsOf(invalid), ...missing];
  if (readable.length === 0 && problems.length > 0) return { ok: false, problems };
  const since = new Date(machine.now().getTime() - sinceMs).toISOString();
  const read = await readSeenEvents(readable, portsOf, since, machine.stop, (done, of) =>
    machine.activity?.task('Reading events of layers', done, of),
  );
  const { seen } = read;
  const report: SeenReport = {
    sandbox: isSandbox(settings.origins.layers),
    since,
    layers: desired.flatMap((layer) => {
      const events = seen.get(layer.name);
      return events === undefined ? [] : [seenLayer(layer, events)];
    }),
    unread: [...desired.filter(({ name }) => !seen.has(name)), ...invalid].map(({ name }) => name).sort(),
    calls: calls(),
  };
  return ok(redactDeep({ report, problems: [...problems, ...read.problems] }, machine));
}
