import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { type Machine, type Terminal, untilAborted } from '../machine.ts';
import { gitProcess } from './git-process.ts';
import { realFiles } from './node-files.ts';
import { thisProcess } from './this-process.ts';

/** The machine as it is. Nothing is connected or opened before it is used. */
export async function realMachine(stop: AbortSignal): Promise<Machine> {
  const [{ createDispatcher }, { requestTimeout }] = await Promise.all([
    import('../http/index.ts'),
    import('./environment.ts'),
  ]);
  return { ...bareMachine(stop), dispatcher: createDispatcher(process.env, requestTimeout(process.env)) };
}

/** Without HTTP: enough for commands that stay on this machine, and quicker to load. */
export function bareMachine(stop: AbortSignal): Omit<Machine, 'dispatcher'> {
  // Every request that waits for its turn listens: from eleven on Node would print a warning into people's logs.
  setMaxListeners(0, stop);
  return {
    now: () => new Date(),
    sleep,
    random: Math.random,
    uuid: randomUUID,
    self: thisProcess,
    env: process.env,
    cwd: process.cwd(),
    files: realFiles(),
    ...gitProcess(process.env, stop),
    terminal: terminalOf(stop),
    stop,
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

/**
 * Ends the process with its exit code once all that was printed is read: a terminal or a connection that is still open
 * would hold it up.
 */
export async function leave(): Promise<never> {
  // Where nobody reads on, the callback is told so.
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
    colour: process.stdout.isTTY === true && (process.env.NO_COLOR ?? '') === '',
    interactive: process.stdin.isTTY === true && process.stdout.isTTY === true,
    ask: async (question) => {
      const reader = createInterface({ input: process.stdin, output: process.stdout });
      // While it asks, the terminal hands Ctrl-C to it, and to nobody else.
      reader.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
      const ended = new Promise<undefined>((resolve) => reader.once('close', () => resolve(undefined)));
      try {
        return await untilAborted(Promise.race([reader.question(question), ended]), stop);
      } finally {
        reader.close();
      }
    },
    readAll: (atMost) => untilAborted(readInput(atMost), stop),
  };
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
