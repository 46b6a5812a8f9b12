import { createRequire } from 'node:module';
import { resolve } from 'node:path';

/** The part of @lydell/node-pty in use. It has binaries for some platforms only, so it may be missing. */
type NodePty = {
  readonly spawn: (
    file: string,
    args: string[],
    options: { name: string; cols: number; rows: number; cwd: string; env: Record<string, string | undefined> },
  ) => {
    readonly onData: (listener: (text: string) => void) => void;
    readonly onExit: (listener: (end: { exitCode: number; signal?: number }) => void) => void;
    readonly write: (text: string) => void;
    readonly kill: (signal?: string) => void;
  };
};

const nodePty = ((): NodePty | undefined => {
  const require = createRequire(import.meta.url);
  try {
    return require('@lydell/node-pty') as NodePty;
  } catch {
    return undefined;
  }
})();

/** `undefined` if pseudo-terminals work here. */
export const NO_PTY = nodePty === undefined ? 'this platform has no binary of @lydell/node-pty' : undefined;

/** The program in a pseudo-terminal. */
export type Pty = {
  /** Everything on the screen, with its escape sequences. */
  readonly screen: () => string;
  /** Resolves once the text appears after what was awaited before; rejects if the program ends first. */
  readonly shows: (text: string) => Promise<void>;
  readonly type: (text: string) => void;
  readonly exit: Promise<number>;
  readonly kill: () => void;
};

export type PtyOptions = {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** 120 by default. */
  readonly columns?: number;
  /** Where a shell sends standard output and standard error instead of the terminal: `2>err.txt`. */
  readonly redirect?: string;
};

/** Ends the output of a redirected program. */
const END = '\u0004end\u0004';

/**
 * node-pty drops what it has not read 200 ms after the end of a process, which happens on a busy machine. So the shell
 * waits until the test has read everything.
 */
const AND_WAIT = `code=$?; printf '${END}' >/dev/tty; read -r _ </dev/tty; exit $code`;

export function startInPty(args: readonly string[], { cwd, env, columns = 120, redirect }: PtyOptions): Pty {
  if (nodePty === undefined) throw new Error(NO_PTY);
  const command = [process.execPath, resolve('dist/cli/main.js'), ...args];
  const script = redirect === undefined ? 'exec "$@"' : `"$@" ${redirect}; ${AND_WAIT}`;
  const child = nodePty.spawn('/bin/sh', ['-c', script, 'sh', ...command], {
    // It replaces TERM.
    name: env.TERM ?? 'xterm-256color',
    cols: columns,
    rows: 40,
    cwd,
    env: withoutUndefined({ PATH: process.env.PATH, HOME: cwd, NO_COLOR: '1', ...env }),
  });
  let [screen, seen] = ['', 0];
  let check: () => void = () => {};
  child.onData((text) => {
    screen += text;
    if (screen.includes(END)) {
      screen = screen.replace(END, '');
      child.write('\n');
    }
    check();
  });
  const exit = new Promise<number>((done) => child.onExit(({ exitCode }) => done(exitCode)));
  return {
    screen: () => screen,
    shows: (text) =>
      new Promise((found, fail) => {
        check = () => {
          const at = screen.indexOf(text, seen);
          if (at < 0) return;
          seen = at + text.length;
          check = () => {};
          found();
        };
        void exit.then((code) => fail(new Error(`exit ${code} without ${JSON.stringify(text)}:\n${screen}`)));
        check();
      }),
    type: (text) => child.write(text),
    exit,
    kill: () => child.kill(),
  };
}

/** node-pty would pass them on as the text `undefined`. */
function withoutUndefined(env: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
}
