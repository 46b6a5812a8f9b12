import { guarded } from '../io/index.ts';
import type { Problem } from '../model/index.ts';
import { EXIT, type ExitCode } from '../operations/index.ts';
import type { fitTerminal } from './fit-terminal.ts';
import type { BareMachine } from './run-command.ts';

export type Guarded = {
  /** Prints lines that fit the terminal, and no secret. */
  readonly bare: BareMachine;
  /** The same for another machine, apart from the secrets. */
  readonly fitted: <M extends BareMachine>(machine: M) => M;
  /** To be called with the output format before a command runs; `undefined` if it prints something else. */
  readonly onCommand: (format: string | undefined) => void;
};

type Given = { readonly machine: BareMachine; readonly asJson: boolean; readonly fit: typeof fitTerminal };

/** Returns the exit code of `run`. Never rejects: a bug in reconcile is printed, with exit code 70. */
export async function runGuarded(
  { machine, asJson, fit }: Given,
  run: (given: Guarded) => Promise<ExitCode>,
): Promise<ExitCode> {
  let isText = false;
  // Secrets are masked first: a line break inside of one would hide it from the mask.
  const fitted = <M extends BareMachine>(each: M): M => ({
    ...each,
    terminal: fit(each.terminal, each.env, () => isText),
  });
  const bare = guarded(fitted(machine));
  const onCommand = (format: string | undefined): void => {
    isText = format === 'text';
  };
  try {
    return await run({ bare, fitted, onCommand });
  } catch (error) {
    if (bare.stop.aborted) {
      bare.terminal.warn('Stopped.\n');
      return asJson ? await printAsJson(interrupted, EXIT.interrupted, bare) : EXIT.interrupted;
    }
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    bare.terminal.warn(`This is a bug in reconcile, not in your documents. Please report it:\n${trace}\n`);
    return asJson ? await printAsJson(bug, EXIT.fault, bare) : EXIT.fault;
  }
}

export async function printAsJson(problem: Problem, exitCode: ExitCode, machine: BareMachine): Promise<ExitCode> {
  const { conclude, failed } = await import('./ended.ts');
  return conclude(failed([problem], machine, 'json', exitCode), machine);
}

const interrupted: Problem = {
  code: 'cli/interrupted',
  message: 'The run was interrupted.',
  remedy: 'Run the command again.',
};

const bug: Problem = {
  code: 'cli/bug',
  message: 'A bug in reconcile ended the run.',
  remedy: 'Report it with the trace on standard error.',
};
