import {
  type Claim,
  type Entry,
  type Intent,
  isReviewNews,
  isSent,
  type LayersWriter,
  type Ledger,
  type LedgerEntry,
  type LedgerNext,
  type NotRecorded,
  type Problem,
  type Result,
  unrecordedIn,
} from '../model/index.ts';
import type { ApplyInput, LayerTask } from './apply-input.ts';
import { idempotencyKey, type Intents } from './claim.ts';
import type { HeldClaim } from './held-claim.ts';
import {
  type CampaignOutcomes,
  entryAfter,
  type EntryOrigin,
  gatedCampaigns,
  hasUnrecordedBudget,
  ledgerKey,
} from './ledger-entry.ts';

/** Records the results and releases the claim in one write. The project is read just before, so other entries stay. */
export async function recordProject(
  writer: LayersWriter,
  project: string,
  held: HeldClaim,
  tasks: readonly LayerTask[],
  entries: Readonly<Record<string, LedgerEntry>>,
  now: Date,
  signal: AbortSignal,
): Promise<Result<void>> {
  const live = await held.readProject();
  if (!live.ok) return live;
  const claim = held.current();
  const next = nextLedger(live.value.ledger, claim, claim.revision, tasks, entries, now);
  return writer.writeLedger(project, live.value, next, idempotencyKey(project, claim.revision, 'record'), signal);
}

/**
 * The ledger with new entries. A layer's entry moves from its ad account to its id. Unrecorded intents of other layers
 * stay in an expired claim.
 */
export function nextLedger(
  ledger: Ledger,
  claim: Claim | undefined,
  revision: number,
  tasks: readonly Pick<LayerTask, 'layer'>[],
  entries: Readonly<Record<string, LedgerEntry>>,
  now: Date,
): LedgerNext {
  const keys = tasks.map(({ layer }) => ({ key: ledgerKey(layer), account: layer.desired.adAccountId ?? '' }));
  const recorded = keys.flatMap(({ key, account }) => [key, account]);
  const left = Object.entries(claim?.intents ?? {}).filter(([key]) => !recorded.includes(key));
  const drop = keys.flatMap(({ key, account }) =>
    key in entries && key !== account && ledger.entries[account] !== undefined ? [account] : [],
  );
  if (claim === undefined || left.length === 0) return { revision, entries, drop };
  return { revision, claim: { ...claim, intents: Object.fromEntries(left), until: now.toISOString() }, entries, drop };
}

/** `until` is `null` if the claim was lost, so it blocks no other run. */
export function notRecorded(
  project: string,
  tasks: readonly LayerTask[],
  { until }: Claim,
  problems: readonly Problem[],
): NotRecorded {
  const layers = tasks.flatMap((task) => (isRecorded(task) ? [task.layer.name] : [])).sort();
  return { project, layers, until: problems.some(({ code }) => code === 'apply/concurrent-run') ? null : until };
}

/** Whether an apply writes an entry. */
export function isRecorded(task: LayerTask): boolean {
  return task.layer.changes.length > 0 || needsRecord(task);
}

/** Whether there is something to record even if nothing is sent. */
export function needsRecord(task: LayerTask): boolean {
  return isUnrecorded(task) || isReviewNews(task.layer, task.live);
}

/** Whether an earlier run could not record what it wrote. */
export function isUnrecorded({ layer, live }: LayerTask): boolean {
  return unrecordedIn(live.ledger) !== undefined || hasUnrecordedBudget(layer, live);
}

/** Whether this run leaves a change open that no run has recorded. Until then, a later plan cannot carry it on. */
export function opensChange(task: LayerTask): boolean {
  const { layer, live } = task;
  return layer.changes.length > 0 && !isUnrecorded(task) && isReviewNews(layer, live);
}

/** For the first claim. */
export function initialIntents(tasks: readonly LayerTask[]): Intents {
  const intents = tasks.flatMap(({ layer, live }): readonly [string, Intent][] => {
    const before = unrecordedIn(live.ledger);
    const sends = layer.changes.some(isSent);
    if (before === undefined && !sends) return [];
    const { paused = [], resumed = [] } = before ?? {};
    return [[ledgerKey(layer), { digest: sends ? layer.digest : (before?.digest ?? layer.digest), paused, resumed }]];
  });
  return Object.fromEntries(intents);
}

/** With all campaigns of the changes. */
export function largestIntents(tasks: readonly LayerTask[]): Intents {
  const intents = tasks.flatMap(({ layer, live }): readonly [string, Intent][] => {
    const { paused = [], resumed = [] } = unrecordedIn(live.ledger) ?? {};
    const ids = gatedCampaigns(layer).map(({ id }) => id);
    if (ids.length === 0) return [];
    return [[ledgerKey(layer), { digest: layer.digest, paused: [...paused, ...ids], resumed }]];
  });
  return Object.fromEntries(intents);
}

/** It can contain both finished and waiting values, and all changes can stay open. */
export function largestEntry({ layer, live }: LayerTask, origin: EntryOrigin): LedgerEntry {
  const queued = new Map(gatedCampaigns(layer).map(({ id }) => [id, 'queued'] as const));
  const entryIf = (outcome: Entry['outcome'], campaigns: CampaignOutcomes): LedgerEntry => {
    const entries = layer.changes.map(({ id }) => ({ change: id, outcome }));
    return entryAfter(layer, live, entries, origin, campaigns);
  };
  const done = entryIf('done', new Map());
  const waiting = entryIf('waiting', queued);
  return { ...done, ...waiting, config: { ...waiting.config, ...done.config } };
}

export function entryOrigin(
  { owner, commit, now }: Pick<ApplyInput, 'owner' | 'commit' | 'now'>,
  { revision }: Claim,
): EntryOrigin {
  return { owner, commit, time: now().toISOString(), revision };
}
