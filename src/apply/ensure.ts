import { fail, isUnclear, ok, type Problem, type Result } from '../model/index.ts';
import type { Sleep, WriteOutcome } from './executors/executor.ts';

/** Maximum sends of one write in one run, including the first. TikTok accepts about ten budget changes a day. */
const MAX_SENDS = 3;

/**
 * Milliseconds between reads of a write, 15 s in total. TikTok sometimes shows a write late (observed by third
 * parties).
 */
const READ_BACK_DELAYS_MS: readonly number[] = [1_000, 2_000, 4_000, 8_000];

/** A live state, and one write that changes it, at an API without idempotency keys. */
export type SingleWrite<T> = {
  readonly read: () => Promise<Result<T>>;
  readonly isDone: (state: T) => boolean;
  /** The problem if the live state changed since the plan was made. */
  readonly changedSincePlan: (state: T) => Problem | undefined;
  readonly write: () => Promise<Result<void>>;
  /**
   * Whether a write that is not visible after 15 s certainly did not happen. False for an invitation, which is
   * invisible until it is accepted.
   */
  readonly absenceIsCertain: boolean;
};

export type Ensure<T extends object> = SingleWrite<T> & {
  /** Outcome of a write that was accepted and is not visible. */
  readonly notVisible: (state: T) => Result<WriteOutcome>;
};

/**
 * Writes only if needed, then waits until the value is visible: acceptance by TikTok proves nothing. Safe to repeat.
 *
 * @returns the problems of the write if it was refused or its outcome is unclear
 */
export async function ensure<T extends object>(target: Ensure<T>, sleep: Sleep): Promise<Result<WriteOutcome>> {
  const states = await writeAndReadBack({ ...target, write: () => resolveFailedWrite(target, sleep) }, sleep);
  if (!states.ok) return states;
  return target.isDone(states.value.after) ? ok({}) : target.notVisible(states.value.after);
}

/** A live state, and all that is sent to change it. */
export type Writes<T extends object> = Pick<SingleWrite<T>, 'read' | 'isDone'> &
  Partial<Pick<SingleWrite<T>, 'changedSincePlan'>> & {
    /** Sends what is missing. Returns the state if it was read back already. */
    readonly write: (before: T) => Promise<Result<T | undefined>>;
  };

/** Reads, writes if something is missing, and reads until nothing is. Without a write, both states are the same. */
export async function writeAndReadBack<T extends object>(
  { read, isDone, changedSincePlan, write }: Writes<T>,
  sleep: Sleep,
): Promise<Result<{ readonly before: T; readonly after: T }>> {
  const first = await read();
  if (!first.ok) return first;
  const before = first.value;
  if (isDone(before)) return ok({ before, after: before });
  const stale = changedSincePlan?.(before);
  if (stale !== undefined) return fail(stale);
  const written = await write(before);
  if (!written.ok) return written;
  const after = written.value === undefined ? await readUntil(read, isDone, sleep) : ok(written.value);
  return after.ok ? ok({ before, after: after.value }) : after;
}

/**
 * Sends a write. If its outcome is unclear, such as after a lost response, it is read back and sent again only if it
 * certainly did not happen: TikTok counts each repeated write.
 *
 * @returns the state if the write was not accepted and is visible; `undefined` if it was accepted
 */
export async function resolveFailedWrite<T>(
  target: SingleWrite<T>,
  sleep: Sleep,
  count = 1,
): Promise<Result<T | undefined>> {
  const { read, isDone, changedSincePlan, write, absenceIsCertain } = target;
  const sent = await write();
  if (sent.ok) return ok(undefined);
  const unclear = isUnclear(sent.problems);
  const after = await readUntil(
    read,
    (state) => !unclear || isDone(state) || changedSincePlan(state) !== undefined,
    sleep,
  );
  if (!after.ok) return sent;
  if (isDone(after.value)) return after;
  if (!unclear) return sent;
  const stale = changedSincePlan(after.value);
  if (stale !== undefined) return fail(...sent.problems, stale);
  // An interrupted run has not read for long enough to be certain.
  const isCertain = absenceIsCertain && count < MAX_SENDS && (await sleep(0)) !== 'stopped';
  return isCertain ? resolveFailedWrite(target, sleep, count + 1) : sent;
}

/** Reads until `isDone`, a read fails, the delays are used up, or the run is interrupted. Returns the last read. */
async function readUntil<T>(
  read: () => Promise<Result<T>>,
  isDone: (state: T) => boolean,
  sleep: Sleep,
): Promise<Result<T>> {
  let state = await read();
  for (const delay of READ_BACK_DELAYS_MS) {
    if (!state.ok || isDone(state.value)) return state;
    const slept = await sleep(delay);
    state = await read();
    if (slept === 'stopped') return state;
  }
  return state;
}
