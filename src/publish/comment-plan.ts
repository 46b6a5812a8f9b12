import { resolve } from 'node:path';
import { type CommentStep, pageSteps, type Posted, postPage, pullText } from '../github/index.ts';
import type { Machine } from '../machine.ts';
import { fail, ok, type Result } from '../model/index.ts';
import { openSavedOutputs, openSettings, readWholePlan } from '../operations/index.ts';
import { openGitHub } from './open-github.ts';
import { planPage, type PlanPage, publishToRunner } from './plan-page.ts';
import { type PullOptions, pullRequestTarget } from './pull-request-target.ts';

export type CommentOptions = PullOptions & {
  readonly config?: string;
  /** Path of a saved plan. */
  readonly plan: string;
  /** A file to write the page to, instead of a comment. */
  readonly out?: string;
  readonly dryRun?: boolean;
  /** Whether workflow commands may be printed to stdout. */
  readonly annotate: boolean;
};

/** Result of a comment. In a dry run, nothing was written, and `steps` are the requests that would be sent. */
export type CommentResult =
  | (Posted & { readonly pull: string })
  | { readonly did: 'written'; readonly file: string }
  | { readonly did: 'nothing'; readonly event: string }
  | { readonly did: 'rehearsed'; readonly pull: string; readonly steps: readonly PlannedStep[]; readonly body: string };

type PlannedStep = { readonly action: CommentStep['action']; readonly id?: number };

/** Publishes a saved plan to its pull request and to the CI job. */
export async function commentPlan(options: CommentOptions, machine: Machine): Promise<Result<CommentResult>> {
  const { out, dryRun = false } = options;
  const saved = await readWholePlan(options.plan, machine);
  if (!saved.ok) return saved;
  const opened = await openSettings(options.config, machine);
  if (!opened.ok) return opened;
  const output = out === undefined ? undefined : { option: '--out', path: out };
  const outputs = await openSavedOutputs(output === undefined ? [] : [output], [options.plan], opened.value, machine);
  if (!outputs.ok) return outputs;
  const plan = await planPage(saved.value, opened.value, machine);
  const path = resolve(machine.cwd, options.plan);
  const unpublished = dryRun ? [] : await publishToRunner(plan, path, options.annotate, machine);
  if (unpublished.length > 0) return fail(...unpublished);
  if (output === undefined) return onPullRequest(plan, options, machine);
  const unwritten = await outputs.value.write(output, plan.page.body);
  return unwritten.length > 0 ? fail(...unwritten) : ok({ did: 'written', file: output.path });
}

async function onPullRequest(
  { page }: PlanPage,
  options: CommentOptions,
  machine: Machine,
): Promise<Result<CommentResult>> {
  const event = await pullRequestTarget(options, machine);
  if (!event.ok) return event;
  const { pull, name } = event.value;
  if (pull === undefined) return ok({ did: 'nothing', event: name });
  const github = openGitHub(machine);
  if (!github.ok) return github;
  if (options.dryRun !== true) {
    const posted = await postPage(page, pull, github.value);
    return posted.ok ? ok({ ...posted.value, pull: pullText(pull) }) : posted;
  }
  const steps = await pageSteps(page, pull, github.value);
  if (!steps.ok) return steps;
  const planned = steps.value.map(
    (step): PlannedStep => (step.action === 'create' ? { action: step.action } : { action: step.action, id: step.id }),
  );
  return ok({ did: 'rehearsed', pull: pullText(pull), steps: planned, body: page.body });
}
