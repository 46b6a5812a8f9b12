import {
  type FieldChange,
  isDocumentPath,
  type LiveLayer,
  openKinds,
  type PlannedLayer,
  recordedFields,
} from '../model/index.ts';
import { sameValue } from './compare.ts';

/**
 * Whether the document of a layer was applied or confirmed, and none of the changes that were left open then is still a
 * change. Live edits after that are drift: they do not make it unsettled. A field that an apply left alone does, because
 * the ledger does not have its value. `false` for an entry of an earlier version, because it does not name its document.
 *
 * @param layer of a fresh plan, with or without a base
 * @param live that plan's live state
 */
export function isSettled(
  { document, changes }: Pick<PlannedLayer, 'document' | 'changes'>,
  { ledger }: Pick<LiveLayer, 'ledger'>,
): boolean {
  if (ledger.state !== 'kept' || ledger.entry.document !== document) return false;
  const open = openKinds(ledger);
  const recorded = recordedFields(ledger);
  const wasApplied = ({ path, after }: FieldChange): boolean =>
    !isDocumentPath(path) || sameValue(path, recorded[path] ?? undefined, after);
  return changes.every(({ kind, fields }) => !open.has(kind) && fields.every(wasApplied));
}
