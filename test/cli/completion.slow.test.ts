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

/** Completes the last word of a command line as bash does. */
function completed(line: string): readonly string[] {
  const typed = line.split(' ');
  const script = `${completionScript('bash', words)}
COMP_WORDS=(${typed.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${typed.length - 1}
_reconcile; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr, status } = spawnSync('bash', ['-c', script], { encoding: 'utf8', cwd: 'examples/byo' });
  expect([status, stderr]).toEqual([0, '']);
  return stdout.split('\n').filter(Boolean);
}

describe('bash', () => {
  test.each([
    { line: 'reconcile va', gives: ['validate'], why: 'a command' },
    { line: 'reconcile plan --detailed', gives: ['--detailed-exitcode'], why: 'an option of the command' },
    { line: 'reconcile plan --format m', gives: ['markdown'], why: 'a value of an option' },
    { line: 'reconcile schema se', gives: ['settings'], why: 'an argument with choices' },
    { line: 'reconcile validate lay', gives: ['layers'], why: 'a file' },
    { line: 'reconcile plan --out wor', gives: ['world.yaml'], why: 'a file after an option' },
    { line: 'reconcile -C .. plan --all', gives: ['--allow'], why: 'an option before the command' },
    { line: 'reconcile plan --und', gives: [], why: 'an option of a different command' },
  ])('$line: $why', ({ line, gives }) => {
    expect(completed(line)).toEqual(gives);
  });
});

test.each(SHELLS)('%s: every command and option is in the script', (shell) => {
  const script = completionScript(shell, words);
  for (const { name, options } of words.commands) {
    expect(script).toContain(name);
    for (const { flag } of options) expect(script).toContain(shell === 'fish' ? flag.replace(/^--?/, '') : flag);
  }
});

/** Shells that are not installed cannot read their script. */
const PARSERS = [
  { shell: 'bash', command: ['bash', '-n'] },
  { shell: 'zsh', command: ['zsh', '-n'] },
  { shell: 'fish', command: ['fish', '--no-execute'] },
] as const;
const installed = PARSERS.filter(({ command: [name] }) => spawnSync(name, ['--version']).status === 0);

test.each(installed)('$shell reads its script', ({ shell, command: [name, ...args] }) => {
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
