import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NO_PTY, startInPty } from '../support/pty.ts';

type ColourCase = {
  readonly name: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether standard output and standard error have colours: on a terminal, and in a file beside a terminal. */
  readonly onTerminal: boolean;
  readonly inFile: boolean;
};

const cases: readonly ColourCase[] = [
  { name: 'a terminal has colours, a file has none', env: {}, onTerminal: true, inFile: false },
  { name: 'NO_COLOR=1 removes them', env: { NO_COLOR: '1' }, onTerminal: false, inFile: false },
  { name: 'TERM=dumb removes them', env: { TERM: 'dumb' }, onTerminal: false, inFile: false },
  { name: 'FORCE_COLOR=1 adds them to a file', env: { FORCE_COLOR: '1' }, onTerminal: true, inFile: true },
  { name: 'FORCE_COLOR=0 removes them', env: { FORCE_COLOR: '0' }, onTerminal: false, inFile: false },
  {
    name: 'FORCE_COLOR wins over NO_COLOR and TERM=dumb, as in Node',
    env: { FORCE_COLOR: '1', NO_COLOR: '1', TERM: 'dumb' },
    onTerminal: true,
    inFile: true,
  },
];

/** A plan on standard output, and the problem of a broken document on standard error. */
const COMMAND = ['plan', '--sandbox'];
const COLOUR = /\u001B\[[\d;]*m/;
const HEADLINE = /Incomplete: 1 of 2 layers/;
const PROBLEM = /layers\/broken\.yaml:1:1/;

async function inFolder(play: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'reconcile-colours-'));
  try {
    await cp('examples/byo', folder, { recursive: true });
    await writeFile(join(folder, 'layers/broken.yaml'), 'template: tiktok-ads\nname: broken\n');
    await play(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The lines of a text that a pattern matches, with their escape sequences. */
function lineOf(text: string, pattern: RegExp): string {
  const found = text.split('\n').find((line) => pattern.test(line));
  if (found === undefined) throw new Error(`${pattern} is not in ${JSON.stringify(text)}`);
  return found;
}

describe.skipIf(NO_PTY !== undefined)(`colours${NO_PTY === undefined ? '' : `: ${NO_PTY}`}`, () => {
  test.each(cases)('$name', ({ env, onTerminal, inFile }) =>
    inFolder(async (cwd) => {
      const run = async (redirect: string): Promise<string> => {
        const pty = startInPty(COMMAND, { cwd, env: { NO_COLOR: undefined, ...env }, redirect });
        await pty.exit;
        return pty.screen();
      };
      const outOnTerminal = await run('2>err.txt');
      expect(COLOUR.test(lineOf(outOnTerminal, HEADLINE)), 'stdout on a terminal').toBe(onTerminal);
      expect(COLOUR.test(await readFile(join(cwd, 'err.txt'), 'utf8')), 'stderr in a file').toBe(inFile);
      const errOnTerminal = await run('>out.txt');
      expect(COLOUR.test(lineOf(errOnTerminal, PROBLEM)), 'stderr on a terminal').toBe(onTerminal);
      expect(COLOUR.test(await readFile(join(cwd, 'out.txt'), 'utf8')), 'stdout in a file').toBe(inFile);
    }),
  );
});
