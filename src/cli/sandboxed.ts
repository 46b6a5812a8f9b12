import { dirname, resolve } from 'node:path';
import type { Machine } from '../machine.ts';
import { fail, MAX_GENERATED_FILE_BYTES, ok, type Problem, type Result } from '../model/index.ts';
import type { World } from '../sandbox/index.ts';
import { isLayerDocument } from '../desired/index.ts';
import { findSettings, readNamedText, type Unread, unreadProblem } from '../io/index.ts';

/** `--sandbox [WORLD]`: `true` without a world, `undefined` without the option. */
export type SandboxOption = string | true | undefined;

/**
 * Address of a sandbox in this process, as the program sees it. The port differs in each run, and the origin is part of
 * a plan's digest: without a fixed address, a saved plan could not be applied in the next run.
 */
const ADDRESS = 'http://localhost';

/**
 * Runs a command against a sandbox in this process, with its origins, credentials and clock. If the option is absent,
 * the command runs on the machine unchanged.
 */
export async function sandboxed<T>(
  option: SandboxOption,
  config: string | undefined,
  machine: Machine,
  command: (machine: Machine) => Promise<T>,
): Promise<Result<T>> {
  if (option === undefined) return ok(await command(machine));
  const world = await readWorld(option, config, machine);
  if (!world.ok) return world;
  const [{ startSandbox }, { rerouted }] = await Promise.all([
    import('../sandbox/index.ts'),
    import('../http/index.ts'),
  ]);
  const sandbox = await startSandbox({ world: world.value, now: machine.now, sleep: machine.sleep });
  try {
    const inside: Machine = {
      ...machine,
      env: { ...machine.env, ...sandbox.env, LAYERS_API_URL: ADDRESS, TIKTOK_API_URL: ADDRESS },
      dispatcher: rerouted(machine.dispatcher, ADDRESS, sandbox.origin),
      now: sandbox.now,
    };
    return ok(await command(inside));
  } finally {
    await sandbox.stop();
  }
}

/** Reads the named world file, or `world.yaml` next to the settings. */
export async function readWorld(
  option: string | true,
  config: string | undefined,
  machine: Pick<Machine, 'files' | 'cwd'>,
): Promise<Result<World>> {
  const found = option === true ? await findSettings(machine, config) : undefined;
  if (found?.ok === false) return found;
  const file = option === true ? resolve(found?.value.root ?? machine.cwd, 'world.yaml') : resolve(machine.cwd, option);
  const read = await readNamedText(file, MAX_GENERATED_FILE_BYTES, machine);
  if (!read.ok) return fail(noWorld(file, option, read.why));
  if (isLayerDocument(read.text)) return fail(noWorldBut(file));
  const { loadWorld } = await import('../sandbox/index.ts');
  const world = loadWorld(read.text, file);
  if (world.ok) return ok(world.world);
  const problems = world.problems.map(
    ({ message, line, column }): Problem => ({
      code: 'sandbox/world',
      message,
      location: { file, line, column },
      remedy: 'See schemas/world.schema.json for what a world may hold.',
    }),
  );
  return fail(...problems);
}

/** Only layer documents name a template. */
function noWorldBut(file: string): Problem {
  return {
    code: 'cli/usage',
    message: `${file} is a layer document, and a sandbox takes a world file.`,
    remedy: 'Name the documents before the option: reconcile plan layers/acme.yaml --sandbox.',
  };
}

function noWorld(file: string, option: string | true, why: Unread): Problem {
  const remedy = 'Name one: --sandbox examples/byo/world.yaml.';
  if (why === 'absent' && option === true) {
    return { code: 'sandbox/world', message: `There is no world.yaml in ${dirname(file)}.`, remedy };
  }
  return unreadProblem(why, {
    name: `The world file ${file}`,
    code: 'sandbox/world',
    atMost: MAX_GENERATED_FILE_BYTES,
    remedy,
  });
}
