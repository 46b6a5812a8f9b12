import type { Claim, Holder, Intent, LayersWriter, Ledger, LiveProject, Problem, Result } from '../model/index.ts';
import { idempotencyKey } from './key.ts';

/** 15 minutes: longer than any write takes, short enough to wait for after a crash. */
const CLAIM_MS = 15 * 60 * 1000;
/** How far two machines' clocks may be apart. */
const CLOCKS_APART_MS = 60 * 60 * 1000;
const RENEW_BEFORE_MS = 5 * 60 * 1000;

/** Who else used our key, where nobody is to be seen any more. */
export const FINISHED = 'a run that has finished since';

export type Intents = Readonly<Record<string, Intent>>;

export type HeldClaim = { readonly claim: Claim; readonly seen: LiveProject };

/** What a claim is asked for with. */
export type ClaimWish = {
  readonly writer: LayersWriter;
  readonly project: string;
  readonly holder: Holder;
  readonly now: () => Date;
  readonly hasEnded: HasEnded;
  /** Whether the plan was made from this ledger, as far as its layers go. */
  readonly isBasis: (ledger: Ledger) => boolean;
  /** What this run is about to do, by ledger key. */
  readonly intents: Intents;
  /** Whether the ledger that this run will leave behind has room. Asked before anything is written. */
  readonly fits: (seen: LiveProject, claim: Claim) => Result<void>;
};

export type Claimed =
  | { readonly state: 'held'; readonly held: HeldClaim }
  /** The plan was not made from the ledger as it is now: a person's statement or another run came between. */
  | { readonly state: 'moved' }
  /** Another run is writing, or was first by a moment. */
  | { readonly state: 'rival'; readonly run: string; readonly until: string | undefined }
  | { readonly state: 'failed'; readonly problems: readonly Problem[] };

/**
 * Takes the claim of a project: the right to write until it expires. The idempotency key is made from project and next
 * revision, so that of two rivals with one API key the second is told by Layers (409) that it comes second.
 * Two different API keys are not kept apart by that: between them only the look at the ledger just before counts.
 */
export async function takeClaim(wish: ClaimWish, signal: AbortSignal): Promise<Claimed> {
  const { writer, project, holder, now, hasEnded, isBasis, intents, fits } = wish;
  const look = await writer.project(project, signal);
  if (!look.ok) return { state: 'failed', problems: look.problems };
  const { ledger } = look.value;
  const theirs = ledger.claim;
  if (theirs !== undefined && (await keepsOut(theirs, holder, now(), hasEnded))) {
    return { state: 'rival', run: holderText(theirs), until: theirs.until };
  }
  if (!isBasis(ledger)) return { state: 'moved' };
  const revision = Math.max(ledger.revision, theirs?.revision ?? 0) + 1;
  const claim = {
    ...holder,
    // What an earlier run could not record of other layers is kept until a run about them comes.
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
 * Whether a claim keeps this process from writing. It does not if it is its own, if it has expired, or if its process is
 * certainly gone: GitHub starts another attempt of a run only when all its jobs have ended, and the journal on this
 * machine names the process.
 *
 * Source: docs.github.com, "Re-running workflows and jobs" (documented: a run is re-run after it has completed).
 */
export async function keepsOut(claim: Claim, holder: Holder, now: Date, hasEnded: HasEnded): Promise<boolean> {
  if (!isActive(claim, now) || claim.nonce === holder.nonce || isEarlierAttempt(claim, holder)) return false;
  return !(await hasEnded(claim));
}

/** The same job of the same CI run, in an earlier attempt. */
function isEarlierAttempt(claim: Claim, { run, job, attempt }: Holder): boolean {
  if (claim.run !== run || claim.job !== job) return false;
  return claim.attempt !== undefined && attempt !== undefined && claim.attempt < attempt;
}

/** Who holds a claim, for people: `acme/ads#4711, attempt 2, job apply`. */
export function holderText({ run, attempt, job }: Omit<Holder, 'nonce'>): string {
  return [
    run,
    ...(attempt === undefined ? [] : [`attempt ${attempt}`]),
    ...(job === undefined ? [] : [`job ${job}`]),
  ].join(', ');
}

/**
 * Whether a claim still keeps others out. One that would last longer than any run of reconcile asks for was written by
 * hand, or by a clock that is far off: nobody waits for it for ever.
 */
export function isActive({ until }: Claim, now: Date): boolean {
  const left = Date.parse(until) - now.getTime();
  return left > 0 && left <= CLAIM_MS + CLOCKS_APART_MS;
}

/**
 * Writes the claim again with a later end, where the end is near. `apply/rival` where it is not ours any more: it may
 * have expired while the machine slept.
 */
export async function renewClaim(
  writer: LayersWriter,
  project: string,
  held: HeldClaim,
  now: Date,
  signal: AbortSignal,
): Promise<Result<HeldClaim>> {
  if (Date.parse(held.claim.until) - now.getTime() > RENEW_BEFORE_MS) return { ok: true, value: held };
  const look = await stillOurs(writer, project, held.claim, signal);
  if (!look.ok) return look;
  const claim = { ...held.claim, until: new Date(now.getTime() + CLAIM_MS).toISOString() };
  const key = idempotencyKey(project, claim.revision, 'renew', claim.until);
  const written = await write(writer, project, look.value, claim, key, signal);
  return written.ok ? { ok: true, value: { claim, seen: look.value } } : written;
}

/**
 * Writes the claim again with these intents, and with a later end. `apply/rival` where it is not ours any more.
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
  const look =
    looked === undefined
      ? await stillOurs(writer, project, held.claim, signal)
      : ({ ok: true, value: looked } as const);
  if (!look.ok) return look;
  const until = new Date(now.getTime() + CLAIM_MS).toISOString();
  const claim = { ...held.claim, intents: { ...held.claim.intents, ...intents }, until };
  const key = idempotencyKey(project, claim.revision, 'intent', JSON.stringify(intents), until);
  const written = await write(writer, project, look.value, claim, key, signal);
  return written.ok ? { ok: true, value: { claim, seen: look.value } } : written;
}

/** A claim that keeps nobody out any more, with what is not recorded yet. `undefined` if everything is. */
export function endedClaim(claim: Claim | undefined, recorded: readonly string[], now: Date): Claim | undefined {
  const left = Object.entries(claim?.intents ?? {}).filter(([key]) => !recorded.includes(key));
  if (claim === undefined || left.length === 0) return undefined;
  return { ...claim, intents: Object.fromEntries(left), until: now.toISOString() };
}

/** The project as it is now, where the claim in it is the one that we took. */
export async function stillOurs(
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
  return {
    ok: false,
    problems: [
      {
        code: 'apply/rival',
        message: `The claim of project ${project} was lost on the way: ${winner}.`,
        remedy: 'Run reconcile apply again when the other run has ended: it goes on from what is live.',
      },
    ],
  };
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
