import { demoWorld, EXIT, type ExitCode } from '../../operations/index.ts';
import { type EnvShell, envLines } from '../env-lines.ts';
import type { SandboxFlags } from '../flags.ts';
import { printProblems } from '../print.ts';
import { type BareMachine, readWorld } from '../run-command.ts';

type Options = SandboxFlags & { readonly port: number; readonly shell: EnvShell };

/** Prints the variables that point commands to a sandbox with this world and address. Starts nothing. */
export async function printEnv({ shell, port, ...options }: Options, machine: BareMachine): Promise<ExitCode> {
  const world = await readWorld(options.world ?? true, options.config, machine, demoWorld);
  if (!world.ok) {
    printProblems(world.problems, machine);
    return EXIT.problems;
  }
  const { originAt } = await import('../../sandbox/index.ts');
  const origin = originAt(options.host, port);
  // Evaluated twice, the values are those of this environment: masked ones would replace them.
  machine.terminal.reveal(envLines({ ...world.value.env, LAYERS_API_URL: origin, TIKTOK_API_URL: origin }, shell));
  return EXIT.ok;
}
