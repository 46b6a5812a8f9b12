import type { Command } from 'commander';
import { config, examples, format, PATHS, record, type ReportFlags, sandboxOption, verbose } from './flags.ts';
import type { Runners } from './event-commands.ts';

/** `report`, the page for people who do not read plans. */
export function addReportCommand(program: Command, command: Runners['command']): void {
  program
    .command('report')
    .description('show spend against caps, checks, open changes and what ends, as one HTML page')
    .argument('[names...]', PATHS)
    .addOption(format('text', 'html', 'json'))
    .option('--out <file>', 'save the page; - for standard output')
    .addOption(config())
    .addOption(sandboxOption())
    .addOption(record())
    .addOption(verbose())
    .addHelpText(
      'after',
      `\nThe page needs no network. It reads as much as reconcile plan.\n${examples(
        'reconcile report --out report.html',
        'reconcile report acme-ios',
        'reconcile report --format json',
      )}`,
    )
    .action((paths: string[], options: ReportFlags) =>
      command(options, async (machine) =>
        (await import('./commands/report.ts')).report({ ...options, paths }, machine),
      ),
    );
}
