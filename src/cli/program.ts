import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { Machine } from '../machine.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { CommonOptions } from './options.ts';
import { guarded } from './redact.ts';

/** A machine without HTTP, and the whole one for commands that need it: `validate` does not wait for an HTTP client. */
export type Machines = { readonly bare: BareMachine; readonly whole: () => Promise<Machine> };

export type BareMachine = Omit<Machine, 'dispatcher'>;

/** Runs one command line and answers with its exit code. Never rejects: a fault in reconcile is told, and is 70. */
export async function run(argv: readonly string[], machines: Machines): Promise<ExitCode> {
  const bare = guarded(machines.bare);
  try {
    return await commandLine(argv, bare, machines.whole);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.problems;
    if (bare.stop.aborted) {
      bare.terminal.warn('Stopped.\n');
      return EXIT.problems;
    }
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    bare.terminal.warn(`This is a fault in reconcile, not in your documents. Please report it:\n${told}\n`);
    return EXIT.fault;
  }
}

async function commandLine(argv: readonly string[], bare: BareMachine, whole: Machines['whole']): Promise<ExitCode> {
  const { terminal } = bare;
  let exit: ExitCode = EXIT.ok;
  const program = new Command('reconcile')
    .description('Keep TikTok Ads Manager layers as their layer documents say.')
    .version(VERSION, '-V, --version', 'print the version')
    .exitOverride()
    .configureOutput({ writeOut: terminal.print, writeErr: terminal.warn })
    .showHelpAfterError('Add --help for the options and examples.')
    .addHelpText('after', HELP_AFTER);

  /** Loaded only when the command is chosen, and run on a machine whose terminal keeps secrets. */
  const offline = async (work: (machine: BareMachine) => ExitCode | Promise<ExitCode>): Promise<void> => {
    exit = await work(bare);
  };
  const command = async (work: (machine: Machine) => Promise<ExitCode>): Promise<void> => {
    exit = await work(guarded(await whole()));
  };
  /** The same, with `--sandbox` answered by a sandbox in this process. */
  const inWorld = (
    options: Pick<CommonOptions, 'sandbox' | 'config' | 'format'>,
    work: (machine: Machine) => Promise<ExitCode>,
  ) =>
    command(async (machine) => {
      const { sandboxed } = await import('./sandboxed.ts');
      const result = await sandboxed(options.sandbox, options.config, machine, work);
      if (result.ok) return result.value;
      const { sayProblems } = await import('./say.ts');
      sayProblems(result.problems, machine, options.format);
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
    .option('--auto-approve', 'do not ask; needed where nobody is at the terminal')
    .addOption(base())
    .option('--fix-drift', 'with --base: what drifted live is a change as well')
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
      command(async (machine) => (await import('./commands/comment.ts')).comment({ ...options, plan }, machine)),
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
    .action((world: string | undefined, options: SandboxFlags) =>
      offline(async (machine) =>
        (await import('./commands/sandbox.ts')).sandbox({ ...options, ...(world !== undefined && { world }) }, machine),
      ),
    );

  await program.parseAsync(argv, { from: 'user' });
  return exit;
}

type PlanFlags = CommonOptions & {
  allow: string[];
  out?: string;
  detailedExitcode?: boolean;
  record?: string;
  replay?: string;
  base?: string;
  fixDrift?: boolean;
  changed?: string;
};
type ApplyFlags = CommonOptions & {
  allow: string[];
  autoApprove?: boolean;
  undoDir?: string;
  base?: string;
  fixDrift?: boolean;
};
type SandboxFlags = { config?: string; world?: string; host?: Loopback; port?: number };
/** Where a sandbox may listen: it asks for no credential of its own. */
type Loopback = '127.0.0.1' | '::1' | 'localhost';
type CommentFlags = CommonOptions & { out?: string; repo?: string; pull?: number; dryRun?: boolean };
type ConfirmFlags = CommonOptions & { allow: string[]; json?: string };

const VERSION = '0.1.0';

const PATHS = 'layer documents, or folders of them; all that the settings name if there are none';

const HELP_AFTER = `
Start with:
  reconcile validate                       are my documents right?
  reconcile plan                           what would change?
  reconcile apply                          do it

Exit codes: 0 fine, 1 problems, 2 changes or drift, 3 waiting for a person, 4 refused, 70 a fault in reconcile.`;

function format(...formats: readonly string[]): Option {
  return new Option('--format <format>', 'how to print').choices(formats).default('text');
}

function config(): Option {
  return new Option('--config <file>', 'the settings file; the nearest reconcile.yaml if none is named');
}

function sandboxOption(): Option {
  return new Option(
    '--sandbox [world]',
    'run against a sandbox of its own: a world file, or world.yaml beside the settings',
  );
}

function allow(): Option {
  return new Option('--allow <policy=name>', 'lift one policy for one subject; may be given often')
    .default([])
    .argParser((value: string, before: string[]) => [...before, value]);
}

function base(): Option {
  return new Option('--base <ref>', 'a commit: only what differs from it is a change, and its rules hold');
}

function record(): Option {
  return new Option('--record <file>', 'keep redacted reads in a file, for a bug report or to plan from');
}

function oneOf(...words: readonly string[]): (value: string) => string {
  return (value) => {
    if (words.includes(value)) return value;
    throw new InvalidArgumentError(`It is one of ${words.join(', ')}.`);
  };
}

function loopbackHost(value: string): Loopback {
  if (value === '127.0.0.1' || value === '::1' || value === 'localhost') return value;
  throw new InvalidArgumentError('A sandbox listens on loopback only: 127.0.0.1, ::1 or localhost.');
}

function pullNumber(value: string): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('It is a whole number from 1.');
}

function portNumber(value: string): number {
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new InvalidArgumentError('It is a whole number from 0 to 65535.');
}

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}
