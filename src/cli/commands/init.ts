import { basename } from 'node:path';
import type { Machine } from '../../machine.ts';
import {
  type ConnectedAccount,
  DEFAULT_CREDENTIALS,
  LAYER_NAME,
  type Plan,
  type Problem,
  REPOSITORY,
} from '../../model/index.ts';
import {
  discover,
  type Discovery,
  EDITOR_SETTINGS,
  type ExitCode,
  exitCode,
  type FirstLayer,
  folderInRepository,
  IGNORED_FOLDER,
  type InitialisedFile,
  initialise,
  openReadContext,
  planNow,
} from '../../operations/index.ts';
import { forTerminal, initAsText, initJson, type InitReport, planAsText } from '../../render/index.ts';
import { type Ended, failed } from '../ended.ts';
import type { InitFlags } from '../flags.ts';
import { printProblems } from '../print.ts';

/** Runs a command in a sandbox that derives its world from the documents. */
export type InSandbox = (command: (machine: Machine) => Promise<Ended>) => Promise<ExitCode>;

/**
 * Creates the files of a repository in the working folder, and makes a first plan: of live state if a Layers key is set
 * and the project is known, otherwise in a sandbox. Never overwrites a file.
 */
export async function init(options: InitFlags, machine: Machine, inSandbox: InSandbox): Promise<Ended> {
  const { terminal } = machine;
  const found = await discover(machine);
  if (found?.ok === false) return failed(found.problems, machine, options.format);
  const discovery = found?.value;
  const asks = terminal.interactive && options.yes !== true && options.format === 'text';
  const layer = await firstLayer(options, discovery, asks, machine);
  const unit = asks ? await askUnit(machine) : undefined;
  const workflows = options.workflows ?? (asks && (await askWorkflows(machine)));
  const created = await initialise({ layer, workflows, ...(unit !== undefined && { unit }) }, machine);
  if (!created.ok) return failed(created.problems, machine, options.format);
  const files = created.value;
  const hasToken = (machine.env[DEFAULT_CREDENTIALS.tiktok] ?? '') !== '';
  // An API never receives a placeholder.
  const isKnown = layer.project !== undefined && layer.adAccountId !== undefined && layer.mode === 'byo';
  const isLive = discovery !== undefined && hasToken && (isKnown || !isNew(layer, files));
  const report: InitReport = {
    files,
    // A second run creates nothing, so its files are the ones of the first.
    hints: files.some(({ result }) => result === 'created') ? hintsFor(files) : [],
    organization: discovery === undefined ? null : ownerOf(discovery),
    projects: discovery?.projects ?? [],
    next: nextActions(layer, files, isLive, workflows),
  };
  const show = (inner: Machine) => showFirstPlan(options, report, inner);
  return isLive ? show(machine) : inSandbox(show);
}

function ownerOf({ organization: { id, name, tier } }: Discovery): InitReport['organization'] {
  return { id, name, tier };
}

async function showFirstPlan({ format }: InitFlags, report: InitReport, machine: Machine): Promise<Ended> {
  const { terminal } = machine;
  const { colour } = terminal;
  const { plan, problems } = await firstPlan(machine);
  const exit = exitCode({ problems: problems.length > 0 });
  if (format === 'json') return { exit, json: initJson(report, plan, problems) };
  terminal.print(`${initAsText(report, { colour })}\n`);
  printProblems(problems, machine);
  if (plan !== undefined) terminal.print(`First plan:\n\n${planAsText(plan, { colour })}`);
  return exit;
}

async function firstPlan(
  machine: Machine,
): Promise<{ readonly plan?: Plan | undefined; readonly problems: readonly Problem[] }> {
  const context = await openReadContext({ paths: [] }, machine);
  if (!context.ok) return { problems: context.problems };
  return planNow(context.value, []);
}

async function firstLayer(
  options: InitFlags,
  discovery: Discovery | undefined,
  asks: boolean,
  machine: Machine,
): Promise<FirstLayer> {
  const project = options.project ?? (await chooseProject(discovery, asks, machine));
  const accounts = project === undefined ? undefined : await discovery?.accountsOf(project);
  const account = accounts?.ok === true ? await chooseAccount(accounts.value, asks, machine) : undefined;
  const named = discovery?.projects.find(({ id }) => id === project)?.name ?? basename(machine.cwd);
  const name = options.name ?? (await askName(nameFrom(named), asks, machine));
  const mode = options.mode ?? account?.mode ?? 'byo';
  return {
    name,
    mode,
    ...(project !== undefined && { project }),
    ...(account !== undefined && { adAccountId: account.advertiserId }),
  };
}

/** Without a person, only an only project is certain. */
async function chooseProject(
  discovery: Discovery | undefined,
  asks: boolean,
  machine: Pick<Machine, 'terminal'>,
): Promise<string | undefined> {
  const projects = discovery?.projects ?? [];
  if (!asks || projects.length < 2) return projects.length === 1 ? projects[0]?.id : undefined;
  const rows = projects.map(({ id, name }) => `${name}  ${id}`);
  return (await choose('Project', rows, projects, machine))?.id;
}

async function chooseAccount(
  accounts: readonly ConnectedAccount[],
  asks: boolean,
  machine: Pick<Machine, 'terminal'>,
): Promise<ConnectedAccount | undefined> {
  if (!asks || accounts.length < 2) return accounts.length === 1 ? accounts[0] : undefined;
  const rows = accounts.map(({ advertiserId, name }) => `${name}  ${advertiserId}`);
  return choose('TikTok ad account', rows, accounts, machine);
}

/** Asks for a number. Enter chooses none. */
async function choose<T>(
  title: string,
  rows: readonly string[],
  items: readonly T[],
  { terminal }: Pick<Machine, 'terminal'>,
): Promise<T | undefined> {
  terminal.print(`${title}:\n${rows.map((row, index) => `  ${index + 1}. ${forTerminal(row)}\n`).join('')}`);
  for (;;) {
    const typed = (await terminal.ask(`Number (Enter: decide later): `))?.trim();
    if (typed === undefined || typed === '') return undefined;
    if (/^[1-9]\d*$/.test(typed) && Number(typed) <= items.length) return items[Number(typed) - 1];
    terminal.print(`Type a number from 1 to ${items.length}.\n`);
  }
}

async function askName(suggested: string, asks: boolean, { terminal }: Pick<Machine, 'terminal'>): Promise<string> {
  for (;;) {
    const typed = asks ? (await terminal.ask(`Name of the first layer (${suggested}): `))?.trim() : '';
    if (typed === undefined || typed === '') return suggested;
    if (LAYER_NAME.test(typed)) return typed;
    terminal.print('Use lowercase letters, digits, ".", "_" and "-", such as acme-ios.\n');
  }
}

async function askUnit({ terminal }: Pick<Machine, 'terminal'>): Promise<'major' | 'minor' | undefined> {
  for (;;) {
    const typed = await terminal.ask('A cap of 30000 means (1) 30,000.00 or (2) 300.00? (Enter: decide later): ');
    if (typed === undefined || typed.trim() === '') return undefined;
    if (typed.trim() === '1') return 'major';
    if (typed.trim() === '2') return 'minor';
  }
}

async function askWorkflows(machine: Machine): Promise<boolean> {
  if ((await folderInRepository(machine)) !== '.') return false;
  const typed = await machine.terminal.ask(
    'Write the GitHub workflows that plan pull requests and apply merges? (y/N): ',
  );
  return /^y(es)?$/i.test(typed?.trim() ?? '');
}

function nameFrom(text: string): string {
  const name = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
  return LAYER_NAME.test(name) ? name : 'my-app';
}

function isNew({ name }: FirstLayer, files: readonly InitialisedFile[]): boolean {
  return files.some(({ path, result }) => path === `layers/${name}.yaml` && result === 'created');
}

function hintsFor(files: readonly InitialisedFile[]): readonly string[] {
  const kept = new Set(files.flatMap(({ path, result }) => (result === 'kept' ? [path] : [])));
  const settings = JSON.stringify(EDITOR_SETTINGS).slice(1, -1);
  return [
    ...(kept.has('.vscode/settings.json')
      ? [`For completion in VS Code, .vscode/settings.json needs ${settings}`]
      : []),
    ...(kept.has('.gitignore') ? [`.gitignore should contain ${IGNORED_FOLDER}`] : []),
  ];
}

function nextActions(
  layer: FirstLayer,
  files: readonly InitialisedFile[],
  isLive: boolean,
  workflows: boolean,
): readonly string[] {
  const document = `layers/${layer.name}.yaml`;
  const edit = `Edit ${document}: ${layer.project === undefined ? 'the project, ' : ''}the ad account, the pixel and the cap. Your editor completes each field.`;
  return [
    ...(isNew(layer, files) ? [edit] : []),
    isLive
      ? 'See what apply would do: reconcile plan'
      : 'See the effect of each edit without credentials: reconcile plan --sandbox',
    ...(isLive ? [] : ['With LAYERS_API_KEY and TIKTOK_ACCESS_TOKEN set, plan against live state: reconcile plan']),
    'Walk through the manual steps: reconcile todo. Check the whole setup at the end: reconcile verify',
    workflows
      ? `Pin the workflows to a release, and add environments and secrets: ${REPOSITORY}/blob/main/examples/github/README.md`
      : 'Review plans on pull requests: reconcile init --workflows writes the workflows of GitHub.',
  ];
}
