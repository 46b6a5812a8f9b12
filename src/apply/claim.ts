import { createHash } from 'node:crypto';
import {
  canonicalJson,
  type Claim,
  fail,
  type Holder,
  type Intent,
  type LayersWriter,
  type Ledger,
  ledgerView,
  type LiveLayer,
  type LiveProject,
  ok,
  plainText,
  type PlannedLayer,
  type Problem,
  type Result,
} from '../model/index.ts';

/** 15 minutes: longer than any write takes, short enough to wait for after a crash. */
const CLAIM_MS = 15 * 60 * 1000;
/** Largest tolerated difference between the clocks of two machines. */
const MAX_CLOCK_DIFFERENCE_MS = 60 * 60 * 1000;
const RENEW_BEFORE_MS = 5 * 60 * 1000;

/** Used as the name of the other run if it is no longer visible. */
export const FINISHED = 'a run that has finished since';

export type Intents = Readonly<Record<string, Intent>>;

export type HeldClaim = { readonly claim: Claim; readonly seen: LiveProject };

/** Input of `takeClaim`. */
export type ClaimRequest = {
  readonly writer: LayersWriter;
  readonly project: string;
  readonly holder: Holder;
  readonly now: () => Date;
  readonly hasEnded: HasEnded;
  /** Whether the plan was made from this ledger, for its own layers. */
  readonly isBasis: (ledger: Ledger) => boolean;
  /** Planned writes, by ledger key. */
  readonly intents: Intents;
  /** Whether the final ledger of this run will fit. Called before the first write. */
  readonly fits: (seen: LiveProject, claim: Claim) => Result<void>;
};

export type Claimed =
  | { readonly state: 'held'; readonly held: HeldClaim }
  /** The ledger differs from the one the plan was made from: a confirmation or another run changed it. */
  | { readonly state: 'moved' }
  /** Another run is writing, or was slightly faster. */
  | { readonly state: 'rival'; readonly run: string; readonly until: string | undefined }
  | { readonly state: 'failed'; readonly problems: readonly Problem[] };

/**
 * Takes the claim of a project: the right to write until it expires. If two runs share an API key, Layers rejects the
 * second one with 409, because the idempotency key contains the project and the next revision. Runs with different API
 * keys are protected only by the read of the ledger just before.
 */
export async function takeClaim(wish: ClaimRequest, signal: AbortSignal): Promise<Claimed> {
  const { writer, project, holder, now, hasEnded, isBasis, intents, fits } = wish;
  const look = await writer.project(project, signal);
  if (!look.ok) return { state: 'failed', problems: look.problems };
  const { ledger } = look.value;
  const theirs = ledger.claim;
  if (theirs !== undefined && (await isBlocking(theirs, holder, now(), hasEnded))) {
    return { state: 'rival', run: holderText(theirs), until: theirs.until };
  }
  if (!isBasis(ledger)) return { state: 'moved' };
  const revision = Math.max(ledger.revision, theirs?.revision ?? 0) + 1;
  const claim = {
    ...holder,
    // Writes to other layers that an earlier run could not record are kept until a run covers those layers.
    intents: { ...theirs?.intents, ...intents },
    revision,
    until: new Date(now().getTime() + CLAIM_MS).toISOString(),
  };
  const fit = fits(look.value, claim);
  if (!fit.ok) return { state: 'failed', problems: fit.problems };
  const written = await write(writer, project, look.value, claim, idempotencyKey(project, revision, 'claim'), signal);
  if (written.ok) return { state: 'held', held: { claim, seen: look.value } };
  if (!written.problems.some(({ code }) => code === 'api/conflict'))
    return { state: 'failed', problems: written.problems };
  const again = await writer.project(project, signal);
  const winner = again.ok ? again.value.ledger.claim : undefined;
  return { state: 'rival', run: winner === undefined ? FINISHED : holderText(winner), until: winner?.until };
}

/** Whether the process that took this claim has certainly ended. `false` if that cannot be proved. */
export type HasEnded = (claim: Claim) => Promise<boolean>;

/**
 * Whether a claim blocks this process. It does not if it is its own, if it has expired, or if its process has certainly
 * ended: GitHub starts a new attempt of a run only after all its jobs have ended, and the journal on this machine names
 * the process.
 *
 * Source: docs.github.com, "Re-running workflows and jobs" (documented: a run is re-run after it has completed).
 */
export async function isBlocking(claim: Claim, holder: Holder, now: Date, hasEnded: HasEnded): Promise<boolean> {
  if (!isActive(claim, now) || claim.nonce === holder.nonce || isEarlierAttempt(claim, holder)) return false;
  return !(await hasEnded(claim));
}

function isEarlierAttempt(claim: Claim, { run, job, attempt }: Holder): boolean {
  if (claim.run !== run || claim.job !== job) return false;
  return claim.attempt !== undefined && attempt !== undefined && claim.attempt < attempt;
}

/** Holder of a claim, for display: `acme/ads#4711, attempt 2, job apply`. */
export function holderText({ run, attempt, job }: Omit<Holder, 'nonce'>): string {
  return [
    run,
    ...(attempt === undefined ? [] : [`attempt ${attempt}`]),
    ...(job === undefined ? [] : [`job ${job}`]),
  ].join(', ');
}

/**
 * Whether a claim still blocks other runs. One that expires later than any reconcile run would set comes from a manual
 * edit or a wrong clock, and is ignored.
 */
export function isActive({ until }: Claim, now: Date): boolean {
  const left = Date.parse(until) - now.getTime();
  return left > 0 && left <= CLAIM_MS + MAX_CLOCK_DIFFERENCE_MS;
}

/**
 * Extends the claim if it is about to expire. `apply/concurrent-run` if it was lost: it may have expired while the
 * machine slept.
 */
export async function renewClaim(
  writer: LayersWriter,
  project: string,
  held: HeldClaim,
  now: Date,
  signal: AbortSignal,
): Promise<Result<HeldClaim>> {
  if (Date.parse(held.claim.until) - now.getTime() > RENEW_BEFORE_MS) return ok(held);
  const look = await readHeldProject(writer, project, held.claim, signal);
  if (!look.ok) return look;
  const claim = { ...held.claim, until: new Date(now.getTime() + CLAIM_MS).toISOString() };
  const key = idempotencyKey(project, claim.revision, 'renew', claim.until);
  const written = await write(writer, project, look.value, claim, key, signal);
  return written.ok ? ok({ claim, seen: look.value }) : written;
}

/**
 * Adds these intents to the claim and extends it. `apply/concurrent-run` if it was lost.
 *
 * @param looked the project as it was read just before; it is read if absent
 */
export async function addIntents(
  writer: LayersWriter,
  project: string,
  held: HeldClaim,
  intents: Intents,
  now: Date,
  looked: LiveProject | undefined,
  signal: AbortSignal,
): Promise<Result<HeldClaim>> {
  const look = looked === undefined ? await readHeldProject(writer, project, held.claim, signal) : ok(looked);
  if (!look.ok) return look;
  const until = new Date(now.getTime() + CLAIM_MS).toISOString();
  const claim = { ...held.claim, intents: { ...held.claim.intents, ...intents }, until };
  const key = idempotencyKey(project, claim.revision, 'intent', JSON.stringify(intents), until);
  const written = await write(writer, project, look.value, claim, key, signal);
  return written.ok ? ok({ claim, seen: look.value }) : written;
}

/** An expired claim with the intents that are not recorded yet. `undefined` if all are. */
export function expiredClaim(claim: Claim | undefined, recorded: readonly string[], now: Date): Claim | undefined {
  const left = Object.entries(claim?.intents ?? {}).filter(([key]) => !recorded.includes(key));
  if (claim === undefined || left.length === 0) return undefined;
  return { ...claim, intents: Object.fromEntries(left), until: now.toISOString() };
}

/** Reads the project; fails if the claim in it is not this one. */
export async function readHeldProject(
  writer: LayersWriter,
  project: string,
  { run, nonce, revision }: Claim,
  signal: AbortSignal,
): Promise<Result<LiveProject>> {
  const look = await writer.project(project, signal);
  if (!look.ok) return look;
  const { claim } = look.value.ledger;
  if (claim?.run === run && claim.nonce === nonce && claim.revision === revision) return look;
  const winner = claim === undefined ? 'it was removed' : `${holderText(claim)} has it now`;
  return fail({
    code: 'apply/concurrent-run',
    message: `The claim of project ${project} was lost on the way: ${winner}.`,
    remedy: 'Run reconcile apply again when the other run has ended: it goes on from what is live.',
  });
}

function write(
  writer: LayersWriter,
  project: string,
  seen: LiveProject,
  claim: Claim,
  key: string,
  signal: AbortSignal,
): Promise<Result<void>> {
  return writer.writeLedger(
    project,
    seen,
    { revision: seen.ledger.revision, claim, entries: {}, drop: [] },
    key,
    signal,
  );
}

/**
 * An idempotency key in UUIDv4 format, derived from the write: the same write of the same revision has the same key on
 * every machine, and the next apply has a different one.
 *
 * Source: developers.layers.com docs/api/getting-started/common-patterns (documented: UUIDv4 or ULID, kept for 24
 * hours).
 */
export function idempotencyKey(...parts: readonly (string | number)[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Whether the ledger of this layer is still the one its plan was made from. */
export function isPlanLedger(
  { layer, live }: { readonly layer: PlannedLayer; readonly live: LiveLayer },
  ledger: Ledger,
): boolean {
  const now = ledgerView(ledger, layer.layerId ?? undefined, plainText(layer.desired.adAccountId));
  return canonicalJson(now) === canonicalJson(live.ledger);
}
