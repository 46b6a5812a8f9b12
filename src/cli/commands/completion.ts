import type { Command } from 'commander';
import type { Machine } from '../../machine.ts';
import { EXIT, type ExitCode } from '../../operations/index.ts';
import { completionScript } from '../completion/script.ts';
import type { Shell } from '../completion/shells.ts';
import { wordsOf } from '../completion/words.ts';

/** Prints a completion script. */
export function completion(shell: Shell, program: Command, { terminal }: Pick<Machine, 'terminal'>): ExitCode {
  terminal.print(completionScript(shell, wordsOf(program)));
  return EXIT.ok;
}
