import { resolve } from 'node:path';
import { Argument, Command, Option } from 'commander';
import type { Machine } from '../machine.ts';
import { VERSION } from '../model/index.ts';
import { EXIT, type ExitCode, unlessStopped } from '../operations/index.ts';
import { rejectEmptyValues } from './empty-values.ts';
import type { Ended } from './ended.ts';
import { addEventCommands } from './event-commands.ts';
import { addHelpHints } from './help-hints.ts';
import { addHelpCommands } from './help-commands.ts';
import {
  allow,
  base,
  type CommentFlags,
  config,
  type DriftFlags,
  examples,
  format,
  HELP_AFTER,
  htmlPage,
  type InitFlags,
  layerName,
  PATHS,
  type PlanFlags,
  projectId,
  pullNumber,
  record,
  type SchemaFlags,
  shardValue,
  sandboxOption,
  verbose,
} from './flags.ts';
import { type Shell, SHELLS } from './completion/shells.ts';
import type { InSandbox } from './commands/init.ts';
import type { CommonOptions } from './options.ts';
import type { BareMachine, Machines } from './run-command.ts';
import { SCHEMA_NAMES, type SchemaName } from './schema-names.ts';
import { addReportCommand } from './report-command.ts';
import { addSandboxCommand } from './sandbox-command.ts';
import { addSetupCommands } from './setup-commands.ts';
import { addShowCommand } from './show-command.ts';
import { addWriteCommands } from './write-commands.ts';

/**
 * Runs one command line. Throws commander's error if it is invalid, or asks for help or the version.
 *
 * @param warn called with errors of the command line
 * @param onCommand called with the output format before a command runs; `undefined` if it prints something else
 */
export async function commandLine(
  argv: readonly string[],
  { bare, full }: Machines,
  warn: (text: string) => void,
  onCommand: (format: string | undefined) => void,
): Promise<ExitCode> {
  const { program, exit } = programOf(bare, full, warn);
  program.hook('preAction', (_, chosen) => onCommand(chosen.optsWithGlobals<Partial<CommonOptions>>().format));
  await program.parseAsync(argv, { from: 'user' });
  return exit();
}

/** All commands with their options and examples. `exit`: the exit code of the command that ran. */
export function programOf(
  here: BareMachine,
  fullHere: Machines['full'],
  warn: (text: string) => void,
): { readonly program: Command; readonly exit: () => ExitCode } {
  const { terminal } = here;
  let exit: ExitCode = EXIT.ok;
  let bare = here;
  const full: Machines['full'] = async () => ({ ...(await fullHere()), cwd: bare.cwd });
  const program = new Command('reconcile')
    .description('Keep TikTok Ads Manager layers in sync with layer documents.')
    .version(VERSION, '-V, --version', 'print the version')
    .option('-C <folder>', 'run as if started in this folder')
    .exitOverride()
    .configureOutput({ writeOut: terminal.print, writeErr: warn })
    .addHelpText('after', HELP_AFTER);

  /** Runs a command without HTTP. Commands are loaded only if they are chosen. */
  const offline = async (work: (machine: BareMachine) => Ended | Promise<Ended>): Promise<void> => {
    const ended = await work(bare);
    const isJson = typeof ended === 'object';
    exit = isJson ? await (await import('./ended.ts')).conclude(ended, bare) : unlessStopped(ended, bare);
  };
  const command = async (options: CommonOptions, work: (machine: Machine) => Promise<Ended>): Promise<void> => {
    const { runCommand } = await import('./run-command.ts');
    exit = await runCommand(options, { bare, full }, work);
  };

  program
    .command('init')
    .description('set up a repository in this folder, and show a first plan')
    .addOption(new Option('--yes', 'ask nothing'))
    .option('--name <layer>', 'set the name of the first layer', layerName)
    .addOption(new Option('--mode <mode>', 'set the mode of the first layer').choices(['agency', 'byo']))
    .option('--project <id>', 'set the project of the first layer', projectId)
    .option('--workflows', 'also write the workflows of GitHub that plan pull requests and apply merges')
    .addOption(format('text', 'json'))
    .addOption(sandboxOption())
    .addHelpText(
      'after',
      `\nFiles that exist are kept.\n${examples('reconcile init', 'reconcile init --yes', 'reconcile init --name acme-ios --mode agency', 'reconcile init --workflows')}`,
    )
    .action((options: InitFlags) =>
      command(options, async (machine) => {
        const { runCommand } = await import('./run-command.ts');
        const inSandbox: InSandbox = (work) => runCommand({ ...options, sandbox: true }, { bare, full }, work);
        return (await import('./commands/init.ts')).init(options, machine, inSandbox);
      }),
    );

  program
    .command('validate')
    .description('check layer documents and settings without network or credentials')
    .argument('[paths...]', `- for standard input, or ${PATHS}`)
    .addOption(format('text', 'json'))
    .addOption(config())
    .addHelpText(
      'after',
      examples(
        'reconcile validate',
        'reconcile validate layers/acme.yaml --format json',
        'reconcile validate - < acme.yaml',
      ),
    )
    .action((paths: string[], options: CommonOptions) =>
      offline(async (machine) => (await import('./commands/validate.ts')).validate({ ...options, paths }, machine)),
    );

  program
    .command('plan')
    .description('show the changes that apply would make')
    .argument('[paths...]', PATHS)
    .addOption(format('text', 'json', 'markdown'))
    .addOption(config())
    .addOption(sandboxOption())
    .addOption(allow())
    .option('--out <file>', 'save the plan for show and apply')
    .addOption(htmlPage())
    .option('--detailed-exitcode', 'exit with 2 if there are changes, including manual steps')
    .addOption(base())
    .option('--fix-drift', 'with --base, change drifted values back')
    .option('--changed <ref>', 'skip layers that the diff from this commit cannot affect')
    .option('--shard <i/n>', 'plan only this part of the projects, such as 2/4, for show --merge', shardValue)
    .addOption(record())
    .option('--replay <file>', 'plan from recorded reads, without network or credentials')
    .addOption(verbose(', and the API calls by endpoint'))
    .addHelpText(
      'after',
      examples(
        'reconcile plan',
        'reconcile plan layers/acme.yaml --out acme.plan.json',
        'reconcile plan --shard 2/4 --out plan-2.json',
        'reconcile plan --sandbox examples/byo/world.yaml',
      ),
    )
    .action((paths: string[], options: PlanFlags) =>
      command(options, async (machine) => (await import('./commands/plan.ts')).plan({ ...options, paths }, machine)),
    );

  addShowCommand(program, offline);
  addWriteCommands(program, command);

  program
    .command('drift')
    .description('show live values that changed without git; exit with 2 if any did')
    .argument('[paths...]', PATHS)
    .addOption(format('text', 'json'))
    .addOption(config())
    .addOption(sandboxOption())
    .addOption(record())
    .option('--full', 'read every value, even if the ledger has a recent check of it')
    .addOption(verbose())
    .addHelpText(
      'after',
      `\nReviewed changes that still wait are listed as open; they are not drift.\n${examples('reconcile drift', 'reconcile drift --full', 'reconcile drift --format json')}`,
    )
    .action((paths: string[], options: DriftFlags) =>
      command(options, async (machine) => (await import('./commands/drift.ts')).drift({ ...options, paths }, machine)),
    );

  addEventCommands(program, { offline, command });

  addSetupCommands(program, command);

  addReportCommand(program, command);

  addHelpCommands(program, { offline, command });

  program
    .command('comment')
    .description('publish a saved plan as one comment on its pull request')
    .argument('<plan>', 'file from plan --out')
    .addOption(format('text', 'json'))
    .addOption(config())
    .option('--out <file>', 'write the page to a Markdown file instead, without a token')
    .option('--repo <owner/name>', 'set the repository (outside GitHub Actions)')
    .option('--pull <number>', 'set the pull request (outside GitHub Actions)', pullNumber)
    .addOption(new Option('--dry-run', 'print the page and the steps without posting').conflicts('out'))
    .addHelpText(
      'after',
      examples(
        'reconcile comment acme.plan.json',
        'reconcile comment acme.plan.json --repo acme/ads --pull 7 --dry-run',
        'reconcile comment acme.plan.json --out plan.md',
      ),
    )
    .action((plan: string, options: CommentFlags) =>
      command(options, async (machine) =>
        (await import('./commands/comment.ts')).comment({ ...options, plan }, machine),
      ),
    );

  program
    .command('schema')
    .description('print a JSON Schema (draft-07) for editors')
    .addArgument(new Argument('[name]', 'name of the schema').choices(SCHEMA_NAMES))
    .addOption(new Option('--check', 'check the local copies in schemas/ instead; exit with 1 if one is outdated'))
    .addHelpText('after', examples('reconcile schema layer > layer.schema.json', 'reconcile schema --check'))
    .action((name: SchemaName | undefined, { check = false }: SchemaFlags, command: Command) => {
      if ((name === undefined) !== check)
        command.error('error: pass the name of a schema, or --check.', { exitCode: 1 });
      return offline(async (machine) => (await import('./commands/schema.ts')).schema(name, machine));
    });

  // Stopping is the normal end.
  addSandboxCommand(program, async (work) => {
    exit = await work(bare);
  });

  program
    .command('completion')
    .description('print a script that completes commands and options')
    .addArgument(new Argument('<shell>', 'shell that runs the script').choices(SHELLS))
    .addHelpText('after', examples('source <(reconcile completion bash)', 'reconcile completion fish | source'))
    .action((shell: Shell) =>
      offline(async (machine) => (await import('./commands/completion.ts')).completion(shell, program, machine)),
    );

  rejectEmptyValues(program);
  addHelpHints(program);
  program.hook('preAction', async () => {
    const { C: folder } = program.opts<{ readonly C?: string }>();
    if (folder === undefined) return;
    const cwd = resolve(here.cwd, folder);
    const look = await here.files.look(cwd);
    const isFolder = look !== undefined && (await here.files.look(look.real))?.kind === 'folder';
    if (!isFolder) program.error(`error: -C ${folder}: there is no such folder.`, { exitCode: 1 });
    bare = { ...here, cwd };
  });
  return { program, exit: () => exit };
}
