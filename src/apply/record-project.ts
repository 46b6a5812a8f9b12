import {
  type Claim,
  type Entry,
  type Intent,
  isSent,
  type LayersWriter,
  type LedgerEntry,
  type LiveLayer,
  type NotRecorded,
  plainText,
  type PlannedLayer,
  type Problem,
  type Result,
  unrecordedIn,
} from '../model/index.ts';
import type { CampaignOutcome } from './executors/campaigns.ts';
import { expiredClaim, type HeldClaim, idempotencyKey, type Intents, readHeldProject } from './claim.ts';
import { entryAfter, type EntryOrigin, hasUnrecordedBudget, ledgerKey } from './ledger-entry.ts';
import type { ApplyInput, LayerTask } from './apply-input.ts';

/**
 * Records the results and releases the claim, in one write. The project is read just before, so other entries are kept.
 * Unrecorded intents of other layers stay in an expired claim.
 */
export async function recordProject(
  writer: LayersWriter,
  project: string,
  { claim }: HeldClaim,
  { entries, drop, keys }: Records,
  now: Date,
  signal: AbortSignal,
): Promise<Result<void>> {
  const seen = await readHeldProject(writer, project, claim, signal);
  if (!seen.ok) return seen;
  const left = expiredClaim(claim, keys, now);
  const next = { revision: claim.revision, ...(left && { claim: left }), entries, drop };
  return writer.writeLedger(project, seen.value, next, idempotencyKey(project, claim.revision, 'record'), signal);
}

/** Ledger entries for the layers of one project. */
export type Records = {
  readonly entries: Readonly<Record<string, LedgerEntry>>;
  readonly drop: readonly string[];
  /** Ledger keys of all layers in this run, so that none of their intents stay. */
  readonly keys: readonly string[];
};

/** `until` is `null` if another run has the claim now: this run's claim then blocks no other. */
export function unrecorded(
  project: string,
  works: readonly LayerTask[],
  { until }: Claim,
  problems: readonly Problem[],
): NotRecorded {
  const layers = works.flatMap((work) => (isRecorded(work) ? [work.layer.name] : [])).sort();
  return { project, layers, until: problems.some(({ code }) => code === 'apply/concurrent-run') ? null : until };
}

/** Whether an apply writes an entry for this layer: it has changes, or an earlier run could not record its writes. */
export function isRecorded(work: LayerTask): boolean {
  return work.layer.changes.length > 0 || isUnrecorded(work);
}

/** Whether an earlier run could not record what it wrote. */
export function isUnrecorded({ layer, live }: LayerTask): boolean {
  return unrecordedIn(live.ledger) !== undefined || hasUnrecordedBudget(layer, live);
}

/** The keys under which the ledger may have entries of these layers. */
export function ledgerKeys(works: readonly LayerTask[]): readonly string[] {
  return works.flatMap(({ layer }) => [ledgerKey(layer), plainText(layer.desired.adAccountId)]);
}

/** Intents before the first write: layers about to change, and writes still to be recorded. */
export function intentsOf(works: readonly LayerTask[]): Intents {
  const about = works.flatMap(({ layer, live }): readonly [string, Intent][] => {
    const before = unrecordedIn(live.ledger);
    if (before === undefined && !layer.changes.some(isSent)) return [];
    const isOver = before !== undefined && !layer.changes.some(isSent);
    const { paused = [], resumed = [] } = before ?? {};
    return [[ledgerKey(layer), { digest: isOver ? before.digest : layer.digest, paused, resumed }]];
  });
  return Object.fromEntries(about);
}

/** The intents at their maximum size. */
export function largestIntents(works: readonly LayerTask[]): Intents {
  const all = works.flatMap(({ layer, live }): readonly [string, Intent][] => {
    const { paused = [], resumed = [] } = unrecordedIn(live.ledger) ?? {};
    const ids = layer.changes.flatMap(({ step }) => (step.by === 'gated' ? step.campaigns.map(({ id }) => id) : []));
    if (ids.length === 0) return [];
    return [[ledgerKey(layer), { digest: layer.digest, paused: [...paused, ...ids], resumed }]];
  });
  return Object.fromEntries(all);
}

export function entryOrigin(input: Pick<ApplyInput, 'owner' | 'commit' | 'now'>, claim: Claim): EntryOrigin {
  return {
    owner: input.owner,
    commit: input.commit,
    time: input.now().toISOString(),
    revision: claim.revision,
  };
}

/** The entry at its maximum size: it can contain both finished and waiting values. */
export function largest(layer: PlannedLayer, live: LiveLayer, signature: EntryOrigin): LedgerEntry {
  const moves = layer.changes.flatMap(({ step }) => (step.by === 'gated' ? step.campaigns : []));
  const asked = new Map(moves.map(({ id }): [string, CampaignOutcome] => [id, 'held']));
  const asIf = (outcome: Entry['outcome']): LedgerEntry =>
    entryAfter(
      layer,
      live,
      layer.changes.map(({ id }) => ({ change: id, outcome })),
      signature,
      outcome === 'done' ? new Map() : asked,
    );
  const done = asIf('done');
  return { ...done, config: { ...asIf('waiting').config, ...done.config } };
}
