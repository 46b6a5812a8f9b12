import { Command, Option } from 'commander';
import { guarded } from '../io/index.ts';
import type { Machine } from '../machine.ts';
import { VERSION } from '../model/index.ts';
import { EXIT, type ExitCode, unlessStopped } from '../operations/index.ts';
import {
  allow,
  type ApplyFlags,
  base,
  type CommentFlags,
  config,
  type ConfirmFlags,
  examples,
  format,
  HELP_AFTER,
  loopbackHost,
  oneOf,
  PATHS,
  type PlanFlags,
  portNumber,
  pullNumber,
  record,
  type SandboxFlags,
  sandboxOption,
  waitClaim,
} from './flags.ts';
import type { CommonOptions } from './options.ts';
import { rejectEmptyValues } from './empty-values.ts';

/**
 * Runs one command line. Throws commander's error if it is invalid, or asks for help or the version.
 *
 * @param warn called with errors of the command line
 */
export async function commandLine(
  argv: readonly string[],
  bare: BareMachine,
  whole: Machines['whole'],
  warn: (text: string) => void,
): Promise<ExitCode> {
  const { program, exit } = programOf(bare, whole, warn);
  await program.parseAsync(argv, { from: 'user' });
  return exit();
}

/** All commands with their options and examples. `exit`: the exit code of the command that ran. */
export function programOf(
  bare: BareMachine,
  whole: Machines['whole'],
  warn: (text: string) => void,
): { readonly program: Command; readonly exit: () => ExitCode } {
  const { terminal } = bare;
  let exit: ExitCode = EXIT.ok;
  const program = new Command('reconcile')
    .description('Keep TikTok Ads Manager layers as their layer documents say.')
    .version(VERSION, '-V, --version', 'print the version')
    .exitOverride()
    .configureOutput({ writeOut: terminal.print, writeErr: warn })
    .showHelpAfterError('Add --help for the options and examples.')
    .addHelpText('after', HELP_AFTER);

  /** Loads a command only if it is chosen, and runs it on a machine whose terminal masks secrets. */
  const offline = async (work: (machine: BareMachine) => ExitCode | Promise<ExitCode>): Promise<void> => {
    exit = unlessStopped(await work(bare), bare);
  };
  const command = async (
    { format: printed }: Pick<CommonOptions, 'format'>,
    work: (machine: Machine) => Promise<ExitCode>,
  ): Promise<void> => {
    const { environmentProblems } = await import('./check-environment.ts');
    const problems = environmentProblems(bare.env);
    if (problems.length === 0) {
      exit = unlessStopped(await work(guarded(await whole())), bare);
      return;
    }
    const { printProblems } = await import('./print-problems.ts');
    printProblems(problems, bare, printed);
    exit = EXIT.problems;
  };
  /** Like `command`; `--sandbox` starts a sandbox in this process. */
  const inWorld = (
    options: Pick<CommonOptions, 'sandbox' | 'config' | 'format'>,
    work: (machine: Machine) => Promise<ExitCode>,
  ) =>
    command(options, async (machine) => {
      const { sandboxed } = await import('./sandboxed.ts');
      const result = await sandboxed(options.sandbox, options.config, machine, work);
      if (result.ok) return result.value;
      const { printProblems } = await import('./print-problems.ts');
      printProblems(result.problems, machine, options.format);
      return EXIT.problems;
    });

  program
    .command('validate')
    .description('check layer documents and settings: no network, no credentials')
    .argument('[paths...]', PATHS)
    .addOption(format('text', 'json'))
    .addOption(config())
    .addHelpText('after', examples('reconcile validate', 'reconcile validate layers/acme.yaml --format json'))
    .action((paths: string[], options: CommonOptions) =>
      offline(async (machine) => (await import('./commands/validate.ts')).validate({ ...options, paths }, machine)),
    );

  program
    .command('plan')
    .description('show what apply would change; changes nothing')
    .argument('[paths...]', PATHS)
    .addOption(format('text', 'json', 'markdown'))
    .addOption(config())
    .addOption(sandboxOption())
    .addOption(allow())
    .option('--out <file>', 'save the plan, to show it or to apply exactly it')
    .option('--detailed-exitcode', 'exit 2 where there are changes, human steps included')
    .addOption(base())
    .option('--fix-drift', 'with --base: what drifted live is a change as well')
    .option('--changed <ref>', 'look only at layers that the diff from this commit can affect')
    .addOption(record())
    .option('--replay <file>', 'plan from a record, without network and credentials: the same bytes')
    .addHelpText(
      'after',
      examples(
        'reconcile plan',
        'reconcile plan layers/acme.yaml --out acme.plan.json',
        'reconcile plan --sandbox examples/byo/world.yaml',
      ),
    )
    .action((paths: string[], options: PlanFlags) =>
      inWorld(options, async (machine) => (await import('./commands/plan.ts')).plan({ ...options, paths }, machine)),
    );

  program
    .command('show')
    .description('show a saved plan again; asks no API')
    .argument('<plan>', 'a file that plan --out saved')
    .addOption(format('text', 'json', 'markdown'))
    .addHelpText('after', examples('reconcile show acme.plan.json', 'reconcile show acme.plan.json --format markdown'))
    .action((plan: string, options: CommonOptions) =>
      offline(async (machine) => (await import('./commands/show.ts')).show({ ...options, plan }, machine)),
    );

  program
    .command('apply')
    .description('carry out what the documents say, or exactly what a saved plan shows')
    .argument('[paths...]', `a saved plan first, or ${PATHS}`)
    .addOption(format('text', 'json'))
    .addOption(config())
    .addOption(sandboxOption())
    .addOption(allow())
    .option('--auto-approve', 'apply without a prompt')
    .addOption(base())
    .option('--fix-drift', 'with --base: what drifted live is a change as well')
    .addOption(waitClaim())
    .option('--undo-dir <folder>', 'write the layer documents as they were live before, to go back by')
    .addHelpText(
      'after',
      examples(
        'reconcile apply',
        'reconcile apply acme.plan.json --auto-approve',
        'reconcile apply layers/acme.yaml --allow cap-increase=acme-ios',
      ),
    )
    .action((paths: string[], options: ApplyFlags) =>
      inWorld(options, async (machine) => (await import('./commands/apply.ts')).apply({ ...options, paths }, machine)),
    );

  program
    .command('confirm')
    .description('record that a person did what only a person can do')
    .argument('<name>', 'the name of a layer document')
    .addOption(format('text', 'json'))
    .addOption(config())
    .addOption(sandboxOption())
    .addOption(allow())
    .addOption(waitClaim())
    .option('--json <file>', 'the text of the layer’s "View as JSON" editor; - for standard input')
    .addHelpText('after', examples('reconcile confirm acme-ios', 'pbpaste | reconcile confirm acme-ios --json -'))
    .action((name: string, options: ConfirmFlags) =>
      inWorld(options, async (machine) =>
        (await import('./commands/confirm.ts')).confirm({ ...options, name, paths: [] }, machine),
      ),
    );

  program
    .command('drift')
    .description('show what moved live although nothing in git changed; exit 2 where something did')
    .argument('[paths...]', PATHS)
    .addOption(format('text', 'json'))
    .addOption(config())
    .addOption(sandboxOption())
    .addOption(record())
    .addHelpText('after', examples('reconcile drift', 'reconcile drift --format json'))
    .action((paths: string[], options: CommonOptions) =>
      inWorld(options, async (machine) => (await import('./commands/drift.ts')).drift({ ...options, paths }, machine)),
    );

  program
    .command('comment')
    .description('show a saved plan on its pull request: one comment, edited where there is news')
    .argument('<plan>', 'a file that plan --out saved')
    .addOption(format('text', 'json'))
    .addOption(config())
    .option('--out <file>', 'write the page as Markdown instead, for other CI systems: no token needed')
    .option('--repo <owner/name>', 'at a terminal: the repository of the pull request')
    .option('--pull <number>', 'at a terminal: the pull request', pullNumber)
    .addOption(new Option('--dry-run', 'show the page and say what would be done').conflicts('out'))
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
    .argument(
      '<name>',
      'layer, defaults, settings, plan or world',
      oneOf('layer', 'defaults', 'settings', 'plan', 'world'),
    )
    .addHelpText('after', examples('reconcile schema layer > layer.schema.json'))
    .action((name: 'layer' | 'defaults' | 'settings' | 'plan' | 'world') =>
      offline(async (machine) => (await import('./commands/schema.ts')).schema(name, machine)),
    );

  program
    .command('sandbox')
    .description('serve both APIs on this machine from a world file, until stopped')
    .argument('[world]', 'a world file; world.yaml beside the settings if none is named')
    .addOption(config())
    .option('--world <file>', 'the world file, for who prefers an option')
    .option('--host <address>', 'loopback only: 127.0.0.1, ::1 or localhost', loopbackHost)
    .option('--port <number>', 'a free one if none is named', portNumber)
    .addHelpText('after', examples('reconcile sandbox examples/byo/world.yaml', 'reconcile sandbox --port 4010'))
    .action(async (world: string | undefined, options: SandboxFlags) => {
      const { sandbox } = await import('./commands/sandbox.ts');
      // Stopping is the normal end.
      exit = await sandbox({ ...options, ...(world !== undefined && { world }) }, bare);
    });

  rejectEmptyValues(program);
  return { program, exit: () => exit };
}

/** A machine without HTTP, and a complete one for commands that need it: `validate` does not load an HTTP client. */
export type Machines = { readonly bare: BareMachine; readonly whole: () => Promise<Machine> };

export type BareMachine = Omit<Machine, 'dispatcher'>;
