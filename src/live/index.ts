import { ALL_READS, type DecideReads, type DesiredLayer, type LiveLayer, type Problem } from '../model/index.ts';
import { assemble } from './assemble.ts';
import { oneProblemPerCause } from './failures.ts';
import { type Decide, readFirstPass } from './first-pass.ts';
import type { Ports } from './first-pass-layer.ts';
import { readSecondPass } from './second-pass.ts';

export { readSeenEvents } from './events.ts';
export type { Ports } from './first-pass-layer.ts';
export { readSetup } from './setup.ts';

export type LiveRead = {
  /** Layers read completely. Without `spend`, their spend is unknown. */
  readonly live: readonly LiveLayer[];
  /** Names of the other layers, in document order. */
  readonly unread: readonly string[];
  /** One per cause. Each layer in `unread` has a problem here. */
  readonly problems: readonly Problem[];
};

/**
 * Reads live state for a plan, in the fewest calls. A failure affects only layers that depend on it. Read-only.
 *
 * @param today the instant whose month is the current month
 * @param decide which reads a decision depends on; absent: all
 */
export async function readLive(
  layers: readonly DesiredLayer[],
  portsOf: (layer: DesiredLayer) => Ports,
  today: Date,
  signal: AbortSignal,
  progress: (read: number, of: number) => void = () => {},
  decide: DecideReads = () => ALL_READS,
): Promise<LiveRead> {
  const needed: Decide = (layer, known) => decide(layer, known, today);
  const first = await readFirstPass(layers, portsOf, needed, today, signal, progress);
  const second = await readSecondPass(first.layers, today, signal);
  const failures = [...first.failures, ...second.failures];
  // A layer that was not read completely is not planned.
  const failed = new Set(failures.filter(({ missing }) => missing === 'layer').map(({ layer }) => layer.name));
  return {
    live: first.layers
      .filter(({ desired }) => !failed.has(desired.name))
      .map((layer) => assemble(layer, second.byLayer.get(layer.desired.name))),
    unread: layers.map(({ name }) => name).filter((name) => failed.has(name)),
    problems: oneProblemPerCause(failures, portsOf),
  };
}
