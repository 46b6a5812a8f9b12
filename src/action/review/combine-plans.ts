import {
  canonicalJson,
  type Change,
  changeAt,
  type FieldPath,
  type Plan,
  type PlannedLayer,
} from '../../model/index.ts';
import type { AssignedLayers, BranchUpdate, PlanSlice } from './assign-layers.ts';

/** A layer of an update that is applied with the slice of an older one. */
export type JoinedLayer = { readonly update: BranchUpdate; readonly layer: string; readonly by: BranchUpdate };

export type CombinedLayers = AssignedLayers & { readonly joined: readonly JoinedLayer[] };

export type CombineFacts = {
  /** Whether an earlier run applied this reviewed layer. */
  readonly isApplied: (layer: PlannedLayer) => boolean;
  /** Whether the plan of the newer update was made on top of the older one. */
  readonly isOnTop: (newer: BranchUpdate, older: BranchUpdate) => boolean;
};

/**
 * Moves a layer with older reviewed plans that are not applied to the oldest of them, with the changes of all. The base
 * of that plan is before all of them, so a fresh plan has all changes, and each was reviewed.
 */
export function combinePlans(
  newestFirst: readonly BranchUpdate[],
  assigned: AssignedLayers,
  facts: CombineFacts,
): CombinedLayers {
  const chains = new Map<string, Chain>();
  for (const { update, plan } of assigned.slices) {
    const older = newestFirst.slice(newestFirst.indexOf(update) + 1);
    for (const layer of plan.layers) {
      const [home, ...between] = openOlder(layer.name, older, facts).toReversed();
      if (home !== undefined) chains.set(layer.name, { home, others: [...between, { update, plan, layer }] });
    }
  }
  const all = [...chains.values()];
  const slices = newestFirst.toReversed().flatMap((update): readonly PlanSlice[] => {
    const kept = assigned.slices.find((slice) => slice.update === update)?.plan.layers ?? [];
    const combined = all.filter(({ home }) => home.update === update);
    const layers = [
      ...kept.filter(({ name }) => !chains.has(name)),
      ...combined.map((chain) => combineLayers(chain, facts)),
    ];
    if (layers.length === 0 || !('plan' in update.review)) return [];
    const allowed = combined.flatMap(({ home, others }) =>
      others.flatMap(({ plan }) => plan.allowed.filter(({ subject }) => subject === home.layer.name)),
    );
    const { plan } = update.review;
    return [{ update, plan: { ...plan, layers, allowed: [...plan.allowed, ...allowed] } }];
  });
  const joined = all.flatMap(({ home, others }) =>
    others.map(({ update }) => ({ update, layer: home.layer.name, by: home.update })),
  );
  const isCombined = ({ update, layer }: AssignedLayers['superseded'][number]): boolean => {
    const { home, others = [] } = chains.get(layer) ?? {};
    return [home, ...others].some((one) => one?.update === update);
  };
  return { ...assigned, slices, joined, superseded: assigned.superseded.filter((one) => !isCombined(one)) };
}

type Reviewed = { readonly update: BranchUpdate; readonly plan: Plan; readonly layer: PlannedLayer };

/** Reviewed plans of one layer, the oldest apart; the others oldest first, at least one. */
type Chain = { readonly home: Reviewed; readonly others: readonly Reviewed[] };

/** Newest first. An applied or unreviewed update ends the list. */
function openOlder(
  name: string,
  older: readonly BranchUpdate[],
  { isApplied }: Pick<CombineFacts, 'isApplied'>,
): readonly Reviewed[] {
  const found: Reviewed[] = [];
  for (const update of older) {
    const plan = 'plan' in update.review ? update.review.plan : undefined;
    const layer = plan?.layers.find((one) => one.name === name);
    if (layer === undefined && !update.touched.includes(name)) continue;
    if (plan === undefined || layer === undefined || isApplied(layer)) break;
    found.push({ update, plan, layer });
  }
  return found;
}

function combineLayers({ home, others }: Chain, { isOnTop }: Pick<CombineFacts, 'isOnTop'>): PlannedLayer {
  const newest = others.at(-1) ?? home;
  const older = [home, ...others.slice(0, -1)].toReversed();
  return older.reduce(
    (combined, one) => withOlder(combined, one.layer, isOnTop(newest.update, one.update)),
    newest.layer,
  );
}

/** Adds the changes of an older plan that the newer one does not replace. */
function withOlder(newer: PlannedLayer, older: PlannedLayer, isOnTop: boolean): PlannedLayer {
  const replaced = newer.changes.flatMap(({ fields }) => fields);
  const isKept = ({ path }: { readonly path: FieldPath }): boolean =>
    changeAt(replaced, path) === undefined && (!isOnTop || isSame(newer.desired[path], older.desired[path]));
  const kept = older.changes.flatMap((change): readonly Change[] => {
    const fields = change.fields.filter(isKept);
    return fields.length === 0 && change.fields.length > 0 ? [] : [{ ...change, fields }];
  });
  const values = kept.flatMap(({ fields }) => fields.map(({ path }) => [path, older.desired[path]] as const));
  const ids = new Set(newer.changes.map(({ id }) => id));
  return {
    ...newer,
    desired: { ...newer.desired, ...Object.fromEntries(values) },
    changes: [...newer.changes.map((change) => withFields(change, kept)), ...kept.filter(({ id }) => !ids.has(id))],
  };
}

function withFields(change: Change, older: readonly Change[]): Change {
  const same = older.find(({ id }) => id === change.id);
  if (same === undefined) return change;
  const known = new Set(change.basis.map(({ path }) => path));
  return {
    ...change,
    fields: [...change.fields, ...same.fields],
    basis: [...change.basis, ...same.basis.filter(({ path }) => !known.has(path))],
  };
}

function isSame(one: PlannedLayer['desired'][FieldPath], other: PlannedLayer['desired'][FieldPath]): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null);
}
