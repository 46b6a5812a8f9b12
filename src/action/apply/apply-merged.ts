import type { NotApplied, Problem, UpdateOutcome } from '../../model/index.ts';
import { type RunOutcome, withoutNumbers } from '../../render/index.ts';
import { EXIT, type ExitCode } from '../../operations/index.ts';
import { objectAt } from '../../io/index.ts';
import type { ActionContext } from '../context.ts';
import { type CheckedPart, applySlices, replanSlices, type PartResult, worstExitCode } from './reviewed-slices.ts';
import { historyLost, type Range } from './range.ts';
import { planRemaining } from './remaining-plan.ts';
import { type BranchUpdate, type AssignedLayers, assignLayers } from '../review/assign-layers.ts';
import { publishOutcome } from '../publish-outcome.ts';
import { readPendingUpdates, stopped } from './pending-updates.ts';

/**
 * Applies the reviewed plans of the pull requests merged since the last successful deployment, including those whose
 * own runs were dropped. Unreviewed changes are not applied; the next step is shown instead.
 *
 * @param before commit of the branch before the push, according to the event
 */
export async function applyMerged(
  branch: string,
  before: string | undefined,
  context: ActionContext,
): Promise<ExitCode> {
  const { machine } = context;
  const lost = (found: Range): readonly Problem[] =>
    found.lost === undefined ? [] : [historyLost(found.lost, branch)];
  const came = await readPendingUpdates(branch, before, context, lost);
  if (!came.ok) return stopped(came.problems, context);
  const { range, updates } = came.value;
  const who = assignLayers(updates);
  const checked = await replanSlices(who.parts, range.from, context);
  if (!checked.ok) return stopped(checked.problems, context);
  const results = await applySlices(checked.value, machine);
  const deliveries = deliveriesOf(updates, who, checked.value, results);
  const left = deliveries.some((delivery) => delivery.left.length > 0);
  // If the run is interrupted, report the outcome without waiting for another plan.
  const asks = (left || needsAnotherReview(results)) && !machine.stop.aborted;
  const on = asks ? await nextSteps(range, updates, context) : nothingLeft;
  const outcome: RunOutcome = { heads: headsOf(range, branch, deliveries), deliveries, ...on };
  const exit = worstExitCode([...results.flatMap(({ exits }) => exits), ...(left ? [EXIT.refused] : [])]);
  const told = updates.flatMap(({ name, pull }) => {
    const delivery = deliveries.find((one) => one.name === name);
    return pull === undefined || delivery === undefined ? [] : [{ pull: pull.number, delivery }];
  });
  const plans = checked.value.flatMap(({ checked: one }) => ('plan' in one ? [one.plan] : []));
  await publishOutcome(outcome, told, plans, context);
  return exit;
}

/** A stale plan must be reviewed again, or applied by digest. */
function needsAnotherReview(results: readonly PartResult[]): boolean {
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
): Promise<Pick<RunOutcome, 'nextSteps' | 'rest'>> {
  const { opened, settingsPath, machine } = context;
  const settingsAt = (commit: string) => objectAt(commit, settingsPath, opened.root, machine);
  const before = range.from === undefined ? undefined : await settingsAt(range.from);
  const after = await settingsAt(range.head);
  if (before?.ok !== true || !after.ok || before.value !== after.value) {
    return { nextSteps: [`The settings are new. ${BY_HAND}`] };
  }
  const whole = await planRemaining(range, updates, context);
  if (!whole.ok) {
    const message = whole.problems[0]?.message ?? '';
    const shown = context.publish.hideMoney ? withoutNumbers(message) : message;
    return { nextSteps: [`What is left could not be planned: ${shown} Settle that, then: ${BY_HAND}`] };
  }
  const { plan, notes } = whole.value;
  return {
    rest: plan,
    nextSteps: [
      `To apply all that is left, start the apply workflow by hand with the digest ${plan.digest}`,
      ...(plan.refusals.length > 0 ? ['It would be refused: the plan below says why.'] : []),
      ...notes,
    ],
  };
}

const BY_HAND =
  'Start the apply workflow by hand without a digest: it plans, and shows the digest to start it with again.';

function deliveriesOf(
  newestFirst: readonly BranchUpdate[],
  { unreviewed, superseded }: AssignedLayers,
  checked: readonly CheckedPart[],
  results: readonly PartResult[],
): readonly UpdateOutcome[] {
  return newestFirst.toReversed().map((update): UpdateOutcome => {
    const index = checked.findIndex(({ part }) => part.update === update);
    const left: readonly NotApplied[] = [
      ...unreviewed.filter((one) => one.update === update),
      ...(checked[index]?.behind ?? []),
    ];
    return {
      name: update.name,
      result: results[index]?.result ?? { kind: 'nothing' },
      left: left.map(({ layers, why, remedy }) => ({ layers, why, remedy })),
      superseded: superseded.filter((one) => one.update === update).map(({ layer, by }) => ({ layer, by: by.name })),
    };
  });
}

function headsOf(
  { from, since, head }: Range,
  branch: string,
  deliveries: readonly UpdateOutcome[],
): readonly string[] {
  const short = (commit: string): string => commit.slice(0, 7);
  const what = from === undefined ? '' : HOW[since](short(from));
  if (deliveries.length === 0) {
    return [`Nothing that changes a layer came onto ${branch}${what}: ${short(head)} has nothing to apply.`];
  }
  const names = deliveries.map(({ name }) => name).join(', ');
  return [`This run carries ${names}: what changes layers and came onto ${branch}${what}.`];
}

const HOW: Readonly<Record<Range['since'], (from: string) => string>> = {
  deployment: (from) => ` after ${from}, which was applied last`,
  push: (from) => ` after ${from}, where the push began`,
  parent: (from) => ` after ${from}`,
};
