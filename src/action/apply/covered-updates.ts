import type { BranchUpdate, PlanSlice } from '../review/assign-layers.ts';
import type { CombinedLayers } from '../review/combine-plans.ts';
import type { LayerStates } from './layer-states.ts';

export type CoveredUpdates = {
  readonly slices: readonly PlanSlice[];
  /** Newest first. */
  readonly updates: readonly BranchUpdate[];
  /** Names of the other updates of which something is not applied; oldest first. */
  readonly openElsewhere: readonly string[];
};

/**
 * The updates that a run covers. A pull request is covered as a whole, so that its comment names everything that is
 * left of it.
 *
 * @param newestFirst all pending updates
 * @param states before the run; an unknown layer counts as open
 * @param only names of layers; absent: everything is covered
 */
export function coveredUpdates(
  newestFirst: readonly BranchUpdate[],
  { slices, unreviewed, joined }: CombinedLayers,
  states: LayerStates | undefined,
  only: readonly string[] | undefined,
): CoveredUpdates {
  if (only === undefined) return { slices, updates: newestFirst, openElsewhere: [] };
  const covered = slices.filter(({ plan }) => plan.layers.some(({ name }) => only.includes(name)));
  const isCovered = (update: BranchUpdate): boolean =>
    [update, ...joined.filter((one) => one.update === update).map(({ by }) => by)].some((one) =>
      covered.some((slice) => slice.update === one),
    );
  const isOpen = (update: BranchUpdate): boolean =>
    unreviewed.some((one) => one.update === update) ||
    slices.some((slice) => slice.update === update && slice.plan.layers.some(({ name }) => isLeft(name, states)));
  return {
    slices: covered,
    updates: newestFirst.filter(isCovered),
    openElsewhere: newestFirst
      .toReversed()
      .filter((update) => !isCovered(update) && isOpen(update))
      .map(({ name }) => name),
  };
}

function isLeft(name: string, states: LayerStates | undefined): boolean {
  const state = states?.get(name)?.state ?? 'left';
  return state === 'left' || state === 'unrecorded';
}
