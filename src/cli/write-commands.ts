import { type Command, Option } from 'commander';
import type { Runners } from './event-commands.ts';
import {
  allow,
  type ApplyFlags,
  base,
  config,
  type ConfirmFlags,
  examples,
  format,
  LAYERS,
  PATHS,
  type TodoFlags,
  sandboxOption,
  wait,
  verbose,
  waitClaim,
} from './flags.ts';

/** `apply`, `confirm` and `todo`: the commands that can write. */
export function addWriteCommands(program: Command, command: Runners['command']): void {
  program
    .command('apply')
    .description('apply the documents, or exactly one saved plan')
    .argument('[paths...]', `a saved plan or - for one on standard input, or ${PATHS}`)
    .addOption(format('text', 'json'))
    .addOption(config())
    .addOption(sandboxOption())
    .addOption(allow())
    .option('--auto-approve', 'apply without a prompt')
    .addOption(base())
    .option('--fix-drift', 'with --base, change drifted values back')
    .addOption(wait())
    .addOption(waitClaim())
    .addOption(verbose())
    .option('--undo-dir <folder>', 'save the live state as layer documents before the apply')
    .addOption(new Option('--dry-run', 'not an option of apply').hideHelp())
    .on('option:dry-run', () => program.error('error: a dry run of apply is reconcile plan.', { exitCode: 1 }))
    .addHelpText(
      'after',
      examples(
        'reconcile apply',
        'reconcile apply acme.plan.json --auto-approve',
        'reconcile apply --wait 20m',
        'reconcile apply layers/acme.yaml --allow cap-increase=acme-ios',
      ),
    )
    .action((paths: string[], options: ApplyFlags) =>
      command(options, async (machine) => (await import('./commands/apply.ts')).apply({ ...options, paths }, machine)),
    );

  program
    .command('confirm')
    .description('record completed manual steps, or copied configs')
    .argument('[names...]', LAYERS)
    .addOption(format('text', 'json'))
    .addOption(config())
    .addOption(sandboxOption())
    .addOption(allow())
    .addOption(wait('with --plan, '))
    .addOption(waitClaim())
    .option('--all', 'confirm all layers')
    .option('--json <source>', 'read copied configs: a file, a folder with NAME.json per layer, or - for stdin')
    .option('--plan <file>', 'then apply the other changes of this saved plan in these layers')
    .option('--auto-approve', 'with --plan, apply without a prompt')
    .addOption(verbose())
    .addHelpText(
      'after',
      examples(
        'reconcile confirm acme-ios acme-android',
        'reconcile confirm acme-ios --plan acme.plan.json',
        'pbpaste | reconcile confirm acme-ios --json -',
        'reconcile confirm --json configs.json',
      ),
    )
    .action((names: string[], options: ConfirmFlags) =>
      command(options, async (machine) =>
        (await import('./commands/confirm.ts')).confirm({ ...options, names }, machine),
      ),
    );

  program
    .command('todo')
    .description('walk through the open manual steps, one screen at a time')
    .argument('[names...]', PATHS)
    .addOption(format('text', 'json'))
    .addOption(config())
    .addOption(sandboxOption())
    .addOption(allow())
    .addOption(waitClaim())
    .addOption(verbose())
    .addHelpText(
      'after',
      `\nWithout a terminal it lists the steps.\n${examples('reconcile todo', 'reconcile todo acme-ios', 'reconcile todo --format json')}`,
    )
    .action((names: string[], options: TodoFlags) =>
      command(options, async (machine) => (await import('./commands/todo.ts')).todo({ ...options, names }, machine)),
    );
}
