import type {
  Claim,
  Entry,
  LayersWriter,
  LedgerEntry,
  LiveLayer,
  NotRecorded,
  PlannedLayer,
  Problem,
  Result,
} from '../model/index.ts';
import type { Became } from './campaigns.ts';
import { type Held, stillOurs } from './claim.ts';
import { idempotencyKey } from './key.ts';
import { entryAfter, type Signature } from './record.ts';
import type { ApplyInput, Work } from './work.ts';

/** Writes what became of the layers, and gives the claim back, in one write. Others' keys are read again just before. */
export async function record(
  writer: LayersWriter,
  project: string,
  { claim }: Held,
  entries: Readonly<Record<string, LedgerEntry>>,
  drop: readonly string[],
  signal: AbortSignal,
): Promise<Result<void>> {
  const seen = await stillOurs(writer, project, claim, signal);
  if (!seen.ok) return seen;
  const key = idempotencyKey(project, claim.revision, 'record');
  return writer.writeLedger(project, seen.value, { revision: claim.revision, entries, drop }, key, signal);
}

/** A claim that another run has now keeps nobody out for us. */
export function unrecorded(
  project: string,
  works: readonly Work[],
  { until }: Claim,
  problems: readonly Problem[],
): NotRecorded {
  const layers = works.flatMap(({ layer }) => (layer.changes.length === 0 ? [] : [layer.name])).sort();
  return { project, layers, until: problems.some(({ code }) => code === 'apply/rival') ? null : until };
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
  const asked = new Map(moves.map(({ id }): [string, Became] => [id, 'held']));
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
