import { resolve } from 'node:path';
import {
  type CommentStep,
  type GitHub,
  type Page,
  pageSteps,
  type Posted,
  postPage,
  type Pull,
  pullText,
} from '../../github/index.ts';
import type { Machine } from '../../machine.ts';
import { fail, ok, type Problem, type Result } from '../../model/index.ts';
import { annotations } from '../../render/index.ts';
import { collectDocuments, openOutputs, type Outputs } from '../../io/index.ts';
import { EXIT, type ExitCode, type OpenedSettings, openSettings, readSavedPlan } from '../../operations/index.ts';
import type { CommonOptions } from '../options.ts';
import {
  onRunner,
  openGitHub,
  planPage,
  type PlanPage,
  postedText,
  publishToRunner,
  type PullOptions,
  pullRequestTarget,
  writeWorkflowCommands,
} from '../../publish/index.ts';
import { printProblems } from '../print-problems.ts';

export type CommentOptions = CommonOptions &
  PullOptions & {
    readonly plan: string;
    readonly out?: string;
    readonly dryRun?: boolean;
  };

/** Shows a saved plan on its pull request and in the CI job. */
export async function comment(options: CommentOptions, machine: Machine): Promise<ExitCode> {
  const ready = await makeReady(options, machine);
  if (!ready.ok) return ended(ready.problems, options, machine);
  if (options.dryRun !== true) {
    const unwritten = await publishToRunner(
      ready.value,
      resolve(machine.cwd, options.plan),
      options.format !== 'json',
      machine,
    );
    if (unwritten.length > 0) return ended(unwritten, options, machine);
  }
  if (options.out !== undefined) {
    const unwritten = await ready.value.outputs.write({ option: '--out', path: options.out }, ready.value.page.body);
    return ended(unwritten, options, machine, () => ({ did: 'written', file: options.out ?? '' }));
  }
  const event = await pullRequestTarget(options, machine);
  if (!event.ok) return ended(event.problems, options, machine);
  const { pull, name } = event.value;
  if (pull === undefined) return ended([], options, machine, () => ({ did: 'nothing', event: name }));
  const github = openGitHub(machine);
  if (!github.ok) return ended(github.problems, options, machine);
  return options.dryRun === true
    ? rehearse(ready.value.page, pull, github.value, options, machine)
    : post(ready.value.page, pull, github.value, options, machine);
}

async function makeReady(
  options: CommentOptions,
  machine: Machine,
): Promise<Result<PlanPage & { readonly outputs: Outputs }>> {
  const saved = await readSavedPlan(options.plan, machine);
  if (!saved.ok) return saved;
  const opened = await openSettings(options.config, machine);
  if (!opened.ok) return opened;
  const outputs = await openOut(options, opened.value, machine);
  if (!outputs.ok) return outputs;
  return ok({ ...(await planPage(saved.value, opened.value, machine)), outputs: outputs.value });
}

/** Opens the output. Nothing is written until all problems with it are known. */
async function openOut(options: CommentOptions, opened: OpenedSettings, machine: Machine): Promise<Result<Outputs>> {
  const files =
    options.out === undefined ? undefined : await collectDocuments([], opened.root, opened.settings, machine);
  const outputs = openOutputs({ ...opened, files: files?.ok ? files.value : [], inputs: [options.plan] }, machine);
  const problem = options.out === undefined ? undefined : await outputs.problem({ option: '--out', path: options.out });
  return problem === undefined ? ok(outputs) : fail(problem);
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

/** Prints the steps it would take, and the page. */
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

/** Machine-readable result of the command. */
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
      writeWorkflowCommands(annotations({ problems }, { root: '.', hideMoney: false }), machine);
    }
    printProblems(problems, machine, format);
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
    case 'edited':
    case 'untouched':
      return postedText(told, told.pull);
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
