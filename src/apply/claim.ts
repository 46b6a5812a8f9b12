import { createHash } from 'node:crypto';
import {
  canonicalJson,
  type Claim,
  type Holder,
  type Intent,
  type LayersWriter,
  type Ledger,
  ledgerView,
  type LiveProject,
  type Problem,
  type Result,
} from '../model/index.ts';
import type { HasEnded, LayerTask } from './apply-input.ts';

/** Longer than any write takes, short enough to wait for after a crash. */
export const CLAIM_MS = 15 * 60 * 1000;
/** Between two machines. */
const MAX_CLOCK_DIFFERENCE_MS = 60 * 60 * 1000;

/** Name of the other run if it is no longer visible. */
export const FINISHED = 'a run that has since finished';

/** By ledger key. */
export type Intents = Readonly<Record<string, Intent>>;

export type ClaimRequest = {
  readonly writer: LayersWriter;
  readonly project: string;
  readonly holder: Holder;
  readonly now: () => Date;
  readonly hasEnded: HasEnded;
  /** Whether the plan was made from this ledger. */
  readonly isBasis: (ledger: Ledger) => boolean;
  readonly intents: Intents;
  /** Called before the first write, with the largest claim. */
  readonly checkLedgerSize: (live: LiveProject, claim: Claim) => Result<void>;
};

export type Claimed =
  | { readonly state: 'claimed'; readonly claim: Claim }
  /** A confirmation or another run changed the ledger since the plan. */
  | { readonly state: 'changed' }
  /** Another run has the claim, or was slightly faster. */
  | { readonly state: 'taken'; readonly run: string; readonly until: string | undefined }
  | { readonly state: 'failed'; readonly problems: readonly Problem[] };

/**
 * Takes the claim. If two runs share an API key, Layers rejects the second with 409: the idempotency key contains
 * project and next revision. Different keys are protected only by the read of the ledger just before.
 */
export async function takeClaim(request: ClaimRequest, signal: AbortSignal): Promise<Claimed> {
  const { writer, project, holder, now, hasEnded, isBasis, intents, checkLedgerSize } = request;
  const live = await writer.project(project, signal);
  if (!live.ok) return { state: 'failed', problems: live.problems };
  const { ledger } = live.value;
  const existing = ledger.claim;
  if (existing !== undefined && (await isBlocking(existing, holder, now(), hasEnded))) return takenBy(existing);
  if (!isBasis(ledger)) return { state: 'changed' };
  const revision = nextRevision(ledger);
  const claim = {
    ...holder,
    // Unrecorded writes to other layers are kept until a run covers those layers.
    intents: { ...existing?.intents, ...intents },
    revision,
    until: new Date(now().getTime() + CLAIM_MS).toISOString(),
  };
  const size = checkLedgerSize(live.value, claim);
  if (!size.ok) return { state: 'failed', problems: size.problems };
  const key = idempotencyKey(project, revision, 'claim');
  const written = await writeClaim(writer, project, live.value, claim, key, signal);
  if (written.ok) return { state: 'claimed', claim };
  if (!isConflict(written.problems)) return { state: 'failed', problems: written.problems };
  const again = await writer.project(project, signal);
  return takenBy(again.ok ? again.value.ledger.claim : undefined);
}

/** @param claim of the other run; `undefined` if it is no longer visible */
export function takenBy(claim: Claim | undefined): Extract<Claimed, { readonly state: 'taken' }> {
  return { state: 'taken', run: claim === undefined ? FINISHED : holderText(claim), until: claim?.until };
}

/** Another run used the key of the same revision first. */
export function isConflict(problems: readonly Problem[]): boolean {
  return problems.some(({ code }) => code === 'api/conflict');
}

/** Counted from 1. */
export function nextRevision({ revision, claim }: Ledger): number {
  return Math.max(revision, claim?.revision ?? 0) + 1;
}

/**
 * Whether a claim blocks this process. GitHub starts a new attempt only after all jobs of the run have ended; the
 * journal names the processes of this machine.
 *
 * Source: docs.github.com, "Re-running workflows and jobs" (documented).
 */
export async function isBlocking(claim: Claim, holder: Holder, now: Date, hasEnded: HasEnded): Promise<boolean> {
  if (!isActive(claim, now) || claim.nonce === holder.nonce || isEarlierAttempt(claim, holder)) return false;
  return !(await hasEnded(claim));
}

/** Whether it has not expired. An end that is too late comes from a manual edit or a wrong clock. */
export function isActive({ until }: Claim, now: Date): boolean {
  const left = Date.parse(until) - now.getTime();
  return left > 0 && left <= CLAIM_MS + MAX_CLOCK_DIFFERENCE_MS;
}

function isEarlierAttempt(claim: Claim, { run, job, attempt }: Holder): boolean {
  if (claim.run !== run || claim.job !== job) return false;
  return claim.attempt !== undefined && attempt !== undefined && claim.attempt < attempt;
}

/** `acme/ads#4711, attempt 2, job apply` */
export function holderText({ run, attempt, job }: Omit<Holder, 'nonce'>): string {
  return [
    run,
    ...(attempt === undefined ? [] : [`attempt ${attempt}`]),
    ...(job === undefined ? [] : [`job ${job}`]),
  ].join(', ');
}

/** Whether the plan of this layer was made from this ledger. */
export function isPlanLedger({ layer, live }: Pick<LayerTask, 'layer' | 'live'>, ledger: Ledger): boolean {
  const now = ledgerView(ledger, layer.layerId ?? undefined, layer.desired.adAccountId);
  return canonicalJson(now) === canonicalJson(live.ledger);
}

/** @param live the project as read just before */
export function writeClaim(
  writer: LayersWriter,
  project: string,
  live: LiveProject,
  claim: Claim,
  key: string,
  signal: AbortSignal,
): Promise<Result<void>> {
  const { revision } = live.ledger;
  return writer.writeLedger(project, live, { revision, claim, entries: {}, drop: [] }, key, signal);
}

/**
 * A UUIDv4 derived from the write, so equal on every machine for one revision.
 *
 * Source: developers.layers.com docs/api/getting-started/common-patterns (documented: UUIDv4 or ULID, kept for 24
 * hours).
 */
export function idempotencyKey(...parts: readonly (string | number)[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
