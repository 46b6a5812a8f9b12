import { CommanderError } from 'commander';
import { guarded } from '../io/index.ts';
import type { Problem } from '../model/index.ts';
import { EXIT, type ExitCode } from '../operations/index.ts';
import { commandLine } from './command-line.ts';
import { fitTerminal } from './fit-terminal.ts';
import type { BareMachine, Machines } from './run-command.ts';

/**
 * Runs one command line and returns its exit code. Never rejects: a bug in reconcile is printed, with exit code 70.
 */
export async function run(argv: readonly string[], machines: Machines): Promise<ExitCode> {
  let isText = false;
  // Secrets are masked first: a line break inside of one would hide it from the mask.
  const fitted = <M extends BareMachine>(machine: M): M => ({
    ...machine,
    terminal: fitTerminal(machine.terminal, machine.env, () => isText),
  });
  const bare = guarded(fitted(machines.bare));
  const full = async () => fitted(await machines.full());
  const asJson = wantsJson(argv);
  const onCommand = (format: string | undefined): void => {
    isText = format === 'text';
  };
  try {
    return await commandLine(argv, { bare, full }, asJson ? () => {} : bare.terminal.warn, onCommand);
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ok;
    if (error instanceof CommanderError) {
      if (asJson) await printAsJson(usageProblem(error), EXIT.problems, bare);
      return EXIT.problems;
    }
    if (bare.stop.aborted) {
      bare.terminal.warn('Stopped.\n');
      if (asJson) await printAsJson(interrupted, EXIT.interrupted, bare);
      return EXIT.interrupted;
    }
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    bare.terminal.warn(`This is a bug in reconcile, not in your documents. Please report it:\n${trace}\n`);
    if (asJson) await printAsJson(bug, EXIT.fault, bare);
    return EXIT.fault;
  }
}

/** If the output format is JSON, every end of a run is JSON as well. */
function wantsJson(argv: readonly string[]): boolean {
  return argv.some((word, at) => word === '--format=json' || (word === '--format' && argv[at + 1] === 'json'));
}

async function printAsJson(problem: Problem, exitCode: ExitCode, { terminal }: BareMachine): Promise<void> {
  const { commandJsonText, problemsJson } = await import('../render/index.ts');
  terminal.print(commandJsonText(problemsJson([problem]), { exitCode }));
}

function usageProblem({ message }: CommanderError): Problem {
  const remedy = 'Run the command with --help for options and examples.';
  return { code: 'cli/usage', message: message.replace(/^error: /, ''), remedy };
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
