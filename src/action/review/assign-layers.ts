import type { PullFacts } from '../../github/index.ts';
import { canonicalJson, type FieldPath, type Fields, type Plan, type PlannedLayer } from '../../model/index.ts';

/**
 * Who reviewed what: which layers are applied by which reviewed plan, and which by none. Pure, so that the rules of trust
 * can be read and tested in one place.
 */

/** Why a pull request's plan is not applied by itself. Sentences of ours; `remedy` is an instruction. */
export type NotReviewed = {
  readonly why: string;
  readonly remedy: string;
  /** It edits workflows or settings, or mends a base: no review makes it trusted, and a person applies it by its digest. */
  readonly rules?: true;
};

/** The one way on for what has no reviewed plan. */
export const BY_DIGEST = 'Start the apply workflow by hand, with the digest that it shows.';

/** Commits on the branch that came together: a merged pull request, or pushed ones that belong to none. */
export type BranchUpdate = {
  /** `#7`, or a short commit id. */
  readonly name: string;
  /** Absent: nobody opened one. */
  readonly pull?: PullFacts;
  /** Names of the layers that it can affect, those that it takes away included. */
  readonly touched: readonly string[];
  /** The plan that was reviewed with it, or why there is none to go by. */
  readonly review: { readonly plan: Plan } | NotReviewed;
};

/** The part of a reviewed plan that is still the newest word on its layers. */
export type PlanSlice = { readonly update: BranchUpdate; readonly plan: Plan };

/** Layers that stay as they are, because no reviewed plan is about them. */
export type Unreviewed = NotReviewed & { readonly update: BranchUpdate; readonly layers: readonly string[] };

export type AssignedLayers = {
  /** Oldest first. A plan without layers of its own is not among them. */
  readonly parts: readonly PlanSlice[];
  /** Oldest first. */
  readonly unreviewed: readonly Unreviewed[];
  readonly superseded: readonly { readonly update: BranchUpdate; readonly layer: string; readonly by: BranchUpdate }[];
};

/**
 * Gives each layer to the newest arrival that is about it: by its reviewed plan, or by its documents where it has none.
 * What an older plan says of such a layer was reviewed for documents that are not there any more.
 *
 * @param newestFirst as the branch has them
 */
export function assignLayers(newestFirst: readonly BranchUpdate[]): AssignedLayers {
  const owners = new Map<string, BranchUpdate>();
  const parts: PlanSlice[] = [];
  const unreviewed: Unreviewed[] = [];
  const superseded: { update: BranchUpdate; layer: string; by: BranchUpdate }[] = [];
  for (const update of newestFirst) {
    const { review, touched } = update;
    const plan = 'plan' in review ? review.plan : undefined;
    const about = plan === undefined ? [] : [...plan.layers, ...plan.removed].map(({ name }) => name);
    const why = 'plan' in review ? OUTSIDE_OF_ITS_PLAN : review;
    const free = (name: string): boolean => !owners.has(name);
    const own = plan?.layers.filter(({ name }) => free(name)) ?? [];
    const outside = touched.filter((name) => free(name) && !about.includes(name));
    for (const { name: layer } of plan?.layers ?? []) {
      const by = owners.get(layer);
      if (by !== undefined) superseded.unshift({ update, layer, by });
    }
    if (plan !== undefined && own.length > 0) parts.unshift({ update, plan: { ...plan, layers: own } });
    if (outside.length > 0) unreviewed.unshift({ update, layers: outside, why: why.why, remedy: why.remedy });
    for (const name of [...about, ...touched]) if (free(name)) owners.set(name, update);
  }
  return { parts, unreviewed, superseded };
}

/** A merge that was made by hand can hold more than the pull request that it merges. */
const OUTSIDE_OF_ITS_PLAN: NotReviewed = {
  why: 'The merge changes it, and the plan that was reviewed does not show it.',
  remedy: BY_DIGEST,
};

/**
 * Fields that the branch changed since the last apply, and that a reviewed plan leaves alone because they were in its
 * base already. They look like drift to it, and nobody would ever apply them.
 *
 * @param fresh the layer, planned against the base of its reviewed plan
 * @param from what the document said when the branch was applied last; `undefined`: there was none
 * @param base what it said at the base of the reviewed plan
 */
export function unappliedFields(
  fresh: Pick<PlannedLayer, 'drift' | 'unknown' | 'desired'>,
  from: Fields | undefined,
  base: Fields | undefined,
): readonly FieldPath[] {
  if (base === undefined) return [];
  const differing = fresh.drift.map(({ path }) => path);
  // What nobody shows may be as the document says, or not.
  const unseen = fresh.unknown.filter((path) => fresh.desired[path] !== undefined);
  return [...differing, ...unseen].filter((path) => text(from?.[path]) !== text(base[path])).sort();
}

function text(value: Fields[FieldPath]): string {
  return value === undefined ? '' : canonicalJson(value);
}
