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
import type { CampaignOutcome } from './campaigns.ts';
import { endedClaim, type HeldClaim, type Intents, stillOurs } from './claim.ts';
import { idempotencyKey } from './key.ts';
import { entryAfter, ledgerKey, type Signature } from './record.ts';
import type { ApplyInput, Work } from './work.ts';

/**
 * Writes what became of the layers, and gives the claim back, in one write. Others' keys are read again just before. What
 * is not recorded of other layers stays in a claim that has ended.
 */
export async function record(
  writer: LayersWriter,
  project: string,
  { claim }: HeldClaim,
  { entries, drop, keys }: Records,
  now: Date,
  signal: AbortSignal,
): Promise<Result<void>> {
  const seen = await stillOurs(writer, project, claim, signal);
  if (!seen.ok) return seen;
  const left = endedClaim(claim, keys, now);
  const next = { revision: claim.revision, ...(left && { claim: left }), entries, drop };
  return writer.writeLedger(project, seen.value, next, idempotencyKey(project, claim.revision, 'record'), signal);
}

/** What is recorded of the layers of one project. */
export type Records = {
  /** By ledger key. */
  readonly entries: Readonly<Record<string, LedgerEntry>>;
  readonly drop: readonly string[];
  /** Ledger keys of all that this run is about: nothing is left unrecorded of them. */
  readonly keys: readonly string[];
};

/** A claim that another run has now keeps nobody out for us. */
export function unrecorded(
  project: string,
  works: readonly Work[],
  { until }: Claim,
  problems: readonly Problem[],
): NotRecorded {
  const layers = works.flatMap((work) => (isRecorded(work) ? [work.layer.name] : [])).sort();
  return { project, layers, until: problems.some(({ code }) => code === 'apply/rival') ? null : until };
}

/** Whether an apply writes an entry for this layer: it has changes, or an earlier run could not record what it did. */
export function isRecorded({ layer, live }: Work): boolean {
  return layer.changes.length > 0 || unrecordedIn(live.ledger) !== undefined;
}

/** The keys under which the ledger may hold something of these layers. */
export function ledgerKeys(works: readonly Work[]): readonly string[] {
  return works.flatMap(({ layer }) => [ledgerKey(layer), plainText(layer.desired.adAccountId)]);
}

/** What the claim says before the first write: whose layers are about to change, and what is still to be recorded. */
export function intentsOf(works: readonly Work[]): Intents {
  const about = works.flatMap(({ layer, live }): readonly [string, Intent][] => {
    const before = unrecordedIn(live.ledger);
    if (before === undefined && !layer.changes.some(isSent)) return [];
    const isOver = before !== undefined && !layer.changes.some(isSent);
    const { paused = [], resumed = [] } = before ?? {};
    return [[ledgerKey(layer), { digest: isOver ? before.digest : layer.digest, paused, resumed }]];
  });
  return Object.fromEntries(about);
}

/** The intents as large as they can become. */
export function largestIntents(works: readonly Work[]): Intents {
  const all = works.flatMap(({ layer, live }): readonly [string, Intent][] => {
    const { paused = [], resumed = [] } = unrecordedIn(live.ledger) ?? {};
    const ids = layer.changes.flatMap(({ step }) => (step.by === 'gated' ? step.campaigns.map(({ id }) => id) : []));
    if (ids.length === 0) return [];
    return [[ledgerKey(layer), { digest: layer.digest, paused: [...paused, ...ids], resumed }]];
  });
  return Object.fromEntries(all);
}

export function signatureOf(input: Pick<ApplyInput, 'owner' | 'commit' | 'now'>, claim: Claim): Signature {
  return {
    owner: input.owner,
    commit: input.commit,
    time: input.now().toISOString(),
    revision: claim.revision,
  };
}

/** The largest that an entry can become: what is done is kept, and so is what waits. */
export function largest(layer: PlannedLayer, live: LiveLayer, signature: Signature): LedgerEntry {
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
