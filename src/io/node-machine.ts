import { setMaxListeners } from 'node:events';
import type { WriteStream } from 'node:tty';
import { type Machine, type Terminal, untilAborted } from '../machine.ts';
import { askText } from './ask-text.ts';
import { hasEscapes } from './terminal-escapes.ts';
import { gitProcess } from './git-process.ts';
import { realFiles } from './node-files.ts';
import { thisProcess } from './this-process.ts';

const V8_FLAGS = [
  // Garbage is collected before the heap is more than twice what is in use.
  '--heap-growing-percent=100',
  // The space for new objects does not grow, because almost all objects of a response die young.
  '--semi-space-growth-factor=1',
  // For the same reason, no object is expected to last.
  '--no-allocation-site-pretenuring',
  // In a run of some seconds, more inlining takes longer than it saves.
  '--max-inlined-bytecode-size-cumulative=200',
];

/**
 * Sets up V8 for thousands of layers: a plan takes a fifth less memory and a tenth less time, `validate` a sixth less
 * time. Changes no result. Call it before the documents and layers are read.
 */
export function tuneV8(): void {
  const { setFlagsFromString } = process.getBuiltinModule('node:v8');
  for (const flag of V8_FLAGS) setFlagsFromString(flag);
}

/** The real machine. Connects to nothing before first use. */
export async function nodeMachine(stop: AbortSignal): Promise<Machine> {
  const [{ createDispatcher }, { requestTimeout }] = await Promise.all([
    import('../http/index.ts'),
    import('./environment.ts'),
  ]);
  const machine = bareMachine(stop);
  return { ...machine, dispatcher: createDispatcher(machine, requestTimeout(process.env)) };
}

/** Without HTTP: faster to load, and enough for local commands. */
export function bareMachine(stop: AbortSignal): Omit<Machine, 'dispatcher'> {
  // Each queued request listens; Node warns from eleven listeners on.
  setMaxListeners(0, stop);
  return {
    now: () => new Date(),
    sleep,
    ...deadlines(),
    every: (ms, work) => {
      const timer = setInterval(work, ms).unref();
      return { stop: () => clearInterval(timer) };
    },
    random: Math.random,
    uuid: () => crypto.randomUUID(),
    self: thisProcess,
    node: process.versions.node,
    env: process.env,
    cwd: process.cwd(),
    files: realFiles(),
    ...gitProcess(process.env, stop),
    terminal: terminalOf(stop),
    stop,
  };
}

type SharedDeadline = {
  readonly signal: AbortSignal;
  readonly timer: NodeJS.Timeout;
  readonly from: number;
  users: number;
};

/** Of its duration: how late a deadline may end, and so how long others join it. */
const LATE_SHARE = 1 / 100;

/**
 * Deadlines of equal duration that begin soon after each other are one: thousands of short requests need few. Not
 * `AbortSignal.timeout`, which keeps the memory of a request until the timeout has passed.
 */
export function deadlines(): Pick<Machine, 'deadline'> & Required<Pick<Machine, 'forget'>> {
  const newest = new Map<number, SharedDeadline>();
  const bySignal = new WeakMap<AbortSignal, SharedDeadline>();
  const begin = (ms: number, from: number): SharedDeadline => {
    const controller = new AbortController();
    // All requests that share it listen.
    setMaxListeners(0, controller.signal);
    const end = (): void => controller.abort(new DOMException('The operation timed out.', 'TimeoutError'));
    const timer = setTimeout(end, ms * (1 + LATE_SHARE)).unref();
    const begun = { signal: controller.signal, timer, from, users: 0 };
    newest.set(ms, begun);
    bySignal.set(controller.signal, begun);
    return begun;
  };
  return {
    deadline: (ms) => {
      const now = performance.now();
      const last = newest.get(ms);
      const isOpen = last !== undefined && last.users > 0 && now - last.from <= ms * LATE_SHARE;
      const joined = isOpen ? last : begin(ms, now);
      joined.users += 1;
      return joined.signal;
    },
    forget: (deadline) => {
      const shared = bySignal.get(deadline);
      if (shared === undefined) return;
      shared.users -= 1;
      if (shared.users === 0) clearTimeout(shared.timer);
    },
  };
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const giveUp = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', giveUp);
      resolve();
    }, ms);
    signal?.addEventListener('abort', giveUp, { once: true });
  });
}

/** Ends the process after all output is written: an open terminal or connection would keep it alive. */
export async function leave(): Promise<never> {
  // Called with an error if the pipe is closed.
  for (const stream of [process.stdout, process.stderr]) {
    await new Promise<void>((written) => stream.write('', () => written()));
  }
  process.exit();
}

/** @param stop ends every wait for a person */
function terminalOf(stop: AbortSignal): Terminal {
  return {
    print: (text) => void process.stdout.write(text),
    warn: (text) => void process.stderr.write(text),
    reveal: (text) => void process.stdout.write(text),
    drained: () => drained(process.stdout),
    colour: hasColours(process.stdout, process.env),
    warnColour: hasColours(process.stderr, process.env),
    columns: () => ({ ...columnsOf('print', process.stdout), ...columnsOf('warn', process.stderr) }),
    interactive: process.stdout.isTTY === true && process.stdin.isTTY === true,
    ask: async (question) => {
      // Loaded only for a prompt, like the other modules of Node that few commands use.
      const { createInterface } = await import('node:readline/promises');
      const reader = createInterface({ input: process.stdin, output: process.stdout });
      // During a prompt, only the reader receives Ctrl-C.
      reader.once('SIGINT', interrupt);
      const ended = new Promise<undefined>((resolve) => reader.once('close', () => resolve(undefined)));
      try {
        return await untilAborted(Promise.race([reader.question(question), ended]), stop);
      } finally {
        reader.close();
      }
    },
    askText: (question, isComplete, atMost) =>
      askText(question, isComplete, atMost, {
        input: process.stdin,
        output: process.stdout,
        stop,
        sleep,
        interrupt,
        hasEscapes: hasEscapes(process.env),
      }),
    readAll: (atMost) => untilAborted(readInput(atMost), stop),
  };
}

/** Also if the reader is gone. */
async function drained(stream: NodeJS.WriteStream): Promise<void> {
  if (!stream.writableNeedDrain) return;
  await new Promise<void>((resolve) => {
    const events = ['drain', 'error', 'close'] as const;
    const end = (): void => {
      for (const event of events) stream.off(event, end);
      resolve();
    };
    for (const event of events) stream.on(event, end);
  });
}

function interrupt(): void {
  process.kill(process.pid, 'SIGINT');
}

/** As Node decides: `FORCE_COLOR` wins; otherwise a pipe has none, nor a terminal with `NO_COLOR` or `TERM=dumb`. */
function hasColours(stream: WriteStream, env: NodeJS.ProcessEnv): boolean {
  if (env.FORCE_COLOR === undefined && stream.isTTY !== true) return false;
  return process.getBuiltinModule('node:tty').WriteStream.prototype.getColorDepth.call(stream, env) > 1;
}

/** Of a terminal that does not tell its size, as of most serial lines. */
const DEFAULT_COLUMNS = 80;

function columnsOf(name: 'print' | 'warn', { isTTY, columns }: WriteStream): { print?: number; warn?: number } {
  return isTTY === true ? { [name]: columns > 0 ? columns : DEFAULT_COLUMNS } : {};
}

async function readInput(atMost: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    chunks.push(Buffer.from(chunk));
    length += chunk.length;
    if (length > atMost) return undefined;
  }
  return Buffer.concat(chunks);
}
