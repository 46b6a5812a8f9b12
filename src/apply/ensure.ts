import { fail, isUnclear, ok, type Problem, type Result } from '../model/index.ts';
import { type WriteOutcome, type Writers, readUntil } from './executors/executor.ts';

/** Maximum sends of one write in one run, including the first. TikTok accepts about ten budget changes a day. */
const MAX_SENDS = 3;

/** A write to an API without idempotency keys. */
export type Sending<T> = {
  readonly look: () => Promise<Result<T>>;
  readonly isDone: (seen: T) => boolean;
  /** The problem if the live state changed since the plan was made; `undefined` if it did not. */
  readonly moved: (seen: T) => Problem | undefined;
  readonly write: () => Promise<Result<void>>;
  /**
   * Whether a write that is not visible after 15 s certainly did not happen. False for an invitation, which is
   * invisible until it is accepted.
   */
  readonly absenceIsCertain: boolean;
};

/** One thing that should be live. */
export type Target<T> = Sending<T> & {
  readonly notVisible: (seen: T) => Result<WriteOutcome>;
};

/**
 * Reads, writes only if needed, and reads until the write is visible: TikTok's acceptance proves nothing. Safe to
 * repeat.
 *
 * @returns the problems of the write if it was refused or its outcome is unclear
 */
export async function ensure<T>(target: Target<T>, hands: Pick<Writers, 'sleep'>): Promise<Result<WriteOutcome>> {
  const before = await target.look();
  if (!before.ok) return before;
  if (target.isDone(before.value)) return DONE;
  const stale = target.moved(before.value);
  if (stale !== undefined) return fail(stale);
  const sent = await sendOrFind(target, hands);
  if (!sent.ok) return sent;
  if (sent.value === 'found') return DONE;
  const after = await readUntil(target.look, (seen) => !seen.ok || target.isDone(seen.value), hands);
  if (!after.ok) return after;
  return target.isDone(after.value) ? DONE : target.notVisible(after.value);
}

/**
 * Sends a write. If its outcome is unclear, such as after a lost response, it is read back and sent again only if it
 * certainly did not happen: TikTok counts each repeated write.
 *
 * @returns `accepted`: not read back yet. `found`: not accepted, but live.
 */
export async function sendOrFind<T>(
  target: Sending<T>,
  hands: Pick<Writers, 'sleep'>,
  count = 1,
): Promise<Result<'accepted' | 'found'>> {
  const { look, isDone, moved, write, absenceIsCertain } = target;
  const sent = await write();
  if (sent.ok) return ok('accepted');
  const unclear = isUnclear(sent.problems);
  const isSettled = (seen: Result<T>): boolean =>
    !unclear || !seen.ok || isDone(seen.value) || moved(seen.value) !== undefined;
  const after = await readUntil(look, isSettled, hands);
  if (!after.ok) return sent;
  if (isDone(after.value)) return ok('found');
  const stale = moved(after.value);
  if (!unclear) return sent;
  if (stale !== undefined) return fail(...sent.problems, stale);
  // An interrupted run has not read for long enough to be certain.
  const isCertain = absenceIsCertain && count < MAX_SENDS && (await hands.sleep(0)) !== 'stopped';
  return isCertain ? sendOrFind(target, hands, count + 1) : sent;
}

/** It is live, no matter which run or person did it. */
export const DONE: Result<WriteOutcome> = ok({});
