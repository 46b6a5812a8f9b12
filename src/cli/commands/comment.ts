import { resolve } from 'node:path';
import {
  createGitHub,
  type CommentStep,
  type GitHub,
  type Page,
  pageSteps,
  type Posted,
  postPage,
  type Pull,
  pullText,
  runUrl,
} from '../../github/index.ts';
import { dispatcherFetch } from '../../http/index.ts';
import type { Machine } from '../../machine.ts';
import type { Plan, Problem, Result } from '../../model/index.ts';
import { annotations, planAsComment, planAsSummary } from '../../render/index.ts';
import { mayShowMoney } from '../audience.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { CommonOptions } from '../options.ts';
import { placeOf, type PullOptions, rootInRepository } from '../place.ts';
import { redactor } from '../redact.ts';
import { appendOutputs, appendSummary, onRunner, planOutputs, summaryRoom } from '../runner.ts';
import { readSavedPlan } from '../saved-plan.ts';
import { sayProblems } from '../say.ts';
import { openSettings } from '../workspace.ts';

export type CommentOptions = CommonOptions &
  PullOptions & {
    readonly plan: string;
    readonly out?: string;
    readonly dryRun?: boolean;
  };

/** A plan, and how it may be shown where it is going. */
type Ready = {
  readonly plan: Plan;
  readonly page: Page;
  readonly hideMoney: boolean;
  /** GitHub masks nothing that comes through its API, so no secret of the environment may get that far. */
  readonly clean: (text: string) => string;
};

/** Shows a saved plan on its pull request, and to the CI job that runs this. */
export async function comment(options: CommentOptions, machine: Machine): Promise<ExitCode> {
  const ready = await makeReady(options, machine);
  if (!ready.ok) return ended(ready.problems, options, machine);
  if (options.dryRun !== true) {
    const unwritten = await tellRunner(ready.value, options, machine);
    if (unwritten.length > 0) return ended(unwritten, options, machine);
  }
  if (options.out !== undefined) {
    const unwritten = await writePage(ready.value.page, options.out, machine);
    return ended(unwritten, options, machine, () => ({ did: 'written', file: options.out ?? '' }));
  }
  const event = await placeOf(options, machine);
  if (!event.ok) return ended(event.problems, options, machine);
  const { pull, name } = event.value;
  if (pull === undefined) return ended([], options, machine, () => ({ did: 'nothing', event: name }));
  const github = reachGitHub(machine);
  if (!github.ok) return ended(github.problems, options, machine);
  return options.dryRun === true
    ? rehearse(ready.value.page, pull, github.value, options, machine)
    : post(ready.value.page, pull, github.value, options, machine);
}

async function makeReady(options: CommentOptions, machine: Machine): Promise<Result<Ready>> {
  const saved = await readSavedPlan(options.plan, machine);
  if (!saved.ok) return saved;
  const opened = await openSettings(options.config, machine);
  if (!opened.ok) return opened;
  const { settings } = opened.value;
  const plan = saved.value;
  const root = await rootInRepository(opened.value.root, machine);
  const hideMoney = !(await mayShowMoney(plan, settings, opened.value.root, machine));
  const clean = redactor(
    machine.env,
    settings.credentials.flatMap(({ layers, tiktok }) => [layers, tiktok]),
  );
  const url = runUrl(machine.env);
  const body = clean(planAsComment(plan, { marker: { root }, hideMoney, ...(url !== undefined && { runUrl: url }) }));
  return { ok: true, value: { plan, page: { root, body }, hideMoney, clean } };
}

/** Annotations, summary and outputs. They come first: where GitHub refuses the comment, the plan is still to be seen. */
async function tellRunner(
  { plan, page, hideMoney, clean }: Ready,
  options: CommentOptions,
  machine: Machine,
): Promise<readonly Problem[]> {
  if (onRunner(machine) && options.format !== 'json') {
    machine.terminal.print(clean(annotations({ plan }, { root: page.root, hideMoney })));
  }
  try {
    const room = await summaryRoom(machine);
    if (room !== undefined) await appendSummary(clean(planAsSummary(plan, { hideMoney, limit: room })), machine);
    await appendOutputs(planOutputs(plan, resolve(machine.cwd, options.plan)), machine);
    return [];
  } catch (error) {
    return [{ code: 'disk/unwritable', message: `What the runner reads could not be written: ${String(error)}` }];
  }
}

async function writePage(page: Page, out: string, machine: Machine): Promise<readonly Problem[]> {
  try {
    await machine.files.write(resolve(machine.cwd, out), page.body);
    return [];
  } catch (error) {
    const remedy = 'Name another file with --out.';
    return [{ code: 'disk/unwritable', message: `The page could not be written: ${String(error)}`, remedy }];
  }
}

function reachGitHub(machine: Machine): Result<GitHub> {
  const token = machine.env.GITHUB_TOKEN ?? '';
  const { GITHUB_API_URL: named = '' } = machine.env;
  const baseUrl = named === '' ? 'https://api.github.com' : named;
  if (token === '') {
    const message = 'The environment variable GITHUB_TOKEN is not set.';
    const remedy = 'Set it to a token that may comment on pull requests, or write the page with --out FILE.';
    return { ok: false, problems: [{ code: 'credentials/missing', message, remedy }] };
  }
  if (!mayHaveToken(baseUrl)) {
    const message = 'GITHUB_API_URL is not an https address, so the token is not sent there.';
    const remedy = 'Set it to the address of GitHub’s REST API, such as https://api.github.com.';
    return { ok: false, problems: [{ code: 'settings/origin', message, remedy }] };
  }
  const fetch = dispatcherFetch(machine.dispatcher);
  return { ok: true, value: createGitHub({ fetch, token, baseUrl, signal: machine.stop }) };
}

/** Encrypted, or to this machine; without a second credential in the address. */
function mayHaveToken(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(address);
  const here = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
  const plain = username === '' && password === '' && search === '' && hash === '';
  return plain && (protocol === 'https:' || (protocol === 'http:' && here));
}

async function post(
  page: Page,
  pull: Pull,
  github: GitHub,
  options: CommentOptions,
  machine: Machine,
): Promise<ExitCode> {
  const posted = await postPage(page, pull, github);
  return posted.ok
    ? ended([], options, machine, () => ({ ...posted.value, pull: pullText(pull) }))
    : ended(posted.problems, options, machine);
}

/** Says what would be done, and shows the page. */
async function rehearse(
  page: Page,
  pull: Pull,
  github: GitHub,
  options: CommentOptions,
  machine: Machine,
): Promise<ExitCode> {
  const steps = await pageSteps(page, pull, github);
  if (!steps.ok) return ended(steps.problems, options, machine);
  if (options.format !== 'json') machine.terminal.print(`${page.body}\n`);
  return ended([], options, machine, () => ({
    did: 'rehearsed',
    pull: pullText(pull),
    steps: steps.value.map(stepOf),
  }));
}

function stepOf(step: CommentStep): { readonly action: CommentStep['action']; readonly id?: number } {
  return step.action === 'create' ? { action: step.action } : { action: step.action, id: step.id };
}

/** How the command ended, for a program. */
type Ended =
  | (Posted & { readonly pull: string })
  | { readonly did: 'written'; readonly file: string }
  | { readonly did: 'nothing'; readonly event: string }
  | { readonly did: 'rehearsed'; readonly pull: string; readonly steps: readonly ReturnType<typeof stepOf>[] };

function ended(
  problems: readonly Problem[],
  { format }: CommentOptions,
  machine: Machine,
  tell?: () => Ended,
): ExitCode {
  if (problems.length > 0) {
    if (onRunner(machine) && format !== 'json') {
      machine.terminal.print(annotations({ problems }, { root: '.', hideMoney: false }));
    }
    sayProblems(problems, machine, format);
    return EXIT.problems;
  }
  if (tell === undefined) return EXIT.ok;
  const told = tell();
  machine.terminal.print(format === 'json' ? `${JSON.stringify(told, null, 2)}\n` : `${sentenceOf(told)}\n`);
  return EXIT.ok;
}

function sentenceOf(told: Ended): string {
  switch (told.did) {
    case 'created':
    case 'edited': {
      const further = told.removed > 0 ? `, and removed ${told.removed} that said the same` : '';
      const verb = told.did === 'created' ? 'Commented' : 'Edited the comment';
      return `${verb} on ${told.pull}${further}${told.url === undefined ? '' : `: ${told.url}`}`;
    }
    case 'untouched':
      return told.removed > 0
        ? `Removed ${told.removed} further comments on ${told.pull}; the oldest says it already.`
        : `The comment on ${told.pull} says it already.`;
    case 'written':
      return `Wrote ${told.file}.`;
    case 'nothing':
      return `No comment: ${told.event} has no pull request of its own.`;
    case 'rehearsed':
      return told.steps.length === 0
        ? `The comment on ${told.pull} says it already.`
        : `Would ${told.steps.map(({ action }) => action).join(', ')} on ${told.pull}.`;
    default:
      return told satisfies never;
  }
}
