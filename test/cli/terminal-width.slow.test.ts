import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { NO_PTY, startInPty } from '../support/pty.ts';

/** Wider than any line: what the program would print without a terminal. */
const UNLIMITED = 2000;

/** Commands that people read on a terminal, with their answer to the prompt. */
const cases = [
  { command: 'plan', typed: undefined },
  { command: 'apply', typed: 'yes\r' },
  { command: 'verify', typed: undefined },
  { command: 'doctor', typed: undefined },
  { command: 'todo', typed: 'q\r' },
  { command: 'drift', typed: undefined },
].flatMap((each) => [80, 60].map((columns) => ({ ...each, columns })));

/** What a terminal shows. Every value of the world is the same in each run. */
async function pictureOf(command: string, typed: string | undefined, columns: number): Promise<readonly string[]> {
  const cwd = await mkdtemp(join(tmpdir(), 'reconcile-width-'));
  try {
    await cp('examples/agency', cwd, { recursive: true });
    const pty = startInPty([command, '--sandbox'], { cwd, env: {}, columns });
    if (typed !== undefined) {
      await pty.shows(': ');
      await pty.shows(command === 'apply' ? 'is accepted: ' : 'q = stop: ');
      pty.type(typed);
    }
    await pty.exit;
    // The line about the run is replaced, so only the rest stays.
    return stripVTControlCharacters(pty.screen().replace(/[^\r\n]*\r\u001B\[K/g, '')).split(/\r?\n/);
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

const wholePictures = new Map<string, Promise<readonly string[]>>();

function wholePictureOf(command: string, typed: string | undefined): Promise<readonly string[]> {
  const picture = wholePictures.get(command) ?? pictureOf(command, typed, UNLIMITED);
  wholePictures.set(command, picture);
  return picture;
}

/** The texts between spaces: the same for every width, unless a line break is inside of one. */
function wordsOf(lines: readonly string[]): readonly string[] {
  return lines.join('\n').split(/\s+/);
}

/** A line with a single word, or one that a person copies. */
function isUnbreakable(line: string): boolean {
  return /^\s*(\d+\.\s+|\d+ of \d+\s+)?\S+$/.test(line) || /^\s*([+-] +)?["{}[\]]/.test(line);
}

describe.skipIf(NO_PTY !== undefined)(`width${NO_PTY === undefined ? '' : `: ${NO_PTY}`}`, () => {
  test.each(cases)('$command at $columns columns breaks no number, amount, id or address', async (each) => {
    const { command, typed, columns } = each;
    const whole = await wholePictureOf(command, typed);
    const picture = await pictureOf(command, typed, columns);
    expect(wordsOf(picture)).toEqual(wordsOf(whole));
    expect(whole.some(({ length }) => length > columns)).toBe(true);
    expect(picture.filter((line) => line.length > columns && !isUnbreakable(line))).toEqual([]);
    const apart = picture.filter((line, at) => /\d$/.test(line) && /^\s*[A-Z]{3}\b/.test(picture[at + 1] ?? ''));
    expect(apart, 'an amount without its currency').toEqual([]);
  });

  test('a pipe receives whole lines, and so does a program that reads JSON on a terminal', async () => {
    const cwd = await mkdtemp(join(tmpdir(), 'reconcile-width-'));
    try {
      await cp('examples/agency', cwd, { recursive: true });
      const pty = startInPty(['plan', '--sandbox', '--format', 'json'], {
        cwd,
        env: {},
        columns: 60,
        redirect: '2>err.txt',
      });
      await pty.exit;
      expect(JSON.parse(pty.screen())).toMatchObject({ format: 'reconcile-plan' });
      const piped = startInPty(['plan', '--sandbox'], { cwd, env: {}, columns: 60, redirect: '| cat' });
      await piped.exit;
      expect(
        piped
          .screen()
          .split('\r\n')
          .some(({ length }) => length > 60),
      ).toBe(true);
    } finally {
      await rm(cwd, { recursive: true, force: true });
    }
  });
});
