import { type NotApplied, ok, type Problem, type Result, type UpdateOutcome } from '../../model/index.ts';
import { EXIT, type ExitCode } from '../../operations/index.ts';
import type { ActionContext } from '../context.ts';
import { publishProblems } from '../publish-problems.ts';
import { recordVerdict } from '../record-verdict.ts';
import { assignLayers, type BranchUpdate, type Unreviewed } from '../review/assign-layers.ts';
import { type CombinedLayers, type CombineFacts, combinePlans } from '../review/combine-plans.ts';
import { readPendingUpdates } from './branch-updates.ts';
import { coveredUpdates } from './covered-updates.ts';
import { headLines } from './head-lines.ts';
import { type LayerStates, readLayerStates, readReviewedStates } from './layer-states.ts';
import { invalidDocuments } from './invalid-documents.ts';
import { nextSteps } from './next-steps.ts';
import { openUpdates } from './open-updates.ts';
import { publishOutcome } from './publish-outcome.ts';
import { historyLost, type Range } from './range.ts';
import { applySlices, type SliceResult, worstExitCode } from './reviewed-slices.ts';

export type AppliedUpdates = {
  readonly exit: ExitCode;
  /** Of the updates that the run covered: `#7`. Oldest first. */
  readonly names: readonly string[];
};

/**
 * Applies the reviewed plans of pull requests merged since the last settled deployment, including those of earlier runs
 * that were dropped, failed or left something open. For unreviewed changes, the next step is shown.
 *
 * @param before commit of the branch before the push, according to the event; `undefined`: started by a person
 * @param only layers that a person confirmed: only the pull requests with their plans are continued. Absent: all
 */
export async function applyMerged(
  branch: string,
  before: string | undefined,
  context: ActionContext,
  only?: readonly string[],
): Promise<Result<AppliedUpdates>> {
  const { machine } = context;
  const lost = (found: Range): readonly Problem[] =>
    found.lost === undefined ? [] : [historyLost(found.lost, branch)];
  const pending = await readPendingUpdates(branch, before, context, lost);
  if (!pending.ok) return pending;
  const { range, updates } = pending.value;
  const assigned = assignLayers(updates);
  const names = assigned.slices.flatMap(({ plan }) => plan.layers.map(({ name }) => name));
  // Layers of a first push have nothing that an earlier run could have settled.
  const mayBeSettled = before === undefined || updates.some(({ isEarlier }) => isEarlier);
  const needsStates = names.length > 0 && (mayBeSettled || assigned.superseded.length > 0);
  const states = needsStates
    ? ((await readLayerStates(range, context, names)) ?? (await readReviewedStates(assigned.slices, context)))
    : undefined;
  const combined = combinePlans(updates, assigned, combineFacts(range, states));
  const covered = coveredUpdates(updates, combined, states, only);
  const applied = await applySlices(covered.slices, range, states, context);
  if (!applied.ok) return applied;
  const results = applied.value;
  const unreviewed = await stillUnreviewed(assigned.unreviewed, range, context);
  const outcomes = outcomesOf(updates, { ...combined, unreviewed }, results).filter(({ update }) =>
    covered.updates.includes(update),
  );
  const own = outcomes.filter(({ update }) => !update.isEarlier);
  // A confirmation continues what was reviewed. Other layers without a review do not fail it.
  const exits = only === undefined ? own.flatMap((one) => one.exits) : results.map((one) => one.exit);
  const exit = worstExitCode(exits);
  const needsReview = own.some(({ outcome: { left, result } }) => left.length > 0 || result.kind === 'stale');
  const all = outcomes.map(({ outcome }) => outcome);
  const open = [...openUpdates(all), ...covered.openElsewhere];
  await publishOutcome(
    {
      heads:
        only !== undefined && covered.updates.length === 0
          ? ['Nothing to continue: no open reviewed plan has a confirmed layer.']
          : headLines(range, branch, covered.updates.toReversed(), open),
      updates: all,
      // If the run is interrupted, report the outcome without waiting for another plan.
      ...(needsReview && !machine.stop.aborted ? await nextSteps(range, updates, context) : { nextSteps: [] }),
    },
    outcomes.flatMap(({ update: { pull }, outcome }) => (pull === undefined ? [] : [{ pull: pull.number, outcome }])),
    results.flatMap(({ plan }) => plan ?? []),
    context,
  );
  const unrecorded = updates.length === 0 ? [] : await recordVerdict(range.branch, open, context);
  const problems = [...(only === undefined ? await invalidDocuments(context) : []), ...unrecorded];
  await publishProblems(problems, context.publish, machine);
  return ok({
    exit: worstExitCode([exit, ...problems.map(() => EXIT.problems)]),
    names: outcomes.map(({ outcome: { name } }) => name),
  });
}

function combineFacts({ commits }: Range, states: LayerStates | undefined): CombineFacts {
  const position = new Map(commits.map(({ id }, index) => [id, index]));
  const positionOf = (commit: string | null | undefined): number =>
    position.get(commit ?? '') ?? Number.POSITIVE_INFINITY;
  return {
    isApplied: ({ name, document }) => states?.get(name)?.applied === document,
    isOnTop: ({ review }, { commit }) =>
      'plan' in review && commit !== undefined && positionOf(review.plan.base) <= positionOf(commit),
  };
}

/** Without layers that need nothing any more, for example because a person applied them by digest. */
async function stillUnreviewed(
  unreviewed: readonly Unreviewed[],
  range: Range,
  context: ActionContext,
): Promise<readonly Unreviewed[]> {
  if (unreviewed.length === 0) return [];
  const names = unreviewed.flatMap(({ layers }) => layers);
  const states: LayerStates = (await readLayerStates(range, context, names)) ?? new Map();
  return unreviewed.flatMap((one) => {
    const layers = one.layers.filter((name) => (states.get(name)?.state ?? 'left') === 'left');
    return layers.length === 0 ? [] : [{ ...one, layers }];
  });
}

/** The outcome of an update, and the exit codes of its parts. */
type UpdateResults = {
  readonly update: BranchUpdate;
  readonly outcome: UpdateOutcome;
  readonly exits: readonly ExitCode[];
};

/** Oldest first. */
function outcomesOf(
  newestFirst: readonly BranchUpdate[],
  { unreviewed, superseded, joined }: CombinedLayers,
  results: readonly SliceResult[],
): readonly UpdateResults[] {
  return newestFirst.toReversed().map((update, index) => {
    const resultOf = (one: BranchUpdate) => results.find(({ slice }) => slice.update === one);
    const own = resultOf(update);
    const shared = joined.filter((one) => one.update === update);
    const all = [own, ...shared.map(({ by }) => resultOf(by))];
    const unapplied = own?.unapplied ?? [];
    // Their fields came with older updates. If those are of an earlier push, this one is not at fault.
    const older = newestFirst.toReversed().slice(0, index);
    const isOwn = ({ layers: [name] }: (typeof unapplied)[number]): boolean =>
      older.some(({ touched, isEarlier }) => touched.includes(name) && isEarlier !== true);
    const left: readonly NotApplied[] = [...unreviewed.filter((one) => one.update === update), ...unapplied];
    const isRed = unreviewed.some((one) => one.update === update) || unapplied.some(isOwn);
    return {
      update,
      exits: [...all.flatMap((one) => (one === undefined ? [] : [one.exit])), ...(isRed ? [EXIT.refused] : [])],
      outcome: {
        name: update.name,
        result: own?.result ?? { kind: 'nothing' },
        left: left.map(({ layers, why, remedy }) => ({ layers, why, remedy })),
        superseded: superseded.filter((one) => one.update === update).map(({ layer, by }) => ({ layer, by: by.name })),
        ...(shared.length > 0 && { joined: shared.map(({ layer, by }) => ({ layer, by: by.name })) }),
      },
    };
  });
}
