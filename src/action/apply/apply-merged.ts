import { ok, type NotApplied, type Problem, type UpdateOutcome, type Result } from '../../model/index.ts';
import { type RunOutcome, withoutNumbers } from '../../render/index.ts';
import { EXIT, type ExitCode } from '../../operations/index.ts';
import { objectAt } from '../../io/index.ts';
import type { ActionContext } from '../context.ts';
import { type ReplannedSlice, applySlices, replanSlices, type SliceResult, worstExitCode } from './reviewed-slices.ts';
import { historyLost, type Range } from './range.ts';
import { planRemaining } from './remaining-plan.ts';
import { type BranchUpdate, type AssignedLayers, assignLayers, BY_DIGEST } from '../review/assign-layers.ts';
import { publishOutcome } from './publish-outcome.ts';
import { readPendingUpdates } from './branch-updates.ts';
import { openUpdates } from './open-updates.ts';
import { publishProblems } from '../publish-problems.ts';
import { recordVerdict } from '../record-verdict.ts';

/**
 * Applies the reviewed plans of pull requests merged since the last successful deployment, including those whose runs
 * were dropped. For unreviewed changes, the next step is shown.
 *
 * @param before commit of the branch before the push, according to the event
 */
export async function applyMerged(
  branch: string,
  before: string | undefined,
  context: ActionContext,
): Promise<Result<ExitCode>> {
  const { machine } = context;
  const lost = (found: Range): readonly Problem[] =>
    found.lost === undefined ? [] : [historyLost(found.lost, branch)];
  const pending = await readPendingUpdates(branch, before, context, lost);
  if (!pending.ok) return pending;
  const { range, updates } = pending.value;
  const assigned = assignLayers(updates);
  const checked = await replanSlices(assigned.slices, range.from, context);
  if (!checked.ok) return checked;
  const results = await applySlices(checked.value, machine);
  const deliveries = outcomesOf(updates, assigned, checked.value, results);
  const left = deliveries.some((delivery) => delivery.left.length > 0);
  // If the run is interrupted, report the outcome without waiting for another plan.
  const needsPlan = (left || needsAnotherReview(results)) && !machine.stop.aborted;
  const on = needsPlan ? await nextSteps(range, updates, context) : nothingLeft;
  const outcome: RunOutcome = { heads: headLines(range, branch, deliveries), updates: deliveries, ...on };
  const exit = worstExitCode([...results.flatMap(({ exits }) => exits), ...(left ? [EXIT.refused] : [])]);
  const published = updates.flatMap(({ name, pull }) => {
    const own = deliveries.find((one) => one.name === name);
    return pull === undefined || own === undefined ? [] : [{ pull: pull.number, outcome: own }];
  });
  const plans = checked.value.flatMap(({ replanned: one }) => ('plan' in one ? [one.plan] : []));
  await publishOutcome(outcome, published, plans, context);
  const unrecorded = await recordVerdict(range.branch, openUpdates(deliveries), context);
  await publishProblems(unrecorded, context.publish, machine);
  return ok(worstExitCode([exit, ...unrecorded.map(() => EXIT.problems)]));
}

/** A stale plan must be reviewed again, or applied by digest. */
function needsAnotherReview(results: readonly SliceResult[]): boolean {
  return results.some(({ result }) => result.kind === 'stale');
}

const nothingLeft = { nextSteps: [] };

/**
 * The plan of everything that is left. It is not made if the settings changed: their credentials and origins are only
 * used once a person starts the run.
 */
async function nextSteps(
  range: Range,
  updates: readonly BranchUpdate[],
  context: ActionContext,
): Promise<Pick<RunOutcome, 'nextSteps' | 'remaining'>> {
  const { opened, settingsPath, machine } = context;
  const settingsAt = (commit: string) => objectAt(commit, settingsPath, opened.root, machine);
  const before = range.from === undefined ? undefined : await settingsAt(range.from);
  const after = await settingsAt(range.head);
  if (before?.ok !== true || !after.ok || before.value !== after.value) {
    return { nextSteps: [`${settingsPath} changed. ${BY_DIGEST}`] };
  }
  const remaining = await planRemaining(range, updates, context);
  if (!remaining.ok) {
    const message = remaining.problems[0]?.message ?? '';
    const shown = context.publish.hideMoney ? withoutNumbers(message) : message;
    return { nextSteps: [`The remaining changes could not be planned: ${shown} Resolve that. ${BY_DIGEST}`] };
  }
  const { plan, notes } = remaining.value;
  return {
    remaining: plan,
    nextSteps: [
      `To apply all remaining changes, run the apply workflow manually with the digest ${plan.digest}`,
      ...(plan.refusals.length > 0 ? ['It would be refused for the reasons below.'] : []),
      ...notes,
    ],
  };
}

function outcomesOf(
  newestFirst: readonly BranchUpdate[],
  { unreviewed, superseded }: AssignedLayers,
  checked: readonly ReplannedSlice[],
  results: readonly SliceResult[],
): readonly UpdateOutcome[] {
  return newestFirst.toReversed().map((update): UpdateOutcome => {
    const index = checked.findIndex(({ slice }) => slice.update === update);
    const left: readonly NotApplied[] = [
      ...unreviewed.filter((one) => one.update === update),
      ...(checked[index]?.unapplied ?? []),
    ];
    return {
      name: update.name,
      result: results[index]?.result ?? { kind: 'nothing' },
      left: left.map(({ layers, why, remedy }) => ({ layers, why, remedy })),
      superseded: superseded.filter((one) => one.update === update).map(({ layer, by }) => ({ layer, by: by.name })),
    };
  });
}

function headLines(
  { from, since: start, head }: Range,
  branch: string,
  deliveries: readonly UpdateOutcome[],
): readonly string[] {
  const short = (commit: string): string => commit.slice(0, 7);
  const since = from === undefined ? '' : SINCE_TEXTS[start](short(from));
  if (deliveries.length === 0) {
    return [`Nothing to apply at ${short(head)}: no layer changed on ${branch}${since}.`];
  }
  const names = deliveries.map(({ name }) => name).join(', ');
  return [`Updates of layers on ${branch}${since}: ${names}.`];
}

const SINCE_TEXTS: Readonly<Record<Range['since'], (from: string) => string>> = {
  deployment: (from) => ` since ${from}, the last applied commit`,
  push: (from) => ` since ${from}, the start of the push`,
  parent: (from) => ` since ${from}`,
};
