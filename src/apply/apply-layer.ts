import {
  type Change,
  type Entry,
  fail,
  isSent,
  type LayersWriter,
  type LiveLayer,
  ok,
  type PlannedLayer,
  type Problem,
  type Result,
} from '../model/index.ts';
import type { WriteOutcome } from './executors/executor.ts';
import { rejectedProblems } from './mark-rejected.ts';

/** Carries out one change by API. Resolves when the change was read back or is waiting. */
export type Executor = (change: Change) => Promise<Result<WriteOutcome>>;

/**
 * Applies the changes of one layer in order and stops at the first failure. A manual step blocks only its dependents.
 */
export async function applyLayer(layer: PlannedLayer, hand: Executor, stop: AbortSignal): Promise<readonly Entry[]> {
  const outcomes = new Map<string, Entry['outcome']>();
  const entries: Entry[] = [];
  let failed = false;
  for (const change of layer.changes) {
    const entry = await applyLayer(change);
    failed ||= entry.outcome === 'failed';
    outcomes.set(change.id, entry.outcome);
    entries.push(entry);
  }
  return entries;

  async function applyLayer(change: Change): Promise<Entry> {
    const about = { change: change.id, layer: change.layer, kind: change.kind };
    if (failed || change.dependsOn.some((id) => outcomes.get(id) !== 'done')) return { ...about, outcome: 'not tried' };
    if (change.step.by === 'human') return { ...about, outcome: 'waiting', waitingOn: 'you' };
    if (change.step.by === 'gated' && !isSent(change)) {
      const problems = rejectedProblems(change, change.step.campaigns);
      if (problems.length > 0) return { ...about, outcome: 'failed', problems };
      return { ...about, outcome: 'waiting', waitingOn: change.step.approver };
    }
    if (stop.aborted) return { ...about, outcome: 'not tried', problems: [interrupted] };
    const result = await hand(change);
    if (!result.ok) return { ...about, outcome: 'failed', problems: result.problems };
    const { waitingOn } = result.value;
    if (waitingOn !== undefined) return { ...about, outcome: 'waiting', waitingOn };
    return { ...about, outcome: 'done' };
  }
}

export const interrupted: Problem = {
  code: 'apply/interrupted',
  message: 'The apply was asked to stop before this change.',
  remedy: 'Run reconcile apply again: it goes on from what is live.',
};

/** The entry of a change that was not tried. */
export function notTried({ id, layer, kind }: Change): Entry {
  return { change: id, layer, kind, outcome: 'not tried' };
}

/** Writes the config and reads it back. A write without a visible effect is a failure even if it was accepted. */
export async function writeConfig(
  writer: LayersWriter,
  change: Change,
  live: LiveLayer,
  desired: { readonly project: string; readonly app?: string; readonly adAccountId?: string },
  key: string,
  signal: AbortSignal,
): Promise<Result<WriteOutcome>> {
  const app = desired.app ?? live.toggleApp;
  const written = await writer.writeConfig(
    {
      address: {
        project: desired.project,
        ...(app !== undefined && { app }),
        ...(desired.adAccountId !== undefined && { adAccountId: desired.adAccountId }),
        wantsToggle: true,
      },
      ...(live.layerId !== undefined && { layerId: live.layerId }),
      fields: change.fields,
      basis: change.basis,
      key,
    },
    signal,
  );
  if (!written.ok) return written;
  if (written.value.tookEffect) return ok({});
  const paths = change.fields.map(({ path }) => path).join(', ');
  return fail({
    code: 'apply/no-effect',
    layer: change.layer,
    message: `Layers accepted the write of ${paths}, and what is live is not what was written.`,
    remedy: 'Look at the layer in the dashboard, set the value there, and run reconcile plan again.',
  });
}
