import { rmSync, writeFileSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../../src/cli/program.ts';
import {
  type Hook,
  loadWorld,
  type LoggedRequest,
  type Sandbox,
  startSandbox,
  type World,
} from '../../src/sandbox/index.ts';
import { elapse, fakeMachine, type FakeMachineOptions } from './fake-machine.ts';
import { asksForJson, jsonFault } from './json-contract.ts';
import { realSleep } from './real-sleep.ts';

export type Ran = { readonly exit: number; readonly out: string; readonly err: string };

/** A repository in a folder of its own, a world that lasts over several commands, and everything that was printed. */
export type StoryHarness = {
  readonly folder: string;
  /** Runs a command line as a user types it, without the `reconcile`. */
  readonly run: (line: string, options?: Partial<Omit<FakeMachineOptions, 'cwd'>>) => Promise<Ran>;
  /** All commands so far with what they printed and their exit codes: the golden text of a story. */
  readonly transcript: () => string;
  /** Adds a line with an action of a person between commands. */
  readonly note: (line: string) => void;
  readonly write: (path: string, text: string) => Promise<void>;
  readonly edit: (path: string, from: string | RegExp, to: string) => Promise<void>;
  readonly read: (path: string) => Promise<string>;
  /** A person or a tool calls the sandbox: `/__sandbox/people/paste` and the like. */
  readonly call: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Response>;
  readonly world: () => World;
  readonly log: () => readonly LoggedRequest[];
  /** Requests that change something, but not a person's. */
  readonly writes: () => readonly LoggedRequest[];
  readonly forget: () => void;
  readonly intervene: (hook: Hook | undefined) => void;
  readonly env: Readonly<Record<string, string>>;
  readonly sandbox: Sandbox;
  /** Replaces a folder with a file: nothing can be written below it. */
  readonly breakFolder: (path: string) => void;
};

export type HarnessOptions = {
  /** A folder to start from, such as `examples/byo`. Its `world.yaml` is the world unless `world` is set. */
  readonly from?: string;
  readonly files?: Readonly<Record<string, string>>;
  /** Text of a world file. */
  readonly world?: string;
  readonly now?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A pause of a command moves the clock of the world, as in reality. */
  readonly moving?: true;
};

/** A command that a story is about to run, and with what. */
export type Heard = { readonly line: string; readonly options: Partial<Omit<FakeMachineOptions, 'cwd'>> };

type Listener = (harness: StoryHarness, heard: Heard) => Promise<void>;

let listener: Listener | undefined;

/** Sets a hook that is called for every harness of this process just before each command. `undefined` removes it. */
export function hearCommands(next: Listener | undefined): void {
  listener = next;
}

/** Opens the harness, runs the test, and always closes it. */
export async function withHarness<T>(options: HarnessOptions, play: (harness: StoryHarness) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'reconcile-story-'));
  let sandbox: Sandbox | undefined;
  try {
    if (options.from !== undefined) await cp(options.from, folder, { recursive: true });
    for (const [path, text] of Object.entries(options.files ?? {})) await place(join(folder, path), text);
    const text = options.world ?? (await readFile(join(folder, 'world.yaml'), 'utf8'));
    const loaded = loadWorld(text, 'world.yaml');
    if (!loaded.ok) throw new Error(`world.yaml: ${JSON.stringify(loaded.problems)}`);
    const now = options.now ?? loaded.world.now ?? '2026-11-10T12:00:00Z';
    const switches = { ...loaded.world.switches, ...switchesOfThisRun(text) };
    sandbox = await startSandbox({ world: { ...loaded.world, now, switches }, sleep: delay });
    return await play(harnessOf(folder, sandbox, now, options));
  } finally {
    await sandbox?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A response after a deadline takes no time; for a separate process it does. */
async function delay(ms: number, signal?: AbortSignal): Promise<void> {
  if (!elapse(ms)) await realSleep(ms, signal);
}

/**
 * `WORLD_SWITCHES` sets switches of every world for a whole run of the stories: facts that the references leave open
 * must not change them. A story that sets a switch itself keeps it.
 */
function switchesOfThisRun(text: string): Partial<World['switches']> {
  const turned = JSON.parse(process.env.WORLD_SWITCHES ?? '{}') as Record<string, unknown>;
  return Object.fromEntries(Object.entries(turned).filter(([name]) => !text.includes(name)));
}

/** Commands that change nothing: a request of theirs that is no GET would be a broken promise. */
const READING =
  /^(import|validate|plan|show|drift|schema|events|explain|doctor|report|verify(?!.*--send-test-event))\b/;

function harnessOf(folder: string, sandbox: Sandbox, now: string, { env = {}, moving }: HarnessOptions): StoryHarness {
  const lines: string[] = [];
  let runs = 0;
  const harness: StoryHarness = {
    folder,
    env: sandbox.env,
    sandbox,
    breakFolder: (path) => {
      rmSync(join(folder, path), { recursive: true, force: true });
      writeFileSync(join(folder, path), '');
    },
    run: async (line, given = {}) => {
      runs += 1;
      await listener?.(harness, { line, options: { ...given, env: { ...env, ...given.env } } });
      const heard = sandbox.log().length;
      const machine = fakeMachine({
        now,
        run: `00000000-0000-4000-8000-${String(runs).padStart(12, '0')}`,
        ...(moving === true && { clock: sandbox }),
        ...given,
        cwd: folder,
        env: { ...sandbox.env, ...env, ...given.env },
      });
      const exit = await run(words(line), { bare: machine.machine, full: async () => machine.machine });
      await machine.close();
      const ran = { exit, out: machine.out(), err: machine.err() };
      const wrote = sandbox
        .log()
        .slice(heard)
        .filter(({ method }) => method !== 'GET');
      if (READING.test(line) && wrote.length > 0) throw new Error(`${line} sent ${JSON.stringify(wrote)}`);
      const fault = asksForJson(words(line)) ? jsonFault(ran.out, exit) : undefined;
      if (fault !== undefined) throw new Error(`the output of ${line} breaks its contract: ${fault}`);
      lines.push(`$ reconcile ${line}\n${steady(ran.err)}${steady(ran.out)}[exit ${exit}]\n`);
      return ran;
    },
    transcript: () => lines.join('\n'),
    note: (line) => void lines.push(`# ${line}\n`),
    write: (path, text) => place(join(folder, path), text),
    edit: async (path, from, to) => {
      const before = await readFile(join(folder, path), 'utf8');
      const after = before.replace(from, to);
      if (after === before) throw new Error(`${path} does not hold ${from}`);
      await writeFile(join(folder, path), after);
    },
    read: (path) => readFile(join(folder, path), 'utf8'),
    call: (method, path, body, headers = {}) =>
      fetch(`${sandbox.origin}${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    world: sandbox.world,
    log: sandbox.log,
    writes: () =>
      sandbox.log().filter(({ method, path }) => method !== 'GET' && !path.startsWith('/__sandbox/people/')),
    forget: sandbox.clearLog,
    intervene: sandbox.intervene,
  };
  return harness;

  /** The port and the folder are others in every run. */
  function steady(text: string): string {
    return text.replaceAll(sandbox.origin, 'http://sandbox').replaceAll(folder, '.');
  }
}

/** Splits at spaces; `"…"` holds together. */
function words(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '');
}

async function place(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
