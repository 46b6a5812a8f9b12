import { isUnclear, type Problem, type Result } from '../model/index.ts';
import { type WriteOutcome, type Writers, readUntil } from './hands.ts';

/** How often one write is sent in one run, the first time included. TikTok takes about ten changes of a budget a day. */
const MAX_SENDS = 3;

/** A write to an API that has no idempotency keys, and how to see what became of it. */
export type Sending<T> = {
  readonly look: () => Promise<Result<T>>;
  readonly isDone: (seen: T) => boolean;
  /** What moved since the plan was made; `undefined` where all is as it was. */
  readonly moved: (seen: T) => Problem | undefined;
  readonly write: () => Promise<Result<void>>;
  /** Whether what does not show after 15 s is certainly not there. An invitation, say, does not show before it is accepted. */
  readonly absenceIsCertain: boolean;
};

/** One thing that is to be live. */
export type Target<T> = Sending<T> & {
  /** What it means that the write was accepted and does not show. */
  readonly notVisible: (seen: T) => Result<WriteOutcome>;
};

/**
 * Looks, writes only if needed, and looks until it shows: an accepted write proves nothing at TikTok. Safe to repeat.
 *
 * @returns the problems of the write where it was refused, or where it stays unclear what became of it
 */
export async function ensure<T>(target: Target<T>, hands: Pick<Writers, 'sleep'>): Promise<Result<WriteOutcome>> {
  const before = await target.look();
  if (!before.ok) return before;
  if (target.isDone(before.value)) return DONE;
  const stale = target.moved(before.value);
  if (stale !== undefined) return { ok: false, problems: [stale] };
  const sent = await sendOrFind(target, hands);
  if (!sent.ok) return sent;
  if (sent.value === 'found') return DONE;
  const after = await readUntil(target.look, (seen) => !seen.ok || target.isDone(seen.value), hands);
  if (!after.ok) return after;
  return target.isDone(after.value) ? DONE : target.notVisible(after.value);
}

/**
 * Sends a write. Where it is unclear what became of it, such as after a lost answer, it is looked for, and sent again only
 * if it is certainly not there: nothing tells a repeated write from a first one, and TikTok counts them.
 *
 * @returns `accepted`: the API said so, nobody has looked yet. `found`: it said something else, and it is live.
 */
export async function sendOrFind<T>(
  target: Sending<T>,
  hands: Pick<Writers, 'sleep'>,
  count = 1,
): Promise<Result<'accepted' | 'found'>> {
  const { look, isDone, moved, write, absenceIsCertain } = target;
  const sent = await write();
  if (sent.ok) return { ok: true, value: 'accepted' };
  const unclear = isUnclear(sent.problems);
  const isSettled = (seen: Result<T>): boolean =>
    !unclear || !seen.ok || isDone(seen.value) || moved(seen.value) !== undefined;
  const after = await readUntil(look, isSettled, hands);
  if (!after.ok) return sent;
  if (isDone(after.value)) return { ok: true, value: 'found' };
  const stale = moved(after.value);
  if (!unclear) return sent;
  if (stale !== undefined) return { ok: false, problems: [...sent.problems, stale] };
  // Who was asked to stop has not looked for long enough to be certain.
  const isCertain = absenceIsCertain && count < MAX_SENDS && (await hands.sleep(0)) !== 'stopped';
  return isCertain ? sendOrFind(target, hands, count + 1) : sent;
}

/** It is live, whoever did it. */
export const DONE: Result<WriteOutcome> = { ok: true, value: {} };
