import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** How a process of the real program ended. */
export type Ended = {
  /** `null` where a signal ended it. */
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
};

export type Running = {
  readonly child: ChildProcess;
  /** Resolves when it has ended and all its output was read. */
  readonly ended: Promise<Ended>;
};

export type ProcessOptions = {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Standard input stays open for the test to write to. */
  readonly isOpen?: true;
  /** A file with the time: see `clockIn`. Absent: the machine's clock. */
  readonly clock?: string;
};

/** Starts the program as it is built, with nothing of this machine's environment but where programs are. */
export function startReconcile(args: readonly string[], { cwd, env, input, isOpen, clock }: ProcessOptions): Running {
  const preload = clock === undefined ? [] : ['--import', resolve('test/support/process-clock.mjs')];
  const child = spawn(process.execPath, [...preload, resolve('dist/cli/main.js'), ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, ...env, ...(clock !== undefined && { CLOCK_FILE: clock }) },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  // A program that was killed does not read on.
  child.stdin.on('error', () => {});
  if (isOpen === undefined) child.stdin.end(input ?? '');
  return { child, ended: new Promise((done) => child.once('close', (exit) => done({ exit, out, err }))) };
}

/** A clock for processes, in a file of its own. */
export type Clock = {
  readonly file: string;
  readonly set: (instant: string) => void;
};

export function clockIn(folder: string, instant: string): Clock {
  const file = join(folder, '.clock');
  const set = (to: string): void => writeFileSync(file, to);
  set(instant);
  return { file, set };
}
