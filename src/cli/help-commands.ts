import type { Command } from 'commander';
import type { Runners } from './event-commands.ts';
import { config, type DoctorFlags, examples, type ExplainFlags, format, sandboxOption, verbose } from './flags.ts';

/** `explain` and `doctor`, for people who look for a cause. */
export function addHelpCommands(program: Command, { offline, command }: Runners): void {
  program
    .command('explain')
    .description('explain a problem, check or policy, or one field of a layer')
    .argument('<code>', 'code of a problem or check, name of a policy, or name or document of a layer')
    .argument('[field]', 'field of the layer, such as capi.pixel_id')
    .addOption(format('text', 'json'))
    .addOption(config())
    .addOption(sandboxOption())
    .addHelpText(
      'after',
      examples(
        'reconcile explain document/secret',
        'reconcile explain cap-max',
        'reconcile explain acme-ios monthlyCostCap',
      ),
    )
    .action((code: string, field: string | undefined, options: ExplainFlags) =>
      field === undefined
        ? offline(async (machine) => (await import('./commands/explain.ts')).explainWord(code, options, machine))
        : command(options, async (machine) =>
            (await import('./commands/explain.ts')).explainOneField(code, field, options, machine),
          ),
    );

  program
    .command('doctor')
    .description('check credentials, APIs, clock, proxy and versions')
    .addOption(format('text', 'json'))
    .addOption(config())
    .addOption(sandboxOption())
    .addOption(verbose())
    .addHelpText('after', examples('reconcile doctor', 'reconcile doctor --format json'))
    .action((options: DoctorFlags) =>
      command(options, async (machine) => (await import('./commands/doctor.ts')).doctor(options, machine)),
    );
}
