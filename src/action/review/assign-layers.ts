import type { PullFacts } from '../../github/index.ts';
import {
  canonicalJson,
  documentNames,
  type FieldPath,
  type Fields,
  type Plan,
  type PlannedLayer,
} from '../../model/index.ts';

/** Why a plan is not applied automatically. Both are our own text; `remedy` is an instruction. */
export type NotReviewed = {
  readonly why: string;
  readonly remedy: string;
  /** It edits workflows or settings, or fixes an invalid base. */
  readonly digestOnly?: true;
  /** The last run of its plan failed: the plan was refused or not made. */
  readonly planFailed?: true;
};

/** What a manual run of the apply workflow does, after a colon or semicolon. */
export const MANUAL_APPLY =
  'without a digest it prints the plan of what is left and its digest, with that digest it applies the plan.';

export const BY_DIGEST = `Run the apply workflow manually; ${MANUAL_APPLY}`;

export type ReviewedPlan = {
  readonly plan: Plan;
  /** Why other layers of the pull request are not in it; absent if the plan was complete. */
  readonly incomplete?: NotReviewed;
};

/** A merged pull request, or pushed commits without one. */
export type BranchUpdate = {
  /** `#7`, or a short commit id. */
  readonly name: string;
  readonly pull?: PullFacts;
  /** Its newest commit on the branch. */
  readonly commit?: string;
  /** Merged before the push that started this run, and left open by an earlier one. */
  readonly isEarlier?: true;
  /** Layers that it can affect, including removed ones. */
  readonly touched: readonly string[];
  readonly review: ReviewedPlan | NotReviewed;
};

/** The part of a reviewed plan that no newer update supersedes. */
export type PlanSlice = { readonly update: BranchUpdate; readonly plan: Plan };

export type Unreviewed = NotReviewed & { readonly update: BranchUpdate; readonly layers: readonly string[] };

export type AssignedLayers = {
  /** Oldest first. Plans without layers of their own are left out. */
  readonly slices: readonly PlanSlice[];
  /** Oldest first. */
  readonly unreviewed: readonly Unreviewed[];
  readonly superseded: readonly { readonly update: BranchUpdate; readonly layer: string; readonly by: BranchUpdate }[];
};

/**
 * Assigns each layer to the newest update with it in its reviewed plan, or in its documents if it has none. Older plans
 * are outdated.
 *
 * @param newestFirst in the order of the branch
 */
export function assignLayers(newestFirst: readonly BranchUpdate[]): AssignedLayers {
  const owners = new Map<string, BranchUpdate>();
  const slices: PlanSlice[] = [];
  const unreviewed: Unreviewed[] = [];
  const superseded: { update: BranchUpdate; layer: string; by: BranchUpdate }[] = [];
  for (const update of newestFirst) {
    const { review, touched } = update;
    const plan = 'plan' in review ? review.plan : undefined;
    const planned = plan === undefined ? [] : documentNames(plan);
    const why = 'plan' in review ? (review.incomplete ?? NOT_IN_PLAN) : review;
    const free = (name: string): boolean => !owners.has(name);
    const own = plan?.layers.filter(({ name }) => free(name)) ?? [];
    const outside = touched.filter((name) => free(name) && !planned.includes(name));
    for (const { name: layer } of plan?.layers ?? []) {
      const by = owners.get(layer);
      if (by !== undefined) superseded.unshift({ update, layer, by });
    }
    if (plan !== undefined && own.length > 0) slices.unshift({ update, plan: { ...plan, layers: own } });
    if (outside.length > 0) unreviewed.unshift({ update, layers: outside, why: why.why, remedy: why.remedy });
    for (const name of [...planned, ...touched]) if (free(name)) owners.set(name, update);
  }
  return { slices, unreviewed, superseded };
}

/** A manual merge can contain more than the pull request that it merges. */
const NOT_IN_PLAN = { why: 'The merge changes it, but the reviewed plan does not contain it.', remedy: BY_DIGEST };

/**
 * Fields that changed after the last apply but before the base of a reviewed plan: that plan shows them as drift, so
 * they would never be applied.
 *
 * @param fresh planned against the base of its reviewed plan
 * @param from at the last apply; `undefined` if the document did not exist
 * @param base at the base of the reviewed plan
 */
export function unappliedFields(
  fresh: Pick<PlannedLayer, 'drift' | 'unknown' | 'desired'>,
  from: Fields | undefined,
  base: Fields | undefined,
): readonly FieldPath[] {
  if (base === undefined) return [];
  const differing = fresh.drift.map(({ path }) => path);
  // An unknown live value may or may not equal the document.
  const unknown = fresh.unknown.filter((path) => fresh.desired[path] !== undefined);
  return [...differing, ...unknown].filter((path) => text(from?.[path]) !== text(base[path])).sort();
}

function text(value: Fields[FieldPath]): string {
  return value === undefined ? '' : canonicalJson(value);
}
