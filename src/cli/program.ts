import { CommanderError } from 'commander';
import type { Problem } from '../model/index.ts';
import { EXIT, type ExitCode } from '../operations/index.ts';
import { commandLine } from './command-line.ts';
import { fitTerminal } from './fit-terminal.ts';
import type { Machines } from './run-command.ts';
import { printAsJson, runGuarded } from './run-guarded.ts';

/**
 * Runs one command line and returns its exit code. Never rejects: a bug in reconcile is printed, with exit code 70.
 */
export function run(argv: readonly string[], machines: Machines): Promise<ExitCode> {
  const asJson = wantsJson(argv);
  return runGuarded({ machine: machines.bare, asJson, fit: fitTerminal }, async ({ bare, fitted, onCommand }) => {
    const full = async () => fitted(await machines.full());
    try {
      return await commandLine(argv, { bare, full }, asJson ? () => {} : bare.terminal.warn, onCommand);
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error;
      if (error.exitCode === 0) return EXIT.ok;
      return asJson ? await printAsJson(usageProblem(error), EXIT.problems, bare) : EXIT.problems;
    }
  });
}

/** If the output format is JSON, every end of a run is JSON as well. */
function wantsJson(argv: readonly string[]): boolean {
  return argv.some((word, at) => word === '--format=json' || (word === '--format' && argv[at + 1] === 'json'));
}

function usageProblem({ message }: CommanderError): Problem {
  const remedy = 'Run the command with --help for options and examples.';
  return { code: 'cli/usage', message: message.replace(/^error: /, ''), remedy };
}
