import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run as program } from '../../src/cli/program.ts';
import { withGit } from '../support/repository.ts';
import type { Ran, StoryHarness } from '../support/harness.ts';
import { fakeMachine } from '../support/fake-machine.ts';
import type { Breakage } from './breakages.ts';
import type { Command } from './scenario.ts';

/** The first attempt of a CI run. */
export const THIS_RUN = { GITHUB_RUN_ID: '4711', GITHUB_RUN_ATTEMPT: '1', GITHUB_JOB: 'apply' };
/** The next attempt of the CI run in `env`: it may take over the claim of the earlier one. */
export function nextAttempt(env: RunOptions['env']): RunOptions['env'] {
  return { ...env, GITHUB_RUN_ATTEMPT: String(Number(env.GITHUB_RUN_ATTEMPT) + 1) };
}

/** A different run of the same repository: it must not. */
export const ANOTHER_RUN = { GITHUB_RUN_ID: '4712' };

export type RunOptions = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How it is broken on purpose. */
  readonly breakage: Breakage;
};

/** Runs a command in this process, as late as it is in the sandbox. */
export async function runOn(
  harness: StoryHarness,
  { line, input }: Command,
  { env, breakage }: RunOptions,
): Promise<Ran> {
  const run = `${env.GITHUB_RUN_ID}-${env.GITHUB_RUN_ATTEMPT}`;
  const still = fakeMachine({
    // If two runs leave the same state, the following runs are the same, and are checked once.
    run: `00000000-0000-4000-8000-${run.padStart(12, '0')}`,
    cwd: harness.folder,
    env: { ...harness.env, ...env },
    now: harness.sandbox.now().toISOString(),
    ...(isRepository(harness.folder) && withGit),
    ...(input !== undefined && { input }),
  });
  const machine = { ...still.machine, dispatcher: breakage.dispatcher(still.machine.dispatcher) };
  const exit = await program(line.split(' '), { bare: machine, full: async () => machine });
  await still.close();
  return breakage.report({ exit, out: still.out(), err: still.err() });
}

function isRepository(folder: string): boolean {
  return existsSync(join(folder, '.git'));
}
