import { rmSync } from 'node:fs';
import { clockIn, startReconcile } from '../support/process.ts';
import type { Successor } from './afterwards.ts';
import type { FaultHarness } from './harness.ts';
import { THIS_RUN } from './run.ts';
import { APPLY } from './scenario.ts';

/** When the real process is killed, around one of its requests. */
export const INSTANTS = ['before it takes effect', 'after it took effect'] as const;
export type Instant = (typeof INSTANTS)[number];

/**
 * Runs the command in a separate process and kills it (SIGKILL) around its request number `index`. The laws are checked
 * as for any first run, except that a dead process has no output.
 */
export function killed(
  faultHarness: FaultHarness,
  index: number,
  instant: Instant,
  successor: Successor,
): Promise<readonly string[]> {
  const { lawful, listen, harness, scenario } = faultHarness;
  const { line, input } = scenario.command ?? APPLY;
  return lawful(async () => {
    if (instant === 'before it takes effect') {
      harness.sandbox.faults([{ path: '*', after: index, fault: { kind: 'reset-before' } }]);
    }
    // The same time as in the sandbox: otherwise its claim would have expired.
    const clock = clockIn(harness.folder, harness.sandbox.now().toISOString());
    const { child, ended } = startReconcile(line.split(' '), {
      cwd: harness.folder,
      env: { ...harness.env, ...THIS_RUN, ...scenario.env, RUNNER_TEMP: harness.folder },
      clock: clock.file,
      ...(input !== undefined && { input }),
    });
    let count = 0;
    listen((moment) => {
      if (moment !== 'after') return;
      if (count === index) child.kill('SIGKILL');
      count += 1;
    });
    const { exit } = await ended;
    rmSync(clock.file);
    if (exit !== null) throw new Error(`It was not killed at request ${index}: it ended with ${exit}.`);
    return undefined;
  }, successor);
}
