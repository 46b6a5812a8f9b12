import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { Choice, Tally } from './run-selection.ts';

/** One of several machines, from 0, that share the work: with as many processors each. */
export type Shard = { readonly shard: number; readonly shards: number };

/** Runs the selection concurrently. */
export async function runAllFaults(choice: Choice, { shard, shards }: Shard = { shard: 0, shards: 1 }): Promise<Tally> {
  // A third of the time is spent waiting for answers that are late and processes that are killed.
  const here = 2 * Math.max(1, availableParallelism());
  const of = here * shards;
  const parts = await Promise.all(
    Array.from({ length: here }, (_, part) =>
      inProcess({ ...choice, part: here * shard + part, of, showProgress: part === 0 }),
    ),
  );
  const triples: Record<string, number> = {};
  for (const [kind, count] of parts.flatMap((part) => Object.entries(part.triples)))
    triples[kind] = (triples[kind] ?? 0) + count;
  return {
    triples,
    kills: parts.reduce((sum, part) => sum + part.kills, 0),
    elsewhere: parts.reduce((sum, part) => sum + part.elsewhere, 0),
    violations: parts.flatMap((part) => part.violations),
  };
}

/** This very program, asked for a part. */
function inProcess(choice: Choice): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const [, program = ''] = process.argv;
    const child = fork(program, ['--part', JSON.stringify(choice)]);
    let tally: Tally | undefined;
    // A part sends the result of `runSelection`.
    child.once('message', (message) => {
      tally = message as Tally;
    });
    child.once('close', (exit) => {
      if (tally === undefined) reject(new Error(`A shard of the fault tests ended with ${exit} and without a result.`));
      else resolve(tally);
    });
  });
}
