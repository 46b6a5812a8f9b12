import { fail, isUnclear, ok, type Problem, type Result } from '../model/index.ts';
import type { Sleep, WriteOutcome } from './executors/executor.ts';

/** Sends of one write in one run. TikTok accepts about ten budget changes a day. */
const MAX_SENDS = 3;

/** 15 s in total: TikTok sometimes shows a write late (observed by third parties). */
const READ_BACK_DELAYS_MS: readonly number[] = [1_000, 2_000, 4_000, 8_000];

/** One write to an API without idempotency keys. */
export type SingleWrite<T> = {
  readonly read: () => Promise<Result<T>>;
  readonly isDone: (state: T) => boolean;
  readonly changedSincePlan?: (state: T) => Problem | undefined;
  readonly write: () => Promise<Result<void>>;
  /** Such as an invitation: a write that is not visible after 15 s may still have happened. */
  readonly hiddenUntilAccepted?: true;
};

export type Ensure<T extends object> = SingleWrite<T> & {
  /** Outcome of an accepted write that is not visible. */
  readonly notVisible: (state: T) => Result<WriteOutcome>;
};

/** Writes only if needed, then waits until the value is visible: acceptance by TikTok proves nothing. */
export async function ensure<T extends object>(target: Ensure<T>, sleep: Sleep): Promise<Result<WriteOutcome>> {
  const states = await writeAndReadBack({ ...target, write: () => resolveFailedWrite(target, sleep) }, sleep);
  if (!states.ok) return states;
  return target.isDone(states.value.after) ? ok({}) : target.notVisible(states.value.after);
}

type Writes<T> = Pick<SingleWrite<T>, 'read' | 'isDone' | 'changedSincePlan'> & {
  /** Sends what is missing. Returns the state if it was read back already. */
  readonly write: (before: T) => Promise<Result<T | undefined>>;
};

/** Without a write, both states are the same object. */
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
 * Sends a write. After a lost response it reads back, and sends again only if the write certainly did not happen.
 *
 * @returns `undefined` if it was accepted; the state if it was not, and is visible
 */
export async function resolveFailedWrite<T>(
  target: SingleWrite<T>,
  sleep: Sleep,
  count = 1,
): Promise<Result<T | undefined>> {
  const { read, isDone, changedSincePlan, write, hiddenUntilAccepted } = target;
  const sent = await write();
  if (sent.ok) return ok(undefined);
  const unclear = isUnclear(sent.problems);
  const after = await readUntil(
    read,
    (state) => !unclear || isDone(state) || changedSincePlan?.(state) !== undefined,
    sleep,
  );
  if (!after.ok) return sent;
  if (isDone(after.value)) return after;
  if (!unclear) return sent;
  const stale = changedSincePlan?.(after.value);
  if (stale !== undefined) return fail(...sent.problems, stale);
  // An interrupted run has not read for long enough to be certain.
  const isCertain = hiddenUntilAccepted !== true && count < MAX_SENDS && (await sleep(0)) !== 'stopped';
  return isCertain ? resolveFailedWrite(target, sleep, count + 1) : sent;
}

/** Also ends after a failed read, the last delay, or an interrupt. */
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
