import type { Command } from 'commander';
import type { Ended } from './ended.ts';
import { allow, examples, format, htmlPage, type ShowFlags, verbose } from './flags.ts';
import type { BareMachine } from './run-command.ts';

/** Adds the command that prints saved plans. */
export function addShowCommand(
  program: Command,
  offline: (work: (machine: BareMachine) => Ended | Promise<Ended>) => Promise<void>,
): void {
  program
    .command('show')
    .description('show a saved plan, or one plan of all shards, without API requests')
    .argument('<plans...>', 'file from plan --out, or - for standard input; with --merge, the files of all shards')
    .addOption(format('text', 'json', 'markdown'))
    .option('--merge', 'make one plan of all shards, and decide policies over a sum')
    .addOption(allow())
    .option('--out <file>', 'with --merge, save the plan for comment and apply')
    .addOption(htmlPage())
    .addOption(verbose(', and the API calls by endpoint'))
    .addHelpText(
      'after',
      examples(
        'reconcile show acme.plan.json',
        'reconcile show acme.plan.json --format markdown',
        'reconcile show --merge plan-1.json plan-2.json --out plan.json',
      ),
    )
    .action((plans: string[], options: ShowFlags) =>
      offline(async (machine) => (await import('./commands/show.ts')).show({ ...options, plans }, machine)),
    );
}
