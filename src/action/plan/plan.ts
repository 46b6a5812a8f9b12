import { openGitHub, planPage, type PlanPage, postedText, publishToRunner } from '../../publish/index.ts';
import { join } from 'node:path';
import { findPage, postPage, type Pull, pullText } from '../../github/index.ts';
import type { Machine } from '../../machine.ts';
import { fail, ok, type Plan, type Problem, type Result } from '../../model/index.ts';
import {
  forTerminal,
  mergingText,
  planAsArtifact,
  planAsText,
  type ReviewFacts,
  withoutNumbers,
} from '../../render/index.ts';
import {
  coversSomething,
  type ExitCode,
  exitCode,
  type OpenedSettings,
  openReadContext,
  planNow,
} from '../../operations/index.ts';
import { findSettings } from '../../io/index.ts';
import { contextOptions } from '../context.ts';
import type { ActionInputs, ActionCommand } from '../inputs.ts';
import { endOf, publishEnd } from './ended-event.ts';
import { baseOfMerge } from './merge-commit.ts';
import { markPlanFailed } from './mark-plan-failed.ts';
import { planUntrusted, publishFailure } from './plan-untrusted.ts';
import { readAllowances } from './read-allowances.ts';
import { readMerging } from './read-merging.ts';
import { type PullEvent, readPullEvent, untrustedActor } from './pull-event.ts';
import { type PublishOptions, publishOptions, publishProblems } from '../publish-problems.ts';

/**
 * Plans a pull request as if merged and shows the plan on it. Exits with 2 if there are changes and with 4 if a policy
 * refuses them; the plan is shown in both cases.
 */
export const planCommand: ActionCommand = async (inputs, machine) => {
  const event = await readPullEvent(machine);
  if (!event.ok) return publishFailure(event.problems, await publishOptions(inputs.config, machine), machine);
  const { pull, head, untrusted } = event.value;
  const folder = await folderOf(inputs.config, machine);
  const base = await baseOfMerge(head, folder, machine);
  const publish = await publishOptions(inputs.config, machine, base.ok ? base.value : null);
  const validateOnly = (why: string) => planUntrusted(why, event.value, base, inputs, publish, machine);
  if (untrusted !== undefined) return validateOnly(untrusted);
  const end = await endOf(event.value, machine);
  // The comment may be that of a merged pull request.
  if (!end.ok) return publishFailure(end.problems, publish, machine);
  if (end.value !== undefined) return publishEnd(end.value, machine);
  if (!base.ok) return unplanned(base.problems, pull, publish, machine);
  const actor = await untrustedActor(event.value, machine);
  if (!actor.ok) return unplanned(actor.problems, pull, publish, machine);
  if (actor.value !== undefined) return validateOnly(actor.value);
  const made = await makePlan(event.value, base.value, inputs, machine);
  // It may have been merged meanwhile.
  const later = await endOf(event.value, machine);
  if (later.ok && later.value !== undefined) return publishEnd(later.value, machine);
  if (!made.ok) return unplanned(made.problems, pull, publish, machine);
  return show(made.value, event.value, publish, inputs, machine);
};

type MadePlan = {
  readonly plan: Plan;
  readonly review: ReviewFacts;
  readonly notes: readonly string[];
  /** Read failures: those layers are not in the plan. */
  readonly unread: readonly Problem[];
  readonly opened: OpenedSettings;
};

/** Reads live state once: if labels allow refusals, it plans again from the same state. */
async function makePlan(
  event: PullEvent,
  base: string,
  inputs: ActionInputs,
  machine: Machine,
): Promise<Result<MadePlan>> {
  const options = { ...contextOptions(inputs, machine), base, changed: base, allowInvalidBase: true };
  const runContext = await openReadContext(options, machine);
  if (!runContext.ok) return runContext;
  const planning = await planNow(runContext.value, []);
  const { plan, problems: unread } = planning;
  if (plan === undefined || !coversSomething(plan)) return fail(...unread);
  const opened = runContext.value.workspace;
  const notes = runContext.value.base === undefined ? [INVALID_BASE_NOTE] : [];
  const { allow, labels } =
    plan.refusals.length === 0 ? { allow: [], labels: [] } : await readAllowances(plan.refusals, event, machine);
  const allowed = allow.length === 0 ? plan : (planning.allowing(allow).plan ?? plan);
  const merging = await readMerging(allowed, { event, base, opened }, inputs, machine);
  const planned = { head: event.head, branch: event.baseBranch, base };
  return ok({ plan: allowed, review: { planned, merging, labels }, notes, unread, opened });
}

const INVALID_BASE_NOTE = 'The base has invalid documents, so every difference is a change.';

/** Saves the plan first, because an apply uses it. The comment is last. */
async function show(
  { plan, review, notes, unread, opened }: MadePlan,
  { pull }: PullEvent,
  publish: PublishOptions,
  inputs: ActionInputs,
  machine: Machine,
): Promise<ExitCode> {
  const path = planPath(machine);
  const remarks = [...unread.map((one) => noteOf(one, publish)), ...notes];
  const page = await planPage(plan, opened, machine, remarks, review);
  const unsaved = await save(plan, path, machine);
  const unpublished = unsaved.length > 0 ? unsaved : await publishToRunner(page, path, true, machine);
  printToLog(page, machine);
  const problems = [...unread, ...unpublished, ...(await comment(page, pull, inputs.comment, machine))];
  await publishProblems(problems, publish, machine);
  return exitCode({
    refused: plan.refusals.length > 0,
    problems: problems.length > 0,
    changes: plan.layers.some(({ changes }) => changes.length > 0),
  });
}

function noteOf({ code, message }: Problem, { hideMoney }: PublishOptions): string {
  return `${code}: ${hideMoney ? withoutNumbers(message) : message}`;
}

/** Path from which the workflow uploads the saved plan. The runner empties its temporary folder before each job. */
function planPath({ env, cwd }: Pick<Machine, 'env' | 'cwd'>): string {
  return join(env.RUNNER_TEMP ?? join(cwd, '.reconcile'), 'reconcile', 'plan.json');
}

/** Follows no link, because the pull request may contain one. */
async function save(plan: Plan, path: string, { files, env, cwd }: Machine): Promise<readonly Problem[]> {
  try {
    await files.write(path, planAsArtifact(plan), { below: env.RUNNER_TEMP ?? cwd });
    return [];
  } catch (error) {
    return [{ code: 'disk/unwritable', message: `The plan could not be saved: ${String(error)}` }];
  }
}

/** The log of a public repository is public. */
function printToLog({ plan, hideMoney, notes, review }: PlanPage, { terminal }: Pick<Machine, 'terminal'>): void {
  if (hideMoney)
    terminal.print('The plan is in the job summary. Money and account ids are hidden, because this log is public.\n');
  else terminal.print(planAsText(plan, { colour: terminal.colour }));
  const merging = review.merging === undefined ? [] : [mergingText(plan, review.merging)];
  for (const note of [...merging, ...(review.labels ?? []), ...notes]) terminal.print(`${forTerminal(note)}\n`);
}

async function comment(
  { page, plan }: PlanPage,
  pull: Pull,
  when: ActionInputs['comment'],
  machine: Machine,
): Promise<readonly Problem[]> {
  if (when === 'never') return [];
  const github = openGitHub(machine);
  if (!github.ok) return github.problems;
  if (when === 'on-changes' && !needsComment(plan)) {
    const earlier = await findPage(page, pull, github.value);
    if (!earlier.ok) return earlier.problems;
    if (earlier.value === undefined) {
      machine.terminal.print('No comment, because nothing changes. The job summary has the plan.\n');
      return [];
    }
  }
  const posted = await postPage(page, pull, github.value);
  if (!posted.ok) return posted.problems;
  machine.terminal.print(`${postedText(posted.value, pullText(pull))}\n`);
  return [];
}

/** A page that only says that nothing changes is noise. */
function needsComment({ layers, refusals, removed, renamed, unread, ignored, introduced }: Plan): boolean {
  const documents = removed.length + renamed.length + unread.length + refusals.length;
  const settings = ignored.length + introduced.length;
  return documents + settings > 0 || layers.some(({ changes, released }) => changes.length + released.length > 0);
}

async function unplanned(
  problems: readonly Problem[],
  pull: Pull,
  publish: PublishOptions,
  machine: Machine,
): Promise<ExitCode> {
  await markPlanFailed(problems, pull, publish, machine);
  return publishFailure(problems, publish, machine);
}

async function folderOf(config: string | undefined, machine: Machine): Promise<string> {
  const found = await findSettings(machine, config);
  return found.ok ? found.value.root : machine.cwd;
}
