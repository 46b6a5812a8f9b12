import type { UpdateOutcome } from '../../model/index.ts';

/** Names of the updates of which something is not applied: waiting, failed, refused, stale, not recorded or unreviewed. */
export function openUpdates(outcomes: readonly UpdateOutcome[]): readonly string[] {
  const open = new Set(outcomes.filter(isOpen).map(({ name }) => name));
  const isPartlyOpen = ({ name, joined = [] }: UpdateOutcome): boolean =>
    open.has(name) || joined.some(({ by }) => open.has(by));
  return outcomes.filter(isPartlyOpen).map(({ name }) => name);
}

function isOpen({ result, left }: UpdateOutcome): boolean {
  if (left.length > 0) return true;
  switch (result.kind) {
    case 'applied': {
      const { entries, unread, notRecorded } = result.outcome;
      const isUndone = entries.some(({ outcome }) => outcome !== 'done');
      return isUndone || unread.length + notRecorded.length + result.problems.length > 0;
    }
    case 'settled':
    case 'nothing':
      return false;
    case 'stale':
    case 'refused':
    case 'not planned':
      return true;
    default:
      return result satisfies never;
  }
}
