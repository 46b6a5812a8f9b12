import { findPage, postPage, type Pull, pullText } from '../../github/index.ts';
import type { Machine } from '../../machine.ts';
import type { Plan, Problem } from '../../model/index.ts';
import { type ExitCode, exitCode } from '../../operations/index.ts';
import {
  appendOutputs,
  openGitHub,
  planPage,
  type PlanPage,
  postedText,
  publishToRunner,
} from '../../publish/index.ts';
import { forTerminal, mergingText, planAsText, withoutNumbers } from '../../render/index.ts';
import type { ActionInputs, ActionCommand } from '../inputs.ts';
import { type PublishOptions, publishOptions, publishProblems } from '../publish-problems.ts';
import { endOf, publishEnd } from './ended-event.ts';
import { type MadePlan, makePlan, mergeShards } from './make-plan.ts';
import { markPlanFailed } from './mark-plan-failed.ts';
import { baseOfMerge } from './merge-commit.ts';
import { folderOf } from './plan-folder.ts';
import { planShard } from './plan-shard.ts';
import { planUntrusted, publishFailure } from './plan-untrusted.ts';
import { type PullEvent, readPullEvent, untrustedActor } from './pull-event.ts';
import { planPath, savePlan } from './save-plan.ts';

/**
 * Plans a pull request as if merged, or merges the shards of its plan, and shows the plan on it. Exits with 2 if there
 * are changes and with 4 if a policy refuses them; the plan is shown in both cases.
 */
export const planCommand: ActionCommand = async (inputs, machine) => {
  if (inputs.shard !== undefined) return planShard(inputs, inputs.shard, machine);
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
  const made =
    inputs.shards === undefined
      ? await makePlan(event.value, base.value, inputs, machine)
      : await mergeShards(inputs.shards, event.value, base.value, inputs, machine);
  // It may have been merged meanwhile.
  const later = await endOf(event.value, machine);
  if (later.ok && later.value !== undefined) return publishEnd(later.value, machine);
  if (!made.ok) return unplanned(made.problems, pull, publish, machine);
  return show(made.value, event.value, publish, inputs, machine);
};

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
  const unsaved = await savePlan(plan, path, machine);
  const unpublished = unsaved.length > 0 ? unsaved : await publishToRunner(page, path, true, machine);
  printToLog(page, machine);
  const unshown = [...unpublished, ...(await comment(page, pull, inputs.comment, machine))];
  // The apply uses an incomplete plan although its run is red, so one that people did not see is not kept.
  if (plan.unread.length > 0 && unshown.length > 0) await appendOutputs({ plan_path: '' }, machine);
  const problems = [...unread, ...unshown];
  await publishProblems(problems, publish, machine);
  return exitCode({
    refused: plan.refusals.length > 0,
    problems: problems.length > 0 || plan.unread.length > 0,
    changes: plan.layers.some(({ changes }) => changes.length > 0),
  });
}

function noteOf({ code, message }: Problem, { hideMoney }: PublishOptions): string {
  return `${code}: ${hideMoney ? withoutNumbers(message) : message}`;
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
