import type { Command } from 'commander';

/** Everything that a shell can complete. */
export type Words = {
  readonly commands: readonly CommandWords[];
  /** Options that work with every command. */
  readonly options: readonly OptionWords[];
};

export type CommandWords = {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionWords[];
  /** Words that an argument must be one of; empty if it is a file or a name. */
  readonly choices: readonly string[];
};

export type OptionWords = {
  /** With its dashes: the long form, or the only one. */
  readonly flag: string;
  readonly description: string;
  readonly takesValue: boolean;
  /** Empty if the value is a file or free text. */
  readonly choices: readonly string[];
};

/** Reads the words from the definition of the commands, so that none can be forgotten. */
export function wordsOf(program: Command): Words {
  const help: OptionWords = { flag: '--help', description: 'display help for command', takesValue: false, choices: [] };
  return {
    commands: program.commands.map((command) => ({
      name: command.name(),
      description: command.description(),
      options: [...shownOptions(command), help],
      choices: command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
    })),
    options: [...shownOptions(program), help],
  };
}

/** A hidden option only explains why it does not exist. */
function shownOptions({ options }: Command): readonly OptionWords[] {
  return options.filter(({ hidden }) => !hidden).map(optionOf);
}

function optionOf({
  long,
  short,
  description,
  required,
  optional,
  argChoices,
}: Command['options'][number]): OptionWords {
  return {
    flag: long ?? short ?? '',
    description,
    takesValue: required || optional,
    choices: argChoices ?? [],
  };
}
