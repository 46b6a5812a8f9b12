import type { ApplyOutcome, Change, Entry } from '../model/index.ts';
import type { ApplyResult } from './apply-reviewed.ts';
import { EXIT, exitCode } from './exit.ts';

/**
 * The result of an apply and of a later round of the same reviewed plan. A change that waited and is no longer planned
 * was done in between. What is left in layers of the first is replaced by what is left in the later one.
 */
export function mergeResults(before: ApplyResult, later: ApplyResult): ApplyResult {
  const again = new Set(later.outcome.left?.layers.map(({ name }) => name));
  const entries = mergeEntries(before.outcome, later.outcome);
  const left = before.outcome.left && {
    ...before.outcome.left,
    layers: before.outcome.left.layers.map(
      (layer) => later.outcome.left?.layers.find(({ name }) => name === layer.name) ?? layer,
    ),
  };
  const sentBefore = before.outcome.calls.sent;
  const outcome: ApplyOutcome = {
    ...before.outcome,
    entries,
    changes: [...changesById([...before.outcome.changes, ...later.outcome.changes]).values()],
    left: later.outcome.left === undefined ? undefined : (left ?? later.outcome.left),
    verifiedAt: later.outcome.verifiedAt,
    // Nothing can foresee how often a wait reads.
    calls: {
      sent: later.outcome.calls.sent,
      forecast: before.outcome.calls.forecast + later.outcome.calls.sent - sentBefore,
    },
    driftLeftAlone: (left?.layers ?? []).reduce((sum, { drift }) => sum + drift.length, 0),
    notRecorded: [
      ...before.outcome.notRecorded.filter(({ layers }) => !layers.every((name) => again.has(name))),
      ...later.outcome.notRecorded,
    ],
  };
  const exits = [before.exit, later.exit];
  return {
    outcome,
    problems: [...before.problems, ...later.problems],
    exit: exitCode({
      refused: exits.includes(EXIT.refused),
      problems: exits.includes(EXIT.problems),
      waiting: entries.some((entry) => entry.outcome === 'waiting'),
    }),
  };
}

/** In the order of the first result; changes that only the later one has follow. */
function mergeEntries(before: ApplyOutcome, later: ApplyOutcome): readonly Entry[] {
  const laterById = new Map(later.entries.map((entry) => [entry.change, entry]));
  const again = new Set([
    ...later.entries.map(({ layer }) => layer),
    ...(later.left?.layers.map(({ name }) => name) ?? []),
  ]);
  const known = new Set(before.entries.map(({ change }) => change));
  return [
    ...before.entries.map((entry): Entry => {
      const next = laterById.get(entry.change);
      if (next !== undefined) return next;
      if (entry.outcome === 'done' || !again.has(entry.layer)) return entry;
      const { waitingOn: _, problems: __, ...rest } = entry;
      return { ...rest, outcome: 'done' };
    }),
    ...later.entries.filter(({ change }) => !known.has(change)),
  ];
}

function changesById(changes: readonly Change[]): ReadonlyMap<string, Change> {
  return new Map(changes.map((change) => [change.id, change]));
}
