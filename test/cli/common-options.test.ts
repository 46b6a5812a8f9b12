import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { programOf } from '../../src/cli/command-line.ts';
import { LAYERS, PATHS } from '../../src/cli/flags.ts';
import { fakeMachine } from '../support/fake-machine.ts';

const bare = fakeMachine({ cwd: '/nowhere' }).machine;
const { program } = programOf(
  bare,
  async () => bare,
  () => {},
);

/** What every command has (design.md 9, "All"), by the name of its option. */
const COMMON = ['--format', '--config', '--verbose'] as const;

const noGroups = 'its page never shortens a list of names';
const noSettings = 'it reads no settings';
const noPage = 'its output is for a program';

/** Commands that lack one of them, each with the reason. */
const WITHOUT: Readonly<Record<string, Readonly<Partial<Record<(typeof COMMON)[number], string>>>>> = {
  init: { '--config': 'it writes the settings', '--verbose': noGroups },
  validate: { '--verbose': noGroups },
  show: { '--config': 'a saved plan has its settings' },
  connect: { '--verbose': noGroups },
  import: { '--verbose': noGroups },
  explain: { '--verbose': noGroups },
  comment: { '--verbose': 'a comment folds its groups' },
  schema: { '--format': noPage, '--config': noSettings, '--verbose': noPage },
  sandbox: { '--format': noPage, '--verbose': noPage },
  completion: { '--format': noPage, '--config': noSettings, '--verbose': noPage },
};

/** Arguments that are not layers. */
const OTHER_ARGUMENTS = ['plan', 'plans', 'code', 'field', 'event', 'world', 'shell', 'name'];

type NamedCommand = { readonly name: string; readonly command: Command; readonly parents: readonly Command[] };

function commandsBelow(command: Command, parents: readonly Command[] = []): readonly NamedCommand[] {
  const name = [...parents, command].map((one) => one.name()).join(' ');
  const inner = command.commands.flatMap((one) => commandsBelow(one, [...parents, command]));
  return [{ name, command, parents }, ...inner];
}

const allCommands = program.commands.flatMap((command) => commandsBelow(command));

describe.each(allCommands)('$name', ({ name, command, parents }) => {
  const long = [command, ...parents].flatMap(({ options }) => options.map((option) => option.long));

  test.each(COMMON)('%s, or a reason', (option) => {
    const reason = WITHOUT[name]?.[option];
    expect(long.includes(option), reason ?? 'it is missing without a reason').toBe(reason === undefined);
  });

  test('help with examples', () => {
    let text = '';
    command.configureOutput({
      writeOut: (part) => {
        text += part;
      },
    });
    command.outputHelp();
    expect(text).toMatch(/\nExamples:\n {2}\S/);
  });

  test('arguments for layers take names, files, folders and globs', () => {
    for (const one of command.registeredArguments) {
      // import also takes projects, which have no document yet.
      const isLayers = [PATHS, LAYERS, 'default: all'].some((words) => one.description.endsWith(words));
      expect(isLayers || OTHER_ARGUMENTS.includes(one.name()), one.name()).toBe(true);
    }
  });
});

test('-C is an option of the program, before every command', () => {
  expect(program.options.map(({ short }) => short)).toContain('-C');
});
