import {
  canonicalJson,
  canonicalValue,
  type Change,
  CHANGE_KINDS,
  type ChangeKind,
  type FieldPath,
  FIELDS,
  isConfigPath,
  type LedgerView,
  openKinds,
  type PlannedLayer,
  recordedFields,
  type Fields,
  type Value,
} from '../model/index.ts';

/** Members of an entry that say what was reviewed. */
type Reviewed = { readonly document: string; readonly open?: readonly ChangeKind[] };

/** Changes of the plan that are not done, and earlier ones that this plan does not contain and that still differ. */
export function openAfter(layer: PlannedLayer, ledger: LedgerView, isDone: (change: Change) => boolean): Reviewed {
  const left = layer.changes.filter((change) => !isDone(change)).map(({ kind }) => kind);
  return reviewed(layer, [...left, ...leftAlone(layer, ledger)]);
}

/**
 * After a person's statement, which is not a review. If the entry is about this document, only its own open changes
 * stay open. Otherwise so do all changes, except where the entry has the desired value: live moved after that.
 */
export function openAfterStatement(
  layer: PlannedLayer,
  ledger: LedgerView,
  isDone: (change: Change) => boolean,
): Reviewed {
  const earlier = openKinds(ledger);
  const isReviewed = ledger.state === 'kept' && ledger.entry.document === layer.document;
  const left = layer.changes.filter(
    (change) => !isDone(change) && (earlier.has(change.kind) || !(isReviewed || isDrift(change, ledger))),
  );
  return reviewed(layer, [...left.map(({ kind }) => kind), ...leftAlone(layer, ledger)]);
}

/** Whether a pasted config has all values of a change. Adopting a layer is the paste itself. */
export function isPasted({ kind, fields }: Change, pasted: Fields): boolean {
  if (fields.length === 0) return kind === 'adopt';
  return fields.every(({ path, after }) => isConfigPath(path) && isSame(path, pasted[path] ?? null, after));
}

function leftAlone({ drift }: PlannedLayer, ledger: LedgerView): readonly ChangeKind[] {
  const earlier = openKinds(ledger);
  const kinds = new Set<string>(drift.map(({ path }) => FIELDS[path].change));
  return [...earlier].filter((kind) => kinds.has(kind));
}

function isDrift({ fields }: Change, ledger: LedgerView): boolean {
  const recorded = recordedFields(ledger);
  return fields.length > 0 && fields.every(({ path, after }) => isSame(path, recorded[path] ?? null, after));
}

function isSame(path: FieldPath, a: Value, b: Value): boolean {
  return canonicalJson(canonicalValue(path, a)) === canonicalJson(canonicalValue(path, b));
}

function reviewed({ document }: PlannedLayer, kinds: readonly ChangeKind[]): Reviewed {
  const open = CHANGE_KINDS.filter((kind) => kinds.includes(kind)).sort();
  return { document, ...(open.length > 0 && { open }) };
}
