import { type LiveLayer, openKinds, type PlannedLayer } from '../model/index.ts';

/**
 * Whether the document of a layer was applied or confirmed, and none of the changes that were left open then is still a
 * change. Live edits after that are drift: they do not make it unsettled. `false` for an entry of an earlier version,
 * because it does not name its document.
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
  return !changes.some(({ kind }) => open.has(kind));
}
