import { type Claim, fail, type LayersWriter, type LiveProject, ok, type Result } from '../model/index.ts';
import { CLAIM_MS, holderText, idempotencyKey, type Intents, writeClaim } from './claim.ts';

const RENEW_BEFORE_MS = 5 * 60 * 1000;

/** The claim of this run while it writes. All functions fail with `apply/concurrent-run` if it was lost. */
export type HeldClaim = {
  /** As it was written last. */
  readonly current: () => Claim;
  readonly readProject: () => Promise<Result<LiveProject>>;
  /** Extends the claim if it is about to expire, or expired while the machine slept. */
  readonly renew: () => Promise<Result<void>>;
  /** Reads and renews. */
  readonly check: () => Promise<Result<void>>;
  readonly addIntent: (of: IntentOf, campaign: string, verb: 'pause' | 'resume') => Promise<Result<void>>;
};

/** Ledger key of a layer, and the digest of its plan. */
type IntentOf = { readonly key: string; readonly digest: string };

export function holdClaim(
  writer: LayersWriter,
  project: string,
  taken: Claim,
  now: () => Date,
  signal: AbortSignal,
): HeldClaim {
  let claim = taken;
  /** From `check`, so that the next intent needs no read of its own. */
  let lastRead: LiveProject | undefined;
  return { current: () => claim, readProject, renew, check, addIntent };

  async function readProject(): Promise<Result<LiveProject>> {
    const live = await writer.project(project, signal);
    if (!live.ok) return live;
    const found = live.value.ledger.claim;
    if (found?.run === claim.run && found.nonce === claim.nonce && found.revision === claim.revision) return live;
    const cause = found === undefined ? 'it was removed' : `it now belongs to ${holderText(found)}`;
    return fail({
      code: 'apply/concurrent-run',
      message: `The claim of project ${project} was lost during the apply: ${cause}.`,
      remedy: 'Run reconcile apply again after the other run has ended; it continues from the live state.',
    });
  }

  async function renew(): Promise<Result<void>> {
    if (Date.parse(claim.until) - now().getTime() > RENEW_BEFORE_MS) return ok(undefined);
    const live = await readProject();
    return live.ok ? extend(live.value, {}, 'renew') : live;
  }

  async function check(): Promise<Result<void>> {
    const live = await readProject();
    if (!live.ok) return live;
    const before = claim;
    const renewed = await renew();
    lastRead = claim === before ? live.value : undefined;
    return renewed;
  }

  async function addIntent(
    { key, digest }: IntentOf,
    campaign: string,
    verb: 'pause' | 'resume',
  ): Promise<Result<void>> {
    const live = lastRead === undefined ? await readProject() : ok(lastRead);
    lastRead = undefined;
    if (!live.ok) return live;
    const { paused = [], resumed = [] } = claim.intents?.[key] ?? {};
    const plus = (ids: readonly string[]) => [...new Set([...ids, campaign])].sort();
    const intent =
      verb === 'pause' ? { digest, paused: plus(paused), resumed } : { digest, paused, resumed: plus(resumed) };
    const intents = { [key]: intent };
    return extend(live.value, intents, 'intent', JSON.stringify(intents));
  }

  async function extend(live: LiveProject, intents: Intents, ...keyParts: readonly string[]): Promise<Result<void>> {
    const until = new Date(now().getTime() + CLAIM_MS).toISOString();
    const next = { ...claim, intents: { ...claim.intents, ...intents }, until };
    const key = idempotencyKey(project, claim.revision, ...keyParts, until);
    const written = await writeClaim(writer, project, live, next, key, signal);
    if (written.ok) claim = next;
    return written;
  }
}
