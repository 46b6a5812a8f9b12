import type { Change, ChangeKind, Entry } from '../model/index.ts';

/** A waiting change that a later read can show as done. */
export type Awaited = { readonly layer: string; readonly kind: ChangeKind; readonly waitingOn: string };

/** The waiting changes whose end an API shows, in the order of the entries. */
export function awaitedChanges(entries: readonly Entry[], changes: readonly Change[]): readonly Awaited[] {
  const changeById = new Map(changes.map((change) => [change.id, change]));
  return entries.flatMap(({ change: id, layer, kind, outcome, waitingOn = 'a person' }) => {
    const change = changeById.get(id);
    const isAwaited = outcome === 'waiting' && change !== undefined && isVisibleLater(change);
    return isAwaited ? [{ layer, kind, waitingOn }] : [];
  });
}

/**
 * An acceptance, an approval, an installation, or a manual step that sets a value that an API shows. A creator's new code
 * needs a new environment variable, so it is not awaited.
 */
function isVisibleLater({ kind, step, fields }: Change): boolean {
  if (kind === 'spark-authorise') return false;
  if (kind === 'partnership' || kind === 'install' || step.by === 'gated') return true;
  return step.by === 'human' && fields.some(({ before }) => before.provenance === 'api');
}
