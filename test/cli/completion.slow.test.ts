import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { programOf } from '../../src/cli/command-line.ts';
import { completionScript } from '../../src/cli/completion/script.ts';
import { SHELLS } from '../../src/cli/completion/shells.ts';
import { wordsOf } from '../../src/cli/completion/words.ts';
import { fakeMachine } from '../support/fake-machine.ts';

const { machine } = fakeMachine({ cwd: '/nowhere' });
const { program } = programOf(
  machine,
  async () => machine,
  () => {},
);
const words = wordsOf(program);

/** The script of a shell in a folder of its own, as `reconcile completion` prints it. */
function inScript<T>(shell: 'zsh' | 'fish', use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'reconcile-completion-'));
  try {
    // The name that zsh looks for in its search path.
    writeFileSync(join(folder, '_reconcile'), completionScript(shell, words));
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a program in the folder of an example; returns its standard output. */
function printedBy(program: string, args: readonly string[], env: Readonly<Record<string, string>>): string {
  const { stdout, stderr, status } = spawnSync(program, args, {
    encoding: 'utf8',
    cwd: 'examples/byo',
    env: { PATH: process.env.PATH, ...env },
    timeout: 60_000,
  });
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
}

/** Words for the last one of a command line, as bash completes it. */
function inBash(line: string): readonly string[] {
  const typed = line.split(' ');
  const script = `${completionScript('bash', words)}
COMP_WORDS=(${typed.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${typed.length - 1}
_reconcile; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return printedBy('bash', ['-c', script], { HOME: '/nowhere' }).split('\n').filter(Boolean);
}

/**
 * Types a line and a tab in an interactive zsh, which needs a terminal. Returns the line after it.
 *
 * @param load a command that loads the script from `$HOME`
 */
function typedInZsh(line: string, load: string): string {
  const setUp = `PROMPT= RPROMPT=; ${load}; shown() { print -r -- "<$BUFFER>"; exit }; zle -N shown`;
  const driver = `zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell '${setUp}; bindkey "^X" shown; bindkey "^I" complete-word; print "rea""dy"'
zpty -r shell out '*ready*'
zpty -n -w shell "$1"$'\\t\\x18'
zpty -r shell out '*<*>*'
print -r -- "$out"`;
  const printed = inScript('zsh', (folder) =>
    printedBy('zsh', ['-f', '-c', driver, 'zsh', line], { HOME: folder, TERM: 'xterm' }),
  );
  return /<([^<>]*)>\s*$/.exec(printed)?.[1] ?? printed;
}

/** As in the README, and from the search path. */
const SOURCED = 'autoload -Uz compinit; compinit -D -u; source $HOME/_reconcile';
const ON_THE_PATH = 'fpath=($HOME $fpath); autoload -Uz compinit; compinit -D -u';

/** Words for the last one of a command line, as fish completes it. */
function inFish(line: string): readonly string[] {
  const printed = inScript('fish', (folder) =>
    printedBy('fish', ['--no-config', '-c', `source $HOME/_reconcile; complete -C '${line}'`], { HOME: folder }),
  );
  return printed.split('\n').flatMap((row) => row.split('\t')[0] || []);
}

const LINES = [
  { line: 'reconcile va', gives: ['validate'], why: 'a command' },
  { line: 'reconcile plan --detailed', gives: ['--detailed-exitcode'], why: 'an option of the command' },
  { line: 'reconcile plan --format m', gives: ['markdown'], why: 'a value of an option' },
  { line: 'reconcile schema se', gives: ['settings'], why: 'an argument with choices' },
  { line: 'reconcile validate lay', gives: ['layers'], why: 'a file' },
  { line: 'reconcile plan --out wor', gives: ['world.yaml'], why: 'a file after an option' },
  { line: 'reconcile -C .. plan --all', gives: ['--allow'], why: 'an option before the command' },
  { line: 'reconcile plan --und', gives: [], why: 'an option of a different command' },
  { line: 'reconcile apply --dry', gives: [], why: 'an option that only says that it does not exist' },
] as const;

const isMissing = (program: string): boolean => spawnSync(program, ['--version']).status !== 0;

describe('bash', () => {
  test.each(LINES)('$line: $why', ({ line, gives }) => {
    expect(inBash(line)).toEqual(gives);
  });
});

describe('zsh', () => {
  test.for(LINES)('$line: $why', ({ line, gives: [word] }, { skip }) => {
    if (isMissing('zsh')) skip('zsh is not installed');
    const start = line.slice(0, line.lastIndexOf(' ') + 1);
    const after = word === undefined ? line : `${start}${word}${word === 'layers' ? '/' : ' '}`;
    expect(typedInZsh(line, SOURCED)).toBe(after);
  });

  test('a script in the search path is loaded with the first completion', ({ skip }) => {
    if (isMissing('zsh')) skip('zsh is not installed');
    expect(typedInZsh('reconcile va', ON_THE_PATH)).toBe('reconcile validate ');
  });
});

describe('fish', () => {
  test.for(LINES)('$line: $why', ({ line, gives }, { skip }) => {
    if (isMissing('fish')) skip('fish is not installed');
    expect(inFish(line).map((word) => word.replace(/\/$/, ''))).toEqual(gives);
  });
});

test.each(SHELLS)('%s: every command and option is in the script', (shell) => {
  const script = completionScript(shell, words);
  for (const { name, options } of words.commands) {
    expect(script).toContain(name);
    for (const { flag } of options) expect(script).toContain(shell === 'fish' ? flag.replace(/^--?/, '') : flag);
  }
});

const PARSERS = [
  { shell: 'bash', command: ['bash', '-n'] },
  { shell: 'zsh', command: ['zsh', '-n'] },
  { shell: 'fish', command: ['fish', '--no-execute'] },
] as const;

test.for(PARSERS)('$shell reads its script', ({ shell, command: [name, ...args] }, { skip }) => {
  if (isMissing(name)) skip(`${name} is not installed`);
  const folder = mkdtempSync(join(tmpdir(), 'reconcile-completion-'));
  try {
    // As a file: fish reads no script from a socket, which is the standard input that Node gives it.
    const file = join(folder, 'script');
    writeFileSync(file, completionScript(shell, words));
    const { status, stderr } = spawnSync(name, [...args, file], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
