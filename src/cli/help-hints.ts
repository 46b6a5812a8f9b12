import type { Command } from 'commander';

/** Ends each error of a command line with the help command that has the valid options. */
export function addHelpHints(command: Command, before: readonly string[] = []): void {
  const words = [...before, command.name()];
  command.showHelpAfterError(`Run ${words.join(' ')} --help for options and examples.`);
  for (const child of command.commands) addHelpHints(child, words);
}
