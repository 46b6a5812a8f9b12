import { setMaxListeners } from 'node:events';
import { Agent } from 'undici';
import { realFiles } from '../../src/io/node-files.ts';
import type { Machine } from '../../src/machine.ts';
import { type FakeDeadlines, fakeDeadlines } from './fake-deadlines.ts';

/** A test never aborts it. */
const files = realFiles(false);

/** The output of a command, and a machine on which nothing moves by itself. */
export type Harness = {
  readonly machine: Machine;
  readonly out: () => string;
  readonly err: () => string;
  /** Clears the output. */
  readonly clear: () => void;
  readonly close: () => Promise<void>;
};

export type FakeMachineOptions = {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly now?: string;
  /** Typed lines, or what a person does before typing one; absent: no terminal. */
  readonly typed?: readonly (string | (() => Promise<string>))[];
  /** All of standard input. */
  readonly input?: string | Uint8Array;
  readonly git?: Machine['git'];
  readonly gitBlobs?: Machine['gitBlobs'];
  readonly gitSizes?: Machine['gitSizes'];
  readonly run?: string;
  /** Width of the terminal; absent: output goes to a pipe. */
  readonly columns?: number;
  readonly stop?: AbortSignal;
  /** A clock that sleeps move, such as that of a sandbox; absent: one of its own. */
  readonly clock?: { readonly now: () => Date; readonly advance: (ms: number) => void | Promise<void> };
};

/** Of all open machines, with their ids. */
const deadlines = new Map<string, FakeDeadlines>();

/**
 * Lets time pass for the pending requests of all open machines, without waiting. Returns whether it ended any deadline.
 */
export function elapse(ms: number): boolean {
  return [...deadlines.values()].map((each) => each.elapse(ms)).includes(true);
}

/** Machines that are still open, as processes are that have not ended. */
const open = new Set<string>();
let count = 0;

/** Time passes only in sleeps, so no test waits. Files are real and the network is that of this machine. */
export function fakeMachine(options: FakeMachineOptions): Harness {
  let time = Date.parse(options.now ?? '2026-11-10T12:00:00Z');
  let [out, err] = ['', ''];
  const typed = [...(options.typed ?? [])];
  const nextLine = async (): Promise<string | undefined> => {
    const next = typed.shift();
    return typeof next === 'function' ? next() : next;
  };
  count += 1;
  const id = `still machine ${count}`;
  open.add(id);
  const requests = fakeDeadlines();
  deadlines.set(id, requests);
  const stop = options.stop ?? new AbortController().signal;
  // As the real machine has it: every request listens.
  setMaxListeners(0, stop);
  const dispatcher = new Agent({ keepAliveTimeout: 10, keepAliveMaxTimeout: 10 });
  const machine: Machine = {
    now: () => options.clock?.now() ?? new Date(time),
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      if (options.clock === undefined) time += ms;
      else await options.clock.advance(ms);
    },
    deadline: requests.deadline,
    random: () => 0.5,
    uuid: () => options.run ?? '00000000-0000-4000-8000-000000000001',
    self: { id, hasEnded: (other) => !open.has(other) },
    node: '20.19.0',
    env: options.env ?? {},
    dispatcher,
    cwd: options.cwd,
    files,
    git: options.git ?? (async () => ({ ok: false, why: 'no-repository' })),
    gitBlobs: options.gitBlobs ?? (async () => ({ ok: false, why: 'no-repository' })),
    gitSizes: options.gitSizes ?? (async () => ({ ok: false, why: 'no-repository' })),
    terminal: {
      print: (text) => {
        out += text;
      },
      warn: (text) => {
        err += text;
      },
      reveal: (text) => {
        out += text;
      },
      colour: false,
      warnColour: false,
      ...columnsOf(options.columns),
      interactive: options.typed !== undefined,
      ask: async (question) => {
        out += question;
        return nextLine();
      },
      askText: async (question, isComplete, atMost) => {
        out += question;
        let text = '';
        for (let line = await nextLine(); line !== undefined; line = await nextLine()) {
          text += `${line}\n`;
          if (isComplete(text)) return text.length > atMost ? 'too large' : Buffer.from(text);
        }
        return undefined;
      },
      readAll: async (atMost) => {
        const bytes = Buffer.from(options.input ?? '');
        return bytes.length > atMost ? undefined : bytes;
      },
    },
    stop,
  };
  return {
    machine,
    out: () => out,
    err: () => err,
    clear: () => {
      [out, err] = ['', ''];
    },
    close: () => {
      open.delete(id);
      deadlines.delete(id);
      return dispatcher.close();
    },
  };
}

function columnsOf(columns: number | undefined): Pick<Machine['terminal'], 'columns'> {
  return columns === undefined ? {} : { columns: () => ({ print: columns, warn: columns }) };
}
