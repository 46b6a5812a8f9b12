import { resolve } from 'node:path';
import { isLayerDocument } from '../desired/index.ts';
import { environmentProblems, findSettings, guarded, readNamedText, type Unread, unreadProblem } from '../io/index.ts';
import type { Machine } from '../machine.ts';
import { fail, MAX_GENERATED_FILE_BYTES, ok, type Problem, type Result } from '../model/index.ts';
import { deriveWorld, emptyWorld, type ExitCode } from '../operations/index.ts';
import { showActivity } from '../publish/index.ts';
import type { Sandbox, World } from '../sandbox/index.ts';
import { conclude, type Ended, failed } from './ended.ts';
import type { CommonOptions } from './options.ts';

/**
 * Address of a sandbox in this process, as the program sees it. The port differs in each run, and the origin is part of
 * a plan's digest: without a fixed address, a saved plan could not be applied in the next run.
 */
const ADDRESS = 'http://localhost';

/**
 * Runs a command that sends requests, if the environment is valid. With `--sandbox`, it uses the origins, credentials
 * and clock of a sandbox in this process: waits move that clock and take no time.
 */
export async function runCommand(
  { sandbox, config, format }: CommonOptions,
  { bare, full }: Machines,
  command: (machine: Machine) => Promise<Ended>,
): Promise<ExitCode> {
  const problems = environmentProblems(bare.env);
  const machine = problems.length === 0 ? guarded(await full()) : undefined;
  const result = machine === undefined ? fail(...problems) : await shown(machine, sandbox, config, command);
  const speaker = machine ?? bare;
  return conclude(result.ok ? result.value : failed(result.problems, speaker, format), speaker);
}

/** While it runs, a person sees what it does. */
async function shown(
  machine: Machine,
  sandbox: CommonOptions['sandbox'],
  config: string | undefined,
  command: (machine: Machine) => Promise<Ended>,
): Promise<Result<Ended>> {
  const { activity, end } = showActivity(machine);
  const active: Machine = { ...machine, activity };
  try {
    return sandbox === undefined ? ok(await command(active)) : await inSandbox(sandbox, config, active, command);
  } finally {
    end();
  }
}

async function inSandbox(
  option: string | true,
  config: string | undefined,
  machine: Machine,
  command: (machine: Machine) => Promise<Ended>,
): Promise<Result<Ended>> {
  const world = await readWorld(option, config, machine);
  if (!world.ok) return world;
  const [{ startSandbox, virtualTime }, { observed, rerouted }] = await Promise.all([
    import('../sandbox/index.ts'),
    import('../http/index.ts'),
  ]);
  const time = virtualTime(() => sandbox, machine);
  const sandbox: Sandbox = await startSandbox({ world: world.value, now: machine.now, sleep: time.sleepInRequest });
  try {
    const inside: Machine = {
      ...machine,
      env: { ...machine.env, ...sandbox.env, LAYERS_API_URL: ADDRESS, TIKTOK_API_URL: ADDRESS },
      dispatcher: observed(rerouted(machine.dispatcher, ADDRESS, sandbox.origin), time.begin, time.end),
      now: sandbox.now,
      sleep: time.sleep,
      deadline: time.deadline,
      // Its waits take no time.
      ...(machine.activity && { activity: { ...machine.activity, waiting: () => {} } }),
    };
    return ok(await command(inside));
  } finally {
    await sandbox.stop();
  }
}

/**
 * Reads the named world file, or `world.yaml` next to the settings. Without one, the world is derived from the layer
 * documents.
 *
 * @param otherwise returns the world if there is no layer document either
 */
export async function readWorld(
  option: string | true,
  config: string | undefined,
  machine: BareMachine,
  otherwise: () => object = emptyWorld,
): Promise<Result<World>> {
  const found = option === true ? await findSettings(machine, config) : undefined;
  if (found?.ok === false) return found;
  const file = option === true ? resolve(found?.value.root ?? machine.cwd, 'world.yaml') : resolve(machine.cwd, option);
  const read = await readNamedText(file, MAX_GENERATED_FILE_BYTES, machine);
  if (!read.ok && option === true && read.why === 'absent') return derivedWorld(config, machine, otherwise);
  if (!read.ok) return fail(noWorld(file, read.why));
  if (isLayerDocument(read.text)) return fail(documentAsWorld(file));
  const { loadWorld } = await import('../sandbox/index.ts');
  const world = loadWorld(read.text, file);
  if (world.ok) return ok(world.world);
  const problems = world.problems.map(
    ({ message, line, column }): Problem => ({
      code: 'sandbox/world',
      message,
      location: { file, line, column },
      remedy: 'schemas/world.schema.json describes world files.',
    }),
  );
  return fail(...problems);
}

/** Only layer documents name a template. */
function documentAsWorld(file: string): Problem {
  return {
    code: 'cli/usage',
    message: `${file} is a layer document, not a world file.`,
    remedy: 'Put documents before the option: reconcile plan layers/acme.yaml --sandbox.',
  };
}

function noWorld(file: string, why: Unread): Problem {
  return unreadProblem(why, {
    name: `The world file ${file}`,
    code: 'sandbox/world',
    atMost: MAX_GENERATED_FILE_BYTES,
    remedy: 'Correct the path, or pass --sandbox without a file.',
  });
}

async function derivedWorld(
  config: string | undefined,
  machine: BareMachine,
  otherwise: () => object,
): Promise<Result<World>> {
  const derived = await deriveWorld(config === undefined ? {} : { config }, machine);
  if (!derived.ok) return derived;
  const { worldFrom } = await import('../sandbox/index.ts');
  const made = worldFrom(derived.value ?? otherwise());
  if ('world' in made) return ok(made.world);
  return fail({
    code: 'sandbox/world',
    message: `No world can be derived from the layer documents: ${made.problem}.`,
    remedy: 'Write a world file and pass it: --sandbox world.yaml.',
  });
}

/** A machine without HTTP, and a complete one for commands that need it: `validate` does not load an HTTP client. */
export type Machines = { readonly bare: BareMachine; readonly full: () => Promise<Machine> };

export type BareMachine = Omit<Machine, 'dispatcher'>;
