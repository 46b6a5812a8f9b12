import { type Change, type Entry, isSent, type PlannedLayer, type Problem, type Result } from '../model/index.ts';
import type { WriteOutcome } from './executors/executor.ts';
import { rejectedProblems } from './mark-rejected.ts';

/** Applies the changes of a layer in order, up to the first failure. A manual step blocks only its dependents. */
export async function applyLayer(
  layer: PlannedLayer,
  execute: (change: Change) => Promise<Result<WriteOutcome>>,
  stop: AbortSignal,
): Promise<readonly Entry[]> {
  const outcomes = new Map<string, Entry['outcome']>();
  const entries: Entry[] = [];
  let failed = false;
  for (const change of layer.changes) {
    const entry = await applyChange(change);
    failed ||= entry.outcome === 'failed';
    outcomes.set(change.id, entry.outcome);
    entries.push(entry);
  }
  return entries;

  async function applyChange(change: Change): Promise<Entry> {
    if (failed || change.dependsOn.some((id) => outcomes.get(id) !== 'done')) return notTried(change);
    if (change.step.by === 'human') return { ...notTried(change), outcome: 'waiting', waitingOn: 'you' };
    if (change.step.by === 'gated' && !isSent(change)) {
      const problems = rejectedProblems(change, change.step.campaigns);
      if (problems.length > 0) return { ...notTried(change), outcome: 'failed', problems };
      return { ...notTried(change), outcome: 'waiting', waitingOn: change.step.approver };
    }
    if (stop.aborted) return { ...notTried(change), outcome: 'not tried', problems: [interrupted] };
    const result = await execute(change);
    if (!result.ok) return { ...notTried(change), outcome: 'failed', problems: result.problems };
    const { waitingOn } = result.value;
    if (waitingOn !== undefined) return { ...notTried(change), outcome: 'waiting', waitingOn };
    return { ...notTried(change), outcome: 'done' };
  }
}

export const interrupted: Problem = {
  code: 'apply/interrupted',
  message: 'The apply was interrupted before this change.',
  remedy: 'Run reconcile apply again; it continues from the live state.',
};

export function notTried({ id, layer, kind }: Change): Entry {
  return { change: id, layer, kind, outcome: 'not tried' };
}
