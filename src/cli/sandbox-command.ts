import { type Command, Option } from 'commander';
import type { ExitCode } from '../operations/index.ts';
import { ENV_SHELLS, type EnvShell } from './env-lines.ts';
import { config, examples, loopbackHost, portNumber, type SandboxFlags } from './flags.ts';
import type { BareMachine } from './run-command.ts';

type Flags = SandboxFlags & { readonly env?: EnvShell | true };

/** @param run runs a command without HTTP; being stopped is its normal end */
export function addSandboxCommand(
  program: Command,
  run: (work: (machine: BareMachine) => Promise<ExitCode>) => Promise<void>,
): void {
  program
    .command('sandbox')
    .description('serve an emulator of both APIs from a world file, with a page at /')
    .argument('[world]', 'world file; default: world.yaml next to the settings, or the committed documents')
    .addOption(config())
    .option('--world <file>', 'same as the argument')
    .option('--host <address>', 'listen on 127.0.0.1, ::1 or localhost', loopbackHost)
    .option('--port <number>', 'listen on this port instead of a free one', portNumber)
    .addOption(
      new Option('--env [shell]', 'serve nothing; print the variables for a sandbox on --port, for eval').choices(
        ENV_SHELLS,
      ),
    )
    .addHelpText(
      'after',
      examples(
        'reconcile sandbox examples/byo/world.yaml',
        'reconcile sandbox --port 4010',
        'eval "$(reconcile sandbox --port 4010 --env)"',
        'reconcile sandbox --port 4010 --env fish | source',
        'reconcile sandbox --port 4010 --env powershell | Out-String | Invoke-Expression',
      ),
    )
    .action((world: string | undefined, { env, ...options }: Flags, self: Command) => {
      if (env !== undefined && (options.port ?? 0) === 0) {
        self.error('error: --env has no address. Pass the --port of the sandbox, such as --port 4010.', {
          exitCode: 1,
        });
      }
      const given = { ...options, ...(world !== undefined && { world }) };
      return run(async (machine) => {
        if (env === undefined) return (await import('./commands/sandbox.ts')).sandbox(given, machine);
        const { printEnv } = await import('./commands/sandbox-env.ts');
        return printEnv({ ...given, port: options.port ?? 0, shell: env === true ? 'sh' : env }, machine);
      });
    });
}
