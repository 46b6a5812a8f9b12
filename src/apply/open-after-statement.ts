import {
  canonicalJson,
  canonicalValue,
  type Change,
  type FieldPath,
  type Fields,
  isConfigPath,
  leftAlone,
  type LedgerView,
  type LiveLayer,
  openKinds,
  type PlannedLayer,
  recordedFields,
  type Review,
  toReview,
  type Value,
} from '../model/index.ts';

/**
 * After a person's statement, which is not a review. If the entry is about this document, only its own open changes
 * stay open. Otherwise so do all changes, except where the entry has the desired value: live moved after that.
 */
export function openAfterStatement(
  layer: PlannedLayer,
  live: Pick<LiveLayer, 'ledger' | 'fields'>,
  isDone: (change: Change) => boolean,
): Review {
  const { ledger } = live;
  const earlier = openKinds(ledger);
  const isReviewed = ledger.state === 'kept' && ledger.entry.document === layer.document;
  const left = layer.changes.filter(
    (change) => !isDone(change) && (earlier.has(change.kind) || !(isReviewed || isDrift(change, ledger))),
  );
  return toReview(layer, [...left.map(({ kind }) => kind), ...leftAlone(layer, live)]);
}

/** Whether a pasted config has all values of a change. Adopting a layer is the paste itself. */
export function isPasted({ kind, fields }: Change, pasted: Fields): boolean {
  if (fields.length === 0) return kind === 'adopt';
  return fields.every(({ path, after }) => isConfigPath(path) && isSame(path, pasted[path] ?? null, after));
}

function isDrift({ fields }: Change, ledger: LedgerView): boolean {
  const recorded = recordedFields(ledger);
  return fields.length > 0 && fields.every(({ path, after }) => isSame(path, recorded[path] ?? null, after));
}

function isSame(path: FieldPath, a: Value, b: Value): boolean {
  return canonicalJson(canonicalValue(path, a)) === canonicalJson(canonicalValue(path, b));
}
