import type { Change } from './change.ts';
import { CHANGE_KINDS, type ChangeKind } from './change-kind.ts';
import { DOCUMENT_PATHS, FIELDS } from './field.ts';
import type { LiveLayer } from './layer.ts';
import { openKinds } from './ledger.ts';
import type { PlannedLayer } from './plan.ts';

/** Members of an entry that say what was reviewed, and what of it is not done. */
export type Review = { readonly document: string; readonly open?: readonly ChangeKind[] };

type Reviewed = Pick<PlannedLayer, 'document' | 'changes' | 'drift' | 'desired'>;
type Live = Pick<LiveLayer, 'ledger' | 'fields'>;

/** Changes of the plan that are not done, and earlier ones that this plan leaves alone and that still differ. */
export function reviewAfter(layer: Reviewed, live: Live, isDone: (change: Change) => boolean): Review {
  if (layer.changes.length === 0 && openKinds(live.ledger).size === 0) return { document: layer.document };
  const left = layer.changes.filter((change) => !isDone(change)).map(({ kind }) => kind);
  return toReview(layer, [...left, ...leftAlone(layer, live)]);
}

/**
 * Whether an apply that can send nothing still has to record what was reviewed: a change that is open now, one that is
 * no longer open, or a different document. `false` if there is nothing to add to an entry of an earlier version.
 */
export function isReviewNews(layer: Reviewed, live: Live): boolean {
  const { ledger } = live;
  if (ledger.state === 'unreadable') return false;
  const { document, open = [] } = reviewAfter(layer, live, () => false);
  if (ledger.state === 'none') return open.length > 0;
  const { entry } = ledger;
  const isSameDocument = entry.document === undefined ? open.length === 0 : entry.document === document;
  return !isSameDocument || (entry.open ?? []).join() !== open.join();
}

/** @param kinds in any order, also repeated */
export function toReview({ document }: Reviewed, kinds: readonly ChangeKind[]): Review {
  if (kinds.length === 0) return { document };
  return { document, open: CHANGE_KINDS.filter((kind) => kinds.includes(kind)).sort() };
}

/** Open changes of earlier plans that this one does not contain, and whose fields differ or cannot be read. */
export function leftAlone(
  { changes, drift, desired }: Pick<Reviewed, 'changes' | 'drift' | 'desired'>,
  { ledger, fields }: Live,
): readonly ChangeKind[] {
  const open = openKinds(ledger);
  if (open.size === 0) return [];
  const planned = new Set<string>(changes.map(({ kind }) => kind));
  const unknown = DOCUMENT_PATHS.filter(
    (path) =>
      !planned.has(FIELDS[path].change) &&
      desired[path] !== undefined &&
      (fields[path]?.provenance ?? 'unknown') === 'unknown',
  );
  const kinds = new Set<string>([...drift.map(({ path }) => path), ...unknown].map((path) => FIELDS[path].change));
  return [...open].filter((kind) => kinds.has(kind));
}
