import fc from 'fast-check';
import { copied } from '../../support/worlds.ts';
import { type ActionOptions, onAction } from '../harness.ts';
import { deployed } from '../merging.ts';
import { hubInMemory } from './hub-in-memory.ts';
import { clients, firstFiles, firstWorld, type Transport } from './layers.ts';
import { play } from './play.ts';
import { anySequence, type Sequence } from './steps.ts';

/** Each plays at the same time as the others, because runs wait for GitHub's rate limits. */
export const SHARDS: readonly number[] = [1, 2, 3, 4];

/** Sequences of a shard: 504 in all, for two transports. */
export const RUNS = 63;

export const SHARD_TIMEOUT_MS = 45 * 60_000;

/** A machine that is this slow has a different problem. Then the shortest sequence until then is printed. */
const MAX_MS = 40 * 60_000;

/**
 * Plays random sequences. Throws for the shortest that breaks a law, with its steps and what the runs did.
 *
 * @param seed the same seed plays the same sequences
 */
export async function playMany(transport: Transport, seed: number, numRuns: number): Promise<void> {
  const options = await adopted(transport);
  const checked = await fc.check(
    fc.asyncProperty(anySequence, async (sequence) => {
      const { violations, transcript } = await playOne(options, transport, sequence);
      if (violations.length > 0) throw new Error(transcript.join('\n'));
    }),
    { seed, numRuns, includeErrorInReport: true, interruptAfterTimeLimit: MAX_MS, markInterruptAsFailure: true },
  );
  if (!checked.failed) return;
  if (checked.counterexample === null) throw new Error(`seed ${seed}: interrupted after ${checked.numRuns} sequences`);
  const [{ wasDeployed, steps }] = checked.counterexample;
  const text = steps.map((step) => JSON.stringify(step)).join(',\n');
  throw new Error(
    `seed ${seed}, path ${checked.counterexamplePath}, ${transport}:\n${String(checked.errorInstance)}\nwasDeployed: ${wasDeployed}, [${text}]`,
  );
}

export function playOne(options: ActionOptions, transport: Transport, sequence: Sequence): Promise<Played> {
  return onAction(options, async (harness) => {
    const { violations, transcript } = await play(harness, transport, sequence);
    // A digest covers the port of the sandbox.
    const comments = JSON.stringify(harness.github.comments()).replaceAll(/sha256:[0-9a-f]{64}/g, '');
    return { violations, transcript, comments };
  });
}

/** How a sequence ended. */
export type Played = {
  readonly violations: readonly string[];
  readonly transcript: readonly string[];
  /** JSON without digests. */
  readonly comments: string;
};

/** Layers that match their documents, and that reconcile knows. */
export async function adopted(transport: Transport): Promise<ActionOptions> {
  const options: ActionOptions = { files: firstFiles(transport), world: firstWorld(), hub: hubInMemory };
  if (transport === 'endpoint') return options;
  return onAction(options, async (harness) => {
    deployed(harness);
    for (const { name, project } of clients) {
      const config = harness.sandbox.world().layers.projects.find(({ id }) => id === project)?.layers[0]?.config;
      const json = copied(config ?? {});
      const job = await harness.onMain('workflow_dispatch', { command: 'confirm', name, json }, { depth: 0 });
      if (job.exit !== 0) throw new Error(job.out);
    }
    return { ...options, world: JSON.stringify(harness.sandbox.world()) };
  });
}
