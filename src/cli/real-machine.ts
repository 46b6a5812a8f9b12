import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { lstat, mkdir, open, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { FileKind, Files, Machine, Terminal } from '../machine.ts';
import { gitProcess } from './git-process.ts';
import { thisProcess } from './this-process.ts';

/** The machine as it is. Nothing is connected or opened before it is used. */
export async function realMachine(stop: AbortSignal): Promise<Machine> {
  const { createDispatcher } = await import('../http/index.ts');
  return { ...bareMachine(stop), dispatcher: createDispatcher(process.env) };
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
    files,
    ...gitProcess(process.env, stop),
    terminal,
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

const files: Files = {
  read: (path) => readFile(path),
  look: async (path) => {
    try {
      const [link, real] = await Promise.all([lstat(path), realpath(path)]);
      const { size } = await stat(path);
      return { kind: kindOf(link), size, real };
    } catch {
      return undefined;
    }
  },
  list: async (path) => {
    const entries = await readdir(path, { withFileTypes: true });
    return entries
      .map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  },
  write: async (path, text) => {
    // A pipe or a device is written to, and never replaced. A link to a file is replaced: a repository may hold one that
    // leads out of it.
    if (await isSpecial(path)) return writeThrough(path, text, 'w');
    await mkdir(dirname(path), { recursive: true });
    const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
    try {
      await writeThrough(temporary, text, 'wx');
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  },
  append: async (path, text) => {
    await mkdir(dirname(path), { recursive: true });
    await writeThrough(path, text, 'a');
  },
};

/** Neither file nor folder, links followed. What is not there is nothing special. */
async function isSpecial(path: string): Promise<boolean> {
  try {
    return kindOf(await stat(path)) === 'other';
  } catch {
    return false;
  }
}

async function writeThrough(path: string, text: string, flags: 'w' | 'wx' | 'a'): Promise<void> {
  const file = await open(path, flags);
  try {
    await file.writeFile(text);
    // A pipe or a device has nothing to keep.
    if (flags !== 'w') await file.sync();
  } finally {
    await file.close();
  }
}

function kindOf(entry: { isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean }): FileKind {
  if (entry.isSymbolicLink()) return 'link';
  if (entry.isDirectory()) return 'folder';
  return entry.isFile() ? 'file' : 'other';
}

const terminal: Terminal = {
  print: (text) => void process.stdout.write(text),
  warn: (text) => void process.stderr.write(text),
  colour: process.stdout.isTTY === true && (process.env.NO_COLOR ?? '') === '',
  interactive: process.stdin.isTTY === true && process.stdout.isTTY === true,
  ask: async (question) => {
    const reader = createInterface({ input: process.stdin, output: process.stdout });
    const ended = new Promise<undefined>((resolve) => reader.once('close', () => resolve(undefined)));
    try {
      return await Promise.race([reader.question(question), ended]);
    } finally {
      reader.close();
    }
  },
  readAll: async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks).toString('utf8');
  },
};
