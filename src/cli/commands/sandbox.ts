import { type LOOPBACK, startSandbox } from '../../sandbox/index.ts';
import { demoWorld, EXIT, type ExitCode } from '../../operations/index.ts';
import { commandJsonText, sandboxJson } from '../../render/index.ts';
import { type BareMachine, readWorld } from '../run-command.ts';
import { printProblems } from '../print.ts';

/** Serves a world until it is stopped. Prints one line of JSON. */
export async function sandbox(
  options: {
    readonly world?: string;
    readonly config?: string;
    readonly host?: (typeof LOOPBACK)[number];
    readonly port?: number;
  },
  machine: BareMachine,
): Promise<ExitCode> {
  const world = await readWorld(options.world ?? true, options.config, machine, demoWorld);
  if (!world.ok) {
    printProblems(world.problems, machine);
    return EXIT.problems;
  }
  const served = await startSandbox({
    world: world.value,
    now: machine.now,
    sleep: machine.sleep,
    ...(options.host !== undefined && { host: options.host }),
    ...(options.port !== undefined && { port: options.port }),
  });
  const { origins, env } = served;
  machine.terminal.print(commandJsonText(sandboxJson({ origins, env }), { indent: 0 }));
  await stopped(machine.stop);
  await served.stop();
  return EXIT.ok;
}

function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
