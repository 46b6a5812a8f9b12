import type { Command } from 'commander';
import type { Machine } from '../machine.ts';
import type { Ended } from './ended.ts';
import { config, type EventsFlags, examples, format, PATHS, sandboxOption, since, verbose } from './flags.ts';
import type { CommonOptions } from './options.ts';
import type { BareMachine } from './run-command.ts';

export type Runners = {
  /** Runs a command without HTTP. */
  readonly offline: (work: (machine: BareMachine) => Promise<Ended>) => Promise<void>;
  readonly command: (options: CommonOptions, work: (machine: Machine) => Promise<Ended>) => Promise<void>;
};

/** `events`, and `events explain`. */
export function addEventCommands(program: Command, { offline, command }: Runners): void {
  const events = program
    .command('events')
    .description('show which SDK events reach TikTok, and as what')
    .argument('[paths...]', PATHS)
    .addOption(format('text', 'json'))
    .addOption(config())
    .option('--seen', 'read the events that the apps sent, and list those that are dropped')
    .addOption(since())
    .addOption(sandboxOption())
    .addOption(verbose())
    .addHelpText(
      'after',
      examples(
        'reconcile events',
        'reconcile events explain trial_start',
        'reconcile events acme-ios --seen --since 48h',
      ),
    )
    .action((paths: string[], options: EventsFlags) =>
      options.seen === true
        ? command(options, async (machine) =>
            (await import('./commands/events.ts')).seenInApps({ ...options, paths }, machine),
          )
        : offline(async (machine) => (await import('./commands/events.ts')).events({ ...options, paths }, machine)),
    );

  events
    .command('explain')
    .description('show what happens to one SDK event')
    .configureHelp({ showGlobalOptions: true })
    .argument('<event>', 'name of the event, as the app sends it')
    .argument('[paths...]', PATHS)
    .addHelpText(
      'after',
      examples('reconcile events explain trial_start', 'reconcile events explain level_up acme-ios'),
    )
    .action((event: string, paths: string[], _: unknown, self: Command) =>
      offline(async (machine) =>
        (await import('./commands/events.ts')).explainOneEvent(
          { ...self.optsWithGlobals<EventsFlags>(), event, paths },
          machine,
        ),
      ),
    );
}
