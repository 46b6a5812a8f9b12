import type { Command } from 'commander';
import type { Machine } from '../machine.ts';
import type { Ended } from './ended.ts';
import {
  config,
  type ConnectFlags,
  connectWait,
  examples,
  format,
  httpsUrl,
  type ImportFlags,
  PATHS,
  record,
  sandboxOption,
  type VerifyFlags,
} from './flags.ts';
import type { CommonOptions } from './options.ts';

type Run = (options: CommonOptions, work: (machine: Machine) => Promise<Ended>) => Promise<void>;

/** The commands that help a person to set up layers. */
export function addSetupCommands(program: Command, command: Run): void {
  program
    .command('import')
    .description('write layer documents from live state, and update those that differ')
    .argument('[names...]', 'names of layers or projects, project ids, or layer documents; default: all')
    .addOption(format('text', 'json'))
    .addOption(config())
    .addOption(sandboxOption())
    .option('--json <source>', 'also read copied configs: a file, a folder with NAME.json per layer, or - for stdin')
    .option('--dry-run', 'print the diff without writing files')
    .addHelpText(
      'after',
      `\nAn update changes only values that differ; comments and layout stay.\n${examples(
        'reconcile import --dry-run',
        'reconcile import acme-ios 254a4ce1-f4ca-42b1-9e36-17ca45ef3d39',
        'reconcile import --json configs.json',
      )}`,
    )
    .action((words: string[], options: ImportFlags) =>
      command(options, async (machine) =>
        (await import('./commands/import.ts')).importCommand({ ...options, words }, machine),
      ),
    );

  program
    .command('verify')
    .description('check the whole setup of layers, with a remedy for what is not green')
    .argument('[names...]', PATHS)
    .addOption(format('text', 'json'))
    .addOption(config())
    .addOption(sandboxOption())
    .addOption(record())
    .option('--send-test-event', 'let Layers send a test event with the token in its vault')
    .option('--test-event-code <code>', 'also send one to TikTok with TIKTOK_EVENTS_TOKEN')
    .option('--verbose', 'also list what is green')
    .addHelpText(
      'after',
      `\nExits with 1 if anything is red, and with 3 if anything is unknown.\n${examples(
        'reconcile verify',
        'reconcile verify acme-ios --send-test-event',
        'reconcile verify acme-ios --send-test-event --test-event-code TEST12345',
      )}`,
    )
    .action((paths: string[], options: VerifyFlags) =>
      command(options, async (machine) =>
        (await import('./commands/verify.ts')).verify({ ...options, paths }, machine),
      ),
    );

  program
    .command('connect')
    .description('connect the ad account of a layer, and wait until it appears')
    .argument('<name>', 'name or document of a layer')
    .addOption(format('text', 'json'))
    .addOption(config())
    .addOption(sandboxOption())
    .addOption(connectWait())
    .option('--return-url <url>', 'return here after OAuth, instead of to oauthReturnUrl of the settings', httpsUrl)
    .addHelpText(
      'after',
      `\nBYO mode prints an OAuth link, on a terminal only and never in CI.\nAgency mode prints the partnership steps.\n${examples('reconcile connect acme-ios', 'reconcile connect acme-ios --wait 30m')}`,
    )
    .action((name: string, options: ConnectFlags) =>
      command(options, async (machine) =>
        (await import('./commands/connect.ts')).connect({ ...options, name }, machine),
      ),
    );
}
